"""The names that linkshim offers for Microsoft's linker, each as rustc's `linker`: rustc takes the linker's flavor from its name."""

import pytest

TARGET = "x86_64-pc-windows-msvc"
# No library of the system is needed.
SOURCE = """#![no_std]
#[panic_handler] fn stop(_: &core::panic::PanicInfo) -> ! { loop {} }
#[no_mangle] pub extern "C" fn answer() -> u32 { 42 }
"""
WORDS = ["-Cpanic=abort", "-Copt-level=2", "-Clink-arg=/NOENTRY", "-Clink-arg=/NODEFAULTLIB", "--crate-type=cdylib", f"--target={TARGET}"]


@pytest.mark.long
def test_names(linkshim, tmp_path):
    """With a target in the name and without; with a flavor said and without."""
    (tmp_path / "x.rs").write_text(SOURCE)
    linkers = {tool: linkshim.linker(f"{TARGET}-{tool}") for tool in ("cc", "clang", "ld", "link", "lld-link")}
    for name in "lld-link", "link":
        (tmp_path / name).symlink_to(linkshim.program)
        linkers[f"bare {name}"] = tmp_path / name
    made = {}
    for name, linker in linkers.items():
        for flavor in "", "msvc", "lld-link", "msvc-lld":
            if flavor == "msvc-lld" and name != "link":
                continue  # not yet stable
            output = tmp_path / f"{name.replace(' ', '-')}-{flavor}.dll"
            said = [f"-Clinker-flavor={flavor}", *(["-Zunstable-options"] if flavor == "msvc-lld" else [])] if flavor else []
            linkshim.run("rustc", "x.rs", *WORDS, f"-Clinker={linker}", *said, "-o", output, cwd=tmp_path,
                         **({"RUSTC_BOOTSTRAP": "1"} if flavor == "msvc-lld" else {}))
            made[name, flavor] = output.read_bytes().count(b"answer")
    assert set(made.values()) == {1}
