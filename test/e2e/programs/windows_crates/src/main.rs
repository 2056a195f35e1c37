//! Calls into the C of every crate and into a DLL by raw-dylib, and says so.
use calls::{ring_sha, sqlite, zstd};
use std::ffi::{c_char, c_int};

#[path = "../../native/src/calls.rs"]
mod calls;

fn raw_dylib() {
    #[link(name = "kernel32", kind = "raw-dylib")]
    extern "system" {
        fn lstrlenA(text: *const c_char) -> c_int;
    }
    assert_eq!(unsafe { lstrlenA(c"seven".as_ptr()) }, 5);
}

fn main() {
    let calls: [(&str, fn()); 4] = [("ring", ring_sha), ("zstd", zstd), ("sqlite", sqlite), ("raw-dylib", raw_dylib)];
    for (name, call) in calls {
        call();
        println!("ok {name}");
    }
}

#[test]
fn tests_run_too() {
    main();
}
