//! No operating system for the compiler, Linux system calls for the emulator: writes a line and leaves with status 7.
#![no_std]
#![no_main]

use core::arch::asm;

static MESSAGE: &[u8] = b"bare metal\n";

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    call(EXIT, 99, 0, 0);
    loop {}
}

#[cfg(target_arch = "arm")]
const WRITE: usize = 4;
#[cfg(target_arch = "arm")]
const EXIT: usize = 1;
#[cfg(target_arch = "riscv32")]
const WRITE: usize = 64;
#[cfg(target_arch = "riscv32")]
const EXIT: usize = 93;

#[cfg(target_arch = "arm")]
fn call(number: usize, a: usize, b: usize, c: usize) {
    // r7 is the frame pointer of Thumb code: no operand may name it.
    unsafe { asm!("push {{r7}}", "mov r7, r3", "svc 0", "pop {{r7}}", in("r3") number, inout("r0") a => _, in("r1") b, in("r2") c) }
}

#[cfg(target_arch = "riscv32")]
fn call(number: usize, a: usize, b: usize, c: usize) {
    unsafe { asm!("ecall", in("a7") number, inout("a0") a => _, in("a1") b, in("a2") c) }
}

#[no_mangle]
#[link_section = ".text._start"]
pub extern "C" fn _start() -> ! {
    let half = core::hint::black_box(MESSAGE.len() as u64 * 3) / core::hint::black_box(3);
    call(WRITE, 1, MESSAGE.as_ptr() as usize, half as usize);
    call(EXIT, 7, 0, 0);
    loop {}
}
