"""Functions of the compiler's runtime: whatever clang calls is there in a link, for each family of targets."""

import re
import subprocess

import pytest

import running
from layout import PROGRAMS

CALLS, VALUES = PROGRAMS / "runtime/calls.c", PROGRAMS / "runtime/values.c"
# What the target's code is told beside that; without a system the program has no C library to start it.
BARE = ["-nostartfiles", "-Wl,-e,main", "-DNO_LIBATOMIC"]
TARGETS = {
    "aarch64-apple-darwin": [], "x86_64-apple-darwin": [], "x86_64-unknown-linux-gnu": ["-latomic", "-lm"],
    "aarch64-unknown-linux-gnu": ["-latomic", "-lm"], "x86_64-unknown-linux-musl": ["-static"],
    "aarch64-unknown-linux-musl": ["-static"], "x86_64-pc-windows-gnu": ["-latomic"], "wasm32-wasip1": [],
    "i686-pc-windows-gnu": ["-latomic"], "aarch64-pc-windows-gnullvm": [], "x86_64-unknown-freebsd": ["-latomic", "-lm"],
    "mipsel-unknown-linux-musl": ["-static", "-latomic"], "arm-unknown-linux-musleabihf": ["-static", "-latomic"],
    "x86_64-unknown-none": [*BARE, "-DNO_FLOAT"], "aarch64-unknown-none": BARE, "thumbv6m-none-eabi": BARE,
    "riscv32imac-unknown-none-elf": BARE, "wasm32-unknown-unknown": ["-Wl,--no-entry"]}
EVERY_DAY = list(TARGETS)[:8]
# Runs here, statically; the second of each pair needs a pack of the tier `all`.
RUN = ["x86_64-unknown-linux-musl", "aarch64-unknown-linux-musl", "mipsel-unknown-linux-musl", "arm-unknown-linux-musleabihf"]
# What clang 22 has instructions for, or calls by parts: GCC and other versions of clang call these.
UNCALLED = set("""__ashldi3 __ashrdi3 __bswapdi2 __chkstk __ctzdi2 __extendbfsf2 __ffsdi2 __fixhfdi __floatdibf __floatdihf
 __floatundihf __isOSVersionAtLeast __lshrdi3 __mulodi4 __mulosi4 __paritydi2 __popcountdi2 __popcountsi2 __popcountti2
 __udivmoddi4 __udivmodsi4 __udivmodti4""".split())
TRIPLES = ["x86_64-linux-gnu", "i686-linux-gnu", "aarch64-linux-gnu", "thumbv6m-none-eabi", "riscv32-unknown-elf -march=rv32i",
           "riscv64-linux-gnu -march=rv64i -mabi=lp64", "arm64-apple-macos11", "x86_64-w64-mingw32", "powerpc64le-linux-gnu",
           "armv4t-linux-gnueabi", "mips64-linux-gnuabi64", "wasm32-wasip1", "sparc64-linux-gnu", "x86_64-unknown-openbsd",
           "m68k-linux-gnu"]


@pytest.mark.long(target=[target for target in TARGETS if target not in EVERY_DAY])
@pytest.mark.parametrize("target", list(TARGETS))
def test_every_call_links(target, linkshim, tmp_path):
    """One program with all calls. A missing function is in the linker's message by its name."""
    source = tmp_path / "main.c"
    source.write_text("int main(void) { return 0; }\nvoid *memcpy(void *, const void *, __SIZE_TYPE__);\n")
    for level in ("-O0", "-O2"):
        call = [linkshim.linker(f"{target}-cc"), "-w", level, CALLS, source, *TARGETS[target], "-o", tmp_path / "program.out"]
        made = subprocess.run(call, env=linkshim.environment, capture_output=True, text=True)
        missing = sorted(set(re.findall(r"undefined symbol: (\S+)", made.stderr)))
        assert (made.returncode, missing) == (0, []), made.stderr


