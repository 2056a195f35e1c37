"""crtbegin*.o and crtend*.o, which belong to the compiler and not to the C library."""
import pathlib

import objects
import targets

FLAGS = """-nostdlibinc -ffreestanding -fno-stack-protector -fno-asynchronous-unwind-tables -fno-unwind-tables -O2 -w
 -Qunused-arguments -Wa,--noexecstack""".split()
# Output, source, flags: S is for what is position independent, T for static programs.
OBJECTS = (("crtbegin.o", "crtbegin.c", ()), ("crtbeginT.o", "crtbegin.c", ()), ("crtbeginS.o", "crtbegin.c", ("-DSHARED", "-fPIC")),
           ("crtend.o", "crtend.c", ()), ("crtendS.o", "crtend.c", ("-fPIC",)))


def assemble(row: targets.Row, pack: pathlib.Path, work: pathlib.Path, oneByOne: bool) -> None:
    sources = targets.ROOT / "sysroots/musl/crt"
    build = objects.Build(sources, [f"--target={row.llvm}", *row.flags, *FLAGS], oneByOne)
    for output, source, flags in OBJECTS:
        build.one(source, [*flags], str(pack / "lib" / output))
