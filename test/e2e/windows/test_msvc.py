"""Microsoft's dialect: rustc's call of link.exe, cc-rs's calls of cl-less clang and of lib.exe, with a folder laid out as
`xwin splat` does; its libraries are stand-ins made here."""

import re
import subprocess

import pytest

MACHINES = {"x86_64": ("x86_64", "i386:x86-64", "AMD64"), "i686": ("x86", "i386", "I386"),
            "aarch64": ("aarch64", "arm64", "ARM64")}
EXPORTS = {"sdk/lib/um": ("kernel32", "ExitProcess"), "sdk/lib/ucrt": ("ucrt", "puts")}
MAIN = "#include <stdio.h>\nint main(void) { puts(\"hi\"); return 3; }\n"
START = "#include <windows.h>\nint main(void);\nvoid mainCRTStartup(void) { ExitProcess(main()); }\n"
HEADERS = {"sdk/include/ucrt/stdio.h": "int puts(const char *);\n",
           "sdk/include/um/windows.h": "__declspec(dllimport) void __stdcall ExitProcess(unsigned);\n"}


@pytest.fixture
def xwin(linkshim, tmp_path):
    """A function: the folder, with the import libraries and headers that the program needs."""
    def make(target):
        folder, (name, machine, _) = tmp_path / "xwin", MACHINES[target.split("-")[0]]
        for path, text in HEADERS.items():
            (folder / path).parent.mkdir(parents=True)
            (folder / path).write_text(text)
        for place, (library, function) in EXPORTS.items():
            (folder / place / name).mkdir(parents=True)
            decorated = f"{function}@4" if (machine, library) == ("i386", "kernel32") else function
            (tmp_path / "x.def").write_text(f"LIBRARY {library}.dll\nEXPORTS\n  {decorated}\n")
            linkshim.run("llvm-dlltool-22", "-k", "-m", machine, "-d", "x.def", "-l", folder / place / name / f"{library}.lib",
                         cwd=tmp_path)
        (folder / "crt/lib" / name).mkdir(parents=True)
        return folder, folder / "crt/lib" / name
    return make


def read(path, *questions):
    return subprocess.run(["llvm-readobj-22", *questions, str(path)], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("target", ["x86_64-pc-windows-msvc", "i686-pc-windows-msvc", "aarch64-pc-windows-msvc",
                                    "x86_64-win7-windows-msvc"])
def test_program(target, linkshim, xwin, tmp_path):
    """Compiles, makes a library in the words of lib.exe, links in those of link.exe."""
    folder, crt = xwin(target)
    variables = {"cwd": tmp_path, "XWIN_DIR": str(folder)}
    for name, text in {"main": MAIN, "start": START}.items():
        (tmp_path / f"{name}.c").write_text(text)
        linkshim.run(linkshim.linker(f"{target}-clang"), "-c", f"{name}.c", "-o", f"{name}.obj", **variables)
    linkshim.run(linkshim.linker(f"{target}-ar"), f"-out:{crt / 'msvcrt.lib'}", "-nologo", "start.obj", **variables)
    linkshim.run(linkshim.linker(f"{target}-cc"), "/NOLOGO", "main.obj", "msvcrt.lib", "ucrt.lib", "kernel32.lib", "/OUT:main.exe",
                 "/SUBSYSTEM:CONSOLE", "/Brepro", **variables)
    text = read(tmp_path / "main.exe", "--file-headers")
    assert f"Machine: IMAGE_FILE_MACHINE_{MACHINES[target.split('-')[0]][2]} " in text
    assert "Subsystem: IMAGE_SUBSYSTEM_WINDOWS_CUI" in text
    imports = re.findall(r"(?:Name|Symbol): (\S+)", read(tmp_path / "main.exe", "--coff-imports"))
    assert imports == ["ucrt.dll", "puts", "kernel32.dll", "ExitProcess"]


def test_errors(linkshim, tmp_path):
    """A library that nobody has, in one error; for a processor that no pack is for, the folder that would bring all."""
    (tmp_path / "plain.c").write_text("int main(void) { return 0; }\n")
    (tmp_path / "main.c").write_text(MAIN)
    brought, other = "x86_64-pc-windows-msvc", "thumbv7a-pc-windows-msvc"
    for target in brought, other:
        linkshim.run(linkshim.linker(f"{target}-cc"), "-c", "plain.c", "-o", f"{target}.obj", cwd=tmp_path)

    def said(target, *words):
        failed = linkshim.run(linkshim.linker(f"{target}-cc"), *words, cwd=tmp_path, check=False)
        assert failed.returncode == 1 and not (tmp_path / "p.exe").exists()
        return failed.stderr[failed.stderr.index("linkshim: error:"):]
    link = said(brought, f"{brought}.obj", "nobodys.lib", "/OUT:p.exe")
    assert link.startswith("linkshim: error: no folder of this link has nobodys.lib\n  target        x86_64-pc-windows-msvc\n")
    for missing, words in ("nobodys.lib", [f"{other}.obj", "nobodys.lib", "/OUT:p.exe"]), ("the C library's headers", ["-c", "main.c"]):
        assert said(other, *words) == (
            "linkshim: error: this needs the platform's own headers and libraries, and XWIN_DIR is not set\n"
            f"  target    {other}\n  missing   {missing}\n  it names  a folder that `xwin splat` made, "
            "with Microsoft's C runtime and Windows SDK\n  try: export XWIN_DIR=/path/to/it\n")


def test_run_with_an_empty_cache(linkshim, toolchain, pack, wine, tmp_path):
    """Rust's std wants a DLL that Wine 8 lacks: it comes of the pack, whoever linked the program and wherever."""
    target = "x86_64-pc-windows-msvc"
    pack(target)
    chain, program = toolchain(target), tmp_path / "hello.exe"
    (tmp_path / "hello.rs").write_text('fn main() { println!("{:?}", std::collections::HashMap::from([(1, 2)])); }\n')
    linkshim.run(chain.rustc, "--target", target, f"-Clinker={linkshim.linker(f'{target}-cc')}", tmp_path / "hello.rs", "-o", program,
                 **chain.environment)
    variables = {name: wine.variables[name] for name in ("WINEPREFIX", "WINEDEBUG", "WINEARCH")}
    done = linkshim.run(linkshim.program, "run", target, "--", program, LINKSHIM_CACHE_DIR=str(tmp_path / "cache"), **variables)
    assert done.stdout.split() == ["{1:", "2}"]
    assert linkshim.run(linkshim.program, "verify", "--target", target, "--max-windows", "8", "--require", "no-runtime-dlls,pdb", program)
