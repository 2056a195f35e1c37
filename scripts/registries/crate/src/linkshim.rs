//! `linkshim COMMAND …`, wherever linkshim itself is installed.
mod start;

fn main() {
    start::as_tool("linkshim")
}
