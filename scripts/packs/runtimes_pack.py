"""LLVM's libunwind and builtins for a pack with a C library of ours."""
import pathlib
import shutil

from fetch import pool
from packs import builtins_pack, headers_pack, objects
from tables import targets

# Hidden: a static unwinder must not be exported from what it is linked into.
UNWIND = """-D_LIBUNWIND_IS_NATIVE_ONLY -D_LIBUNWIND_HIDE_SYMBOLS -DNDEBUG -funwind-tables -fstrict-aliasing
 -Iinclude -Isrc""".split()
UNWIND_SOURCES = """src/libunwind.cpp src/Unwind-EHABI.cpp src/Unwind-seh.cpp src/UnwindLevel1.c src/UnwindLevel1-gcc-ext.c
 src/Unwind-sjlj.c src/UnwindRegistersRestore.S src/UnwindRegistersSave.S""".split()

def unwind(row: targets.Row, include: pathlib.Path, lib: pathlib.Path, work: pathlib.Path, oneByOne: bool) -> None:
    """lib/libunwind.a, and libgcc_eh.a as another name of it."""
    tree = work / "libunwind"
    shutil.copytree(pool.sourceTree(pool.readPins("llvm")) / "libunwind", tree)
    build = objects.Build(tree, [*builtins_pack.base(row, include, tree), *UNWIND], oneByOne)
    cxx = ["-std=c++17", "-nostdinc++", "-fno-exceptions", "-fno-rtti"]
    made = build.compile([s for s in UNWIND_SOURCES if s.endswith(".cpp")], cxx)
    made += build.compile([s for s in UNWIND_SOURCES if s.endswith(".c")], ["-std=c99", "-fexceptions"])
    made += build.compile([s for s in UNWIND_SOURCES if s.endswith(".S")])
    build.archive(lib / "libunwind.a", made)
    (lib / "libgcc_eh.a").symlink_to("libunwind.a")


def dependsOn(row: targets.Row) -> list:
    """What the bytes of the runtimes depend on, beside the headers of the C library."""
    return [pathlib.Path(__file__), *builtins_pack.dependsOn(row)]


def assemble(row: targets.Row, lib: pathlib.Path, share: pathlib.Path, work: pathlib.Path, oneByOne: bool) -> None:
    """Adds the unwinder and the builtins."""
    include = headers_pack.foldersOf(row, share)
    unwind(row, include, lib, work, oneByOne)
    builtins_pack.builtins(row, include, lib, work, oneByOne)
