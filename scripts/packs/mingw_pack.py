"""mingw-w64 for Windows: headers that all targets share; for each processor start files, C runtimes and import libraries;
for each target what differs between targets of a processor (docs/windows.md).

What DLLs export is in two packs for all processors (packs/imports_pack.py), what is compiled for a processor in two of its
own, windows-ARCH and windows-ARCH-more: what most programs link, and of the rest each library that a link names
(shim/sysroot/WindowsLibraries.h).
"""
import dataclasses
import functools
import hashlib
import json
import pathlib
import re
import shutil
from concurrent.futures import ThreadPoolExecutor

from fetch import llvm, pool, whole
from packs import mingw_make, objects
from tables import targets

FLAGS = """-nostdlibinc -std=gnu99 -O2 -w -Qunused-arguments -pipe -fno-stack-protector -D_CRTBLD
 -D_WIN32_WINNT=0x0f00 -D__USE_MINGW_ANSI_STDIO=0""".split()
CRT = ["-D__MSVCRT_VERSION__=0x700", "-I.", "-Iinclude"]
PTHREAD = """-DIN_WINPTHREAD -DWINPTHREAD_DBG=1 -DWIN32_LEAN_AND_MEAN -DHAVE_LIMITS_H=1 -DHAVE_SYS_TIMEB_H=1
 -Iinclude""".split()
# The machine in llvm-dlltool's words.
MACHINES = {"x86": "i386", "x86_64": "i386:x86-64", "aarch64": "arm64"}
# windows.h reads all of clang's intrinsics on x86, of which the C runtime needs SSE2's: most of its compile time.
LEAN = {"x86intrin.h": "#define __X86INTRIN_H\n#include <ia32intrin.h>\n#include <pmmintrin.h>\n#include <prfchwintrin.h>\n"}
# What GCC has in libraries of their own, and mingw-w64 or compiler-rt in those that are there.
EMPTY = ["ssp", "ssp_nonshared", "delayimp", "m", "moldname"]
START = {"crt2.o": ("crt/crtexe.c", True), "crt2u.o": ("crt/ucrtexe.c", True), "dllcrt2.o": ("crt/crtdll.c", True),
         "gcrt2.o": ("profile/gcrt0.c", False)}
HEADERS = {"": ("include", "crt", "../mingw-w64-libraries/winpthreads/include"), "ddk": ("ddk/include/ddk",),
           **{name: (f"include/{name}",) for name in ("GL", "KHR", "gdiplus", "psdk_inc", "wrl", "wrl/wrappers")},
           **{name: (f"crt/{name}",) for name in ("sys", "sec_api", "sec_api/sys")}}
# libc++ 22 wants this function, which every msvcrt.dll since Windows Vista has; the header declares it for others alone.
WCTYPE = "#ifndef _WCTYPE_DEFINED\n"
EDITS = {"ctype.h": (WCTYPE, "_CRTIMP int __cdecl _iswctype_l(wint_t _C,wctype_t _Type,_locale_t _Locale);\n" + WCTYPE)}
MORE, IMPORTS = "-more", "windows-imports"
COMMON = targets.ROOT / "sysroots/mingw/common.txt"
# Compiled in part, and yet nobody's usual choice: runtimes of other compilers, and collections of all others.
RARE = re.compile(r"msvc[rp]\d|ucrtapp|ucrtbase$|onecore|mincore|windowscoreheadless")
HEADER_ENDINGS = (".h", ".inl", ".dlg", ".h16", ".hxx", ".rh", ".ver")


def sources() -> pathlib.Path:
    return pool.sourceTree(pool.readPins("mingw"))


def isOurs(row: targets.Row) -> bool:
    return row.startFiles == "mingw" and row.arch in mingw_make.FOLDERS


def stores(rows: list[targets.Row]) -> list[targets.Row]:
    """The packs of processors, as rows: the same for all of its targets, so the first one's code is that of each."""
    first = {row.arch: row for row in reversed([row for row in targets.allRows() if isOurs(row)])}
    arches = dict.fromkeys(row.arch for row in rows if row.startFiles in ("mingw", "msvc") and row.arch in first)
    names = [("imports", next(iter(first.values()))) for _ in list(arches)[:1]] + [(arch, first[arch]) for arch in arches]
    return [dataclasses.replace(row, triple=f"windows-{name}{end}") for name, row in names for end in ("", MORE)]


