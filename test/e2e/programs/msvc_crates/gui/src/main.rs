use notify::Watcher;
fn main() {
    if std::env::args().len() > 1 {
        let _ = winit::event_loop::EventLoop::new();
        let instance = wgpu::Instance::default();
        println!(
            "{}",
            pollster::block_on(instance.request_adapter(&Default::default())).is_ok()
        );
        let _ = arboard::Clipboard::new().map(|mut c| c.get_text());
        let _ = keyring::Entry::new("a", "b").map(|e| e.get_password());
    }
    let mut watcher = notify::recommended_watcher(|_| {}).unwrap();
    println!(
        "watch {}",
        watcher
            .watch(
                std::path::Path::new("."),
                notify::RecursiveMode::NonRecursive
            )
            .is_ok()
    );
}
