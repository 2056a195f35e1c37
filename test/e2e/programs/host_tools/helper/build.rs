fn main() {
    cc::Build::new().cpp(true).file("native/caught.cpp").compile("caught");
}
