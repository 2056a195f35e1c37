//! The crates of the feature `more`.
use std::ffi::{c_char, c_int, CStr};

extern crate link_cplusplus;

#[allow(non_camel_case_types, non_upper_case_globals, dead_code)]
mod wrapped {
    include!(concat!(env!("OUT_DIR"), "/wrapped.rs"));
}

pub const CALLS: &[(&str, fn())] = &[
    ("aws-lc", aws_lc), ("libgit2", git), ("curl", curl), ("mimalloc", mimalloc), ("cxx", cxx_bridge), ("zlib-ng", zlib_ng),
    ("lz4", lz4), ("bzip2", bzip2), ("exception", exception), ("bindgen", bindings),
];

fn aws_lc() {
    let mut digest = [0; 32];
    unsafe { aws_lc_sys::SHA256(b"abc".as_ptr(), 3, digest.as_mut_ptr()) };
    assert_eq!(&digest[..4], &[0xba, 0x78, 0x16, 0xbf]);
}

fn git() {
    unsafe {
        libgit2_sys::init();
        let (mut major, mut minor, mut revision) = (0, 0, 0);
        libgit2_sys::git_libgit2_version(&mut major, &mut minor, &mut revision);
        assert!(major == 1 && minor >= 8);
    }
}

fn curl() {
    let version = unsafe { CStr::from_ptr(curl_sys::curl_version()) }.to_str().unwrap();
    assert!(version.starts_with("libcurl/8.") && version.contains("OpenSSL/3."), "{version}");
}

fn mimalloc() {
    unsafe {
        let place = libmimalloc_sys::mi_malloc(1000);
        assert!(!place.is_null());
        libmimalloc_sys::mi_free(place);
    }
}

fn cxx_bridge() {
    use crate::bridge::ffi;
    let square = ffi::square(3.0).unwrap();
    assert_eq!((square.area(), square.name()), (9.0, "square".to_string()));
    assert_eq!(ffi::square(-1.0).err().unwrap().what(), "negative side");
}

fn zlib_ng() {
    let sum = unsafe { libz_ng_sys::crc32(0, b"123456789".as_ptr(), 9) };
    assert_eq!(sum, 0xcbf43926);
}

fn lz4() {
    let (source, mut packed) = ([7u8; 1000], [0u8; 2000]);
    let size = unsafe {
        lz4_sys::LZ4_compress_default(source.as_ptr().cast::<c_char>(), packed.as_mut_ptr().cast::<c_char>(), 1000, 2000)
    };
    assert!(size > 0 && size < 50);
}

fn bzip2() {
    unsafe {
        let mut stream: bzip2_sys::bz_stream = std::mem::zeroed();
        assert_eq!(bzip2_sys::BZ2_bzCompressInit(&mut stream, 9, 0, 0), bzip2_sys::BZ_OK);
        assert_eq!(bzip2_sys::BZ2_bzCompressEnd(&mut stream), bzip2_sys::BZ_OK);
    }
}

fn exception() {
    extern "C" {
        fn thrower(value: c_int) -> c_int;
    }
    assert_eq!(unsafe { (thrower(1), thrower(9)) }, (3, -1));
}

fn bindings() {
    let pair = wrapped::wrapped_pair { first: 2, second: 40 };
    assert_eq!(unsafe { wrapped::wrapped_sum(&pair) }, 42);
}
