extern crate link_cplusplus;

extern "C" {
    fn commonest(text: *const std::ffi::c_char) -> i32;
}

fn main() {
    let caught = std::panic::catch_unwind(|| std::panic::resume_unwind(Box::new(3))).is_err();
    let [some, none] = [c"a b a c a", c""].map(|text| unsafe { commonest(text.as_ptr()) });
    println!("{some} {none} {caught}");
}
