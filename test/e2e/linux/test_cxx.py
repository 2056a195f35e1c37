"""C++ through the shim with its own libc++: the library's parts, exceptions that cross libraries, and a crate.

Needs the packs of the targets: scripts/sysroots.
"""

import shutil
import subprocess

import pytest

import elf
from installed import from_sources
from layout import PROGRAMS
from running import CXX_ALL

GNU = ["aarch64-unknown-linux-gnu", "x86_64-unknown-linux-gnu"]
MUSL = ["aarch64-unknown-linux-musl", "x86_64-unknown-linux-musl"]
# The others that have a C++ library, and running.py's name of their architecture.
OTHERS = {
    "armv7-unknown-linux-gnueabihf": "armhf", "i686-unknown-linux-gnu": "i386",
    "loongarch64-unknown-linux-gnu": "loongarch64", "powerpc64le-unknown-linux-gnu": "powerpc64le",
    "riscv64gc-unknown-linux-gnu": "riscv64", "s390x-unknown-linux-gnu": "s390x",
    "armv7-unknown-linux-musleabihf": "armhf", "i686-unknown-linux-musl": "i386",
    "loongarch64-unknown-linux-musl": "loongarch64", "powerpc64le-unknown-linux-musl": "powerpc64le",
    "riscv64gc-unknown-linux-musl": "riscv64", "s390x-unknown-linux-musl": "s390x",
}
BY_HAND = [pytest.param(target, marks=pytest.mark.nightly) for target in OTHERS]
OTHER_GNU = [target for target in OTHERS if "-gnu" in target]
# The oldest floor of each, and a glibc that runs here.
FLOORS = {"riscv64gc-unknown-linux-gnu": "2.27", "loongarch64-unknown-linux-gnu": "2.36"}
TREES = {target: "2.36" for target in OTHERS} | {"loongarch64-unknown-linux-gnu": "2.41"}
# The loader of glibc 2.17, called by hand as here, runs constructors of position-independent programs twice.
KIND = {target: ["-no-pie"] for target in GNU}
KIND |= {target: ["-static"] for target in [*MUSL, *OTHERS] if "-musl" in target}
# The code is for LSX, which is rustc's choice too: the QEMU of Debian 12 knows it not.
CANNOT_RUN = ("loongarch64",)
C_PROGRAM = """#define _GNU_SOURCE
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
static _Atomic long long count;
static void *add(void *n) { atomic_fetch_add(&count, *(long long *)n); return NULL; }
int main(void) {
  volatile long long big = 1234567890123456789LL, by = 10000000000LL;
  long long n = strtol("7", NULL, 10);
  pthread_t thread;
  if (pthread_create(&thread, NULL, add, &n) || pthread_join(thread, NULL)) return 1;
  volatile long double half = 1.5L;
  printf("%lld %lld %d %.2Lf\\n", big / by, (long long)count, __builtin_popcountll(big & 7) + 1, half);
}
"""
ACROSS = "thrown in the library\nError\n0\n0\n10\n0.333\n"


def floor(target):
    return FLOORS.get(target, "2.17")


def needPack(linkshim, target):
    if not (linkshim.program.parents[1] / f"share/linkshim/sysroots/{target}.pack").exists():
        pytest.skip(f"no pack for {target}: scripts/sysroots {target}")


@pytest.fixture
def printed(execute):
    """A function: what a program of the target prints; None where nothing here can run it."""
    def run(program, target, **options):
        if target.startswith(CANNOT_RUN):
            return None
        return execute(program, target, glibc=TREES.get(target, "2.17"), arch=OTHERS.get(target), **options)
    return run


@pytest.fixture
def cxx(linkshim, tmp_path):
    """A function: runs the target's C++ compiler in the test's folder; it must say nothing."""
    def run(target, *arguments, tool="c++", check=True):
        needPack(linkshim, target)
        name = f"{target}.{floor(target)}-{tool}" if "-gnu" in target else f"{target}-{tool}"
        result = linkshim.run(linkshim.linker(name), *arguments, cwd=tmp_path, check=check)
        assert not check or (result.stdout, result.stderr) == ("", "")
        return result
    return run


