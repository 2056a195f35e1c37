fn main() {
    unsafe {
        let n = libgit2_sys::git_libgit2_init();
        let mut out = [0u8; 32];
        aws_lc_sys::SHA256(b"abc".as_ptr(), 3, out.as_mut_ptr());
        println!("{n} {:02x}{:02x}", out[0], out[1]);
    }
}
