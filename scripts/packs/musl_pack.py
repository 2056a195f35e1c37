"""The C library of a linux-musl target: musl's libc.a, start files and headers."""
import os
import pathlib
import shutil
import subprocess

from fetch import pool
from packs import objects
from tables import targets

# musl's own configure comes to these for clang; -fPIC is ours. One libc.a serves static and static-pie.
FLAGS = """-std=c99 -nostdinc -ffreestanding -fexcess-precision=standard -frounding-math -fno-strict-aliasing
 -Wa,--noexecstack -D_XOPEN_SOURCE=700 -pipe -fomit-frame-pointer -fno-unwind-tables -fno-asynchronous-unwind-tables
 -ffunction-sections -fdata-sections -w -Qunused-arguments -fPIC""".split()
SMALL, QUICK = "-Os", "-O3"
QUICK_FOLDERS = ("src/internal/", "src/malloc/", "src/string/")
EMPTY_LIBRARIES = "m rt pthread crypt util xnet resolv dl".split()
NO_STACK_PROTECTOR = "__libc_start_main __init_tls __stack_chk_fail __set_thread_area memset memcpy".split()
START_FILES = ("crt1", "Scrt1", "rcrt1", "crti", "crtn")


def generatedHeaders(tree: pathlib.Path, arch: str) -> dict[str, str]:
    """bits/alltypes.h and bits/syscall.h, as musl's Makefile makes them."""
    types = subprocess.check_output(["sed", "-f", "tools/mkalltypes.sed", f"arch/{arch}/bits/alltypes.h.in",
                                     "include/alltypes.h.in"], cwd=tree, text=True)
    calls = (tree / f"arch/{arch}/bits/syscall.h.in").read_text()
    aliases = [line.replace("__NR_", "SYS_", 1) for line in calls.splitlines() if "__NR_" in line]
    return {"bits/alltypes.h": types, "bits/syscall.h": calls + "\n".join(aliases) + "\n"}


def headers(arches: dict[str, str]) -> dict[str, dict[str, bytes]]:
    """musl's headers: folder below headers/ -> name -> text. `arches` gives the folder of musl's sources for rustc's name
    of an architecture. What all architectures share is in musl/all, the rest in musl/ARCH; no name is in both."""
    tree = pool.sourceTree(pool.readPins("musl"))
    generic = {f"bits/{path.name}": path.read_bytes() for path in (tree / "arch/generic/bits").glob("*.h")}
    sources = {facts["source"] for facts in targets.musls().values()}
    varies = {f"bits/{path.name}" for source in sources for path in (tree / "arch" / source / "bits").glob("*.h")}
    found = {"musl/all": {path.relative_to(tree / "include").as_posix(): path.read_bytes()
                          for path in (tree / "include").rglob("*.h")}}
    found["musl/all"] |= {name: text for name, text in generic.items() if name not in varies}
    for arch, source in arches.items():
        own = {f"bits/{path.name}": path.read_bytes() for path in (tree / "arch" / source / "bits").glob("*.h")}
        own |= {name: text.encode() for name, text in generatedHeaders(tree, source).items()}
        found[f"musl/{arch}"] = {name: text for name, text in generic.items() if name in varies} | own
    return found


def dependsOn(row: targets.Row) -> list:
    """What the bytes of the library depend on."""
    return [pathlib.Path(__file__), pool.readPins("musl"), row.muslSource]


def sourceFiles(tree: pathlib.Path, arch: str) -> list[str]:
    """What the Makefile of musl compiles: a file in a folder's architecture subfolder replaces one of its name."""
    compat = ["compat/time32"] if "compat" in archMake(tree, arch) else []
    folders = sorted(p.relative_to(tree).as_posix() for p in tree.glob("src/*") if p.is_dir())
    folders += ["src/malloc/mallocng", "crt", "ldso", *compat]
    chosen: dict[str, str] = {}
    for folder in folders:
        for path in sorted((tree / folder).glob("*.c")):
            chosen[f"{folder}/{path.stem}"] = f"{folder}/{path.name}"
        for path in sorted((tree / folder / arch).glob("*.[csS]")):
            chosen[f"{folder}/{path.stem}"] = f"{folder}/{arch}/{path.name}"
    return sorted(chosen.values())


def archMake(tree: pathlib.Path, arch: str) -> str:
    path = tree / "arch" / arch / "arch.mak"
    return path.read_text() if path.exists() else ""


def prepare(row: targets.Row, work: pathlib.Path, oneByOne: bool) -> tuple[objects.Build, list[str]]:
    """A copy of the sources in `work` that is ready to compile, and the files of the architecture."""
    pins, arch = pool.readPins("musl"), row.muslSource
    shutil.copytree(pool.sourceTree(pins), work)
    for name, text in generatedHeaders(work, arch).items():
        path = work / "obj/include" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (work / "src/internal/version.h").write_text('#define VERSION "%s"\n' % pins["version"])
    includes = [f"-I{d}" for d in (f"arch/{arch}", "arch/generic", "src/include", "src/internal", "obj/include",
                                   "include")]
    flags = [f"--target={row.llvm}", *row.flags, *FLAGS, *includes, f"-ffile-prefix-map={work}=/musl"]
    return objects.Build(work, flags, oneByOne), sourceFiles(work, arch)


def assemble(row: targets.Row, lib: pathlib.Path, share: pathlib.Path, work: pathlib.Path, oneByOne: bool) -> None:
    """Adds the C library and its start files."""
    build, files = prepare(row, work / "musl", oneByOne)
    libc = [f for f in files if not f.startswith(("crt/", "ldso/"))]
    bare = [f for f in libc if pathlib.PurePath(f).stem in NO_STACK_PROTECTOR]
    quick = [f for f in libc if f.startswith(QUICK_FOLDERS)]
    for names, level in ((quick, QUICK), ([f for f in libc if f not in quick], SMALL)):
        build.compile([f for f in names if f not in bare], [level])
        build.compile([f for f in names if f in bare], [level, "-fno-stack-protector"])
    build.archive(lib / "libc.a", [os.path.splitext(f)[0] + ".o" for f in libc])
    for name in build.compile([f for f in files if f.startswith("crt/")], [SMALL, "-fno-stack-protector", "-DCRT"]):
        if pathlib.PurePath(name).stem in START_FILES:
            shutil.copyfile(build.folder / name, lib / pathlib.PurePath(name).name)
    for name in EMPTY_LIBRARIES:
        build.archive(lib / f"lib{name}.a", [])
