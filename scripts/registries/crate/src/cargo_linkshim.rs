//! `cargo linkshim COMMAND …`: linkshim's subcommand of cargo.
mod start;

fn main() {
    start::as_tool("cargo-linkshim")
}
