use std::mem::MaybeUninit;
fn main() {
    let digest = ring::digest::digest(&ring::digest::SHA256, b"abc");
    let hash = blake3::hash(&vec![7u8; 100_000]);
    let key = ring::rand::SystemRandom::new();
    let pair = ring::signature::Ed25519KeyPair::generate_pkcs8(&key).is_ok();
    let mut info = MaybeUninit::zeroed();
    let cpus = unsafe {
        windows_sys::Win32::System::SystemInformation::GetSystemInfo(info.as_mut_ptr());
        info.assume_init().dwNumberOfProcessors
    };
    let version = unsafe { std::ffi::CStr::from_ptr(libz_sys::zlibVersion()) }
        .to_str()
        .unwrap();
    println!(
        "{:02x}{:02x} {} {pair} {} zlib {}",
        digest.as_ref()[0],
        digest.as_ref()[1],
        &hash.to_hex()[..8],
        cpus > 0,
        &version[..2]
    );
}
