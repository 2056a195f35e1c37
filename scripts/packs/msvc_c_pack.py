"""What C and C++ want beyond the UCRT in links for Microsoft's environment, compiled as a user's sources are: the functions
that mingw-w64's headers declare and no DLL has, libc++ with LLVM's unwinder.

Which of mingw-w64's libmingwex: all that needs no long double of its own size, which is double here, and that the UCRT
lacks. What is left out of it so, sysroots/msvc/mingw has.
"""
import dataclasses
import fnmatch
import pathlib
import shutil
from concurrent.futures import ThreadPoolExecutor

from fetch import llvm, pool
from packs import builtins_pack, cxx_pack, mingw_pack, objects, runtimes_pack
from tables import targets

OWN = targets.ROOT / "sysroots/msvc/mingw"
# Of libmingwex: directories of which nothing is taken, and files. The UCRT has most of these; printf,
# scanf and long double are our own; delay loading is the runtime's.
WITHOUT = """gdtoa/* crt/* cfguard/* math/*l.c math/x86/* math/fp_consts*.c math/nexttoward.c misc/delay* misc/btowc.c
 misc/isblank.c misc/iswblank.c misc/wcsto* misc/mingw_wcsto* misc/wctob.c misc/wctrans.c misc/wctype.c misc/winbs_*
 stdio/_* stdio/*printf*.c stdio/*scanf* stdio/fseeko* stdio/ftello* stdio/mingw_* """.split()
MORE = ["crt/CRT_fp10.c", "crt/merr.c", "crt/usermatherr.c"]


def isOurs(row: targets.Row) -> bool:
    return bool(row.minGwC)


def parted(tree: pathlib.Path) -> list[str]:
    """Our own sources, copied to `tree`: of one with the mark, each paragraph becomes a source, so that a program that has
    one of the functions itself gets the others without it."""
    made = []
    for path in sorted(OWN.glob("*.c")):
        head, mark, rest = path.read_text().partition("\n// OBJECTS:")
        parts = rest.split("\n\n")[1:] if mark else [""]
        for number, part in enumerate(parts):
            made.append(f"{path.stem}{number}.c" if mark else path.name)
            (tree / made[-1]).write_text(f"{head}\n{part}\n")
    return made


def crtOf(row: targets.Row, lib: pathlib.Path, work: pathlib.Path, share: pathlib.Path, oneByOne: bool) -> mingw_pack.Crt:
    """The maker of mingw-w64's libraries, with the compiler called as for a user's C."""
    crt = mingw_pack.Crt(row, lib, work, share / "mingw/include", oneByOne)
    crt.flags += [*row.minGwC, *builtins_pack.safeHandlers(row)]
    return crt


def further(row: targets.Row, lib: pathlib.Path, share: pathlib.Path, work: pathlib.Path, oneByOne: bool) -> None:
    """lib/mingwex.lib."""
    crt = crtOf(row, lib, work / "further", share, oneByOne)
    every = crt.make.archives()["mingwex"].sources
    wanted = [s for s in every if not any(fnmatch.fnmatch(s, pattern) for pattern in WITHOUT)] + MORE
    theirs = crt.build("theirs")
    theirs.compile(sorted(wanted))
    tree = work / "further/own"
    tree.mkdir()
    builtins = pool.sourceTree(pool.readPins("llvm")) / "compiler-rt/lib/builtins"
    ours = objects.Build(tree, [*crt.flags, "-D_UCRT", f"-I{builtins}", f"-ffile-prefix-map={tree}=/msvc"], oneByOne)
    shutil.copyfile(builtins / "atomic.c", tree / "atomic.c")
    made = [str(theirs.folder / pathlib.Path(s).with_suffix(".o")) for s in wanted] + \
           [str(tree / name) for name in ours.compile(["atomic.c", *parted(tree)])]
    crt.archive(lib / "mingwex.lib", [], made)


def coded(archive: pathlib.Path, work: pathlib.Path, code: str) -> list[str]:
    """The members of an archive of bitcode as objects of the target `code`: shim/compile/CxxCode.h says why."""
    work.mkdir()
    objects.run([llvm.tool("llvm-ar"), "x", str(archive)], work)
    names = sorted(path.name for path in work.iterdir())

    def one(name: str) -> str:
        (work / name).rename(work / f"{name}.bc")
        objects.run([llvm.tool("clang"), f"--target={code}", "-mno-incremental-linker-compatible", "-w", "-O2", "-Xclang",
                     "-disable-llvm-passes", "-ffunction-sections", "-c", f"{name}.bc", "-o", name], work)
        return str(work / name)

    with ThreadPoolExecutor(objects.jobs()) as workers:
        return list(workers.map(one, names))


def cxx(row: targets.Row, lib: pathlib.Path, share: pathlib.Path, work: pathlib.Path, oneByOne: bool) -> None:
    """lib/libc++.a with the unwinder in it, and c++.lib as another name of it, which objects of C++ ask for. The library is
    bitcode for MinGW first, whose C++ differs in long double alone."""
    made = work / "cxx-lib"
    made.mkdir()
    unwinder = dataclasses.replace(row, flags=(*row.flags, *row.minGwC, *builtins_pack.safeHandlers(row)))
    runtimes_pack.unwind(unwinder, [share / "mingw/include"], made, work, oneByOne)
    double = ("-mlong-double-64",) if row.arch.startswith("x86") else ()  # others have no other
    flags = (*row.flags, *double, "-D__CRT__NO_INLINE=1", "-emit-llvm")
    source = dataclasses.replace(row, llvm=row.llvm.replace("msvc", "gnu"), startFiles="mingw", flags=flags)
    cxx_pack.assemble(source, made, share, work, True)  # the compiler proper, without its driver, names bitcode otherwise
    members = coded(made / "libc++.a", work / "code", row.cxxCode or row.minGwCxx[0].removeprefix("--target="))
    script = [f"CREATE {lib / 'libc++.a'}", *(f"ADDMOD {path}" for path in members)]
    script += [f"ADDLIB {made / 'libunwind.a'}", "SAVE", "END", ""]
    objects.run([llvm.tool("llvm-ar"), "-M"], work, "\n".join(script))
    (lib / "c++.lib").symlink_to("libc++.a")


def dependsOn(row: targets.Row) -> list:
    """What the bytes of the libraries depend on."""
    return [pathlib.Path(__file__), *sorted(OWN.iterdir()), *mingw_pack.dependsOn(row), *cxx_pack.dependsOn(row),
            *runtimes_pack.dependsOn(row), row.minGwC, row.minGwCxx]


def assemble(row: targets.Row, lib: pathlib.Path, share: pathlib.Path, work: pathlib.Path, oneByOne: bool) -> None:
    further(row, lib, share, work, oneByOne)
    if row.cxx:
        cxx(row, lib, share, work, oneByOne)
