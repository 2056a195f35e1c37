//! A program with a window.
use objc2::MainThreadMarker;
use objc2_app_kit::{NSApplication, NSApplicationActivationPolicy, NSWindow};

fn main() {
    let main = MainThreadMarker::new().unwrap();
    let application = NSApplication::sharedApplication(main);
    application.setActivationPolicy(NSApplicationActivationPolicy::Regular);
    let window = unsafe { NSWindow::new(main) };
    window.setTitle(objc2_foundation::ns_string!("window"));
    window.makeKeyAndOrderFront(None);
    application.run();
}
