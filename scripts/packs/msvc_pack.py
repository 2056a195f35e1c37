"""The msvc targets' own runtime: start code and what compilers call (sysroots/msvc), LLVM's builtins, and the UCRT's
functions. The import libraries of DLLs are in the store that all Windows targets of a processor share.

All of Microsoft's names for the C runtime lead to two libraries: what is linked into a program is one archive, and the UCRT
is a DLL of Windows whatever is asked for.
"""
import pathlib
import re
import shutil

from fetch import llvm
from packs import builtins_pack, mingw_make, mingw_pack, objects
from tables import targets

SOURCES = targets.ROOT / "sysroots/msvc"
FLAGS = """-nostdlibinc -ffreestanding -fno-builtin -fno-stack-protector -fno-exceptions -fno-rtti -O2 -w -Qunused-arguments
 -pipe""".split()
RUNTIME = """msvcrt libcmt msvcrtd libcmtd vcruntime libvcruntime vcruntimed libvcruntimed msvcprt libcpmt msvcprtd libcpmtd
 delayimp""".split()
UCRT = "ucrt libucrt ucrtd libucrtd oldnames legacy_stdio_definitions legacy_stdio_wide_specifiers".split()
# What this runtime has itself, or programs of mingw-w64 alone call.
NOT_OURS = ("crt/ucrtbase_compat.c", "misc/__initenv.c", "math/nexttowardf.c")


def isOurs(row: targets.Row) -> bool:
    return row.startFiles == "msvc" and row.arch in mingw_make.FOLDERS


def sources(row: targets.Row) -> list[pathlib.Path]:
    """Those for the processor: names say which are for one alone."""
    return sorted(p for p in SOURCES.iterdir() if p.suffix in (".c", ".cpp") and
                  (not p.name.startswith("x86_") or row.arch == "x86"))


def parts(source: pathlib.Path) -> list[str]:
    """The macros with each of which a source is compiled to an object of its own; none: it is compiled once."""
    return list(dict.fromkeys(re.findall(r"defined\((PART_\w+)\)", source.read_text())))


def runtime(row: targets.Row, lib: pathlib.Path, work: pathlib.Path, oneByOne: bool) -> None:
    tree = work / "msvc"
    shutil.copytree(SOURCES, tree)
    build = objects.Build(tree, [f"--target={row.llvm}", *row.flags, *FLAGS, f"-ffile-prefix-map={tree}=/msvc"], oneByOne)
    made = build.compile([p.name for p in sources(row) if not parts(p)])
    for source, part in [(p, part) for p in sources(row) for part in parts(p)]:
        made.append(build.one(source.name, [f"-D{part}"], f"{source.stem}_{part.removeprefix('PART_').lower()}.o"))
    build.archive(lib / f"{RUNTIME[0]}.lib", made)
    for name in RUNTIME[1:]:
        (lib / f"{name}.lib").symlink_to(f"{RUNTIME[0]}.lib")


def ofMinGw(row: targets.Row) -> targets.Row:
    """The target of mingw-w64 for the same processor and C runtime: its sources and headers are for that compiler. What C
    of it says is alike in both but for long double."""
    return next(r for r in targets.allRows() if mingw_pack.isOurs(r) and (r.arch, r.libc) == (row.arch, row.libc))


def ucrt(row: targets.Row, lib: pathlib.Path, share: pathlib.Path, work: pathlib.Path, oneByOne: bool) -> None:
    """The imports of the UCRT, and functions that its headers have inline, such as printf."""
    crt = mingw_pack.Crt(ofMinGw(row), lib, work / "mingw", share / "mingw/include", oneByOne)
    crt.flags += builtins_pack.safeHandlers(row)
    archives = crt.make.archives()
    imports = []
    for name in [part for part in archives["ucrt"].parts if part != "ucrt_extra"]:
        imports.append(work / f"{name}.lib")
        crt.importLibrary(archives[name].definition, imports[-1])
    extra = archives["ucrt_extra"]
    extra.sources = [source for source in extra.sources if source not in NOT_OURS]
    crt.archive(lib / f"{UCRT[0]}.lib", imports, crt.compiled({"ucrt_extra": extra})["ucrt_extra"])
    for name in UCRT[1:]:
        (lib / f"{name}.lib").symlink_to(f"{UCRT[0]}.lib")


def builtins(row: targets.Row, lib: pathlib.Path, work: pathlib.Path, oneByOne: bool) -> None:
    made = work / "rt"
    made.mkdir()
    builtins_pack.builtins(row, [SOURCES / "include", builtins_pack.OWN / "bare"], made, work, oneByOne)
    shutil.move(made / "libclang_rt.builtins.a", lib / "clang_rt.builtins.lib")
    (lib / f"clang_rt.builtins-{row.builtinsArch}.lib").symlink_to("clang_rt.builtins.lib")


def dependsOn(row: targets.Row) -> list:
    """What the bytes of the libraries depend on."""
    return [*sorted(p for p in SOURCES.rglob("*") if p.is_file()), pathlib.Path(__file__), pathlib.Path(mingw_make.__file__),
            *mingw_pack.dependsOn(row), *builtins_pack.dependsOn(row)]


def assemble(row: targets.Row, lib: pathlib.Path, share: pathlib.Path, work: pathlib.Path, oneByOne: bool) -> None:
    runtime(row, lib, work, oneByOne)
    ucrt(row, lib, share, work, oneByOne)
    builtins(row, lib, work, oneByOne)
    if row.runner:
        other = ofMinGw(row)  # for which lld's MinGW driver links
        crt = mingw_pack.Crt(other, lib, work / "wine", share / "mingw/include", oneByOne)
        mingw_pack.forWine(other, crt, lib, work, share)
