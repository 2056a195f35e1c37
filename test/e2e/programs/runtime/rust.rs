//! C in a crate: its values are right, and whatever else its code calls is found, in a link whose libraries rustc chose.
extern "C" {
    fn values(count: i32, arguments: *const *const u8) -> i32;
}

fn main() {
    std::process::exit(unsafe { values(1, std::ptr::null()) })
}
