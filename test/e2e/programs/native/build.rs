//! With the feature `more`: C++ code of our own by cc and cxx, and declarations by bindgen.
fn main() {
    #[cfg(feature = "more")]
    {
        println!("cargo::rerun-if-changed=src/thrower.cc");
        println!("cargo::rerun-if-changed=src/shape.h");
        cc::Build::new().cpp(true).file("src/thrower.cc").compile("thrower");
        cxx_build::bridge("src/bridge.rs").file("src/shape.cc").include("src").std("c++17").compile("shape");
        let out = std::path::PathBuf::from(std::env::var_os("OUT_DIR").unwrap());
        let bindings = bindgen::Builder::default().header("src/wrapped.h").allowlist_function("wrapped_.*|strnlen").generate();
        bindings.expect("bindgen").write_to_file(out.join("wrapped.rs")).unwrap();
        cc::Build::new().file("src/wrapped.c").compile("wrapped");
    }
}
