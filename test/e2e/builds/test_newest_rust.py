"""The guides' targets by the Rust that is the default and by the newest stable one: a program with C in it, by each way of
naming linkshim; crates with much C; ripgrep; targets that only a specification describes; bitcode of a newer LLVM. What can
run here is run."""

import json
import subprocess
from pathlib import Path

import pytest

import macho
import objectfacts
import running
import toolchain as rust
from layout import PROGRAMS, arch_of

X86, ARM = "x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu"
LINUX = [X86, ARM, "x86_64-unknown-linux-musl", "aarch64-unknown-linux-musl"]
WINDOWS, APPLE = "x86_64-pc-windows-gnu", ["aarch64-apple-darwin", "x86_64-apple-darwin"]
ALL = [*LINUX, WINDOWS, *APPLE]
SUM = "1+20+-3 = 18\n"


def with_floor(target: str) -> str:
    return f"{target}.2.17" if target.endswith("linux-gnu") else target


@pytest.fixture(scope="module", params=["default", "newest"])
def programs(request) -> Path:
    """The folder of cargo and rustc."""
    try:
        return rust.newest() if request.param == "newest" else Path(rust.rustup_program("rustc")).parent
    except (rust.Unavailable, OSError) as error:
        pytest.skip(str(error))


@pytest.fixture
def build(programs, linkshim, work):
    """A function: runs cargo of that toolchain in a program's folder, with the target folder of all tests here."""
    def run(program: Path, *arguments, targets=(), path: Path | None = None, **variables):
        folder = work / f"target-{programs.parent.name}"
        rust.forget(folder, program.name)
        try:
            for target in targets:
                rust.of_programs(programs, target)
        except rust.Unavailable as error:
            pytest.skip(str(error))
        places = [str(place) for place in (path, programs, linkshim.environment["PATH"]) if place]
        result = linkshim.run(programs / "cargo", *arguments, cwd=program, timeout=1800,
                              **{"PATH": ":".join(places), "CARGO_TARGET_DIR": str(folder), **variables})
        return folder, result
    return run


@pytest.fixture
def output(glibc_tree, request):
    """A function: what a program prints, or None for one that does not run here; its file is looked at in any case."""
    def run(target: str, program: Path, *arguments) -> str | None:
        facts = objectfacts.read(program)
        assert facts["format"] == {WINDOWS: "COFF"}.get(target, "Mach-O" if target in APPLE else "ELF")
        if target in APPLE:
            assert macho.read(program).machine == {"aarch64": "arm64"}.get(arch_of(target), arch_of(target))
            return None
        if target == WINDOWS:
            result = request.getfixturevalue("wine").run(program, *arguments)
        else:
            tree = glibc_tree("2.17", arch_of(target)) if target.endswith("gnu") else None
            result = running.run(program, *arguments, arch=arch_of(target), tree=tree)
        assert result.returncode == 0, result
        return result.stdout
    return run


def check_sum(output, folder: Path, target: str) -> None:
    program = folder / target / "debug" / ("with_c.exe" if target == WINDOWS else "with_c")
    assert output(target, program) in (None, SUM)


@pytest.mark.long
def test_cargo_linkshim(build, output):
    words = [word for target in ALL for word in ("--target", with_floor(target))]
    folder, _ = build(PROGRAMS / "with_c", "linkshim", "build", "--locked", *words, targets=ALL)
    for target in ALL:
        check_sum(output, folder, target)


@pytest.mark.long
def test_linker_of_a_configuration(build, output, linkshim, tmp_path):
    """`linker = "TARGET-cc"`, and cc-rs finds the compiler of a target by its GNU name on PATH."""
    words = [f"--config=target.{target}.linker='{linkshim.linker(f'{with_floor(target)}-cc')}'" for target in ALL]
    variables = {f"CC_{target.replace('-', '_')}": str(linkshim.linker(f"{with_floor(target)}-cc")) for target in ALL}
    linkshim.linker("x86_64-w64-mingw32-dlltool")
    targets = [word for target in ALL for word in ("--target", target)]
    path = f"{linkshim.links}"
    folder, _ = build(PROGRAMS / "with_c", "build", "--locked", *words, *targets, targets=ALL, path=path, **variables)
    for target in ALL:
        check_sum(output, folder, target)


