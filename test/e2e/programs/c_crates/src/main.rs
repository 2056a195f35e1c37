//! Calls three C libraries that their crates compile from source.
use std::ffi::{c_char, c_int, c_void, CStr};

extern "C" fn keep(sum: *mut c_void, _: c_int, values: *mut *mut c_char, _: *mut *mut c_char) -> c_int {
    unsafe { *(sum as *mut i64) = CStr::from_ptr(*values).to_str().unwrap().parse().unwrap() };
    0
}

fn zlib() -> u64 {
    let (mut packed, mut length) = ([0u8; 64], 64);
    let (mut text, mut text_length) = ([0u8; 64], 64);
    unsafe {
        libz_sys::compress(packed.as_mut_ptr(), &mut length, b"zlib!".as_ptr(), 5);
        libz_sys::uncompress(text.as_mut_ptr(), &mut text_length, packed.as_ptr(), length);
    }
    assert_eq!(&text[..5], b"zlib!");
    text_length as u64
}

fn zstd() -> usize {
    let text = [7u8; 1000];
    let (mut packed, mut back) = ([0u8; 2000], [0u8; 1000]);
    unsafe {
        let length = zstd_sys::ZSTD_compress(packed.as_mut_ptr().cast(), 2000, text.as_ptr().cast(), 1000, 19);
        assert!(length < 100);
        zstd_sys::ZSTD_decompress(back.as_mut_ptr().cast(), 1000, packed.as_ptr().cast(), length)
    }
}

fn sqlite() -> i64 {
    let (mut database, mut answer) = (std::ptr::null_mut(), 0i64);
    unsafe {
        assert_eq!(libsqlite3_sys::sqlite3_open(c":memory:".as_ptr(), &mut database), 0);
        let query = c"create table t(x); insert into t values (40), (2); select sum(x) from t";
        let status = libsqlite3_sys::sqlite3_exec(database, query.as_ptr(), Some(keep),
                                                  (&mut answer as *mut i64).cast(), std::ptr::null_mut());
        assert_eq!(status, 0);
        libsqlite3_sys::sqlite3_close(database);
    }
    answer
}

fn main() {
    println!("zlib {} zstd {} sqlite {}", zlib(), zstd(), sqlite());
}
