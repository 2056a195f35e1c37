//! A small HTTP server, as the platforms that run images want it: it listens on $PORT of all addresses, answers a health
//! check, and on SIGTERM finishes what it has begun and ends with status 0. As the first process of a container it would
//! not be stopped by a signal that it does not handle.

mod requests;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use std::net::TcpListener;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut signals = Signals::new([SIGTERM, SIGINT])?;
    let port = std::env::var("PORT").unwrap_or_else(|_| "8080".into());
    let listener = TcpListener::bind(("0.0.0.0", port.parse::<u16>()?))?;
    println!("listening on {}", listener.local_addr()?);

    let running = Arc::new(());
    let counted = running.clone();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let one = counted.clone();
            thread::spawn(move || {
                let _ = requests::answer(stream);
                drop(one);
            });
        }
    });

    signals.forever().next();
    let end = Instant::now() + Duration::from_millis(700);
    // One for this function, one for the thread that accepts.
    while Arc::strong_count(&running) > 2 && Instant::now() < end {
        thread::sleep(Duration::from_millis(5));
    }
    println!("stopped");
    Ok(())
}
