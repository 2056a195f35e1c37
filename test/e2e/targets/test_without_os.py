"""Targets without an operating system: bare metal, run by an emulator that answers system calls, and WebAssembly."""

import os
import shutil
import subprocess

import pytest

import elf
import objectfacts
import running
from layout import PROGRAMS
from toolchain import forget

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


@pytest.mark.parametrize("target,machine,bits", [("x86_64-unknown-uefi", 0x8664, 64), ("aarch64-unknown-uefi", 0xAA64, 64)])
def test_uefi(target, machine, bits, linkshim, toolchain, rustc):
    """Firmware's programs link with nothing else. Their arguments may come in a file, as link.exe reads it."""
    chain, source = toolchain(target, crates="core"), PROGRAMS / "bare/uefi.rs"
    out = rustc(chain, source, "-O", "-Cpanic=abort", linker=linkshim.linker(f"{target}-cc"), output="program.efi")
    facts = objectfacts.read(out)
    assert (facts["machine"], facts["bits"], facts["subsystem"]) == (machine, bits, "IMAGE_SUBSYSTEM_EFI_APPLICATION")
    assert facts["entry"] != 0
    object_file = rustc(chain, source, "-O", "-Cpanic=abort", "--emit=obj", linker="none", output="with space.o")
    answers = out.parent / "answers.rsp"
    again = out.parent / "again out.efi"
    answers.write_text(f'/NOLOGO /entry:efi_main /subsystem:efi_application "/OUT:{again}"\r\n"{object_file}"\r\n', encoding="utf-16")
    linkshim.run(linkshim.linker(f"{target}-ld"), f"@{answers}")
    assert {**objectfacts.read(again), "entry": 0} == {**facts, "entry": 0}


@pytest.mark.parametrize("target, machine, flags, entry, place", [
    ("thumbv7em-none-eabihf", 40, 0x5000400, 0x401, (".vector_table", 0)),
    ("riscv32imac-unknown-none-elf", 243, 1, 0x80000000, (".text", 0x80000000)),
])
def test_boards(target, machine, flags, entry, place, toolchain, linkshim, work):
    """`cargo linkshim build` with cortex-m-rt and riscv-rt: their linker scripts, found by -L, place the program."""
    chain = toolchain(target, crates="core")
    folder = work / "target-boards"
    forget(folder, "boards")
    variables = {**chain.variables(None), "CARGO_TARGET_DIR": str(folder),
                 "PATH": f"{os.path.dirname(chain.cargo)}{os.pathsep}{linkshim.environment['PATH']}"}
    linkshim.run(chain.cargo, "linkshim", "build", "--quiet", "--locked", "--target", target, cwd=PROGRAMS / "boards", **variables)
    program = folder / target / "debug/boards"
    facts = objectfacts.read(program)
    assert (facts["machine"], facts["type"], facts["flags"], facts["entry"]) == (machine, "Executable", flags, entry)
    sections = subprocess.run(["llvm-readelf-22", "-S", "-W", program], capture_output=True, text=True, check=True).stdout
    found = {words[1]: int(words[3], 16) for line in sections.splitlines() if len(words := line.replace("[ ", "[").split()) > 4 and words[2] == "PROGBITS"}
    assert found[place[0]] == place[1]
