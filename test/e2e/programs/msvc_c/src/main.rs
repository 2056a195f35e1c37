use std::ffi::{c_char, c_int, CStr};

#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq)]
struct Mixed {
    a: i8,
    b: f64,
    c: i16,
    d: i64,
    e: i32,
    f: u16,
}
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq)]
struct Three {
    x: f32,
    y: f32,
    z: f32,
}
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq)]
struct Pair {
    a: c_int,
    b: c_int,
}

extern "C" {
    fn changed(m: Mixed) -> Mixed;
    fn turned(t: Three) -> Three;
    fn swapped(p: Pair) -> Pair;
    fn other(s: c_int) -> c_int;
    #[cfg(target_pointer_width = "64")]
    fn wide(a: i128, b: u128) -> i128;
    fn sum(count: c_int, ...) -> f64;
    fn called_back(function: extern "C" fn(*const c_char, usize) -> c_int, text: *const c_char) -> c_int;
    fn abi_check(n: c_int) -> c_int;
    fn of_thread() -> c_int;
    fn library_check(log: *mut c_char, size: usize) -> c_int;
    fn through(function: extern "C-unwind" fn(c_int) -> c_int, value: c_int) -> c_int;
}

extern "C" fn length(text: *const c_char, size: usize) -> c_int {
    let text = unsafe { CStr::from_ptr(text) };
    assert_eq!(text.to_bytes().len(), size);
    std::panic::catch_unwind(|| panic!("caught")).unwrap_err();
    size as c_int
}

extern "C-unwind" fn doubles(value: c_int) -> c_int {
    value * 2
}

fn main() {
    std::panic::set_hook(Box::new(|_| {}));
    unsafe {
        let m = Mixed { a: 1, b: 1.0, c: 1, d: 1, e: 1, f: 1 };
        assert_eq!(changed(m), Mixed { a: 2, b: 1.5, c: 3, d: 4, e: 5, f: 6 });
        assert_eq!(turned(Three { x: 1.0, y: 2.0, z: 3.0 }), Three { x: 2.0, y: 3.0, z: 1.0 });
        assert_eq!(swapped(Pair { a: 1, b: 2 }), Pair { a: 2, b: 1 });
        assert_eq!(other(1), 2);
        #[cfg(target_pointer_width = "64")]
        assert_eq!(wide(1 << 70, 7 << 66), 3 * (1 << 70) + (1 << 66));
        assert_eq!(sum(2, 1.5f64, 2.0f64), 5.0);
        assert_eq!(called_back(length, c"four".as_ptr()), 4);
        assert_eq!(abi_check(300), 0, "the line of abi.c");
        assert_eq!(of_thread(), 17);
        assert_eq!(std::thread::spawn(|| of_thread()).join().unwrap(), 15);
        let mut log = [0 as c_char; 100];
        assert_eq!(library_check(log.as_mut_ptr(), log.len()), 0, "the part of library.cpp");
        assert_eq!(through(doubles, 21), 42);
        println!("{} all agree", CStr::from_ptr(log.as_ptr()).to_str().unwrap());
    }
}
