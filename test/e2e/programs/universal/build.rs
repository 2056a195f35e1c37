fn main() {
    println!("cargo::rerun-if-changed=native/answer.c");
    cc::Build::new().file("native/answer.c").compile("answer");
}
