//! What memory the board has, for the linker script of the processor's crate.
use std::{env, fs, path::Path};

const ARM: &str = "MEMORY { FLASH : ORIGIN = 0x0, LENGTH = 256K RAM : ORIGIN = 0x20000000, LENGTH = 64K }\n";
const REGIONS: [&str; 6] = ["TEXT", "RODATA", "DATA", "BSS", "HEAP", "STACK"];

fn main() {
    let out = env::var("OUT_DIR").unwrap();
    let arm = env::var("CARGO_CFG_TARGET_ARCH").unwrap() == "arm";
    let aliases: String = REGIONS.iter().map(|name| format!("REGION_ALIAS(\"REGION_{name}\", RAM);\n")).collect();
    let riscv = format!("MEMORY {{ RAM : ORIGIN = 0x80000000, LENGTH = 16M }}\n{aliases}");
    fs::write(Path::new(&out).join("memory.x"), if arm { ARM } else { &riscv }).unwrap();
    println!("cargo:rustc-link-search={out}");
    if !arm {
        println!("cargo:rustc-link-arg=-Tmemory.x");
    }
    println!("cargo:rustc-link-arg=-Tlink.x");
}
