fn main() {
    println!("cargo:rerun-if-changed=native/words.cpp");
    cc::Build::new().cpp(true).std("c++17").file("native/words.cpp").compile("words");
}
