"""std for FreeBSD, NetBSD and OpenBSD, linked against linkshim's stubs, and read back; nothing here runs it."""

import os
import re
import subprocess

import pytest

import toolchain as rust
from layout import PROGRAMS
from toolchain import forget
from objectfacts import TOOL

LIBRARIES = {
    "freebsd": {"libc.so.7", "libthr.so.3", "libgcc_s.so.1", "libm.so.5", "librt.so.1", "libutil.so.9", "libexecinfo.so.1", "libkvm.so.7",
                "libmemstat.so.3", "libprocstat.so.1", "libdevstat.so.7", "libdl.so.1"},
    "netbsd": {"libc.so.12", "libpthread.so.1", "libgcc_s.so.1", "libm.so.0", "librt.so.1", "libutil.so.7", "libexecinfo.so.0"},
    "openbsd": {"libc.so", "libpthread.so", "libc++abi.so", "libm.so", "libutil.so", "libexecinfo.so"},
}
LOADERS = {"freebsd": "/libexec/ld-elf.so.1", "netbsd": "/libexec/ld.elf_so", "openbsd": "/usr/libexec/ld.so"}
# What every program of std needs, and the versions of symbols that it may ask for.
NEEDED = {"freebsd": {"libc.so.7", "libthr.so.3", "libgcc_s.so.1"}, "netbsd": {"libc.so.12", "libpthread.so.1", "libgcc_s.so.1"},
          "openbsd": {"libc.so", "libpthread.so", "libc++abi.so"}}
VERSIONS = {"freebsd": {*(f"FBSD_1.{n}" for n in range(7)), "GCC_3.0", "GCC_3.3", "GCC_4.2.0"}, "netbsd": {"GCC_3.0", "GCC_3.3", "GCC_4.2.0"},
            "openbsd": set()}
# The note by which the kernel and the loader know a program: its name in the dump, section, and the system it is made for.
NOTES = {"freebsd": (b"FreeBSD\0", ".note.tag", 1300139), "netbsd": (b"NetBSD\0", ".note.netbsd.ident", 1000000000),
         "openbsd": (b"OpenBSD\0", ".note.openbsd.ident", 0)}
MACHINES = {"x86_64": "EM_X86_64", "aarch64": "EM_AARCH64", "i686": "EM_386", "riscv64gc": "EM_RISCV"}
MAIN = """use std::collections::HashMap;
fn main() {
    let words: HashMap<usize, String> = std::env::args().enumerate().collect();
    let sum = std::thread::Builder::new().name("counter".into()).spawn(move || words.len()).unwrap().join().unwrap();
    let text = std::fs::read_dir("/etc").map(|all| all.count()).and_then(|n| Ok((n, std::fs::metadata("/etc/passwd")?.len())));
    let caught = std::panic::catch_unwind(|| panic!("{}", std::process::id())).is_err();
    println!("{sum} {text:?} {caught} {:?} {:?}", std::time::Instant::now(), std::net::TcpListener::bind("127.0.0.1:0"));
}
"""
BY_HAND = [f"{arch}-unknown-{system}" for arch in MACHINES for system in LIBRARIES if (arch, system) != ("x86_64", "freebsd")]


@pytest.fixture(scope="module")
def chains(work, linkshim):
    def get(targets):
        linkers = {target: linkshim.linker(f"{target}-cc") for target in targets}
        try:
            return rust.find_all(work, linkers, linkshim.environment)
        except rust.Unavailable as error:
            pytest.skip(str(error))
    return get


def read(path):
    return subprocess.run([TOOL, "--file-headers", "--program-headers", "--dynamic-table", "--version-info", "--dyn-syms", "--sections",
                           path], capture_output=True, text=True, check=True).stdout


def versions_needed(text: str) -> set[str]:
    part = text[text.index("VersionRequirements ["):]
    return set(re.findall(r"^ +Name: (\S+)$", part, re.M))


def note_value(data: bytes, name: bytes) -> int:
    """The four bytes behind a note's name."""
    at = data.index(name) + (len(name) + 3) // 4 * 4
    return int.from_bytes(data[at:at + 4], "little")


def check(path, target: str) -> None:
    system, text, data = target.rsplit("-", 1)[1], read(path), path.read_bytes()
    assert f"Machine: {MACHINES[target.split('-')[0]]}" in text and "Type: SharedObject" in text
    assert LOADERS[system].encode() + b"\0" in data
    needed = {line.split("[")[1].rstrip("]") for line in text.splitlines() if "Shared library: [" in line}
    assert NEEDED[system] <= needed <= LIBRARIES[system]
    assert versions_needed(text) <= VERSIONS[system]
    name, section, value = NOTES[system]
    value = 1100000000 if target == "riscv64gc-unknown-netbsd" else value  # the first NetBSD that has it
    assert f"Name: {section} " in text and note_value(data, name) == value
    assert text.count("Section: Undefined (0x0)") > 50


