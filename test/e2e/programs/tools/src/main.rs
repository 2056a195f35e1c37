//! A library that cmake builds, declarations that bindgen made, and OpenSSL where it is asked for.
mod c {
    #![allow(
        dead_code,
        non_camel_case_types,
        non_upper_case_globals,
        non_snake_case
    )]
    include!(concat!(env!("OUT_DIR"), "/c.rs"));
}

fn main() {
    let text = b"linkshim linkshim linkshim linkshim";
    let mut packed = [0u8; 128];
    let mut size = packed.len();
    let status = unsafe {
        libz_ng_sys::compress(
            packed.as_mut_ptr(),
            &mut size as *mut _ as *mut _,
            text.as_ptr(),
            text.len() as _,
        )
    };
    assert_eq!(status, 0);
    let mut back = [0u8; 64];
    let mut length = back.len();
    let status = unsafe {
        libz_ng_sys::uncompress(
            back.as_mut_ptr(),
            &mut length as *mut _ as *mut _,
            packed.as_ptr(),
            size as _,
        )
    };
    assert_eq!((status, &back[..length]), (0, &text[..]));
    let mut stat = unsafe { std::mem::zeroed::<c::stat>() };
    assert_eq!(unsafe { c::stat(c"/".as_ptr().cast(), &mut stat) }, 0);
    assert_eq!(stat.st_mode & 0o170000, 0o040000);
    println!(
        "zlib-ng {} struct stat {}",
        length,
        std::mem::size_of::<c::stat>()
    );
    #[cfg(feature = "openssl")]
    println!(
        "OpenSSL {}",
        unsafe { openssl_sys::OpenSSL_version_num() } >> 28
    );
}
