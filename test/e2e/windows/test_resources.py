"""Version, icon and manifest in programs for Windows, by the crates that build scripts use for them."""

import re
import subprocess

import pytest

from layout import PROGRAMS


def resources(program) -> set:
    """The numbers of the types: 3 and 14 are icons, 16 is the version, 24 the manifest."""
    text = subprocess.run(["llvm-readobj-22", "--coff-resources", str(program)], capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"Type: .*\(ID (\d+)\)", text))


@pytest.mark.long
@pytest.mark.parametrize("target", ["x86_64-pc-windows-msvc", "x86_64-pc-windows-gnu"])
def test_crates(target, work, linkshim, toolchain, pack):
    """embed-resource, winresource and embed-manifest, with nothing installed but linkshim, Rust and LLVM."""
    pack(target)
    folder = work / f"target-resources-{target}"
    linkshim.run("cargo", "linkshim", "build", "-q", "--locked", "--target", target, cwd=PROGRAMS / "resources",
                 **{**toolchain(target).variables(None), "CARGO_TARGET_DIR": str(folder)})
    for name in "embedded", "winres":
        program = folder / target / f"debug/{name}.exe"
        assert resources(program) == {"3", "14", "16", "24"}, name
        assert "Größe".encode("utf-16-le") in program.read_bytes()
        assert b"Linkshim.Resources" in program.read_bytes()
