/// What the server answers: the platform that it was built for.
pub fn greeting() -> String {
    format!("hello from {}\n", env!("PLATFORM"))
}
