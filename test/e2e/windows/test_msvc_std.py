"""Programs and DLLs for windows-msvc with linkshim's own runtime: nothing of Microsoft's is there. Those for x86-64 run under
Wine, others are read back.

Needs the packs of the targets: scripts/sysroots.
"""

import re
import subprocess

import pytest

import wine as wines
from layout import PROGRAMS, ROOT
from running import STD_ALL

pytestmark = pytest.mark.early

X64, X86, ARM64 = "x86_64-pc-windows-msvc", "i686-pc-windows-msvc", "aarch64-pc-windows-msvc"
FOLDER, STD = PROGRAMS / "msvc", PROGRAMS / "std_all/src/main.rs"
# What Windows 10 has had since its first release.
UCRT = {f"api-ms-win-crt-{part}-l1-1-0.dll" for part in
        "conio convert environment filesystem heap locale math multibyte private process runtime stdio string time utility".split()}
WINDOWS10 = UCRT | {"kernel32.dll", "ntdll.dll", "ws2_32.dll", "userenv.dll", "dbghelp.dll", "user32.dll", "advapi32.dll",
                    "bcrypt.dll", "bcryptprimitives.dll", "api-ms-win-core-synch-l1-2-0.dll"}
MODES = {"debug": ["-g"], "release": ["-O", "-Cdebuginfo=line-tables-only"], "crt-static": ["-O", "-Ctarget-feature=+crt-static"],
         "guard": ["-O", "-Ccontrol-flow-guard"], "lto": ["-O", "-Clto=fat", "-Cembed-bitcode=yes"],
         "abort": ["-O", "-Cpanic=abort"]}


def read(path, *questions: str) -> str:
    return subprocess.run(["llvm-readobj-22", *questions, str(path)], capture_output=True, text=True, check=True).stdout


def check_imports(path) -> None:
    """No runtime of a compiler's, and nothing that a Windows 10 may be without."""
    names = re.findall(r"^\s*Name: (\S+\.dll)$", read(path, "--coff-imports"), re.M | re.I)
    assert {name.lower() for name in names} <= WINDOWS10, names


@pytest.fixture(scope="module")
def wine(work, linkshim):
    """Wine with the target's own pack, which has what an older Wine lacks."""
    try:
        found = wines.Wine(work, [linkshim.program, "run", X64, "--"], linkshim.environment)
    except wines.Unavailable as error:
        pytest.skip(str(error))
    yield found
    found.close()


@pytest.fixture
def std(linkshim, pack, toolchain, rustc):
    """A function: the std program, made by rustc alone with the target's cc as its linker."""
    def make(target, *flags, source=STD, output="std_all.exe"):
        pack(target)
        return rustc(toolchain(target), source, *flags, linker=linkshim.linker(f"{target}-cc"), output=output)
    return make


@pytest.fixture
def build(linkshim, pack, tmp_path):
    """A function: compiles a file of the folder and links it by the target's tools; they say nothing."""
    def make(target, source, *compiled, output, linked=()):
        pack(target)
        obj = output.rsplit(".", 1)[0] + ".obj"
        for tool, words in [("clang", ["-c", "-fms-extensions", *compiled, FOLDER / source, "-o", obj]),
                            ("link", ["/NOLOGO", obj, f"/OUT:{output}", *linked])]:
            result = linkshim.run(linkshim.linker(f"{target}-{tool}"), *words, cwd=tmp_path)
            assert (result.stdout, result.stderr) == ("", ""), result
        return tmp_path / output
    return make


@pytest.mark.long(mode=["debug", "guard", "lto", "abort"])
@pytest.mark.parametrize("mode", MODES)
def test_std(mode, std, wine):
    """Threads, a caught panic, files, variables of threads, a child, DNS, sockets, in each way of building. Wine 8 gives no
    lines of a PDB for the backtrace, so that is read."""
    out = std(X64, *MODES[mode])
    check_imports(out)
    skip = ["backtrace"] + (["caught_panic"] if mode == "abort" else [])
    result = wine.run(out, STD_ALL_SKIP=" ".join(skip))
    assert (result.returncode, result.stdout) == (0, "".join(f"ok {name}\n" for name in STD_ALL if name not in skip)), result.stderr
    if mode == "debug":
        assert b"main::backtrace_line" in out.with_suffix(".pdb").read_bytes()
    guard = re.search(r"GuardCFFunctionCount: (\d+)", read(out, "--coff-load-config"))
    assert (int(guard[1]) > 0) == (mode == "guard")


