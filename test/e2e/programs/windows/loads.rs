#[link(name = "part")]
unsafe extern "C" {
    fn twice(n: i32) -> i32;
    static counter: i32;
}

fn main() {
    let answer = unsafe { twice(21) };
    println!("twice {answer}, counter {}", unsafe { counter });
}
