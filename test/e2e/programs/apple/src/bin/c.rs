//! Libraries in C, compiled for the target.
fn main() {
    unsafe { println!("{} {}", zstd_sys::ZSTD_versionNumber(), libsqlite3_sys::sqlite3_libversion_number()) }
}
