fn main() {
    cc::Build::new().file("native/abi.c").warnings_into_errors(true).compile("abi");
    cc::Build::new().cpp(true).std("c++20").file("native/library.cpp").compile("library");
    println!("cargo:rerun-if-changed=native");
}
