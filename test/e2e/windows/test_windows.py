"""Programs and DLLs for Windows, made by rustc and by the C and C++ compilers, run under Wine or read back.

Needs the packs of the targets: scripts/sysroots.
"""

import re
import subprocess

import pytest

from layout import PROGRAMS
from running import CXX_ALL, STD_ALL

pytestmark = pytest.mark.early

GNU, LLVM = "x86_64-pc-windows-gnu", "x86_64-pc-windows-gnullvm"
RUN = [GNU, LLVM]
READ = ["i686-pc-windows-gnu", pytest.param("i686-pc-windows-gnullvm", marks=pytest.mark.nightly), "aarch64-pc-windows-gnullvm"]
STD_READ = [pytest.param(target, marks=pytest.mark.nightly)
            for target in ("i686-pc-windows-gnu", "i686-pc-windows-gnullvm", "aarch64-pc-windows-gnullvm")]
MACHINE = {"x86_64": "IMAGE_FILE_MACHINE_AMD64", "i686": "IMAGE_FILE_MACHINE_I386", "aarch64": "IMAGE_FILE_MACHINE_ARM64"}
CRT = {"gnu": {"msvcrt.dll"}, "gnullvm": {"ucrt"}}
FOLDER = PROGRAMS / "windows"
HELLO = "hello 7 5\n"
# No program of LLVM's, of a Rust toolchain or of zig is found.
HIDE_LLVM = """for folder in /usr/lib/llvm-*; do mount -t tmpfs none "$folder" || exit 9; done
exec env -u RUSTUP_HOME PATH=/nonexistent HOME=/nonexistent "$0" "$@" """


@pytest.fixture
def tool(linkshim, pack, tmp_path):
    """A function: runs a tool of the target in the test's folder; with `check` it must say nothing."""
    def run(target, name, *arguments, check=True, **environment):
        pack(target)
        result = linkshim.run(linkshim.linker(f"{target}-{name}"), *arguments, cwd=tmp_path, check=check, **environment)
        assert not check or (result.stdout, result.stderr) == ("", "")
        return result
    return run


def read(path, *questions: str) -> str:
    return subprocess.run(["llvm-readobj-22", *questions, str(path)], capture_output=True, text=True, check=True).stdout


def imported(path) -> set[str]:
    """The DLLs that a file names; those of the UCRT as one."""
    names = re.findall(r"^\s*Name: (\S+\.dll)$", read(path, "--coff-imports"), re.M | re.I)
    return {"ucrt" if name.startswith("api-ms-win-crt-") else name.lower() for name in names}


def symbols(path) -> dict[str, set[str]]:
    """What a file takes from each DLL, by name or by number."""
    found: dict[str, set[str]] = {}
    for kind, text in re.findall(r"^\s*(Name|Symbol): (.*)$", read(path, "--coff-imports"), re.M):
        if kind == "Name":
            names = found[text.lower()] = set()
        else:
            names.add(text.split()[0])
    return found


def gnu_name(target: str) -> str:
    return f"{target.split('-')[0]}-w64-mingw32"


def at(target: str, size: int) -> str:
    """How the names of functions of the `stdcall` convention end, by the size of what they take."""
    return f"@{size}" if target.startswith("i686") else ""


def check_tables(path, target: str) -> None:
    """Where the unwinder finds what a throw needs: 32 bits have DWARF's, under a name cut to eight letters; others Windows' own."""
    names = re.findall(r"^\s*Name: (\.\S+) ", read(path, "--sections"), re.M)
    assert (".eh_fram" in names, ".pdata" in names) == ((True, False) if target.startswith("i686") else (False, True))


def check_headers(path, target: str, dll: bool = False) -> None:
    text = read(path, "--file-headers")
    assert f"Machine: {MACHINE[target.split('-')[0]]} " in text
    assert ("IMAGE_FILE_DLL" in text) == dll
    assert "IMAGE_DLL_CHARACTERISTICS_NX_COMPAT" in text and "IMAGE_DLL_CHARACTERISTICS_DYNAMIC_BASE" in text
    crts = imported(path) & {"msvcrt.dll", "ucrt"}
    assert crts <= CRT[target.rsplit("-", 1)[1]]


