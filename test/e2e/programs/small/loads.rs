//! Loads the shared library that its argument names and calls it.
use std::ffi::{c_char, c_int, c_void, CString};

extern "C" {
    fn dlopen(name: *const c_char, flags: c_int) -> *mut c_void;
    fn dlsym(library: *mut c_void, name: *const c_char) -> *mut c_void;
}

fn main() {
    let name = CString::new(std::env::args().nth(1).unwrap()).unwrap();
    unsafe {
        let library = dlopen(name.as_ptr(), 2);
        assert!(!library.is_null(), "dlopen failed");
        let add: extern "C" fn(u32, u32) -> u32 = std::mem::transmute(dlsym(library, c"linkshim_add".as_ptr()));
        let caught: extern "C" fn() -> u32 = std::mem::transmute(dlsym(library, c"linkshim_caught".as_ptr()));
        println!("{} {}", add(40, 2), caught());
    }
}
