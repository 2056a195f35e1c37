#[link(name = "odd-name.v1.drv", kind = "raw-dylib", modifiers = "+verbatim")]
unsafe extern "system" {
    fn odd(n: i32) -> i32;
}
#[link(name = "plain", kind = "raw-dylib")]
unsafe extern "C" {
    static value: i32;
    #[link_ordinal(5)]
    fn fifth(n: i32) -> i32;
}

fn main() {
    println!("{}", unsafe { odd(1) + value + fifth(1) });
}
