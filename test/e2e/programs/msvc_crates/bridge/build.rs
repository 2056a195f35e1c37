fn main() {
    cxx_build::bridge("src/main.rs")
        .file("src/part.cc")
        .std("c++17")
        .compile("part");
}
