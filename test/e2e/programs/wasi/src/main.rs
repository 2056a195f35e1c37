//! A program of std for WASI with C in it: arguments, environment, files, and an exit status.
use std::io::{Read, Write};

extern "C" {
    fn describe(out: *mut u8, size: usize, value: f64) -> i32;
}

fn described(value: f64) -> String {
    let mut out = vec![0u8; 64];
    let length = unsafe { describe(out.as_mut_ptr(), out.len(), value) };
    String::from_utf8_lossy(&out[..length as usize]).into_owned()
}

fn main() -> std::io::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    println!("{} {:?}", described(2.0), words);
    println!("{:?}", std::env::var("WASI_GREETING").ok());
    let path = "wasi_app.txt";
    std::fs::File::create(path)?.write_all(b"written")?;
    let mut text = String::new();
    std::fs::File::open(path)?.read_to_string(&mut text)?;
    std::fs::remove_file(path)?;
    println!("{text}");
    std::process::exit(words.len() as i32)
}

#[test]
fn c_and_rust_agree() {
    assert_eq!(described(9.0), "root 3.000 3000000021");
}
