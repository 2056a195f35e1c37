#[cxx::bridge]
pub mod ffi {
    unsafe extern "C++" {
        include!("shape.h");
        type Shape;
        fn square(side: f64) -> Result<UniquePtr<Shape>>;
        fn area(self: &Shape) -> f64;
        fn name(self: &Shape) -> String;
    }
}
