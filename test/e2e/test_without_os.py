"""Targets without an operating system: bare metal, run by an emulator that answers system calls, and WebAssembly."""

import shutil

import pytest

import elf
import running
from conftest import PROGRAMS

BARE = {"thumbv7em-none-eabihf": ("arm", "arm"), "riscv32imac-unknown-none-elf": ("riscv32", "riscv")}


@pytest.mark.parametrize("dialect", ["ld", "cc"])
@pytest.mark.parametrize("target", list(BARE))
def test_bare_metal(target, dialect, linkshim, toolchain, rustc, tmp_path):
    arch, machine = BARE[target]
    script = PROGRAMS / "bare/link.ld"
    flags = [f"-Clink-arg=-T{script}"]
    out = rustc(toolchain(target, crates="core"), PROGRAMS / "bare/main.rs", "-O", "-Cpanic=abort", *flags,
                linker=linkshim.linker(f"{target}-{dialect}"))
    facts = elf.read(out)
    assert (facts.bits, facts.machine, facts.type, facts.static) == (32, machine, "exec", True)
    assert facts.entry & ~1 == 0x20000
    try:
        result = running.run(out, arch=arch)
    except running.Unavailable as error:
        pytest.skip(str(error))
    assert (result.returncode, result.stdout, result.stderr) == (7, "bare metal\n", "")


SCRIPT = """
const bytes = require('fs').readFileSync(process.argv[1]);
WebAssembly.instantiate(bytes, {}).then(({instance}) => console.log(instance.exports.linkshim_add(40, 2)));
"""


@pytest.mark.parametrize("dialect", ["ld", "cc"])
def test_wasm(dialect, linkshim, toolchain, rustc):
    if not shutil.which("node"):
        pytest.skip("node is missing: package nodejs")
    target = "wasm32-unknown-unknown"
    out = rustc(toolchain(target, crates="core"), PROGRAMS / "bare/wasm.rs", "-O", "-Cpanic=abort", "--crate-type=cdylib",
                linker=linkshim.linker(f"{target}-{dialect}"), output="add.wasm")
    assert linkshim.run("node", "-e", SCRIPT, out).stdout == "42\n"