@pytest.mark.long(target=LLVM)
@pytest.mark.parametrize("target", RUN)
def test_std(target, linkshim, pack, toolchain, rustc, wine):
    """All that the std program checks: threads, a caught panic, a backtrace with lines, files, TLS, a child, sockets."""
    pack(target)
    out = rustc(toolchain(target), PROGRAMS / "std_all/src/main.rs", "-O", "-Cdebuginfo=line-tables-only",
                linker=linkshim.linker(f"{target}-cc"), output="std_all.exe")
    check_headers(out, target)
    result = wine.run(out)
    assert (result.returncode, result.stdout) == (0, "".join(f"ok {name}\n" for name in STD_ALL)), result.stderr


@pytest.mark.parametrize("target", STD_READ)
def test_std_is_linked(target, linkshim, pack, toolchain, rustc):
    """The std program, and imports by raw-dylib with names and numbers; 32 bits decorate what is called by `system`."""
    pack(target)
    chain, linker = toolchain(target), linkshim.linker(f"{target}-cc")
    out = rustc(chain, PROGRAMS / "std_all/src/main.rs", "-O", linker=linker, output="std_all.exe")
    check_headers(out, target)
    check_tables(out, target)
    assert {"kernel32.dll", "ntdll.dll", "ws2_32.dll"} <= imported(out)
    linkshim.linker(f"{gnu_name(target)}-dlltool")
    path = {"PATH": f"{linkshim.environment['PATH']}:{linkshim.links}"}
    out = rustc(chain, FOLDER / "raw.rs", linker=linker, output="raw.exe", environment=path)
    assert symbols(out)["odd-name.v1.drv"] == {"odd" + at(target, 4)} and symbols(out)["plain.dll"] == {"(5)", "value"}


@pytest.mark.long
@pytest.mark.parametrize("target", READ)
def test_c_is_linked(target, tool, tmp_path):
    """C, C++ with exceptions, and a DLL with the calling conventions of Windows, which 32 bits write into the names."""
    tool(target, "gcc", "-O1", "-Wall", "-Werror", FOLDER / "all.c", "-o", "c.exe", "-pthread")
    tool(target, "g++", "-std=c++20", "-O1", PROGRAMS / "cxx/all.cpp", "-o", "cxx.exe")
    tool(target, "gcc", "-shared", FOLDER / "calls.c", "-o", "calls.dll", "-Wl,--out-implib,libcalls.dll.a")
    tool(target, "gcc", "-mwindows", FOLDER / "calls_use.c", "-L.", "-lcalls", "-o", "uses.exe")
    for name in "c.exe", "cxx.exe", "calls.dll", "uses.exe":
        check_headers(tmp_path / name, target, dll=name == "calls.dll")
    check_tables(tmp_path / "cxx.exe", target)
    assert "msvcrt.dll" in imported(tmp_path / "c.exe") or "ucrt" in imported(tmp_path / "c.exe")
    assert "Subsystem: IMAGE_SUBSYSTEM_WINDOWS_GUI" in read(tmp_path / "uses.exe", "--file-headers")
    names = {"thrice" + at(target, 4), "@quick@8" if at(target, 8) else "quick", "twice"}
    assert set(re.findall(r"Name: (\S+)", read(tmp_path / "calls.dll", "--coff-exports"))) == names
    assert symbols(tmp_path / "uses.exe")["calls.dll"] == names


@pytest.mark.parametrize("name", ["gcc", "ld", "ld.lld"])
def test_dialects(name, linkshim, pack, toolchain, rustc, wine):
    """Names that rustc reads as different dialects."""
    pack(GNU)
    out = rustc(toolchain(GNU), "hello.rs", linker=linkshim.linker(f"{GNU}-{name}"), output="hello.exe")
    assert wine.run(out).stdout == HELLO


def test_same_bytes_twice(linkshim, pack, toolchain, rustc):
    pack(GNU)
    chain, linker = toolchain(GNU), linkshim.linker(f"{GNU}-cc")
    first = rustc(chain, "hello.rs", linker=linker, output="first/out.exe").read_bytes()
    assert rustc(chain, "hello.rs", linker=linker, output="second/out.exe").read_bytes() == first


