//! Uses the parts of std that lean on the C library, the unwinder and the linker, one check a line.
//! Prints `ok NAME` or `FAILED NAME: why`, and exits 1 when anything failed.
//!
//! STD_ALL_RUNNER, when set, holds the words to put before the program when it starts itself (an emulator).
//! STD_ALL_SKIP, when set, holds names of checks to leave out, separated by spaces.

use std::cell::Cell;
use std::collections::HashMap;
use std::io::{Read, Seek, SeekFrom, Write};
use std::net::{TcpListener, TcpStream, ToSocketAddrs};
use std::process::{Command, ExitCode, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{mpsc, Arc, Condvar, Mutex, Once, OnceLock, RwLock};
use std::time::{Duration, Instant, SystemTime};
use std::{env, fs, panic, thread};

type Check = Result<(), String>;

fn expect(condition: bool, what: &str) -> Check {
    if condition { Ok(()) } else { Err(what.to_string()) }
}

fn text<E: std::fmt::Display>(error: E) -> String {
    error.to_string()
}

fn threads() -> Check {
    let total = Arc::new(Mutex::new(0u64));
    let workers: Vec<_> = (0..8u64)
        .map(|number| {
            let total = Arc::clone(&total);
            thread::Builder::new()
                .name(format!("worker-{number}"))
                .spawn(move || {
                    for _ in 0..100 {
                        *total.lock().unwrap() += number;
                    }
                    thread::current().name().map(str::to_owned)
                })
                .unwrap()
        })
        .collect();
    for (number, worker) in workers.into_iter().enumerate() {
        let name = worker.join().map_err(|_| "a thread panicked")?;
        expect(name == Some(format!("worker-{number}")), "thread name")?;
    }
    let sum = *total.lock().unwrap();
    expect(sum == 2800, "sum")
}

fn sync() -> Check {
    let pair = Arc::new((Mutex::new(false), Condvar::new()));
    let other = Arc::clone(&pair);
    let waker = thread::spawn(move || {
        *other.0.lock().unwrap() = true;
        other.1.notify_one();
    });
    let mut ready = pair.0.lock().unwrap();
    while !*ready {
        let (guard, timeout) = pair.1.wait_timeout(ready, Duration::from_secs(20)).unwrap();
        expect(!timeout.timed_out(), "condition variable timed out")?;
        ready = guard;
    }
    drop(ready);
    waker.join().unwrap();

    static ONCE: Once = Once::new();
    static CELL: OnceLock<HashMap<&str, u32>> = OnceLock::new();
    ONCE.call_once(|| {
        CELL.get_or_init(|| HashMap::from([("seven", 7)]));
    });
    expect(CELL.get().unwrap()["seven"] == 7, "once")?;

    let lock = RwLock::new(5);
    expect(*lock.read().unwrap() == 5, "rwlock")?;
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || (0..10).for_each(|n| sender.send(n).unwrap()));
    expect(receiver.iter().sum::<i32>() == 45, "channel")
}

struct OnDrop<'a>(&'a AtomicUsize);

impl Drop for OnDrop<'_> {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

#[inline(never)]
fn panics(depth: u32) -> u32 {
    static DROPPED: AtomicUsize = AtomicUsize::new(0);
    let _guard = OnDrop(&DROPPED);
    if depth == 0 {
        panic::panic_any((42u32, DROPPED.load(Ordering::SeqCst)));
    }
    panics(depth - 1) + 1
}

fn caught_panic() -> Check {
    let payload = panic::catch_unwind(|| panics(5)).err().ok_or("did not panic")?;
    let value = payload.downcast_ref::<(u32, usize)>().ok_or("payload type")?;
    expect(*value == (42, 0), "payload value")?;
    let payload = panic::catch_unwind(|| panic!("with {}", std::hint::black_box("text"))).err().ok_or("did not panic")?;
    expect(payload.downcast_ref::<String>().map(String::as_str) == Some("with text"), "message")?;
    let joined = thread::spawn(|| panics(3)).join();
    let payload = joined.err().ok_or("the thread did not panic")?;
    expect(payload.downcast_ref::<(u32, usize)>() == Some(&(42, 6)), "destructors ran while unwinding")
}

#[inline(never)]
fn backtrace_line() -> (u32, String) {
    (line!(), std::backtrace::Backtrace::force_capture().to_string())
}

fn backtrace() -> Check {
    let (line, trace) = backtrace_line();
    let wanted = format!("main.rs:{line}");
    expect(trace.contains(&wanted), &format!("no {wanted} in:\n{trace}"))?;
    expect(trace.contains("backtrace_line"), &format!("no function name in:\n{trace}"))
}

fn thread_locals() -> Check {
    static DROPPED: AtomicUsize = AtomicUsize::new(0);
    struct Counter(Cell<u32>);
    impl Drop for Counter {
        fn drop(&mut self) {
            DROPPED.fetch_add(self.0.get() as usize, Ordering::SeqCst);
        }
    }
    thread_local! {
        static COUNTER: Counter = const { Counter(Cell::new(0)) };
        static PLAIN: Cell<u64> = const { Cell::new(7) };
    }
    PLAIN.set(8);
    for count in 1..=3 {
        thread::spawn(move || {
            COUNTER.with(|counter| counter.0.set(count));
            PLAIN.set(PLAIN.get() + 1);
        })
        .join()
        .unwrap();
    }
    expect(PLAIN.get() == 8, "plain value is per thread")?;
    expect(DROPPED.load(Ordering::SeqCst) == 6, "destructors ran at thread exit")
}

