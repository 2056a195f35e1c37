extern "system" {
    fn LoadLibraryA(name: *const i8) -> *mut u8;
    fn GetProcAddress(m: *mut u8, name: *const i8) -> *const u8;
    fn FreeLibrary(m: *mut u8) -> i32;
}
fn main() {
    unsafe {
        let m = LoadLibraryA(c"plug.dll".as_ptr());
        assert!(!m.is_null());
        let f: extern "C" fn(i32) -> i32 =
            std::mem::transmute(GetProcAddress(m, c"plug_add".as_ptr()));
        println!("{} {} {} {}", f(1), f(2), f(-1), FreeLibrary(m));
    }
}
#[test]
fn seven() {
    assert_eq!(mac::seven!(), 7);
}
