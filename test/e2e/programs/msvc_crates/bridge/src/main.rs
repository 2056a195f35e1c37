#[cxx::bridge]
mod ffi {
    extern "Rust" {
        fn twice(n: i32) -> i32;
        fn fails(n: i32) -> Result<i32>;
    }
    unsafe extern "C++" {
        include!("bridge/src/part.h");
        type Store;
        fn new_store() -> UniquePtr<Store>;
        fn put(self: Pin<&mut Store>, name: &str, values: &CxxVector<i32>) -> Result<u64>;
        fn name(&self) -> &CxxString;
        fn numbers() -> UniquePtr<CxxVector<i32>>;
    }
}
fn twice(n: i32) -> i32 {
    n * 2
}
fn fails(n: i32) -> Result<i32, String> {
    if n > 1 {
        Err("too large".into())
    } else {
        Ok(n)
    }
}
fn main() {
    let mut store = ffi::new_store();
    let numbers = ffi::numbers();
    let sum = store.pin_mut().put("some", &numbers).unwrap();
    let error = store.pin_mut().put("", &numbers).unwrap_err();
    println!("{sum} {} {}", store.name(), error.what());
}
