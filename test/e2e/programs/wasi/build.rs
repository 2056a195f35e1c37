fn main() {
    cc::Build::new().file("native/text.c").compile("text");
}
