//! Calls into the C of every crate, and says so.
use calls::{ring_sha, sqlite, zstd};

#[path = "../../native/src/calls.rs"]
mod calls;

fn main() {
    let calls: [(&str, fn()); 3] = [("ring", ring_sha), ("zstd", zstd), ("sqlite", sqlite)];
    for (name, call) in calls {
        call();
        println!("ok {name}");
    }
}
