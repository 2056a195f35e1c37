"""Android: std, linked against a folder that is laid out as an NDK is, and read back.

The folder's libraries are stubs with the names that the libc crate declares, each API level in a folder of its own."""

import os
import re
import subprocess
from pathlib import Path

import pytest

import objectfacts

TARGET = "aarch64-linux-android"
LIBC_SOURCES = Path("/usr/lib/rustlib/src/rust/library")
OTHERS = "environ __errno __cxa_finalize __cxa_thread_atexit_impl __register_atfork __libc_init".split()
UNWINDER = """_Unwind_Backtrace _Unwind_DeleteException _Unwind_GetDataRelBase _Unwind_GetIP _Unwind_GetIPInfo
 _Unwind_GetLanguageSpecificData _Unwind_GetRegionStart _Unwind_GetTextRelBase _Unwind_RaiseException _Unwind_Resume
 _Unwind_SetGR _Unwind_SetIP _Unwind_GetCFA _Unwind_FindEnclosingFunction""".split()
START = ".globl _start\n_start: b main\n"


def names_of_libc() -> list[str]:
    sources = [p for p in LIBC_SOURCES.glob("**/libc-0.2*/src/unix/**/*.rs") if "bsd" not in p.parts]
    if not sources:
        pytest.skip("the source of std is missing: package rust-web-src")
    names = {name for path in sources for name in re.findall(r"pub (?:safe |unsafe )?fn (\w+)\(", path.read_text())}
    return sorted(names | set(OTHERS))


def build_object(linkshim, text: str, out: Path) -> Path:
    source = out.with_suffix(".s")
    out.parent.mkdir(parents=True, exist_ok=True)
    source.write_text(text)
    linkshim.run(linkshim.linker(f"{TARGET}-cc"), "-c", source, "-o", out)
    return out


def functions(names) -> str:
    return "".join(f".globl {name}\n.type {name},%function\n{name}: ret\n" for name in names)


@pytest.fixture(scope="module")
def ndk(linkshim, work):
    root = work / "ndk"
    prebuilt = root / "toolchains/llvm/prebuilt/linux-x86_64"
    libraries, runtimes = prebuilt / f"sysroot/usr/lib/{TARGET}", prebuilt / "lib/clang/18/lib/linux/aarch64"
    for folder in (libraries / "21", libraries / "24", runtimes, prebuilt / f"sysroot/usr/include/{TARGET}"):
        folder.mkdir(parents=True, exist_ok=True)
    lists = {"c": names_of_libc(), "dl": ["dlopen", "dlsym", "dlclose", "dlerror", "dladdr", "dl_iterate_phdr"], "m": ["cos"],
             "log": ["__android_log_write"]}
    for level in ("21", "24"):
        for name, names in lists.items():
            made = build_object(linkshim, functions(names), work / f"ndk-objects/{name}.o")
            linkshim.run("ld.lld-22", "-shared", f"-soname=lib{name}.so", made, "-o", libraries / level / f"lib{name}.so")
        for start in ("crtbegin_dynamic.o", "crtbegin_so.o", "crtend_android.o", "crtend_so.o"):
            build_object(linkshim, (START if "dynamic" in start else "") + f'.asciz "start file of {level}"\n', work / f"ndk-objects/{start}").rename(libraries / level / start)
    unwinder = build_object(linkshim, functions(UNWINDER), work / "ndk-objects/unwind.o")
    (runtimes / "libunwind.a").unlink(missing_ok=True)
    subprocess.run(["llvm-ar-22", "rcs", runtimes / "libunwind.a", unwinder], check=True)
    return root


@pytest.mark.parametrize("variables, level", [({}, 21), ({"ANDROID_PLATFORM": "android-24"}, 24)])
def test_std(variables, level, ndk, toolchain, linkshim, tmp_path):
    """`cargo linkshim build`, for the oldest system and for a newer one."""
    chain = toolchain(TARGET)
    (tmp_path / "src").mkdir()
    (tmp_path / "Cargo.toml").write_text('[package]\nname = "hello"\nversion = "0.1.0"\nedition = "2021"\n[workspace]\n')
    (tmp_path / "src/main.rs").write_text('fn main() { println!("{:?}", std::thread::spawn(|| std::env::args().count()).join()); }\n')
    environment = {**chain.variables(None), "CARGO_TARGET_DIR": str(tmp_path / "target"), "ANDROID_NDK_HOME": str(ndk), **variables,
                   "PATH": f"{os.path.dirname(chain.cargo)}{os.pathsep}{linkshim.environment['PATH']}"}
    linkshim.run(chain.cargo, "linkshim", "build", "--quiet", "--target", TARGET, cwd=tmp_path, **environment)
    program = tmp_path / "target" / TARGET / "debug/hello"
    facts = objectfacts.read(program)
    assert (facts["machine"], facts["type"], facts["interpreter"]) == (183, "SharedObject", "/system/bin/linker64")
    assert {"libc.so"} <= set(facts["needed"]) <= {"libc.so", "libdl.so", "libm.so", "liblog.so"}
    assert facts["entry"] == facts["addresses"]["_start"] and f"start file of {level}".encode() in program.read_bytes()


@pytest.mark.parametrize("variables, message", [
    ({}, "this needs the platform's own headers and libraries, and ANDROID_NDK_HOME is not set"),
    ({"ANDROID_NDK_HOME": "/usr"}, "/usr has not what links for aarch64-linux-android need"),
    ({"ANDROID_NDK_HOME": "/no/such/folder"}, "/no/such/folder is no folder"),
    ({"ANDROID_NDK_HOME": "NDK", "ANDROID_PLATFORM": "19"}, "there are no libraries of API level 19 for aarch64-linux-android"),
])
def test_errors(variables, message, ndk, linkshim, tmp_path):
    """One sentence, and what to do."""
    environment = {name: str(ndk) if value == "NDK" else value for name, value in variables.items()}
    made = build_object(linkshim, functions(["main"]), tmp_path / "main.o")
    result = linkshim.run(linkshim.linker(f"{TARGET}-cc"), made, "-llog", "-o", tmp_path / "out", check=False, **environment)
    assert result.returncode == 1 and result.stderr.startswith(f"linkshim: error: {message}\n"), result.stderr
    assert result.stderr.count("error:") == 1 and "  try: export ANDROID_" in result.stderr