fn child_process() -> Check {
    let own = env::args_os().next().ok_or("no argv[0]")?;
    let runner = env::var("STD_ALL_RUNNER").unwrap_or_default();
    let mut words = runner.split_whitespace();
    let mut command = match words.next() {
        Some(first) => {
            let mut command = Command::new(first);
            command.args(words).arg(&own);
            command
        }
        None => Command::new(&own),
    };
    let mut child = command
        .args(["--child", "with space"])
        .env("STD_ALL_CHILD", "value")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(text)?;
    child.stdin.take().unwrap().write_all(b"to the child").map_err(text)?;
    let output = child.wait_with_output().map_err(text)?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    expect(said == "with space|value|to the child\n", &format!("child said {said:?}"))?;
    expect(output.status.code() == Some(3), &format!("child status {}", output.status))
}

fn child() -> ExitCode {
    let mut input = String::new();
    std::io::stdin().read_to_string(&mut input).unwrap();
    println!("{}|{}|{input}", env::args().nth(2).unwrap(), env::var("STD_ALL_CHILD").unwrap());
    ExitCode::from(3)
}

fn dns() -> Check {
    let addresses: Vec<_> = ("localhost", 80).to_socket_addrs().map_err(text)?.collect();
    expect(addresses.iter().any(|address| address.ip().is_loopback()), &format!("{addresses:?}"))
}

fn tcp_echo() -> Check {
    let listener = TcpListener::bind(("127.0.0.1", 0)).map_err(text)?;
    let address = listener.local_addr().map_err(text)?;
    let server = thread::spawn(move || -> std::io::Result<()> {
        let (mut stream, _) = listener.accept()?;
        let mut buffer = [0; 5];
        stream.read_exact(&mut buffer)?;
        stream.write_all(&buffer)
    });
    let mut stream = TcpStream::connect(address).map_err(text)?;
    stream.set_read_timeout(Some(Duration::from_secs(20))).map_err(text)?;
    stream.write_all(b"hello").map_err(text)?;
    let mut answer = [0; 5];
    stream.read_exact(&mut answer).map_err(text)?;
    server.join().unwrap().map_err(text)?;
    expect(&answer == b"hello", "echo")
}

fn environment() -> Check {
    expect(env::vars_os().next().is_some(), "std::env::vars is empty")?;
    env::set_var("STD_ALL_SET", "here");
    expect(env::var("STD_ALL_SET").as_deref() == Ok("here"), "set and get")?;
    env::remove_var("STD_ALL_SET");
    expect(env::var_os("STD_ALL_SET").is_none(), "remove")?;
    expect(env::current_dir().map_err(text)?.is_absolute(), "current folder")
}

fn files() -> Check {
    let folder = env::temp_dir().join(format!("std_all-{}", std::process::id()));
    fs::create_dir(&folder).map_err(text)?;
    let path = folder.join("name with spaces");
    let outcome = (|| -> std::io::Result<(Vec<u8>, u64, usize)> {
        let mut file = fs::File::create(&path)?;
        file.write_all(b"0123456789")?;
        file.seek(SeekFrom::Start(4))?;
        file.write_all(b"four")?;
        file.sync_all()?;
        fs::copy(&path, folder.join("copy"))?;
        let length = fs::metadata(folder.join("copy"))?.len();
        Ok((fs::read(&path)?, length, fs::read_dir(&folder)?.count()))
    })();
    fs::remove_dir_all(&folder).map_err(text)?;
    let (content, length, entries) = outcome.map_err(text)?;
    expect(content == b"0123four89" && length == 10 && entries == 2, "content, length or entries")?;
    let error = fs::read(&path).err().ok_or("the removed file is still there")?;
    expect(error.kind() == std::io::ErrorKind::NotFound, "error kind")
}

fn time() -> Check {
    let start = Instant::now();
    thread::sleep(Duration::from_millis(20));
    expect(start.elapsed() >= Duration::from_millis(20), "monotonic clock")?;
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_err(text)?;
    expect(now > Duration::from_secs(1_700_000_000), "wall clock")
}

fn floats() -> Check {
    let half: f64 = std::hint::black_box(0.5);
    let values = [half.sin(), half.exp(), half.powf(1.5), half.atan2(2.0), half.tanh(), half.hypot(1.0)];
    let wanted = [0.479425538604203, 1.6487212707001282, 0.3535533905932738, 0.24497866312686414, 0.46211715726000973, 1.118033988749895];
    expect(values.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 1e-14), &format!("{values:?}"))?;
    expect((std::hint::black_box(7u128) << 90) / 3 > 1, "128-bit arithmetic")
}

fn main() -> ExitCode {
    if env::args().nth(1).as_deref() == Some("--child") {
        return child();
    }
    panic::set_hook(Box::new(|_| {}));
    let checks: [(&str, fn() -> Check); 12] = [
        ("threads", threads),
        ("sync", sync),
        ("caught_panic", caught_panic),
        ("backtrace", backtrace),
        ("thread_locals", thread_locals),
        ("child_process", child_process),
        ("dns", dns),
        ("tcp_echo", tcp_echo),
        ("environment", environment),
        ("files", files),
        ("time", time),
        ("floats", floats),
    ];
    let skipped = env::var("STD_ALL_SKIP").unwrap_or_default();
    let mut failed = false;
    for (name, check) in checks {
        if skipped.split_whitespace().any(|skip| skip == name) {
            continue;
        }
        let outcome = panic::catch_unwind(check).unwrap_or_else(|_| Err("panicked".to_string()));
        match outcome {
            Ok(()) => println!("ok {name}"),
            Err(why) => {
                println!("FAILED {name}: {why}");
                failed = true;
            }
        }
    }
    ExitCode::from(failed as u8)
}
