//! A program of UEFI's that writes a line and ends.
#![no_std]
#![no_main]

use core::ffi::c_void;

#[repr(C)]
struct TextOutput {
    reset: usize,
    output_string: extern "efiapi" fn(*mut TextOutput, *const u16) -> usize,
}

#[repr(C)]
struct SystemTable {
    header: [u64; 3],
    firmware_vendor: *const u16,
    firmware_revision: u32,
    console_in_handle: *mut c_void,
    console_in: *mut c_void,
    console_out_handle: *mut c_void,
    console_out: *mut TextOutput,
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    loop {}
}

#[no_mangle]
extern "efiapi" fn efi_main(_image: *mut c_void, table: *mut SystemTable) -> usize {
    let mut line = [0u16; 16];
    for (to, from) in line.iter_mut().zip("linkshim\r\n".encode_utf16()) {
        *to = from;
    }
    unsafe { ((*(*table).console_out).output_string)((*table).console_out, line.as_ptr()) }
}
