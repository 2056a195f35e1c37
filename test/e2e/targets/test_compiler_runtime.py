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
