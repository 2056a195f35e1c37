//! What the server answers.

/// A word, and the platform that it was built for.
pub fn greeting() -> String {
    format!("{} from {}\n", words::small!("HELLO"), env!("PLATFORM"))
}