@pytest.mark.parametrize("target", GNU + MUSL + BY_HAND)
def test_library(cxx, printed, tmp_path, target):
    """All in one call, and with the C compiler and the library named; a gnu program needs its oldest glibc at most."""
    kind = KIND.get(target, [])
    cxx(target, "-std=c++20", "-O1", "-Wall", "-Werror", *kind, PROGRAMS / "cxx/all.cpp", "-o", "once")
    cxx(target, "-std=c++17", "-stdlib=libc++", "-Werror", "-c", PROGRAMS / "cxx/all.cpp", "-o", "all.o")
    cxx(target, *kind, "all.o", "-lstdc++", "-lm", "-o", "named", tool="cc")
    for name in "once", "named":
        assert printed(tmp_path / name, target) in (CXX_ALL, None)
        program = elf.read(tmp_path / name)
        assert program.static == ("-musl" in target)
        assert program.newest_glibc() <= tuple(map(int, floor(target).split(".")))
        assert not [library for library in program.needed if "c++" in library]


@pytest.mark.parametrize("target", BY_HAND)
def test_c(cxx, printed, tmp_path, target):
    """A C program with what compilers call for: 64-bit division, 128-bit or 64-bit atomics, long double, threads."""
    (tmp_path / "main.c").write_text(C_PROGRAM)
    atomic = ["-Wl,-Bstatic", "-latomic", "-Wl,-Bdynamic"]
    cxx(target, "-Wall", "-Werror", *KIND.get(target, []), "main.c", *atomic, "-pthread", "-o", "main", tool="cc")
    assert printed(tmp_path / "main", target) in ("123456789 7 3 1.50\n", None)


@pytest.mark.parametrize("target", GNU + [p for p in BY_HAND if p.values[0] in OTHER_GNU])
def test_across_a_shared_library(cxx, printed, tmp_path, target):
    """Each has a libc++ of its own; both use the process's one unwinder and one list of caught exceptions."""
    folder = PROGRAMS / "cxx"
    cxx(target, "-shared", "-fPIC", folder / "library.cpp", "-o", "libacross.so")
    cxx(target, folder / "program.cpp", "-L.", "-lacross", "-o", "program")
    assert printed(tmp_path / "program", target, libraries=(tmp_path,)) in (ACROSS, None)
    library, program = elf.read(tmp_path / "libacross.so"), elf.read(tmp_path / "program")
    assert "libgcc_s.so.1" in library.needed and "libgcc_s.so.1" in program.needed
    clashing = {"__cxa_throw", "__gxx_personality_v0", "_ZTISt9exception", "_ZNSt11logic_errorC1EPKc", "_Unwind_Resume"}
    assert not (library.exported | program.exported) & clashing


@pytest.mark.parametrize("target", GNU)
def test_static_runtimes(cxx, execute, tmp_path, target):
    cxx(target, "-no-pie", "-static-libstdc++", "-static-libgcc", PROGRAMS / "cxx/all.cpp", "-o", "program")
    assert execute(tmp_path / "program", target) == CXX_ALL
    assert "libgcc_s.so.1" not in elf.read(tmp_path / "program").needed


@pytest.mark.parametrize("target", GNU + MUSL)
def test_crate(work, linkshim, toolchain, cargo, execute, target):
    """link-cplusplus, and a crate with C++ by way of cc-rs; panics and exceptions share the unwinder."""
    needPack(linkshim, target)
    full = f"{target}.2.17" if target in GNU else target
    linker, chain, name = linkshim.linker(f"{full}-cc"), toolchain(target), target.replace("-", "_")
    tools = {"CXX": "c++", "AR": "ar"}
    environment = {f"{variable}_{name}": str(linkshim.linker(f"{full}-{tool}")) for variable, tool in tools.items()}
    environment[f"CXXSTDLIB_{name}"] = "c++"
    cargo(chain, "with_cxx", "build", linker=linker, environment=environment)
    program = work / f"target-{target}" / target / "debug/with_cxx"
    assert execute(program, target) == "3 -1 true\n"
    assert elf.read(program).newest_glibc() <= (2, 18)  # Rust's std itself asks weakly for 2.18


def withoutPacks(linkshim, folder, *targets):
    """A share folder with the installed headers, and these packs."""
    installed, share = linkshim.program.parents[1] / "share/linkshim", folder / "share"
    (share / "sysroots").mkdir(parents=True)
    for name in "headers", "c++":
        (share / name).symlink_to(installed / name)
    for target in targets:
        shutil.copy2(installed / f"sysroots/{target}.pack", share / "sysroots")
    return share