@pytest.mark.long
@pytest.mark.parametrize("target", [ARM, "x86_64-unknown-linux-musl", APPLE[0]])
def test_drop_in(target, build, output, linkshim, tmp_path):
    """cc on PATH, and nothing else: which target a link is for it knows from the call."""
    linkshim.run(linkshim.program, "links", "--drop-in", tmp_path / "bin")
    folder, _ = build(PROGRAMS / "with_c", "build", "--locked", "--target", target, targets=[target], path=tmp_path / "bin",
                      LINKSHIM_TARGET=with_floor(target))
    check_sum(output, folder, target)


@pytest.mark.long
@pytest.mark.parametrize("target", [pytest.param(target, marks=[] if target == WINDOWS else pytest.mark.nightly) for target in ALL])
def test_crates(target, build, output):
    folder, _ = build(PROGRAMS / "c_crates", "linkshim", "build", "--locked", "--target", with_floor(target), targets=[target])
    program = folder / target / "debug" / ("c_crates.exe" if target == WINDOWS else "c_crates")
    assert output(target, program) in (None, "ok ring\nok zstd\nok sqlite\n")


@pytest.mark.long
@pytest.mark.parametrize("target", [pytest.param(target, marks=[] if target == ARM else pytest.mark.nightly) for target in ALL])
def test_ripgrep(target, build, output, tmp_path):
    words = ["install", "ripgrep", "--version", "14.1.1", "--debug", "--locked", "--force", "--no-track", "--root", str(tmp_path)]
    build(tmp_path, "linkshim", *words, "--target", with_floor(target), targets=[target])
    (tmp_path / "notes").write_text("alpha one\nbeta two\n")
    program = tmp_path / "bin" / ("rg.exe" if target == WINDOWS else "rg")
    assert output(target, program, "-n", "beta", str(tmp_path / "notes")) in (None, "2:beta two\n")


# Programs without std, for targets that only a specification describes: the kernel's interface alone, and glibc.
BARE = """#![no_std]
#![no_main]
use core::arch::asm;
#[panic_handler] fn panic(_: &core::panic::PanicInfo) -> ! { loop {} }
unsafe fn call(number: usize, a: usize, b: *const u8, c: usize) {
    asm!("syscall", in("rax") number, in("rdi") a, in("rsi") b, in("rdx") c, out("rcx") _, out("r11") _, lateout("rax") _);
}
#[no_mangle] pub unsafe extern "C" fn _start() -> ! {
    call(1, 1, b"bare\\n".as_ptr(), 5);
    call(60, 0, core::ptr::null(), 0);
    loop {}
}
"""
HOSTED = """#![no_std]
#![no_main]
#[panic_handler] fn panic(_: &core::panic::PanicInfo) -> ! { loop {} }
#[link(name = "c")] extern "C" { fn puts(text: *const u8) -> i32; }
#[no_mangle] pub unsafe extern "C" fn main() -> i32 { puts(b"hosted\\0".as_ptr()); 0 }
"""


def described(programs: Path, like: str, **changes) -> str:
    """rustc's own specification of a target, changed."""
    made = subprocess.run([programs / "rustc", "-Zunstable-options", "--print=target-spec-json", "--target", like], check=True,
                          capture_output=True, text=True, env={"RUSTC_BOOTSTRAP": "1"}).stdout
    wanted = {**json.loads(made), **changes}
    return json.dumps({name: value for name, value in wanted.items() if name not in ("is-builtin", "metadata") and value is not None})


def crate(folder: Path, source: str) -> Path:
    (folder / "src").mkdir(parents=True)
    (folder / "src/main.rs").write_text(source)
    panic = 'panic = "abort"\n'
    (folder / "Cargo.toml").write_text(f'[package]\nname = "{folder.name}"\nversion = "0.1.0"\nedition = "2021"\n'
                                       f"[profile.dev]\n{panic}[profile.release]\n{panic}[workspace]\n")
    return folder


