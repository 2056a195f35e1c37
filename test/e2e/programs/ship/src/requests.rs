use std::io::{BufRead, BufReader, Result, Write};
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

/// Reads one request and answers it.
pub fn answer(mut stream: TcpStream) -> Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let (mut line, mut head) = (String::new(), String::new());
    let mut reader = BufReader::new(&stream);
    reader.read_line(&mut line)?;
    while reader.read_line(&mut head)? > 2 {
        head.clear();
    }
    let (status, body) = match line.split(' ').nth(1) {
        Some("/") => ("200 OK", greeting::greeting()),
        Some("/health") => ("200 OK", "ok\n".into()),
        Some("/slow") => {
            thread::sleep(Duration::from_millis(300));
            ("200 OK", "slow\n".into())
        }
        Some("/user") => ("200 OK", user()),
        Some(_) => ("404 Not Found", "not found\n".into()),
        None => ("400 Bad Request", "bad request\n".into()),
    };
    write!(stream, "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())
}

/// The lines of the kernel about this process that name its user, group and number.
fn user() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().filter(|line| ["Uid:", "Gid:", "NSpid:"].iter().any(|name| line.starts_with(name)))
        .map(|line| format!("{line}\n")).collect()
}