@pytest.mark.long
@pytest.mark.parametrize("target", [X86, ARM64])
def test_std_is_linked(target, std, tmp_path):
    """With debug information in a PDB; for 32 bits the list of exception handlers, and imports that are decorated. The library
    for coverage has objects of Microsoft's compiler."""
    out = std(target, "-O", "-g", "-Cinstrument-coverage")
    check_imports(out)
    assert (tmp_path / "std_all.pdb").exists()
    text = read(out, "--file-headers", "--coff-load-config")
    assert "IMAGE_FILE_MACHINE_" + {X86: "I386", ARM64: "ARM64"}[target] in text
    assert (int(re.search(r"SEHandlerCount: (\d+)", text)[1]) > 0) == (target == X86)
    out = std(target, source=PROGRAMS / "windows/raw.rs", output="raw.exe")
    assert "Name: odd-name.v1.drv" in read(out, "--coff-imports")


STARTS = {"main": ([], "CUI"), "wmain": (["-DWIDE"], "CUI"), "WinMain": (["-DWINDOW"], "GUI"), "wWinMain": (["-DWIDE_WINDOW"], "GUI")}


@pytest.mark.parametrize("target", [X64, pytest.param(X86, marks=pytest.mark.long), pytest.param(ARM64, marks=pytest.mark.long)])
def test_start(target, build, wine):
    """Each kind of main function; the libraries are named in the sources alone, as their authors spell them."""
    for name, (macros, subsystem) in STARTS.items():
        out = build(target, "start.c", "-O1", "-fstack-protector-all", *macros, '-DDEFAULTS="msvcrtd"', output=f"{name}.exe")
        assert f"IMAGE_SUBSYSTEM_WINDOWS_{subsystem}" in read(out, "--file-headers")
        check_imports(out)
        if target == X64:
            result = wine.run(out, "A")
            assert (result.returncode, result.stdout) == (7, f"{name} A 2.5 1 1\n1000000007 455\n1\ncaught\natexit\n"), name


def test_libraries(build, std, wine, tmp_path):
    """A DLL of C++ that is loaded at the first call (/DELAYLOAD), one that nobody has, and a cdylib of Rust's."""
    build(X64, "library.cpp", "-fno-exceptions", output="library.dll", linked=["/DLL", "/DEFAULTLIB:libcmt", "/IMPLIB:library.lib"])
    dlls = std(X64, "--crate-type=cdylib", "-O", source=PROGRAMS / "windows/cdylib.rs", output="adds.dll")
    assert (tmp_path / "adds.dll.lib").exists()
    build(X64, "library.cpp", "-fno-exceptions", "-Danswer=nobodys", output="gone.dll",
          linked=["/DLL", "/DEFAULTLIB:libcmt", "/IMPLIB:gone.lib"])
    (tmp_path / "gone.dll").unlink()
    out = build(X64, "loads.c", output="loads.exe", linked=["library.lib", "gone.lib", "/DELAYLOAD:library.dll",
                                                           "/DELAYLOAD:gone.dll", "delayimp.lib"])
    for path in dlls, tmp_path / "library.dll":
        check_imports(path)
    result = wine.run(out, cwd=tmp_path)
    # C++ has the Itanium ABI, in which a thread's variables begin at their first use.
    wanted = "rust 5 -1\nbefore\n+global\nDllMain 1\n+local\n+new\n-new\n+thread\n42\nmissing\n-thread\nDllMain 0\n-local\n-global\n"
    assert (result.returncode, result.stdout) == (0, wanted), result


def test_helpers_of_x86(tmp_path):
    """What compilers call for 64 bits and large frames on 32-bit x86: the runtime's sources, made for Linux and run there."""
    clang = ["clang-22", "--target=i686-linux-gnu", "-fno-pic", "-ffreestanding", "-fno-builtin", "-fms-extensions", "-w", "-c"]
    for source in "x86_int64", "x86_float", "stack_probe":
        subprocess.run([*clang, "-O2", ROOT / f"sysroots/msvc/{source}.c", "-o", f"{source}.o"], cwd=tmp_path, check=True)
    subprocess.run([*clang, "-O0", "-mno-sse", FOLDER / "x86_helpers.c", "-o", "main.o"], cwd=tmp_path, check=True)
    names = [f"--defsym=_{name}={name}" for name in ("__linkshim_divmod", "__linkshim_udivmod", "_chkstk")]
    subprocess.run(["ld.lld-22", "-static", "--no-dependent-libraries", "main.o", "x86_int64.o", "x86_float.o", "stack_probe.o",
                    *names, "-o", "main"], cwd=tmp_path, check=True)
    assert subprocess.run([tmp_path / "main"]).returncode == 42
