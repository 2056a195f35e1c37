fn main() {
    cc::Build::new().file("native/sum.c").flag_if_supported("-fno-strict-aliasing").compile("sum");
}
