use std::cell::Cell;

thread_local!(static CALLS: Cell<u32> = const { Cell::new(0) });

#[no_mangle]
pub extern "C" fn linkshim_add(left: u32, right: u32) -> u32 {
    CALLS.set(CALLS.get() + 1);
    left + right
}

#[no_mangle]
pub extern "C" fn linkshim_caught() -> u32 {
    std::panic::catch_unwind(|| std::panic::resume_unwind(Box::new(5u32)))
        .unwrap_err()
        .downcast_ref::<u32>()
        .map_or(0, |value| value + CALLS.get())
}
