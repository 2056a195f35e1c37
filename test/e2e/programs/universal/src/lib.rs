//! A library for C, with a part in C, without any of Rust's own libraries.
#![feature(no_core, lang_items)]
#![no_core]
#![allow(internal_features)]

#[lang = "pointee_sized"]
trait PointeeSized {}
#[lang = "meta_sized"]
trait MetaSized: PointeeSized {}
#[lang = "sized"]
trait Sized: MetaSized {}
#[lang = "copy"]
trait Copy {}
impl Copy for i32 {}

#[link(name = "System")]
extern "C" {}

extern "C" {
    fn answer() -> i32;
}

#[no_mangle]
pub unsafe extern "C" fn exported() -> i32 {
    answer()
}
