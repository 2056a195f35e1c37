"""std_all: every part of std that leans on the C library, at several floors, against several real C libraries."""

import pytest

import elf
import running
from layout import ORDER, PROGRAMS, arch_of

pytestmark = pytest.mark.apart("target")

STD_ALL = PROGRAMS / "std_all/src/main.rs"
FLAGS = ("-O", "-Cdebuginfo=line-tables-only")
GNU = [target for target in ORDER if target.endswith("gnu")]
MUSL = [target for target in ORDER if target.endswith("musl")]
FLOORS = ["2.17", "2.28", "2.31", "2.34", "2.36", "2.41"]


@pytest.mark.parametrize("floor", FLOORS)
@pytest.mark.parametrize("target", GNU)
def test_floor(target, floor, linkshim, toolchain, glibc_tree, rustc):
    """Needs nothing newer than the floor, and runs on the oldest real glibc that has it and on the newest."""
    out = rustc(toolchain(target), STD_ALL, *FLAGS, linker=linkshim.linker(f"{target}.{floor}-cc"))
    facts, arch = elf.read(out), arch_of(target)
    assert (2, 2) <= facts.newest_glibc() <= elf.version(floor), facts.versions
    oldest = next(have for have in running.GLIBC_VERSIONS if elf.version(have) >= elf.version(floor))
    for glibc in (oldest, running.GLIBC_VERSIONS[-1]):
        running.check_std_all(out, arch, glibc_tree(glibc, arch))


@pytest.mark.parametrize("target", GNU)
def test_one_program_on_every_glibc(target, linkshim, toolchain, glibc_tree, rustc):
    """Built without naming a floor: 2.17 is the default."""
    out = rustc(toolchain(target), STD_ALL, *FLAGS, linker=linkshim.linker(f"{target}-cc"))
    assert elf.read(out).newest_glibc() <= (2, 17)
    for glibc in running.GLIBC_VERSIONS:
        running.check_std_all(out, arch_of(target), glibc_tree(glibc, arch_of(target)))


def test_on_this_machine(linkshim, toolchain, rustc):
    target = "x86_64-unknown-linux-gnu"
    out = rustc(toolchain(target), STD_ALL, *FLAGS, linker=linkshim.linker(f"{target}.2.17-cc"))
    running.check_std_all(out, "x86_64")


@pytest.mark.parametrize("target", MUSL)
def test_musl(target, linkshim, toolchain, rustc):
    out = rustc(toolchain(target), STD_ALL, *FLAGS, linker=linkshim.linker(f"{target}-cc"))
    assert elf.read(out).static
    running.check_std_all(out, arch_of(target))


@pytest.mark.parametrize("target", ORDER)
def test_same_bytes_twice(target, linkshim, toolchain, rustc, tmp_path):
    """The same inputs give the same bytes: into another folder, with a fresh cache."""
    chain, linker = toolchain(target), linkshim.linker(f"{target}-cc")
    first = rustc(chain, "hello.rs", linker=linker, output="first/out").read_bytes()
    fresh = {"LINKSHIM_CACHE_DIR": str(tmp_path / "cache")}
    second = rustc(chain, "hello.rs", linker=linker, output="second/out", environment=fresh).read_bytes()
    assert first == second
