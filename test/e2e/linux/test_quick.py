"""One small case all the way: std_all for aarch64 with glibc 2.17, run against a real glibc 2.17."""

import pytest

import elf
import running
import toolchain as rust

pytestmark = pytest.mark.quick


def test_std_all(work, linkshim, cargo, glibc_tree):
    target = "aarch64-unknown-linux-gnu"
    linker = linkshim.linker(f"{target}.2.17-cc")
    try:
        chain = rust.find(work, target, linker, linkshim.environment, seconds=60)
    except rust.Unavailable as error:
        print(f"{error}; x86_64 instead")
        target = rust.HOST
        linker = linkshim.linker(f"{target}.2.17-cc")
        chain = rust.find(work, target, linker, linkshim.environment)
    cargo(chain, "std_all", "build", "--release", linker=linker)
    program = work / f"target-{target}" / target / "release/std_all"
    arch = target.split("-")[0]
    facts = elf.read(program)
    assert facts.machine == arch
    assert facts.newest_glibc() <= (2, 17), facts.versions
    running.check_std_all(program, arch, glibc_tree("2.17", arch))