@pytest.mark.long(target=RUN[2:])
@pytest.mark.parametrize("mode", ["-static", "-static-pie"])
@pytest.mark.parametrize("target", RUN)
def test_values(target, mode, linkshim, tmp_path):
    out = tmp_path / "values"
    linkshim.run(linkshim.linker(f"{target}-cc"), "-w", "-O1", mode, VALUES, "-o", out)
    try:
        done = running.run(out, arch=target.split("-")[0])
    except running.Unavailable as error:
        pytest.skip(str(error))
    assert (done.returncode, done.stdout) == (0, "right\n")


# A crate of C, linked by rustc, which leaves the compiler's library out: how its program runs here, as an architecture or by Wine; "" where
# it does not.
CRATES = {"x86_64-unknown-linux-gnu": "x86_64", "aarch64-unknown-linux-musl": "aarch64", "aarch64-unknown-linux-gnu": "aarch64",
          "x86_64-pc-windows-gnu": "wine", "wasm32-wasip1": "", "aarch64-apple-darwin": "", "x86_64-unknown-freebsd": "",
          "x86_64-pc-windows-gnullvm": "wine", "armv7-unknown-linux-gnueabihf": ""}
BARE_CRATES = ["riscv32imac-unknown-none-elf", "thumbv6m-none-eabi", "aarch64-unknown-none", "wasm32-unknown-unknown"]


def compiled(linkshim, target, folder, *flags):
    """Objects with all calls, and with those whose values are looked at."""
    compiler = linkshim.linker(f"{target}-cc")
    for source, more in {CALLS: [], VALUES: ["-Dmain=values"]}.items():
        if flags and source == VALUES:
            continue
        out = folder / f"{source.stem}.o"
        linkshim.run(compiler, "-w", "-O1", "-DNO_LIBATOMIC", *more, *flags, "-c", source, "-o", out)
        yield out


@pytest.mark.long(target=list(CRATES)[4:])
@pytest.mark.parametrize("target", list(CRATES))
def test_c_in_a_crate(target, linkshim, toolchain, rustc, execute, wine, tmp_path):
    objects = [f"-Clink-arg={path}" for path in compiled(linkshim, target, tmp_path)]
    # What is called by nothing has to be found as well.
    program = rustc(toolchain(target), PROGRAMS / "runtime/rust.rs", "-Clink-dead-code", *objects, linker=linkshim.linker(f"{target}-cc"),
                    output="program.exe")
    if CRATES[target] == "wine":
        done = wine.run(program)
        assert (done.returncode, done.stdout) == (0, "right\n")
    elif CRATES[target]:
        assert execute(program, target, arch=CRATES[target]) == "right\n"


@pytest.mark.parametrize("dialect", ["cc", "ld"])
@pytest.mark.parametrize("target", BARE_CRATES)
def test_c_without_a_system(target, dialect, linkshim, toolchain, rustc, tmp_path):
    """Also by a call of ld, which is how rustc links these unless told otherwise."""
    objects = [f"-Clink-arg={path}" for path in compiled(linkshim, target, tmp_path, "-ffreestanding")]
    rustc(toolchain(target, crates="core"), PROGRAMS / "runtime/bare.rs", "-Clink-dead-code", "-Cpanic=abort", *objects,
          linker=linkshim.linker(f"{target}-{dialect}"))


@pytest.mark.long
def test_the_table_is_true(tmp_path):
    """Each function of the table makes clang call what it is named after, for one of its processors at least."""
    named = {f"__{name}" for name in re.findall(r"\bcall__(\w+)\(", CALLS.read_text())}
    called = set()
    for triple in TRIPLES:
        for more in ([], ["-femulated-tls", "-DEMUTLS=1"]):
            out = tmp_path / "calls.o"
            subprocess.run(["clang-22", f"--target={triple.split()[0]}", *triple.split()[1:], "-w", "-O1", *more, "-c", CALLS, "-o", out],
                           check=True, capture_output=True)
            symbols = subprocess.run(["llvm-nm-22", "-u", "--format=just-symbols", out], capture_output=True, text=True).stdout
            called |= {re.sub("^_(?=__)", "", symbol) for symbol in symbols.split()}
    assert named - called <= UNCALLED, sorted(named - called - UNCALLED)
