fn main() {
    println!("{} for {}", env!("APP_HOST"), env!("APP_TARGET"));
    println!("{}", macros::reversed!("linkshim"));
    println!("{}", dynamic::joined(&["a", "b", "c"]));
    println!("{}", dynamic::caught());
}