def isStore(row: targets.Row) -> bool:
    return row.triple.startswith("windows-")


def hasImports(row: targets.Row) -> bool:
    return row.triple.startswith(IMPORTS)


def fillHeaders(include: pathlib.Path) -> None:
    """mingw-w64's headers as its configure and make install them; the C library is msvcrt unless _UCRT is defined."""
    tree = sources() / "mingw-w64-headers"
    for name, folders in HEADERS.items():
        (include / name).mkdir(parents=True, exist_ok=True)
        for path in (p for folder in folders for p in sorted((tree / folder).iterdir())):
            if path.suffix in HEADER_ENDINGS and path.is_file():
                shutil.copyfile(path, include / name / path.name)
    text = (tree / "crt/_mingw.h.in").read_text()
    facts = {"@DEFAULT_MSVCRT_VERSION@": "0x700", "@DEFAULT_WIN32_WINNT@": "0xa00", "@MINGW_HAS_DDK@": "1"}
    for name, value in facts.items():
        text = text.replace(name, value)
    (include / "_mingw.h").write_text(text)
    for name, (old, new) in EDITS.items():
        text = (include / name).read_text()
        if text.count(old) != 1:
            raise pool.PackError(f"{name} of mingw-w64 is not as expected: its edit does not fit")
        (include / name).write_text(text.replace(old, new))
    (include / "sdks").mkdir()
    ddk = (tree / "crt/sdks/_mingw_ddk.h.in").read_text().replace("MINGW_HAS_DDK\n", "1\n", 1)
    (include / "sdks/_mingw_ddk.h").write_text(ddk)


def makeHeaders(share: pathlib.Path) -> bool:
    """Makes share/mingw, which all Windows targets use; false when it is up to date."""
    place = share / "mingw"
    digest = hashlib.sha256(json.dumps(pool.readPins("mingw")).encode() + pathlib.Path(__file__).read_bytes())
    stamp = place / "recipe"
    if stamp.is_file() and stamp.read_text().strip() == digest.hexdigest():
        return False
    with whole.replacing(place) as fresh:
        fillHeaders(fresh / "include")
        for name in ("COPYING", "DISCLAIMER", "DISCLAIMER.PD",
                     "COPYING.MinGW-w64-runtime/COPYING.MinGW-w64-runtime.txt"):
            shutil.copyfile(sources() / name, fresh / pathlib.PurePath(name).name)
        (fresh / "recipe").write_text(digest.hexdigest() + "\n")
    return True


def defines(row: targets.Row) -> list[str]:
    """The macros that tell mingw-w64's headers which C library the target has."""
    return ["-D_UCRT"] if row.startFiles in ("mingw", "msvc") and row.libc == "ucrt" else []


def leanHeaders(row: targets.Row, work: pathlib.Path) -> list[str]:
    """The words by which the compiler reads LEAN in the place of its own headers."""
    if not row.arch.startswith("x86"):
        return []
    folder = work / "lean"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in LEAN.items():
        (folder / name).write_text(text)
    return ["-isystem", str(folder)]


def needed(names: list[str], archives: dict[str, mingw_make.Archive]) -> list[str]:
    """These archives, and what they are put together from."""
    found, rest = {}, list(reversed(names))
    while rest:
        if (name := rest.pop()) not in found:
            found[name] = None
            rest += archives[name].parts
    return list(found)


@functools.cache
def commonNames() -> set[str]:
    return {line for line in COMMON.read_text().splitlines() if not line.startswith("#")}


def isPart(name: str) -> bool:
    """Whether it is only what others are put together from."""
    return name.endswith(("_def", "_extra", "_common"))


def isCommon(name: str, archives: dict[str, mingw_make.Archive]) -> bool:
    """Whether most programs link it, or it is of the compiler's own."""
    if RARE.match(name):
        return False
    if name in commonNames() or name in EMPTY:
        return True
    return any(archives[part].sources for part in needed([name], archives))


