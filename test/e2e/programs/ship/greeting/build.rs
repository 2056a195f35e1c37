//! Runs on the machine that builds, and is told which one is built for.
fn main() {
    let (arch, libc) = (std::env::var("CARGO_CFG_TARGET_ARCH"), std::env::var("CARGO_CFG_TARGET_ENV"));
    println!("cargo:rustc-env=PLATFORM={} {}", arch.unwrap(), libc.unwrap());
}
