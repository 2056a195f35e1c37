"""Crates with C, C++ and assembler in them, built by `cargo linkshim` and called on the real C library."""

import shutil

import pytest

import elf
import running
from layout import PROGRAMS, arch_of

pytestmark = [pytest.mark.long, pytest.mark.early]

SIX = ["ring", "openssl", "zstd", "zlib", "sqlite", "jemalloc"]
MORE = ["aws-lc", "libgit2", "curl", "mimalloc", "cxx", "zlib-ng", "lz4", "bzip2", "exception", "bindgen"]
HAND = pytest.mark.nightly  # some six minutes of CPU each: OpenSSL and AWS-LC
CASES = [
    pytest.param("aarch64-unknown-linux-gnu", "2.17", SIX + MORE, id="aarch64-gnu"),
    pytest.param("x86_64-unknown-linux-gnu", "2.17", SIX + MORE, id="x86_64-gnu", marks=HAND),
    pytest.param("aarch64-unknown-linux-musl", None, SIX + MORE, id="aarch64-musl", marks=HAND),
    pytest.param("x86_64-unknown-linux-musl", None, SIX + MORE, id="x86_64-musl", marks=HAND),
    pytest.param("armv7-unknown-linux-gnueabihf", "2.17", SIX, id="armv7", marks=HAND),
    pytest.param("riscv64gc-unknown-linux-gnu", "2.27", SIX, id="riscv64", marks=HAND),
]
TABLES = {"armv7": "armhf", "riscv64gc": "riscv64"}  # the names of their real libraries


@pytest.mark.parametrize("target, floor, called", CASES)
def test_crates(work, linkshim, toolchain, glibc_tree, target, floor, called):
    chain, folder = toolchain(target), work / "target-native"
    program = folder / target / "debug/native"
    shutil.rmtree(program, ignore_errors=True)
    features = ["--features", "more"] if called != SIX else []
    linkshim.run(chain.cargo, "linkshim", "build", "--locked", *features, "--target", f"{target}.{floor}" if floor else target,
                 cwd=PROGRAMS / "native", timeout=3000, **{**chain.variables(None), "CARGO_TARGET_DIR": str(folder)})
    arch, tree = TABLES.get(arch_of(target), arch_of(target)), None
    if floor:
        assert (2, 2) <= elf.read(program).newest_glibc() <= elf.version(floor)
        tree = glibc_tree("2.17" if arch in ("x86_64", "aarch64") else "2.31", arch)
    try:
        result = running.run(program, arch=arch, tree=tree, emulated=True)
    except running.Unavailable as error:
        pytest.skip(str(error))
    wanted = "".join(f"ok {name}\n" for name in called)
    assert (result.returncode, result.stdout, result.stderr) == (0, wanted, "")
