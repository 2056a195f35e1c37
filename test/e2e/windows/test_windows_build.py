"""Build tools of C and C++ for Windows, with what linkshim prints for them; what they make runs under Wine.

Needs the pack of the target: scripts/sysroots.
"""

import shutil

import pytest

from layout import PROGRAMS

TARGET = "x86_64-pc-windows-gnu"
SAYS = "resource seven 14 256\n"


@pytest.fixture
def sources(linkshim, pack, tmp_path):
    """A program with a resource, and a DLL that throws and catches."""
    pack(TARGET)
    for path in [*(PROGRAMS / "windows_build").iterdir(), *(PROGRAMS / "windows").glob("text.*")]:
        shutil.copy(path, tmp_path)
    for form in "cmake", "meson":
        said = linkshim.run(linkshim.program, "env", TARGET, "--format", form).stdout
        (tmp_path / f"linkshim.{form}").write_text(said)
    return tmp_path


def needs(program):
    if not shutil.which(program):
        pytest.skip(f"{program} is missing: scripts/install-test-needs")


def test_cmake(linkshim, sources, wine):
    """Headers and libraries of Windows are found, nothing of the host is; the tools are the target's."""
    needs("cmake")
    linkshim.run("cmake", "-G", "Ninja", "-B", "build", "-DCMAKE_TOOLCHAIN_FILE=linkshim.cmake", cwd=sources)
    linkshim.run("cmake", "--build", "build", cwd=sources)
    assert wine.run(sources / "build/program.exe").stdout == SAYS


def test_meson(linkshim, sources, wine):
    needs("meson")
    linkshim.run("meson", "setup", "build", "--cross-file", "linkshim.meson", cwd=sources)
    linkshim.run("meson", "compile", "-C", "build", cwd=sources)
    assert wine.run(sources / "build/program.exe").stdout == SAYS


@pytest.mark.nightly
def test_crates(work, linkshim, toolchain, pack, wine):
    """libz-ng-sys by cmake-rs, and bindgen on headers of the C library."""
    pack(TARGET)
    needs("cmake")
    result = linkshim.run("cargo", "linkshim", "run", "-q", "--locked", "--target", TARGET, cwd=PROGRAMS / "tools", timeout=1200,
                          **{**wine.variables, **toolchain(TARGET).variables(None), "CARGO_TARGET_DIR": str(work / "target-tools")})
    assert result.stdout.replace("\r\n", "\n") == "zlib-ng 35 struct stat 48\n"
