"""std_all for every architecture of glibc that lld links: at the oldest floor and at the newest, on real libraries."""

from dataclasses import dataclass

import pytest

import elf
import running
from conftest import PROGRAMS

STD_ALL = PROGRAMS / "std_all/src/main.rs"
OLDEST, NEWEST = "2.31", "2.43"


@dataclass(frozen=True)
class Arch:
    target: str
    abi: str                    # the name of glibc's symbol table, which names the packages too
    machine: str
    interpreter: str
    floor: str = "2.17"         # what a linker without a floor in its name takes
    libraries: tuple[str, str] = (OLDEST, NEWEST)   # the real glibc that runs it


ARCHES = [
    Arch("x86_64-unknown-linux-gnu", "x86_64", "x86_64", "/lib64/ld-linux-x86-64.so.2"),
    Arch("riscv64gc-unknown-linux-gnu", "riscv64", "riscv", "/lib/ld-linux-riscv64-lp64d.so.1", "2.27"),
    Arch("s390x-unknown-linux-gnu", "s390x", "s390x", "/lib/ld64.so.1"),
]
# Of glibc's libraries, what a std program may need; the loader, where it holds __tls_get_addr, comes on top.
BEFORE_2_34 = {"libc.so.6", "libgcc_s.so.1", "libm.so.6", "libpthread.so.0", "libdl.so.2"}
SINCE_2_34 = {"libc.so.6", "libgcc_s.so.1", "libm.so.6"}


def versions(floor: str) -> tuple[int, ...]:
    return tuple(int(part) for part in floor.split("."))


@pytest.mark.parametrize("arch", ARCHES, ids=lambda arch: arch.target)
def test_std_all(arch, linkshim, toolchain, glibc_tree, rustc):
    chain = toolchain(arch.target)
    loader = arch.interpreter.rsplit("/", 1)[1]
    for name, floor, needed in [("", arch.floor, BEFORE_2_34), (f".{NEWEST}", NEWEST, SINCE_2_34)]:
        out = rustc(chain, STD_ALL, "-Cdebuginfo=line-tables-only", linker=linkshim.linker(f"{arch.target}{name}-cc"),
                    output=f"std_all-{floor}")
        facts = elf.read(out)
        assert (facts.machine, facts.type, facts.interpreter) == (arch.machine, "dyn", arch.interpreter)
        assert set(facts.needed) - {loader} == needed, floor
        assert (2, 2) <= facts.newest_glibc() <= versions(floor), facts.versions
        for glibc in arch.libraries:
            if versions(glibc) >= facts.newest_glibc():
                running.check_std_all(out, arch.abi, glibc_tree(glibc, arch.abi))