@pytest.mark.parametrize("target", ["x86_64-unknown-freebsd", *(pytest.param(t, marks=pytest.mark.nightly) for t in BY_HAND)])
def test_std(target, chains, rustc, linkshim, tmp_path):
    chain = chains([target] if target == "x86_64-unknown-freebsd" else BY_HAND)[target]
    (tmp_path / "main.rs").write_text(MAIN)
    check(rustc(chain, tmp_path / "main.rs", linker=linkshim.linker(f"{target}-cc")), target)
    (tmp_path / "lib.rs").write_text('#[no_mangle] pub extern "C" fn twice(n: u32) -> u32 { std::thread::spawn(move || n * 2).join().unwrap() }')
    library = rustc(chain, tmp_path / "lib.rs", "--crate-type=cdylib", linker=linkshim.linker(f"{target}-cc"))
    text = read(library)
    assert "Name: twice (" in text and "Type: SharedObject" in text and LOADERS[target.rsplit("-", 1)[1]].encode() not in library.read_bytes()


@pytest.mark.parametrize("target", [f"{arch}-unknown-{system}" for arch in MACHINES for system in LIBRARIES])
def test_a_program_without_std(target, linkshim, tmp_path):
    """Start files and stubs are whole: a function of libc is found, one that is not there is an error."""
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


C_PROGRAM = """#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/param.h>
#include <sys/socket.h>
#include <sys/stat.h>
static void *work(void *p) { return p; }
int main(int count, char **words) {
  pthread_t thread;
  struct stat facts;
  pthread_create(&thread, 0, work, words);
  pthread_join(thread, 0);
  printf("%d %f %s\\n", stat(words[0], &facts), pow(count, 0.5), strerror(errno));
  return socket(AF_INET, SOCK_STREAM, 0) < 0;
}
"""


@pytest.fixture(scope="module")
def headers(linkshim):
    missing = [s for s in LIBRARIES if not (linkshim.program.parents[1] / "share/linkshim/headers" / s).is_dir()]
    if missing:
        pytest.fail(f"headers are missing: scripts/sysroots --prefix PREFIX --headers x86_64-unknown-{missing[0]}")


@pytest.mark.parametrize("target", [f"{arch}-unknown-{system}" for arch in MACHINES for system in LIBRARIES])
def test_c(target, headers, linkshim, tmp_path):
    system = target.rsplit("-", 1)[1]
    (tmp_path / "main.c").write_text(C_PROGRAM)
    linkshim.run(linkshim.linker(f"{target}-cc"), "-O1", "-Wall", "-Werror", "main.c", "-o", "main", "-lm", "-pthread", cwd=tmp_path)
    text = read(tmp_path / "main")
    assert {line.split("[")[1].rstrip("]") for line in text.splitlines() if "Shared library: [" in line} == {
        name for name in LIBRARIES[system] if name.startswith(("libc.", "libm.", "libthr.", "libpthread."))}
    macros = linkshim.run(linkshim.linker(f"{target}-cc"), "-E", "-dM", "-include", "sys/param.h", "-x", "c", "/dev/null").stdout
    assert {"freebsd": "__FreeBSD_version 1300139", "netbsd": "__NetBSD_Version__ 1", "openbsd": "___OpenBSD 202510"}[system] in macros


@pytest.mark.long
@pytest.mark.parametrize("target", ["x86_64-unknown-freebsd", *(pytest.param(t, marks=pytest.mark.nightly) for t in BY_HAND)])
def test_crates(target, chains, headers, linkshim, work):
    """ring, zstd and SQLite, by cargo."""
    chain = chains([target] if target == "x86_64-unknown-freebsd" else BY_HAND)[target]
    folder = work / "target-bsd"
    forget(folder, "c_crates")
    variables = {**chain.variables(None), "CARGO_TARGET_DIR": str(folder),
                 "PATH": f"{os.path.dirname(chain.cargo)}{os.pathsep}{linkshim.environment['PATH']}"}
    linkshim.run(chain.cargo, "linkshim", "build", "--quiet", "--locked", "--target", target, cwd=PROGRAMS / "c_crates", **variables)
    check(folder / target / "debug/c_crates", target)