class Crt:
    """The C runtime of one architecture, made in `work` into `lib`."""

    def __init__(self, row: targets.Row, lib: pathlib.Path, work: pathlib.Path, include: pathlib.Path, oneByOne: bool):
        self.row, self.lib, self.work, self.oneByOne = row, lib, work, oneByOne
        self.tree = sources() / "mingw-w64-crt"
        self.make = mingw_make.Makefile(self.tree, row.arch)
        self.flags = [f"--target={row.llvm}", *row.flags, *FLAGS, *CRT, *leanHeaders(row, work), "-isystem", str(include),
                      f"-ffile-prefix-map={include}=/mingw"]
        self.parts = work / "parts"
        self.parts.mkdir(parents=True)

    def build(self, name: str) -> objects.Build:
        """A copy of the sources: each set of flags makes objects of its own from the same file."""
        folder = self.work / name
        shutil.copytree(self.tree, folder, ignore=shutil.ignore_patterns("lib*32", "lib*64", "lib-common", "testcases"))
        (folder / "config.h").write_text("")
        return objects.Build(folder, [*self.flags, f"-ffile-prefix-map={folder}=/mingw"], self.oneByOne)

    def compiled(self, archives: dict[str, mingw_make.Archive]) -> dict[str, list[str]]:
        """The objects of each archive, as paths."""
        found: dict[str, list[str]] = {}
        sets = {tuple(a.flags): None for a in archives.values() if a.sources}
        for number, flags in enumerate(sets):
            build = self.build(f"crt{number}")
            mine = {n: a for n, a in archives.items() if a.sources and tuple(a.flags) == flags}
            build.compile(sorted({s for a in mine.values() for s in a.sources}), list(flags))
            for name, archive in mine.items():
                found[name] = [str(build.folder / pathlib.Path(s).with_suffix(".o")) for s in archive.sources]
        return found

    def definitionFile(self, path: str) -> pathlib.Path:
        """A .def, or what the preprocessor makes of a .def.in."""
        if not path.endswith(".in"):
            return self.tree / path
        out = self.parts / pathlib.PurePath(path).name[:-3]
        define = [f"-D{self.make.define}"] if path.startswith("lib-common") else []
        objects.run([llvm.tool("clang"), "-E", "-x", "c", path, "-w", "-undef", "-P", "-Idef-include", *define, "-o",
                     str(out)], self.tree)
        return out

    def importLibrary(self, definition: str, out: pathlib.Path) -> None:
        objects.run([llvm.tool("llvm-dlltool"), "-k", "-m", MACHINES[self.row.arch], "-d",
                     str(self.definitionFile(definition)), "-l", str(out)], self.tree)

    def archive(self, out: pathlib.Path, archives: list[pathlib.Path], members: list[str]) -> None:
        """An archive of what others hold, in their order, and of objects."""
        script = [f"CREATE {out}", *(f"ADDLIB {path}" for path in archives), *(f"ADDMOD {path}" for path in members)]
        objects.run([llvm.tool("llvm-ar"), "-M"], self.work, "\n".join([*script, "SAVE", "END", ""]))

    def chosen(self, wanted) -> tuple[list[str], dict[str, mingw_make.Archive]]:
        """The libraries for whose name and description `wanted` is true; and these with what they are put together from."""
        every = self.make.archives()
        for name in EMPTY:
            every[name] = mingw_make.Archive()
        names = [name for name in every if not isPart(name) and wanted(name, every)]
        return names, {name: every[name] for name in needed(names, every)}

    def compiledLibraries(self, wanted) -> None:
        """What is compiled of these libraries: libNAME.a where that is all, else NAME.objects."""
        names, archives = self.chosen(wanted)
        members = self.compiled(archives)
        for name, archive in archives.items():
            whole = name in names and not archive.definition and not archive.parts
            if whole or archive.sources:
                out = self.lib / (f"lib{name}.a" if whole else f"{name}.objects")
                self.archive(out, [], members.get(name, []))

    def libraries(self, wanted) -> None:
        """The libraries for whose name and description `wanted` is true, under their own names."""
        names, archives = self.chosen(wanted)
        members = self.compiled(archives)

        def make(name: str) -> None:
            archive, out = archives[name], self.parts / f"lib{name}.a"
            if archive.definition:
                self.importLibrary(archive.definition, out)
            if not archive.definition or members.get(name):
                first = [self.parts / "first" / out.name] if archive.definition else []
                for path in first:
                    path.parent.mkdir(exist_ok=True)
                    out.rename(path)
                self.archive(out, first + [self.parts / f"lib{p}.a" for p in archive.parts], members.get(name, []))

        with ThreadPoolExecutor(objects.jobs()) as workers:
            list(workers.map(make, [n for n, a in archives.items() if not a.parts]))
        for name in [n for n, a in archives.items() if a.parts]:
            make(name)
        for name in names:
            shutil.move(self.parts / f"lib{name}.a", self.lib)

    def startFiles(self) -> None:
        build = self.build("start")
        known = {name: START.get(name, (f"crt/{name[:-2]}.c", False)) for name in self.make.startFiles()
                 if name not in ("crt1.o", "crt1u.o", "dllcrt1.o", "gcrt0.o", "gcrt1.o")}
        crt, plain = ([source for source, isCrt in known.values() if isCrt == want] for want in (True, False))
        build.compile(crt, ["-D_SYSCRT=1", "-DCRTDLL=1"])
        build.compile(plain)
        for name, (source, _) in known.items():
            shutil.copyfile(build.folder / pathlib.Path(source).with_suffix(".o"), self.lib / name)