@pytest.mark.parametrize("target, what, action", [
    ("x86_64-unknown-linux-musl", "the C++ library for {} is not installed", from_sources("{}")),
    ("mips-unknown-linux-musl", "linkshim brings no C++ library for {}",
     "-stdlib=libstdc++ --sysroot=a folder with a libstdc++ for it"),
    ("mips64el-unknown-linux-gnuabi64", "linkshim brings no C++ library for {}",
     "linkshim sysroot add {} libstdc++-12-dev, then -stdlib=libstdc++ --sysroot=/data/linkshim/overlays/{}"),
])
def test_no_library(linkshim, tmp_path, target, what, action):
    """A target without a C++ library: one error, of the compile and of the link, that names what helps."""
    share = withoutPacks(linkshim, tmp_path)
    (tmp_path / "a.cpp").write_text("#include <vector>\n")
    tool, places = linkshim.linker(f"{target}-c++"), {"LINKSHIM_SHARE": str(share), "XDG_DATA_HOME": "/data"}
    compiled = linkshim.run(tool, "-c", "a.cpp", cwd=tmp_path, check=False, **places)
    pack = f"{share}/sysroots/{target}.pack"
    first, last = f"linkshim: error: {what.format(target)}\n", f"  try: {action.format(target, target)}\n"
    assert compiled.returncode == 1
    assert compiled.stderr.endswith(f"{first}  looked for  {share}/c++/v1 {pack}\n{last}")
    kind = ["-static"] if "-musl" in target else []
    linked = linkshim.run(tool, *kind, "-x", "c++", "/dev/null", cwd=tmp_path, check=False, **places)
    assert linked.returncode == 1
    assert linked.stderr.startswith(f"{first}  looked for  libc++ and libstdc++\n  looked in   ")
    assert linked.stderr.endswith(f"{pack}\n{last}") and linked.stderr.count("\n") == 4


def test_damaged_pack(linkshim, tmp_path):
    """One error that names what mends it, and nothing of the pack is left in the cache."""
    target = MUSL[1]
    needPack(linkshim, target)
    share = withoutPacks(linkshim, tmp_path, target)
    (tmp_path / "a.c").write_text("int main(void) { return 0; }\n")
    pack, cache, tool = share / f"sysroots/{target}.pack", tmp_path / "cache", linkshim.linker(f"{target}-cc")
    whole = pack.read_bytes()
    flipped = whole[:-99] + bytes([whole[-99] ^ 1]) + whole[-98:]
    for damaged in flipped, whole[:-1000], whole[:50], b"":
        pack.write_bytes(damaged)
        for words in ["-static", "a.c"], ["-c", "a.c"], ["-###", "-static", "a.c"]:
            said = linkshim.run(tool, *words, cwd=tmp_path, check=False, LINKSHIM_SHARE=str(share),
                                LINKSHIM_CACHE_DIR=str(cache))
            assert said.returncode == 1
            first, *facts = said.stderr.splitlines()
            assert first == f"linkshim: error: the pack of {target} is damaged"
            assert facts[0] == f"  pack    {pack}" and facts[-1] == f"  try: {from_sources(target)}"
        assert [path.name for path in cache.rglob("*")] in ([], [".lock"])


def test_a_hundred_at_once(linkshim, tmp_path):
    """All unpack into an empty cache, all link, and one whole folder is left; what is damaged there is made anew."""
    target = MUSL[1]
    needPack(linkshim, target)
    (tmp_path / "a.c").write_text("int main(void) { return 0; }\n")
    tool, cache = linkshim.linker(f"{target}-cc"), tmp_path / "cache"
    linkshim.run(tool, "-c", "a.c", cwd=tmp_path)
    environment = {**linkshim.environment, "LINKSHIM_CACHE_DIR": str(cache)}
    started = [subprocess.Popen([tool, "-static", "a.o", "-o", f"a{n}"], cwd=tmp_path, env=environment)
               for n in range(100)]
    assert [process.wait() for process in started] == [0] * 100
    (folder,) = cache.glob("pack-*")
    first = {path.name: path.read_bytes() for path in (folder / "lib").iterdir()}
    assert len(first) > 20 and first["libgcc.a"] == first["libclang_rt.builtins.a"]
    assert {(tmp_path / f"a{n}").read_bytes() for n in range(100)} == {(tmp_path / "a0").read_bytes()}
    (folder / "lib/libc.a").write_bytes(first["libc.a"][:-1] + b"?")
    (folder / "lib/libgcc.a").unlink()
    linkshim.run(tool, "-static", "a.o", "-o", "again", cwd=tmp_path, LINKSHIM_CACHE_DIR=str(cache))
    assert {path.name: path.read_bytes() for path in (folder / "lib").iterdir()} == first
