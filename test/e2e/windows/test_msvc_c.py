"""C and C++ in links for windows-msvc with nothing of Microsoft's: against mingw-w64's headers and LLVM's libc++.

Needs the packs of the targets: scripts/sysroots.
"""

import re
import shutil
import subprocess

import pytest

from layout import PROGRAMS

TARGET = "x86_64-pc-windows-msvc"
LINKED = ["i686-pc-windows-msvc", "aarch64-pc-windows-msvc"]
# What a program may name: DLLs that are parts of Windows 10, none of a compiler's.
PARTS = re.compile(r"(kernel32|ntdll|user32|advapi32|shell32|ole32|oleaut32|ws2_32|bcrypt|crypt32|secur32|bcryptprimitives|"
                   r"userenv|dbghelp|psapi|pdh|powrprof|netapi32|iphlpapi|rpcrt4|combase|propsys|api-ms-win-[a-z0-9-]+)\.dll", re.I)


def imported(path) -> list[str]:
    text = subprocess.run(["llvm-readobj-22", "--coff-imports", str(path)], capture_output=True, text=True, check=True).stdout
    return re.findall(r"^\s*Name: (\S+)$", text, re.M)


@pytest.fixture
def build(work, linkshim, toolchain, pack, wine):
    """A function: cargo linkshim with further words for a program; what was built is in the folder that it returns."""
    def run(program, target, command, *words, **environment):
        pack(target)
        chain, folder = toolchain(target), work / f"target-{program}"
        variables = {**wine.variables, **chain.variables(None), "CARGO_TARGET_DIR": str(folder), **environment}
        result = linkshim.run(chain.cargo, "linkshim", command, "-q", "--locked", "--target", target, *words,
                              cwd=PROGRAMS / program, timeout=3000, **variables)
        return result.stdout.replace("\r\n", "\n"), folder / target
    return run


@pytest.mark.parametrize("words", [[], ["--release"]], ids=["debug", "release"])
def test_both_agree(words, build):
    """Layouts, calls, variables, numbers, the stack: Rust, C and C++ see the same; exceptions, threads and streams of C++."""
    said, folder = build("msvc_c", TARGET, "run", *words)
    assert said == "from iostream\nglobal; all agree\nglobal ends\n"
    names = imported(folder / ("release" if words else "debug") / "msvc_c.exe")
    assert names and all(map(PARTS.fullmatch, names)), names


@pytest.mark.long
@pytest.mark.parametrize("target", LINKED)
def test_both_are_linked(target, build):
    _, folder = build("msvc_c", target, "build", "--release")
    names = imported(folder / "release/msvc_c.exe")
    assert names and all(map(PARTS.fullmatch, names)), names


def test_cmake(linkshim, pack, wine, tmp_path):
    """A library, a DLL and a program, by the file that linkshim prints and by Ninja."""
    if not shutil.which("cmake"):
        pytest.skip("cmake is missing: scripts/install-test-needs")
    pack(TARGET)
    for path in (PROGRAMS / "msvc_build").iterdir():
        shutil.copy(path, tmp_path)
    (tmp_path / "linkshim.cmake").write_text(linkshim.run(linkshim.program, "env", TARGET, "--format", "cmake").stdout)
    linkshim.run("cmake", "-G", "Ninja", "-B", "build", "-DCMAKE_TOOLCHAIN_FILE=linkshim.cmake", cwd=tmp_path)
    linkshim.run("cmake", "--build", "build", cwd=tmp_path)
    result = wine.run(tmp_path / "build/program.exe")
    assert (result.returncode, result.stdout) == (0, "static 2 shared 3 thrown\n")


def test_workspace(build, wine):
    """A cdylib that LoadLibrary finds beside the program, a procedural macro, and the tests of all members."""
    _, folder = build("msvc_workspace", TARGET, "build")
    assert wine.run(folder / "debug/app.exe", cwd=folder / "debug").stdout == "8 10 -1 1\n"
    said, _ = build("msvc_workspace", TARGET, "test", "--workspace")
    assert said.count("test result: ok. 1 passed") == 2


def test_crates(build):
    """Assembler of two kinds, C by cc-rs, and import libraries that a crate brings."""
    said, _ = build("msvc_crates", TARGET, "run", "-p", "small")
    assert said == "ba78 ad552dd4 true true zlib 1.\n"


@pytest.mark.nightly
@pytest.mark.parametrize("name", ["c", "win", "gui", "by_cmake", "bridge"])
def test_many_crates(name, build):
    said, folder = build("msvc_crates", TARGET, "run", "-p", name)
    assert said == {"c": "42 23 10 true 0 24 Some((5, 8)) true\n", "win": "3 tokio true true true tls true memory true\n",
                    "gui": "watch true\n", "by_cmake": "1 ba78\n", "bridge": "12 some no name, too large\n"}[name]
    names = imported(folder / f"debug/{name}.exe")
    assert names and not [n for n in names if re.match(r"vcruntime|msvc[pr]|libc\+\+|libgcc", n, re.I)], names
