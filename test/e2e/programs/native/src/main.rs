//! Calls into the C of every crate, and says so.
use calls::{ring_sha, sqlite, zstd};
use std::ffi::{c_char, c_int, CStr};

#[cfg(feature = "more")]
mod bridge;
mod calls;
#[cfg(feature = "more")]
mod more;

fn openssl() {
    extern "C" {
        fn OpenSSL_version(kind: c_int) -> *const c_char;
        fn SHA1(data: *const u8, length: usize, digest: *mut u8) -> *mut u8;
    }
    openssl_sys::init();
    let version = unsafe { CStr::from_ptr(OpenSSL_version(0)) };
    assert!(version.to_str().unwrap().starts_with("OpenSSL 3."));
    let mut digest = [0; 20];
    unsafe { SHA1(b"abc".as_ptr(), 3, digest.as_mut_ptr()) };
    assert_eq!(&digest[..4], &[0xa9, 0x99, 0x3e, 0x36]);
}

fn zlib() {
    let sum = unsafe { libz_sys::crc32(0, b"123456789".as_ptr(), 9) };
    assert_eq!(sum, 0xcbf43926);
}

fn jemalloc() {
    unsafe {
        let place = tikv_jemalloc_sys::malloc(100);
        assert!(!place.is_null() && tikv_jemalloc_sys::malloc_usable_size(place) >= 100);
        tikv_jemalloc_sys::free(place);
    }
}

fn main() {
    let calls: &[(&str, fn())] = &[("ring", ring_sha), ("openssl", openssl), ("zstd", zstd), ("zlib", zlib), ("sqlite", sqlite),
                                   ("jemalloc", jemalloc)];
    for (name, call) in calls {
        call();
        println!("ok {name}");
    }
    #[cfg(feature = "more")]
    for (name, call) in more::CALLS {
        call();
        println!("ok {name}");
    }
}
