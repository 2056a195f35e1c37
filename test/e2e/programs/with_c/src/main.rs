use std::ffi::{c_char, CStr};

extern "C" {
    fn sum(numbers: *const i32, count: usize, text: *mut c_char, size: usize) -> i64;
}

fn main() {
    let numbers = [1, 20, -3];
    let mut text: [c_char; 64] = [0; 64];
    let total = unsafe { sum(numbers.as_ptr(), numbers.len(), text.as_mut_ptr(), text.len()) };
    println!("{} = {total}", unsafe { CStr::from_ptr(text.as_ptr()) }.to_str().unwrap());
}
