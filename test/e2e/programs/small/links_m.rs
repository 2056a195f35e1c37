#[link(name = "m")]
extern "C" {
    fn j0(value: f64) -> f64;
}

fn main() {
    println!("{:.6}", unsafe { j0(1.0) });
}
