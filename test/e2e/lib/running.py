"""Runs a program of another architecture or C library version on this machine."""

import shutil
import subprocess
from pathlib import Path

import glibc_trees

GLIBC_VERSIONS = glibc_trees.VERSIONS
# By the first part of a target's name, or by the name of glibc's symbol table.
QEMU = {
    "aarch64": "aarch64", "arm": "arm", "armhf": "arm", "armel": "arm", "i386": "i386", "riscv32": "riscv32",
    "riscv64": "riscv64", "powerpc64le": "ppc64le", "powerpc64": "ppc64", "powerpc": "ppc", "s390x": "s390x",
    "loongarch64": "loongarch64", "mips": "mips", "mipsel": "mipsel", "mips64": "mips64", "mips64el": "mips64el",
    "mipsr6": "mips", "mipsr6el": "mipsel", "mips64r6": "mips64", "mips64r6el": "mips64el", "sparc64": "sparc64",
    "m68k": "m68k",
}


class Unavailable(Exception):
    """What would run the program is missing; the text names it."""


def prefix(arch: str, tree: Path | None = None, libraries: tuple[Path, ...] = (), emulated: bool = False) -> list[str]:
    """The words that go before a Linux program; `tree` holds the C library to use instead of this machine's.

    glibc 2.17 runs a program's constructors twice when its loader is called by hand, as for this machine's own kind: where
    that shows, `emulated` asks for the emulator."""
    path = ":".join(str(folder) for folder in ([tree / "lib"] if tree else []) + list(libraries))
    if arch == "x86_64" and not emulated:
        if not tree:
            return ["env", f"LD_LIBRARY_PATH={path}"] if path else []
        return [str(tree / "lib" / glibc_trees.INTERPRETER[arch]), "--library-path", path]
    emulator = shutil.which(f"qemu-{QEMU.get(arch, arch)}-static")
    if not emulator:
        raise Unavailable(f"qemu-{QEMU.get(arch, arch)}-static is missing: package qemu-user-static")
    return [emulator] + (["-L", str(tree)] if tree else []) + (["-E", f"LD_LIBRARY_PATH={path}"] if path else [])


def run(program: Path, *arguments: str, arch: str, tree: Path | None = None, cwd: Path | None = None,
        libraries: tuple[Path, ...] = (), emulated: bool = False, **environment: str) -> subprocess.CompletedProcess:
    """Runs and returns status and output; stderr apart. The environment is small and known."""
    words = prefix(arch, tree, libraries, emulated)
    variables = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "LANG": "C", **environment}
    return subprocess.run([*words, str(program), *arguments], cwd=cwd, env=variables, capture_output=True, text=True,
                          timeout=120)


STD_ALL = ["threads", "sync", "caught_panic", "backtrace", "thread_locals", "child_process", "dns", "tcp_echo",
           "environment", "files", "time", "floats"]
# What programs/cxx/all.cpp prints.
CXX_ALL = """constructor
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


def check_std_all(program: Path, arch: str, tree: Path | None = None, skip: tuple[str, ...] = ()) -> None:
    """Runs std_all and compares its whole output. `skip`: checks left out, for a reason that the caller states."""
    result = run(program, arch=arch, tree=tree, STD_ALL_RUNNER=" ".join(prefix(arch, tree)), STD_ALL_SKIP=" ".join(skip))
    wanted = "".join(f"ok {name}\n" for name in STD_ALL if name not in skip)
    assert (result.returncode, result.stdout, result.stderr) == (0, wanted, "")