@pytest.fixture
def sources(programs):
    if not (programs.parent / "lib/rustlib/src/rust/library/core").exists():
        pytest.skip(f"rustup component add rust-src --toolchain {programs.parent.name}")


@pytest.mark.long
def test_specification_in_a_file(programs, sources, build, tmp_path):
    """For a kernel: rustc speaks to the linker itself."""
    place = crate(tmp_path / "bare", BARE)
    (place / "my-kernel.json").write_text(described(programs, "x86_64-unknown-none", **{
        "relocation-model": "static", "position-independent-executables": None, "static-position-independent-executables": None}))
    folder, made = build(place, "linkshim", "build", "-Zbuild-std=core", "-Zjson-target-spec", "--target", "my-kernel.json",
                         RUSTC_BOOTSTRAP="1")
    notes = [line for line in made.stderr.splitlines() if line.startswith("linkshim: ")]
    assert len(notes) == 1 and "planned as x86_64-unknown-none from " in notes[0] and "pie false" in notes[0], made.stderr
    program = folder / "my-kernel/debug/bare"
    assert objectfacts.read(program)["type"] == "Executable"
    assert subprocess.run([program], capture_output=True, text=True).stdout == "bare\n"


@pytest.mark.long
def test_specification_that_rustc_finds(programs, sources, build, output, linkshim, tmp_path):
    """For a Linux of one's own, by name: rustc is asked, as for a target that the table does not have yet."""
    place = crate(tmp_path / "hosted", HOSTED)
    (tmp_path / "aarch64-mine-linux-gnu.json").write_text(described(programs, ARM, cpu="cortex-a72"))
    variables = {"RUSTC_BOOTSTRAP": "1", "RUST_TARGET_PATH": str(tmp_path), "RUSTFLAGS": "-Zunstable-options"}
    folder, made = build(place, "linkshim", "build", "-Zbuild-std=core", "--target", "aarch64-mine-linux-gnu.2.17", **variables)
    assert "planned as aarch64-unknown-linux-gnu from " in made.stderr and "-mcpu=cortex-a72" in made.stderr
    assert output(ARM, folder / "aarch64-mine-linux-gnu/debug/hosted") == "hosted\n"
    for question in ("doctor", "env"):
        told = linkshim.run(linkshim.program, question, "aarch64-mine-linux-gnu", check=False,
                            PATH=f"{programs}:{linkshim.environment['PATH']}", **variables)
        assert "aarch64-mine-linux-gnu" in told.stdout and "no target" not in told.stderr, told


@pytest.mark.long
def test_bitcode_of_another_llvm(programs, linkshim, build, output, tmp_path):
    """rustc's bitcode with clang's: rustc's own lld reads both; an older lld is told from it."""
    version = subprocess.run([programs / "rustc", "-vV"], capture_output=True, text=True).stdout
    major = int(version.rpartition("LLVM version: ")[2].split(".")[0])
    (tmp_path / "n.c").write_text("int twice(int x) { return 2 * x; }\n")
    (tmp_path / "r.rs").write_text('extern "C" { fn twice(x: i32) -> i32; }\nfn main() { println!("{}", unsafe { twice(21) }); }\n')
    cc = linkshim.linker(f"{X86}-cc")
    path = f"{programs}:{linkshim.environment['PATH']}"
    linkshim.run(cc, "-O2", "-flto=thin", "-c", "n.c", "-o", "n.o", cwd=tmp_path)
    command = [programs / "rustc", "-O", "-Clinker-plugin-lto", f"-Clinker={cc}", "-Clink-arg=n.o", "r.rs"]
    linkshim.run(*command, cwd=tmp_path, PATH=path)
    assert output(X86, tmp_path / "r") == "42\n"
    (tmp_path / "r").unlink()
    result = linkshim.run(*command, cwd=tmp_path, check=False, PATH=path, LINKSHIM_LLD="ld.lld-22")
    if major <= 22:
        assert result.returncode == 0, result.stderr
        return
    assert result.returncode == 1 and result.stderr.count("linkshim: error: ") == 1, result.stderr
    assert "is bitcode of a newer LLVM than the linker's" in result.stderr
    assert f"LLVM {major}" in result.stderr and "of LLVM 22" in result.stderr, result.stderr
