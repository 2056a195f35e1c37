thread_local!(static N: std::cell::Cell<i32> = const { std::cell::Cell::new(0) });
#[no_mangle]
pub extern "C" fn plug_add(n: i32) -> i32 {
    std::panic::catch_unwind(|| {
        if n < 0 {
            panic!()
        }
    })
    .map(|_| {
        N.set(N.get() + n);
        N.get() + mac::seven!()
    })
    .unwrap_or(-1)
}
#[test]
fn adds() {
    assert_eq!(plug_add(1), 8);
}
