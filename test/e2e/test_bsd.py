"""std for FreeBSD, NetBSD and OpenBSD, linked against linkshim's stubs, and read back; nothing here runs it."""

import subprocess

import pytest

import toolchain as rust
from objectfacts import TOOL

# By system: the loader, what a program of std needs, and a version of a symbol that has several.
SYSTEMS = {
    "freebsd": ("/libexec/ld-elf.so.1", {"libc.so.7", "libthr.so.3", "libgcc_s.so.1"}, {"libc.so.7": {"FBSD_1."}}),
    "netbsd": ("/libexec/ld.elf_so", {"libc.so.12", "libpthread.so.1", "libgcc_s.so.1"}, {}),
    "openbsd": ("/usr/libexec/ld.so", {"libc.so", "libpthread.so", "libc++abi.so"}, {}),
}
NOTES = {"freebsd": "NT_FREEBSD_ABI_TAG", "netbsd": "Owner: NetBSD", "openbsd": "Owner: OpenBSD"}
MAIN = """use std::collections::HashMap;
fn main() {
    let words: HashMap<usize, String> = std::env::args().enumerate().collect();
    let sum = std::thread::spawn(move || words.len()).join().unwrap();
    let text = std::fs::metadata("/etc/passwd").map(|facts| facts.len());
    println!("{sum} {text:?} {:?}", std::time::Instant::now());
}
"""


@pytest.fixture(scope="module")
def chains(work, linkshim):
    linkers = {f"x86_64-unknown-{system}": linkshim.linker(f"x86_64-unknown-{system}-cc") for system in SYSTEMS}
    try:
        return rust.find_all(work, linkers, linkshim.environment)
    except rust.Unavailable as error:
        pytest.skip(str(error))


def read(path):
    return subprocess.run([TOOL, "--file-headers", "--program-headers", "--dynamic-table", "--version-info", "--dyn-syms", "--notes",
                           path], capture_output=True, text=True, check=True).stdout


@pytest.mark.by_hand  # std of three systems is built
@pytest.mark.parametrize("system", SYSTEMS)
def test_std(system, chains, rustc, linkshim, tmp_path):
    loader, needed, versions = SYSTEMS[system]
    target = f"x86_64-unknown-{system}"
    (tmp_path / "main.rs").write_text(MAIN)
    out = rustc(chains[target], tmp_path / "main.rs", linker=linkshim.linker(f"{target}-cc"))
    text, data = read(out), out.read_bytes()
    assert "Machine: EM_X86_64" in text and "Type: SharedObject" in text
    assert loader.encode() + b"\0" in data
    assert {line.split("[")[1].rstrip("]") for line in text.splitlines() if "Shared library: [" in line} >= needed
    assert NOTES[system] in text
    for library, nodes in versions.items():
        part = text[text.index(f"FileName: {library}"):].split("FileName:")[1]
        assert all(node in part for node in nodes)
        assert "FBSD_1.6" not in part and "FBSD_1.7" not in part  # made for FreeBSD 12
    undefined = [block for block in text.split("Symbol {") if "Section: Undefined (0x0)" in block]
    assert len(undefined) > 50


@pytest.mark.parametrize("target", [f"aarch64-unknown-{system}" for system in SYSTEMS])
def test_a_library_without_std(target, linkshim, tmp_path):
    """A missing symbol is an error: the stubs are whole."""
    source = '#![feature(no_core, lang_items)]\n#![allow(internal_features)]\n#![no_core]\n#![no_main]\n' \
             '#[lang = "pointee_sized"] pub trait PointeeSized {}\n#[lang = "meta_sized"] pub trait MetaSized: PointeeSized {}\n' \
             '#[lang = "sized"] pub trait Sized: MetaSized {}\n#[link(name = "c")] extern "C" { fn NAME(); }\n' \
             '#[no_mangle] pub unsafe extern "C" fn main() -> i32 { NAME(); 0 }\n#[lang = "legacy_receiver"] pub trait LegacyReceiver {}\n' \
             '#[lang = "copy"] pub trait Copy {}\nimpl Copy for i32 {}\n'
    for name, status in (("getpid", 0), ("no_such_function", 1)):
        (tmp_path / "main.rs").write_text(source.replace("NAME", name))
        result = linkshim.run("/usr/bin/rustc", "--edition=2018", "--target", target, "-Cpanic=abort",
                              f"-Clinker={linkshim.linker(target + '-cc')}", "-o", tmp_path / "out", tmp_path / "main.rs", check=False,
                              RUSTC_BOOTSTRAP="1")
        assert result.returncode == status, result.stderr
    assert "undefined symbol: no_such_function" in result.stderr
