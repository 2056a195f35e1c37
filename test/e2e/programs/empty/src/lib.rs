//! Nothing: what is built is std, or core alone, for the sake of the sysroot.
#![no_std]
