#[link(name = "z", kind = "dylib")]
extern "C" {
    fn zlibVersion() -> *const u8;
}

fn main() {
    println!("{:?}", unsafe { zlibVersion() });
}
