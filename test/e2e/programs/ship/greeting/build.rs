// A build script is compiled for the machine that builds and asked about the one that is built for.
fn main() {
    let (arch, libc) = (std::env::var("CARGO_CFG_TARGET_ARCH"), std::env::var("CARGO_CFG_TARGET_ENV"));
    println!("cargo:rustc-env=PLATFORM={} {}", arch.unwrap(), libc.unwrap());
}
