"""One triple for host and target: what cargo builds to run during the build is the machine's own affair."""

import os
import re
import subprocess

import pytest

import elf
from layout import PROGRAMS
from toolchain import HOST

LOG = """#!/bin/sh
printf '%s\\n' "{name} ${{OUT_DIR-}} $*" >> {log}
exec {real} "$@"
"""


@pytest.fixture
def logged(tmp_path, linkshim):
    """A folder for PATH whose cc and c++ write down how they are called, and that file."""
    folder, log = tmp_path / "bin", tmp_path / "calls"
    folder.mkdir()
    log.touch()
    for name in ("cc", "c++"):
        (folder / name).write_text(LOG.format(name=name, log=log, real=f"/usr/bin/{name}"))
        (folder / name).chmod(0o755)
    return folder, log


def outputs(log) -> set[str]:
    """What the machine's own tools were asked to link: names without cargo's hashes."""
    return {re.sub(r"-[0-9a-f]{16}", "", os.path.basename(name))
            for name in re.findall(r"^cc .* -o (\S+) .*-nodefaultlibs", log.read_text(), re.M)}


def built(folder, name: str) -> str:
    """The linked program, called; it says what C++ has done in each of the three."""
    program = folder / HOST / "debug" / name
    assert (2, 2) <= elf.read(program).newest_glibc() <= (2, 17)
    return subprocess.run([program], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("cargo_from", ["rustup", "distribution"])
def test_build_scripts_and_macros(cargo_from, work, linkshim, toolchain, logged, tmp_path):
    tools, log = logged
    cargo, rustc = ("/usr/bin/cargo", "/usr/bin/rustc") if cargo_from == "distribution" else (
        toolchain(HOST).cargo, toolchain(HOST).rustc)
    settings = {"CARGO_TARGET_DIR": str(tmp_path / "t"), "RUSTC": rustc, "PATH": f"{tools}:{linkshim.environment['PATH']}"}
    linkshim.run(cargo, "linkshim", "build", "--locked", "--target", f"{HOST}.2.17", cwd=PROGRAMS / "host_tools", **settings)
    assert built(tmp_path / "t", "host_tools") == "build script 6, macro 6, program 6\n"
    assert outputs(log) == {"build_script_build", "libmacros.so"}
    compiled = [line.split()[1] for line in log.read_text().splitlines() if "caught.cpp" in line]
    assert compiled and all(folder.startswith(f"{tmp_path}/t/debug/build/helper-") for folder in compiled), compiled


def test_without_a_target_all_is_linkshims(work, linkshim, toolchain, logged, tmp_path):
    """Then nothing tells one from the other, and all of it runs on this machine."""
    tools, log = logged
    chain = toolchain(HOST)
    settings = chain.variables(linkshim.linker(f"{HOST}.2.17-cc"))
    settings |= {"CARGO_TARGET_DIR": str(tmp_path), "PATH": f"{tools}:{linkshim.environment['PATH']}"}
    linkshim.run(chain.cargo, "build", "--locked", cwd=PROGRAMS / "with_c", **settings)
    assert outputs(log) == set()
    assert elf.read(tmp_path / "debug/with_c").newest_glibc() <= (2, 17)
