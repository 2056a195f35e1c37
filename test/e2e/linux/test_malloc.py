"""mimalloc in static musl programs, asked for by --malloc, LINKSHIM_MALLOC or -lmimalloc."""

import json
import shutil
import subprocess

import pytest

import running
from layout import PROGRAMS

MUSL = "x86_64-unknown-linux-musl"
ALL = PROGRAMS / "malloc/all.c"


def allocator(linkshim, program):
    return json.loads(linkshim.run(linkshim.program, "verify", "--json", program).stdout)[0].get("allocator")


@pytest.mark.parametrize("target", [MUSL, pytest.param("aarch64-unknown-linux-musl", marks=pytest.mark.long),
                                    pytest.param("mipsel-unknown-linux-musl", marks=pytest.mark.long)])
@pytest.mark.parametrize("mode", ["-static", "-static-pie"])
def test_c(target, mode, linkshim, pack, tmp_path):
    """Threads, fork, exit handlers, alignment, no memory; the same program by either way of asking."""
    pack(target)
    cc, arch = linkshim.linker(f"{target}-cc"), target.split("-")[0]
    words = [cc, "-fno-builtin", "-O1", mode, ALL, "-s"]
    linkshim.run(*words, "-o", tmp_path / "asked", LINKSHIM_MALLOC="mimalloc")
    linkshim.run(*words, "-lmimalloc", "-o", tmp_path / "named")
    linkshim.run(*words, "-o", tmp_path / "plain")
    assert (tmp_path / "asked").read_bytes() == (tmp_path / "named").read_bytes()
    assert [allocator(linkshim, tmp_path / name) for name in ("asked", "plain")] == ["mimalloc 2.3.2", None]
    emulated = [] if arch == "x86_64" else ["emulated"]
    done = running.run(tmp_path / "asked", *emulated, arch=arch)
    told = "" if emulated else "no memory told\n"
    assert (done.returncode, done.stdout) == (0, told + "right\nexit handler\n")


