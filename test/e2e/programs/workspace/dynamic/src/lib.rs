pub fn joined(words: &[&str]) -> String {
    words.join("-")
}

pub fn caught() -> bool {
    std::panic::catch_unwind(|| std::panic::resume_unwind(Box::new(()))).is_err()
}
