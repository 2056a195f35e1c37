use clap::Parser;
#[derive(Parser)]
struct Args {
    #[arg(long, default_value_t = 3)]
    count: u32,
}
#[tokio::main]
async fn main() {
    let args = Args::parse();
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move {
        let (mut s, _) = listener.accept().await.unwrap();
        s.write_all(b"tokio").await.unwrap();
    });
    let mut client = tokio::net::TcpStream::connect(address).await.unwrap();
    let mut text = String::new();
    client.read_to_string(&mut text).await.unwrap();
    server.await.unwrap();
    let poll = mio::Poll::new().is_ok();
    let ticks = unsafe { winapi::um::sysinfoapi::GetTickCount64() };
    let com = unsafe {
        windows::Win32::System::Com::CoInitializeEx(
            None,
            windows::Win32::System::Com::COINIT_MULTITHREADED,
        )
    }
    .is_ok();
    let tls = native_tls::TlsConnector::new();
    let mut system = sysinfo::System::new();
    system.refresh_memory();
    println!(
        "{} {text} {poll} {} {com} tls {} memory {}",
        args.count,
        ticks > 0,
        tls.is_ok(),
        system.total_memory() > 0
    );
}
