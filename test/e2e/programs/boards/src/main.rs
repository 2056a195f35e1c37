//! A program for a microcontroller: the crate for its processor has the start code and the linker script.
#![no_std]
#![no_main]
#[cfg(target_arch = "arm")]
use cortex_m_rt::entry;
#[cfg(target_arch = "riscv32")]
use riscv_rt::entry;
#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! { loop {} }
#[entry]
fn main() -> ! { loop {} }
