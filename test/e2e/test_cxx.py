"""C++ through the shim with its own libc++: the library's parts, exceptions that cross libraries, and a crate.

Needs the packs of the targets: scripts/sysroots.
"""

import pytest

import elf
from conftest import PROGRAMS

GNU = ["aarch64-unknown-linux-gnu", "x86_64-unknown-linux-gnu"]
MUSL = ["aarch64-unknown-linux-musl", "x86_64-unknown-linux-musl"]
# The loader of glibc 2.17, called by hand as here, runs constructors of position-independent programs twice.
KIND = {target: ["-no-pie"] for target in GNU} | {target: ["-static"] for target in MUSL}
ALL = """constructor
caught vector
cast 7 1
bad cast
threads 03
thread 5 ends
files 3 4
no file 1
locale 1.234.567 2.50 1.25
regex a#b#
name std::foo(int)
destructor
"""
ACROSS = "thrown in the library\nError\n0\n0\n10\n0.333\n"


@pytest.fixture
def cxx(linkshim, tmp_path):
    """A function: runs the target's C++ compiler in the test's folder; it must say nothing."""
    def run(target, *arguments, tool="c++", check=True):
        library = linkshim.program.parents[1] / "share/linkshim/sysroots" / target / "lib/libc++.a"
        if not library.exists():
            pytest.skip(f"no libc++ for {target}: scripts/sysroots {target}")
        name = f"{target}.2.17-{tool}" if target in GNU else f"{target}-{tool}"
        result = linkshim.run(linkshim.linker(name), *arguments, cwd=tmp_path, check=check)
        assert not check or (result.stdout, result.stderr) == ("", "")
        return result
    return run


@pytest.mark.parametrize("target", GNU + MUSL)
def test_library(cxx, execute, tmp_path, target):
    """All in one call, and with the C compiler and the library named; a gnu program needs glibc 2.17 at most."""
    kind = KIND[target]
    cxx(target, "-std=c++20", "-O1", "-Wall", "-Werror", *kind, PROGRAMS / "cxx/all.cpp", "-o", "once")
    cxx(target, "-std=c++17", "-stdlib=libc++", "-Werror", "-c", PROGRAMS / "cxx/all.cpp", "-o", "all.o")
    cxx(target, *kind, "all.o", "-lstdc++", "-lm", "-o", "named", tool="cc")
    for name in "once", "named":
        assert execute(tmp_path / name, target) == ALL
        program = elf.read(tmp_path / name)
        assert program.static == (target in MUSL)
        assert program.newest_glibc() <= (2, 17)
        assert not [library for library in program.needed if "c++" in library]


@pytest.mark.parametrize("target", GNU)
def test_across_a_shared_library(cxx, execute, tmp_path, target):
    """Each has a libc++ of its own; both use the process's one unwinder and one list of caught exceptions."""
    folder = PROGRAMS / "cxx"
    cxx(target, "-shared", "-fPIC", folder / "library.cpp", "-o", "libacross.so")
    cxx(target, folder / "program.cpp", "-L.", "-lacross", "-o", "program")
    assert execute(tmp_path / "program", target, libraries=(tmp_path,)) == ACROSS
    library, program = elf.read(tmp_path / "libacross.so"), elf.read(tmp_path / "program")
    assert "libgcc_s.so.1" in library.needed and "libgcc_s.so.1" in program.needed
    clashing = {"__cxa_throw", "__gxx_personality_v0", "_ZTISt9exception", "_ZNSt11logic_errorC1EPKc", "_Unwind_Resume"}
    assert not (library.exported | program.exported) & clashing


@pytest.mark.parametrize("target", GNU)
def test_static_runtimes(cxx, execute, tmp_path, target):
    cxx(target, "-no-pie", "-static-libstdc++", "-static-libgcc", PROGRAMS / "cxx/all.cpp", "-o", "program")
    assert execute(tmp_path / "program", target) == ALL
    assert "libgcc_s.so.1" not in elf.read(tmp_path / "program").needed


@pytest.mark.parametrize("target", GNU + MUSL)
def test_crate(work, linkshim, toolchain, cargo, execute, target):
    """link-cplusplus, and a crate with C++ by way of cc-rs; panics and exceptions share the unwinder."""
    if not (linkshim.program.parents[1] / "share/linkshim/sysroots" / target / "lib/libc++.a").exists():
        pytest.skip(f"no libc++ for {target}: scripts/sysroots {target}")
    floor = f"{target}.2.17" if target in GNU else target
    linker, chain, name = linkshim.linker(f"{floor}-cc"), toolchain(target), target.replace("-", "_")
    tools = {"CXX": "c++", "AR": "ar"}
    environment = {f"{variable}_{name}": str(linkshim.linker(f"{floor}-{tool}")) for variable, tool in tools.items()}
    environment[f"CXXSTDLIB_{name}"] = "c++"
    cargo(chain, "with_cxx", "build", linker=linker, environment=environment)
    program = work / f"target-{target}" / target / "debug/with_cxx"
    assert execute(program, target) == "3 -1 true\n"
    assert elf.read(program).newest_glibc() <= (2, 18)  # Rust's std itself asks weakly for 2.18


def test_no_library(linkshim, tmp_path):
    """A target without a C++ library: one error, of the compile and of the link, that names what makes it."""
    share = tmp_path / "share"
    headers = share / "sysroots/x86_64-unknown-linux-musl/include"
    headers.mkdir(parents=True)
    (tmp_path / "a.cpp").write_text("#include <vector>\n")
    tool = linkshim.linker("x86_64-unknown-linux-musl-c++")
    compiled = linkshim.run(tool, "-c", "a.cpp", cwd=tmp_path, check=False, LINKSHIM_SHARE=str(share))
    assert compiled.returncode == 1
    assert ("linkshim: error: the C++ library and its headers for x86_64-unknown-linux-musl are not installed\n"
            in compiled.stderr)
    linked = linkshim.run(tool, "-static", "a.cpp", cwd=tmp_path, check=False, LINKSHIM_SHARE=str(share))
    target = "x86_64-unknown-linux-musl"
    assert (linked.returncode, linked.stderr) == (1, f"""linkshim: error: there is no C++ library for {target}
  looked for  libc++ and libstdc++
  looked in   {share}/sysroots/{target}/lib
  try: scripts/sysroots {target}, or give a folder with one by -L
""")