def test_valgrind(linkshim, tmp_path):
    if not shutil.which("valgrind"):
        pytest.skip("valgrind is missing: package valgrind")
    out = tmp_path / "program"
    linkshim.run(linkshim.linker(f"{MUSL}-cc"), "-fno-builtin", "-O1", "-static", ALL, "-s", "-lmimalloc", "-o", out)
    done = subprocess.run(["valgrind", "-q", "--error-exitcode=9", out, "short"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


MAIN = """fn main() {
    let threads: Vec<_> = (0..2).map(|n| std::thread::spawn(move || {
        let mut all: Vec<Vec<u8>> = vec![Vec::new(); 64];
        for i in 0..200_000usize { let size = 16 + (i * 7 + n) % 128; all[i % 64] = vec![n as u8; size]; }
        all.iter().map(|v| v.len()).sum::<usize>()
    })).collect();
    println!("{}", threads.into_iter().map(|t| t.join().unwrap()).sum::<usize>() > 0);
}
"""


def test_cargo(linkshim, toolchain, tmp_path):
    """`cargo linkshim --malloc`, with a crate that brings a mimalloc of its own, and with one whose allocator takes the same names."""
    chain = toolchain(MUSL)
    (tmp_path / "src").mkdir()
    (tmp_path / "src/main.rs").write_text("#[global_allocator] static A: mimalloc::MiMalloc = mimalloc::MiMalloc;\n" + MAIN)
    manifest = '[package]\nname = "p"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]\n'
    (tmp_path / "Cargo.toml").write_text(manifest + 'mimalloc = { version = "=0.1.48", default-features = false }\n')
    words = [chain.cargo, "linkshim", "--malloc", "mimalloc", "build", "--quiet", "--target"]
    linkshim.run(*words, MUSL, cwd=tmp_path, **chain.environment)
    program = tmp_path / f"target/{MUSL}/debug/p"
    assert subprocess.run([program], capture_output=True, text=True).stdout == "true\n"
    assert allocator(linkshim, program) == "mimalloc 2.3.2"
    (tmp_path / "src/main.rs").write_text("#[no_mangle] pub extern \"C\" fn malloc(_: usize) -> *mut u8 { std::process::abort() }\n" + MAIN)
    (tmp_path / "Cargo.toml").write_text(manifest)
    failed = linkshim.run(*words, MUSL, cwd=tmp_path, check=False, **chain.environment)
    assert failed.returncode == 101
    assert "linkshim: note: the program has two allocators: mimalloc, which was asked for, and that of " in failed.stderr


@pytest.mark.parametrize("words, said", [
    (["--malloc", "fast", "build", "--target", MUSL], "linkshim has no allocator fast\n  known  mimalloc\n"),
    (["build", "--malloc=mimalloc", "--target", "x86_64-unknown-linux-gnu"], "mimalloc is for static programs of musl's targets\n"),
    (["build", "--malloc", "mimalloc", "--target", "aarch64-apple-darwin"], "mimalloc is for static programs of musl's targets\n"),
    (["build", "--malloc", "mimalloc"], "--malloc mimalloc is for static programs of musl's targets, and no target is named\n")])
def test_refused(words, said, linkshim, tmp_path):
    failed = linkshim.run("cargo", "linkshim", *words, cwd=tmp_path, check=False)
    assert failed.returncode == 1
    assert failed.stderr.startswith(f"linkshim: error: {said}")


def test_links_that_keep_their_own(linkshim, tmp_path):
    """A library, a dynamic program and one for glibc say why, and are as without the variable."""
    for target, flags, why in ((MUSL, ["-shared", "-fPIC"], "a library uses"), (MUSL, [], "a dynamic program uses"),
                               ("x86_64-unknown-linux-gnu", ["-lm"], "glibc's allocator is as fast")):
        cc = [linkshim.linker(f"{target}-cc"), PROGRAMS / "runtime/values.c", "-w", *flags, "-o"]
        plain = linkshim.run(*cc, tmp_path / "plain")
        asked = linkshim.run(*cc, tmp_path / "asked", LINKSHIM_MALLOC="mimalloc")
        assert (tmp_path / "plain").read_bytes() == (tmp_path / "asked").read_bytes()
        assert (plain.stderr, asked.stderr.startswith(f"linkshim: note: LINKSHIM_MALLOC=mimalloc changes nothing here: {why}")) == ("", True)
    failed = linkshim.run(linkshim.linker("x86_64-unknown-linux-gnu-cc"), ALL, "-lpthread", "-lmimalloc", "-o", tmp_path / "x", check=False)
    assert "mimalloc is for static programs of musl's targets" in failed.stderr and not (tmp_path / "x").exists()


def test_init(linkshim, tmp_path):
    """What `init --malloc` writes is what links ask for: here by cargo's own build."""
    linkshim.run("cargo", "init", "--quiet", "--name", "p", "--vcs", "none", cwd=tmp_path)
    words = [linkshim.program, "init", "--yes", "--only", "config", "--malloc"]
    linkshim.run(*words, "mimalloc", "--target", MUSL, cwd=tmp_path)
    assert '[env]\nLINKSHIM_MALLOC = "mimalloc"\n' in (tmp_path / ".cargo/config.toml").read_text()
    linkshim.linker(f"{MUSL}-cc")
    linkshim.run("cargo", "build", "--quiet", "--target", MUSL, cwd=tmp_path, PATH=f"{linkshim.environment['PATH']}:{linkshim.links}")
    assert allocator(linkshim, tmp_path / f"target/{MUSL}/debug/p") == "mimalloc 2.3.2"
    for words, said in (([*words, "fast"], "no allocator fast"), ([*words, "mimalloc", "--target", "aarch64-apple-darwin"], "static programs")):
        failed = linkshim.run(*words, cwd=tmp_path, check=False)
        assert failed.returncode == 1 and said in failed.stderr
