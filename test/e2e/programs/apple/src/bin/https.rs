//! The system's own TLS.
fn main() {
    println!("{:?}", reqwest::blocking::get("https://localhost/").map(|answer| answer.status()));
}
