//! What programs for several systems call alike.
use std::ffi::{c_char, c_int, c_void, CStr};

pub fn ring_sha() {
    let digest = ring::digest::digest(&ring::digest::SHA256, b"abc");
    assert_eq!(&digest.as_ref()[..4], &[0xba, 0x78, 0x16, 0xbf]);
    let random = ring::rand::SystemRandom::new();
    let key = ring::signature::Ed25519KeyPair::generate_pkcs8(&random).unwrap();
    assert!(ring::signature::Ed25519KeyPair::from_pkcs8(key.as_ref()).is_ok());
}

pub fn zstd() {
    let (source, mut packed, mut again) = (vec![7u8; 10000], vec![0u8; 20000], vec![0u8; 10000]);
    unsafe {
        let size = zstd_sys::ZSTD_compress(packed.as_mut_ptr().cast(), packed.len(), source.as_ptr().cast(), source.len(), 3);
        assert!(size < 100);
        let size = zstd_sys::ZSTD_decompress(again.as_mut_ptr().cast(), again.len(), packed.as_ptr().cast(), size);
        assert_eq!(size, 10000);
    }
    assert_eq!(source, again);
}

pub fn sqlite() {
    use libsqlite3_sys as sql;
    unsafe extern "C" fn row(to: *mut c_void, _: c_int, values: *mut *mut c_char, _: *mut *mut c_char) -> c_int {
        *to.cast::<String>() = CStr::from_ptr(*values).to_str().unwrap().into();
        0
    }
    let mut answer = String::new();
    unsafe {
        let mut base = std::ptr::null_mut();
        assert_eq!(sql::sqlite3_open(c":memory:".as_ptr(), &mut base), sql::SQLITE_OK);
        let text = c"create table t(n); insert into t values(40),(2); select sum(n) from t";
        assert_eq!(sql::sqlite3_exec(base, text.as_ptr(), Some(row), (&raw mut answer).cast(), std::ptr::null_mut()), 0);
        sql::sqlite3_close(base);
    }
    assert_eq!(answer, "42");
}
