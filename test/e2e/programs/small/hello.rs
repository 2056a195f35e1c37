//! The smallest program that needs the unwinder, allocation and thread-local storage.
use std::cell::Cell;

thread_local!(static COUNT: Cell<u32> = const { Cell::new(1) });

#[no_mangle]
#[inline(never)]
pub extern "C" fn linkshim_one(value: u32) -> u32 {
    value.wrapping_mul(3).wrapping_add(1)
}

#[no_mangle]
#[inline(never)]
pub extern "C" fn linkshim_two(value: u32) -> u32 {
    value.wrapping_mul(3).wrapping_add(1)
}

fn main() {
    std::panic::set_hook(Box::new(|_| {}));
    let caught = std::panic::catch_unwind(|| std::panic::panic_any(linkshim_one(2))).unwrap_err();
    COUNT.set(COUNT.get() + linkshim_two(1));
    println!("hello {} {}", caught.downcast_ref::<u32>().unwrap(), COUNT.get());
}
