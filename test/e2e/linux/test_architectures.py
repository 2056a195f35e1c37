"""std_all for every architecture of glibc: linked at the oldest floor and at the newest, run on real libraries.

The nightly run takes those that are slow.
"""

import shutil
from dataclasses import dataclass

import pytest

import elf
import running
import toolchain as rust
from layout import PROGRAMS

pytestmark = [pytest.mark.long, pytest.mark.early]

STD_ALL = PROGRAMS / "std_all/src/main.rs"
OLDEST, NEWEST = "2.31", "2.43"


@dataclass(frozen=True)
class Arch:
    target: str
    abi: str                    # the name of glibc's symbol table, which names the packages too
    machine: str
    interpreter: str
    floor: str = "2.17"         # what a linker without a floor in its name takes
    newest: str = NEWEST        # the newest floor; also the newest real glibc that runs it
    runs: bool = True           # false: linked and read alone, see where it is given
    linker: str = ""            # GNU ld of this name does it, where lld cannot: package binutils-NAME
    slow: bool = False          # in the nightly run alone: std takes a minute of CPU each
    skip: tuple[str, ...] = ()  # checks that QEMU cannot run, see where it is given


MIPS = "2.42"
R6, R6_64 = "/lib/ld-linux-mipsn8.so.1", "/lib64/ld-linux-mipsn8.so.1"
ARCHES = [
    Arch("x86_64-unknown-linux-gnu", "x86_64", "x86_64", "/lib64/ld-linux-x86-64.so.2"),
    Arch("i686-unknown-linux-gnu", "i386", "i386", "/lib/ld-linux.so.2"),
    Arch("i586-unknown-linux-gnu", "i386", "i386", "/lib/ld-linux.so.2", slow=True),
    Arch("aarch64-unknown-linux-gnu", "aarch64", "aarch64", "/lib/ld-linux-aarch64.so.1"),
    Arch("armv7-unknown-linux-gnueabihf", "armhf", "arm", "/lib/ld-linux-armhf.so.3"),
    Arch("thumbv7neon-unknown-linux-gnueabihf", "armhf", "arm", "/lib/ld-linux-armhf.so.3", slow=True),
    Arch("arm-unknown-linux-gnueabihf", "armhf", "arm", "/lib/ld-linux-armhf.so.3", slow=True),
    Arch("arm-unknown-linux-gnueabi", "armel", "arm", "/lib/ld-linux.so.3"),
    Arch("armv5te-unknown-linux-gnueabi", "armel", "arm", "/lib/ld-linux.so.3"),
    Arch("riscv64gc-unknown-linux-gnu", "riscv64", "riscv", "/lib/ld-linux-riscv64-lp64d.so.1", "2.27"),
    Arch("powerpc64le-unknown-linux-gnu", "powerpc64le", "ppc64", "/lib64/ld64.so.2"),
    # backtrace: std takes function names from symbols in .text; with function descriptors they are in .opd.
    Arch("powerpc64-unknown-linux-gnu", "powerpc64", "ppc64", "/lib64/ld64.so.1", linker="powerpc64-linux-gnu",
         skip=("backtrace",)),
    # floats: glibc's exp uses mffscrn, which older processors take for mffs; QEMU's 32-bit ones refuse it.
    Arch("powerpc-unknown-linux-gnu", "powerpc", "ppc", "/lib/ld.so.1", skip=("floats",)),
    Arch("s390x-unknown-linux-gnu", "s390x", "s390x", "/lib/ld64.so.1"),
    Arch("loongarch64-unknown-linux-gnu", "loongarch64", "loongarch", "/lib64/ld-linux-loongarch-lp64d.so.1", "2.36",
         runs=False),  # its glibc has LSX code, which QEMU knows from 8.1 on
    Arch("mips-unknown-linux-gnu", "mips", "mips", "/lib/ld.so.1", newest=MIPS),
    Arch("mipsel-unknown-linux-gnu", "mipsel", "mips", "/lib/ld.so.1", newest=MIPS, slow=True),
    Arch("mips64-unknown-linux-gnuabi64", "mips64", "mips", "/lib64/ld.so.1", newest=MIPS),
    Arch("mips64el-unknown-linux-gnuabi64", "mips64el", "mips", "/lib64/ld.so.1", newest=MIPS, slow=True),
    Arch("mipsisa32r6-unknown-linux-gnu", "mipsr6", "mips", R6, "2.21", MIPS, slow=True),
    Arch("mipsisa32r6el-unknown-linux-gnu", "mipsr6el", "mips", R6, "2.21", MIPS, slow=True),
    Arch("mipsisa64r6-unknown-linux-gnuabi64", "mips64r6", "mips", R6_64, "2.21", MIPS, slow=True),
    Arch("mipsisa64r6el-unknown-linux-gnuabi64", "mips64r6el", "mips", R6_64, "2.21", MIPS, slow=True),
    Arch("sparc64-unknown-linux-gnu", "sparc64", "sparc64", "/lib64/ld-linux.so.2", linker="sparc64-linux-gnu",
         slow=True),
    Arch("x86_64-unknown-linux-gnux32", "x32", "x86_64", "/libx32/ld-linux-x32.so.2", runs=False,
         slow=True),  # neither QEMU nor most kernels run it
]
# Of glibc's libraries, what a std program may need; the loader, where it holds __tls_get_addr, comes on top.
BEFORE_2_34 = {"libc.so.6", "libgcc_s.so.1", "libm.so.6", "libpthread.so.0", "libdl.so.2"}
SINCE_2_34 = {"libc.so.6", "libgcc_s.so.1", "libm.so.6"}


@pytest.fixture(scope="module")
def chains(request, work, linkshim):
    """Toolchains for the architectures that this run tests."""
    targets = [item.callspec.params["arch"].target for item in request.session.items
               if item.module is request.module and hasattr(item, "callspec")]
    try:
        linkers = {target: linkshim.linker(f"{target}-cc") for target in targets}
        return rust.find_all(work, linkers, linkshim.environment)
    except rust.Unavailable as error:
        pytest.skip(str(error))


@pytest.mark.parametrize("arch", [pytest.param(arch, id=arch.target, marks=[pytest.mark.nightly] * arch.slow)
                                  for arch in ARCHES])
def test_std_all(arch, linkshim, chains, glibc_tree, rustc):
    if arch.linker and not shutil.which(f"{arch.linker}-ld.bfd"):
        pytest.skip(f"{arch.linker}-ld.bfd is missing: package binutils-{arch.linker}")
    loader = arch.interpreter.rsplit("/", 1)[1]
    for name, floor, needed in [("", arch.floor, BEFORE_2_34), (f".{arch.newest}", arch.newest, SINCE_2_34)]:
        if elf.version(floor) >= (2, 34):
            needed = SINCE_2_34
        out = rustc(chains[arch.target], STD_ALL, "-Cdebuginfo=line-tables-only",
                    linker=linkshim.linker(f"{arch.target}{name}-cc"), output=f"std_all-{floor}")
        facts = elf.read(out)
        assert (facts.machine, facts.type, facts.interpreter) == (arch.machine, "dyn", arch.interpreter)
        assert set(facts.needed) - {loader} == needed, floor
        assert (2, 2) <= facts.newest_glibc() <= elf.version(floor), facts.versions
        for glibc in (OLDEST, arch.newest):
            if arch.runs and elf.version(glibc) >= facts.newest_glibc():
                running.check_std_all(out, arch.abi, glibc_tree(glibc, arch.abi), skip=arch.skip)