def pthread(row: targets.Row, lib: pathlib.Path, work: pathlib.Path, share: pathlib.Path, oneByOne: bool) -> None:
    """winpthreads, static, under both of its names."""
    tree = work / "winpthreads"
    shutil.copytree(sources() / "mingw-w64-libraries/winpthreads", tree)
    (tree / "config.h").write_text("")
    flags = [f"--target={row.llvm}", *row.flags, *FLAGS, *PTHREAD, *defines(row), *leanHeaders(row, work), "-isystem",
             str(share / "mingw/include"), f"-ffile-prefix-map={tree}=/winpthreads",
             f"-ffile-prefix-map={share}=/share"]
    build = objects.Build(tree, flags, oneByOne)
    made = build.compile(sorted(p.relative_to(tree).as_posix() for p in (tree / "src").glob("*.c")))
    build.archive(lib / "libwinpthread.a", made)
    (lib / "libpthread.a").symlink_to("libwinpthread.a")


def dependsOn(row: targets.Row) -> list:
    """What the bytes of the libraries depend on, and the headers that the runtimes are compiled against."""
    return [pathlib.Path(__file__), pathlib.Path(mingw_make.__file__), pool.readPins("mingw"),
            *([COMMON] if isStore(row) else [row.libc, targets.ROOT / "sysroots/mingw/bcryptprimitives.c"])]


def assembleStore(row: targets.Row, lib: pathlib.Path, share: pathlib.Path, work: pathlib.Path, oneByOne: bool) -> None:
    """What is compiled for a processor: a half of it by the end of the store's name."""
    crt, more = Crt(row, lib, work / "mingw", share / "mingw/include", oneByOne), row.triple.endswith(MORE)
    crt.compiledLibraries(lambda name, archives: isCommon(name, archives) != more)
    if not more:
        crt.startFiles()


def assemble(row: targets.Row, lib: pathlib.Path, share: pathlib.Path, work: pathlib.Path, oneByOne: bool) -> None:
    """Adds what is the target's own: -lmsvcrt, which is the C runtime that it has, and winpthreads."""
    crt, own = Crt(row, lib, work / "mingw", share / "mingw/include", oneByOne), "ucrt" if row.libc == "ucrt" else "msvcrt-os"
    crt.libraries(lambda name, _: name == own)
    (lib / f"lib{own}.a").rename(lib / "libmsvcrt.a")
    pthread(row, lib, work, share, oneByOne)
    if row.runner:
        forWine(row, crt, lib, work, share)


def forWine(row: targets.Row, crt: Crt, lib: pathlib.Path, work: pathlib.Path, share: pathlib.Path) -> None:
    """bcryptprimitives.dll, which a Wine before 9.0 lacks and Rust's std needs."""
    source = targets.ROOT / "sysroots/mingw/bcryptprimitives.c"
    objects.run([llvm.tool("clang"), f"--target={row.llvm}", "-nostdlibinc", "-isystem",
                 str(share / "mingw/include"), "-O2", "-c", str(source), "-o", "wine.o"], work)
    crt.importLibrary(crt.make.archives()["advapi32"].definition, work / "libadvapi32.a")
    entry = "DllMainCRTStartup" + ("@12" if row.arch == "x86" else "")
    objects.run([llvm.tool("ld.lld"), "-m", row.emulation, "-shared", "-s", "--kill-at", "--no-insert-timestamp", "-e",
                 entry, "wine.o", "libadvapi32.a", "-o", str(lib / "bcryptprimitives.dll")], work)
