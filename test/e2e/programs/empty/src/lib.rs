//! Nothing: what is built is std, for the sake of the sysroot.
