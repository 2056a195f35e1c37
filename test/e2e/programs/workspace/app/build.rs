//! Runs on the building machine; its answer is compiled into the program.
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-env=APP_HOST={}", std::env::var("HOST").unwrap());
    println!("cargo::rustc-env=APP_TARGET={}", std::env::var("TARGET").unwrap());
}