@pytest.mark.long(target=LLVM)
@pytest.mark.parametrize("target", RUN)
def test_c(target, tool, wine, tmp_path):
    """One call that compiles and links: the C library with its own formats, threads, thread-local variables, long
    double, wide characters, math."""
    own = ["-D__USE_MINGW_ANSI_STDIO=1"] if target == LLVM else []  # the UCRT's printf has no long double
    tool(target, "gcc", "-O1", "-Wall", "-Werror", *own, FOLDER / "all.c", "-o", "all.exe", "-lm", "-pthread")
    check_headers(tmp_path / "all.exe", target)
    result = wine.run(tmp_path / "all.exe", "one", "two words")
    assert (result.returncode, result.stdout) == (0, "2 two words\n1.5 2.25 18446744073709551615\nthreads 400 7\n"
                                                     "math 2.718282 1.414214\nwide 5\n"), result.stderr


@pytest.mark.long(target=LLVM)
@pytest.mark.parametrize("target", RUN)
def test_cxx(target, tool, wine, tmp_path):
    """Exceptions, also through a thread; iostream, files, regex."""
    tool(target, "g++", "-std=c++20", "-O1", PROGRAMS / "cxx/all.cpp", "-o", "all.exe")
    check_headers(tmp_path / "all.exe", target)
    result = wine.run(tmp_path / "all.exe", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (0, CXX_ALL), result.stderr


@pytest.mark.long(target=LLVM)
@pytest.mark.parametrize("target", RUN)
def test_dll(target, tool, linkshim, toolchain, rustc, wine, tmp_path):
    """A DLL of C by a .def file, with its import library; a program of C and one of Rust load it."""
    (tmp_path / "part.def").write_text("LIBRARY part.dll\nEXPORTS\n  twice\n  counter DATA\n")
    tool(target, "cc", "-c", FOLDER / "part.c", "-o", "part.o")
    tool(target, "cc", "-shared", "part.o", "part.def", "-o", "part.dll", "-Wl,--out-implib,libpart.dll.a",
         "-Wl,--output-def,made.def")
    check_headers(tmp_path / "part.dll", target, dll=True)
    assert re.findall(r"Name: (\w+)", read(tmp_path / "part.dll", "--coff-exports")) == ["counter", "twice"]
    assert "twice" in (tmp_path / "made.def").read_text() and "hidden" not in (tmp_path / "made.def").read_text()
    tool(target, "cc", FOLDER / "loads.c", "-L.", "-lpart", "-o", "c.exe")
    rustc(toolchain(target), FOLDER / "loads.rs", f"-Lnative={tmp_path}", linker=linkshim.linker(f"{target}-cc"),
          output="rust.exe")
    for program in "c.exe", "rust.exe":
        assert "part.dll" in imported(tmp_path / program)
        assert wine.run(tmp_path / program).stdout == "twice 42, counter 3\n"


@pytest.mark.long(target=LLVM)
@pytest.mark.parametrize("target", RUN)
def test_cdylib(target, tool, linkshim, toolchain, rustc, wine, tmp_path):
    """A DLL of Rust with a panic that it catches, loaded by a program of C through the import library."""
    rustc(toolchain(target), FOLDER / "cdylib.rs", "--crate-type=cdylib", "-O", linker=linkshim.linker(f"{target}-cc"),
          output="adds.dll")
    assert re.findall(r"Name: (\w+)", read(tmp_path / "adds.dll", "--coff-exports")) == ["adds"]
    tool(target, "cc", FOLDER / "uses.c", tmp_path / "libadds.dll.a", "-o", "uses.exe")
    assert wine.run(tmp_path / "uses.exe").stdout == "7 -1\n"


def test_windows_program_with_a_resource(tool, wine, tmp_path):
    """-mwindows, WinMain, and a string from a resource that includes a header."""
    tool(GNU, "windres", FOLDER / "text.rc", "text.o")
    tool(GNU, "cc", "-mwindows", FOLDER / "window.c", "text.o", "-o", "window")
    assert "Subsystem: IMAGE_SUBSYSTEM_WINDOWS_GUI" in read(tmp_path / "window.exe", "--file-headers")
    result = wine.run(tmp_path / "window.exe", cwd=tmp_path)
    assert (result.returncode, (tmp_path / "said.txt").read_text()) == (7, "resource seven")


def test_unicode_program(tool, wine, tmp_path):
    tool(GNU, "cc", "-municode", FOLDER / "wide.c", "-o", "wide.exe")
    assert wine.run(tmp_path / "wide.exe", "\u00e4b").stdout == "2\n"


def test_import_library_of_our_own(tool, linkshim, wine, tmp_path):
    """dlltool where none is installed: the same imports as llvm-dlltool's, and a program that uses them runs."""
    (tmp_path / "k.def").write_text("LIBRARY kernel32.dll\nEXPORTS\n  GetTickCount\n  lstrlenA\n")
    hidden = subprocess.run(["unshare", "--mount", "--map-root-user", "sh", "-c", HIDE_LLVM, linkshim.linker(f"{GNU}-dlltool"), "-d",
                             "k.def", "-l", "libours.a"], cwd=tmp_path, env=linkshim.environment, capture_output=True, text=True)
    if "unshare" in hidden.stderr:
        pytest.skip(hidden.stderr)
    assert (hidden.returncode, hidden.stdout, hidden.stderr) == (0, "", "")
    tool(GNU, "dlltool", "-d", "k.def", "-l", "libllvm.a")
    names = [read(tmp_path / name, "--all") for name in ("libours.a", "libllvm.a")]
    ours, theirs = (re.sub(r"File: .*?\((.*)\)", r"\1", text) for text in names)
    assert ours == theirs
    (tmp_path / "p.c").write_text('int __stdcall lstrlenA(const char *); int main(void) { return lstrlenA("four"); }\n')
    tool(GNU, "cc", "-nodefaultlibs", "p.c", "-L.", "-lours", "-lmingw32", "-lgcc", "-lmingwex", "-lmsvcrt", "-lkernel32",
         "-o", "p.exe")
    assert wine.run(tmp_path / "p.exe").returncode == 4


@pytest.mark.long
@pytest.mark.parametrize("target", [GNU, pytest.param(LLVM, marks=pytest.mark.nightly)])
def test_crates(target, work, linkshim, pack, toolchain, wine):
    """`cargo linkshim run` and `test`: ring, zstd, SQLite, and a raw-dylib, whose import library comes from the dlltool on PATH."""
    pack(target)
    chain, folder = toolchain(target), work / "target-windows"
    wanted = {"run": "ok ring\nok zstd\nok sqlite\nok raw-dylib\n", "test": "1 passed"}
    for command, text in wanted.items():
        result = linkshim.run(chain.cargo, "linkshim", command, "-q", "--locked", "--target", target, cwd=PROGRAMS / "windows_crates",
                              timeout=3000, **{**wine.variables, **chain.variables(None), "CARGO_TARGET_DIR": str(folder)})
        said = result.stdout.replace("\r\n", "\n")
        assert said == text if command == "run" else text in said


def test_errors(tool, tmp_path):
    """One clear error each."""
    (tmp_path / "p.c").write_text("int main(void) { return 0; }\n")
    (tmp_path / "bad.def").write_text("LIBRARY a.dll\nEXPORTS\n  f @x\n")
    failed = tool(GNU, "cc", "p.c", "-lnosuch", "-o", "p.exe", check=False)
    assert failed.returncode != 0 and failed.stderr.count("linkshim: note: there is no import library for -lnosuch: ") == 1
    for words in ["dlltool", "-d", "bad.def", "-l", "l.a"], ["cc", "-shared", "p.c", "bad.def", "-o", "a.dll"]:
        failed = tool(GNU, *words, check=False)
        assert (failed.returncode, failed.stderr) == (
            1, "linkshim: error: the .def file breaks the rules\n  file     bad.def:3\n"
               "  because  `@x` is no ordinal: @1 to @65535\n  try: write it as: LIBRARY name.dll, EXPORTS, then a name a line\n")
