"""crtbegin*.o and crtend*.o, which belong to the compiler and not to the C library."""
import pathlib

from packs import objects
from tables import targets

FLAGS = """-nostdlibinc -ffreestanding -fno-builtin -fno-stack-protector -fno-asynchronous-unwind-tables 
 -fno-unwind-tables -fno-ident -fno-addrsig -fomit-frame-pointer -O2 -fPIC -w -Qunused-arguments""".split()
# Output, source, flags: S is for position independent files, T for static programs.
OBJECTS = (("crtbegin.o", "crtbegin.c", ()), ("crtbeginT.o", "crtbegin.c", ()),
           ("crtbeginS.o", "crtbegin.c", ("-DLINKSHIM_SHARED",)), ("crtend.o", "crtend.S", ()),
           ("crtendS.o", "crtend.S", ()))


SOURCES = targets.ROOT / "sysroots/startfiles"


def dependsOn(row: targets.Row) -> list:
    return [pathlib.Path(__file__), *sorted(SOURCES.iterdir())]


def assemble(row: targets.Row, lib: pathlib.Path, share: pathlib.Path, work: pathlib.Path, oneByOne: bool) -> None:
    build = objects.Build(SOURCES, [f"--target={row.llvm}", *row.flags, *FLAGS], oneByOne)
    for output, source, flags in OBJECTS:
        build.one(source, [*flags], str(lib / output))
