fn main() {
    println!("build script {}, macro {}, program {}", env!("FROM_BUILD_SCRIPT"), macros::caught!(), helper::caught());
}
