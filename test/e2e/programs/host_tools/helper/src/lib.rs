//! C++ that is built for the machine and for the target.
extern "C" {
    fn caught_length() -> u32;
}

/// The length of the text of an exception that C++ has caught.
pub fn caught() -> u32 {
    unsafe { caught_length() }
}
