"""Nothing of the host gets into a cross compile or link: every path that one looks at, found or not, has a known reason.

strace follows linkshim and what it becomes. Allowed are the user's files, the toolchains, linkshim's own places, the
shared libraries of the compiler and the linker, and the exact names below.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

C = "#include <stdio.h>\n#include <pthread.h>\n#include <linux/fs.h>\nint main(void) { return puts(\"word\") < 0; }\n"
CXX = "#include <iostream>\n#include <vector>\nint main() { std::cout << std::vector<int>{1}.size() << std::endl; }\n"
FOR_WINDOWS = "int puts(const char *);\nvoid __stdcall Sleep(unsigned);\nint main(void) { Sleep(1); return puts(\"word\") < 0; }\n"
RUST = "fn main() { println!(\"word\"); }\n"
MSVC = "x86_64-pc-windows-msvc"
TARGETS = {"aarch64-unknown-linux-gnu": ".2.17", "aarch64-unknown-linux-musl": "", MSVC: ""}
LINUX = {
    "compile": ("cc", "-O2", "-MD", "-MT", "a.o", "-MF", "a.d", "-c", "a.c", "-o", "a.o"),
    "compile C++": ("c++", "-O2", "-std=c++20", "-c", "a.cc", "-o", "b.o"),
    "link": ("cc", "a.o", "-lm", "-lpthread", "-o", "a"),
    "link C++": ("c++", "b.o", "-o", "b"),
    "compile and link": ("cc", "-g", "a.c", "-o", "c"),
    "link a library": ("cc", "-shared", "a.o", "-o", "liba.so"),
    "ld": ("ld", "-shared", "a.o", "-L", "FOLDER", "-lc", "-o", "libb.so"),
    "ld -r": ("ld", "-r", "a.o", "-o", "all.o"),
}
WINDOWS = {
    "compile": ("cc", "-O2", "-MD", "-MT", "a.obj", "-MF", "a.d", "-c", "a.c", "-o", "a.obj"),
    "link": ("cc", "a.obj", "-lws2_32", "-o", "a.exe"),
    "compile and link": ("cc", "-g", "a.c", "-o", "c.exe"),
    "link a library": ("cc", "-shared", "a.obj", "-o", "a.dll"),
    "link.exe": ("ld", "/nologo", "a.obj", "/defaultlib:msvcrt", "kernel32.lib", "/out:b.exe", "/debug"),
}

# What the loader of shared libraries reads, and what clang reads to tell the distribution it runs on.
EXACT = {"/etc/ld.so.cache", "/etc/ld.so.preload", "/etc/debian_version", "/etc/os-release", "/etc/lsb-release",
         "/etc/redhat-release"}
# Programs are looked for by name in the folders of PATH and in the packages of LLVM; the kernel's own file systems. clang looks
# for a cl.exe, from which it takes nothing without Microsoft's headers; lld would take the libraries beside it.
PROGRAM = re.compile(r"(rust-lld|lld|clang|ld\.lld|lld-link|cl\.exe|zig|python-zig)(-[0-9]+)?|aarch64-linux-(gnu|musl)-ld(\.bfd)?")
LLVM = re.compile(r"/usr/lib/llvm-[0-9]+(/|$)")
KERNEL = re.compile(r"/dev/(null|tty|urandom)$|/proc/(self/|sys/vm/|meminfo|cpuinfo)|/sys/(fs/cgroup|devices/system/cpu)")
CALL = re.compile(r"(\w+)\((.*)")
PATH = re.compile(r'(?:(AT_FDCWD|\d+)(?:<([^>]*)>)?, )?"((?:[^"\\]|\\.)*)"')
TWO_PATHS = {"rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat"}


def shared_libraries(program: str) -> set[str]:
    """The files that the loader maps for a program, by every name on the way to them."""
    listed = subprocess.run(["ldd", program], capture_output=True, text=True).stdout
    names = {word for word in listed.split() if word.startswith("/")}
    return names | {os.path.realpath(name) for name in names}


def paths(trace: str, start: str, current: Path):
    """Every path in a trace from the process on that becomes `start`, with its call. All works in one folder."""
    inside = set()
    for line in trace.splitlines():
        pid, _, rest = line.partition(" ")
        call = CALL.match(rest.strip())
        if not call:
            continue
        name, arguments = call.groups()
        if name == "execve" and arguments.startswith(f'"{start}"'):
            inside.add(pid)
        if name in ("clone", "clone3", "vfork", "fork"):
            child = re.search(r"= (\d+)$", line)
            if pid in inside and child:
                inside.add(child[1])
            continue
        if pid not in inside:
            continue
        for match in list(PATH.finditer(arguments))[:2 if name in TWO_PATHS else 1]:
            folder, path = match[2] or current, match[3]
            if path:
                yield name, os.path.normpath(os.path.join(folder, path))


class Rules:
    def __init__(self, linkshim, work, folder, chain):
        compiler = shutil.which("clang") or shutil.which("clang-22") or "/usr/lib/llvm-22/bin/clang"
        rust = Path(chain.rustc).resolve().parents[1]
        lld = next(rust.glob("lib/rustlib/*/bin/rust-lld"), None) or shutil.which("ld.lld-22")
        self.folders = {str(folder), str(work), str(linkshim.program.parents[1]), str(linkshim.links), str(rust),
                        os.path.dirname(os.path.dirname(os.path.realpath(compiler))), "/tmp"}
        if chain.sysroot:
            self.folders.add(str(chain.sysroot))
        home = os.environ.get("HOME", "/root")
        self.folders |= {f"{home}/.rustup", f"{home}/.local/share/linkshim"}
        self.exact = EXACT | shared_libraries(compiler) | shared_libraries(str(lld))
        # A name that is made absolute is read folder by folder.
        self.above = {str(parent) for place in (*self.folders, *self.exact) for parent in Path(place).parents}
        self.search = os.environ["PATH"].split(":")
        self.above |= {*self.search, "/usr/bin"}

    def allow(self, call: str, path: str) -> bool:
        if path in self.exact or KERNEL.match(path) or LLVM.match(path):
            return True
        if any(path == folder or path.startswith(folder + "/") for folder in self.folders):
            return True
        if path in self.above and call not in ("open", "openat"):
            return True
        # The loader's own tries, for the processor's variants of a library that it then finds.
        return os.path.dirname(path) in self.search and bool(PROGRAM.fullmatch(os.path.basename(path)))


def offenders(linkshim, rules, folder, start, command, **environment) -> list[tuple[str, str]]:
    log = folder / "trace"
    linkshim.run("strace", "-f", "-qq", "-y", "-s", "4096", "-e", "trace=%file,%process", "-o", log, *command, cwd=folder,
                 **environment)
    seen = list(paths(log.read_text(errors="replace"), str(start), folder))
    assert len(seen) > 20, "nothing was traced"
    return sorted({(call, path) for call, path in seen if not rules.allow(call, path)})


@pytest.mark.parametrize("target", TARGETS)
def test_nothing_of_the_host_is_opened(linkshim, toolchain, pack, work, tmp_path, target):
    if not shutil.which("strace"):
        pytest.skip("strace is missing: scripts/install-test-needs")
    chain = toolchain(target)
    if target == MSVC:
        pack(target)
    rules = Rules(linkshim, work, tmp_path, chain)
    for name, text in {"a.c": FOR_WINDOWS if target == MSVC else C, "a.cc": CXX, "a.rs": RUST}.items():
        (tmp_path / name).write_text(text)
    name = target + TARGETS[target]
    tools = {tool: linkshim.linker(f"{name}-{tool}") for tool in ("cc", "c++", "ld")}
    linkshim.run(tools["cc"], "a.c", "-o", "first", cwd=tmp_path)      # fills the cache
    library = "libc.so" if target.endswith("gnu") else "libc.a"
    folder = os.path.dirname(linkshim.run(tools["cc"], f"-print-file-name={library}").stdout.strip())
    found = {what: offenders(linkshim, rules, tmp_path, tools[tool], [tools[tool], *(folder if w == "FOLDER" else w for w in words)])
             for what, (tool, *words) in (WINDOWS if target == MSVC else LINUX).items()}
    if target == MSVC:
        linked = (tmp_path / "trace").read_text(errors="replace")
        assert "cl.exe" not in linked and "/VC/Tools" not in linked
    rustc = [chain.rustc, "--target", target, *chain.rustc_flags, f"-Clinker={tools['cc']}", "a.rs", "-o", "r"]
    found["rustc"] = offenders(linkshim, rules, tmp_path, tools["cc"], rustc, **chain.environment)
    assert {what: paths for what, paths in found.items() if paths} == {}


def test_an_offender_is_seen(linkshim, toolchain, work, tmp_path):
    """A header of the host by its full name."""
    if not shutil.which("strace"):
        pytest.skip("strace is missing: scripts/install-test-needs")
    target = "aarch64-unknown-linux-gnu"
    rules = Rules(linkshim, work, tmp_path, toolchain(target))
    (tmp_path / "a.c").write_text('#include "/usr/include/elf.h"\n')
    cc = linkshim.linker(f"{target}.2.17-cc")
    assert ("openat", "/usr/include/elf.h") in offenders(linkshim, rules, tmp_path, cc, [cc, "-c", "a.c"])
