fn main() {
    let header = "#include <sys/stat.h>\n#include <stdio.h>\n";
    bindgen::builder()
        .header_contents("header.h", header)
        .allowlist_type("stat")
        .allowlist_function("stat|puts")
        .generate()
        .expect("libclang reads the C library's headers")
        .write_to_file(std::path::Path::new(&std::env::var("OUT_DIR").unwrap()).join("c.rs"))
        .unwrap();
}
