"""The rows of triples/Triples.td, with the columns that the packs need."""
import dataclasses
import json
import pathlib
import subprocess

from fetch import llvm

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


@dataclasses.dataclass(frozen=True)
class Row:
    triple: str       # rustc's name
    llvm: str         # clang's --target
    muslArch: str     # musl's full name of the architecture, empty where we bring no musl
    flags: tuple      # code generation flags for clang
    interpreter: str  # the dynamic loader's path
    emulation: str    # lld's -m
    runner: str       # what runs its programs elsewhere
    glibcAbi: str     # the table under sysroots/glibc/abi, empty where we bring no glibc
    linuxArch: str    # the kernel's name of the architecture
    arch: str         # rustc's target_arch
    glibcFirst: str   # the oldest floor
    cxx: bool         # its pack has LLVM's C++ library
    pointerBits: int
    libc: str         # glibc, musl, darwin, ucrt, ...
    startFiles: str   # glibc, musl, mingw, ...
    lld: bool         # lld links it
    stubAbi: str      # the table under sysroots/bsd/abi
    format: str       # elf, coff, machO, wasm, ...
    runtime: bool     # its pack has the compiler's runtime
    minGwC: tuple     # further flags for C that is compiled against mingw-w64's headers in the place of the platform's
    minGwCxx: tuple   # the same for C++
    cxxCode: str      # clang's name of the target that makes code of that C++; empty: the same
    pack: str         # the row whose pack serves it; its own in most cases

    @property
    def muslSource(self) -> str:
        return musls()[self.muslArch]["source"]

    @property
    def code(self) -> tuple:
        """What decides how the compiler is called for it."""
        return self.llvm, self.flags, self.muslArch, self.linuxArch, self.arch, self.glibcFirst, self.cxx

    @property
    def builtinsArch(self) -> str:
        """The architecture in sysroots/runtimes/builtins.json, or one that it has not; musl's name of it."""
        if self.muslArch in musls():
            return self.muslSource
        return {"x86": "i386", "mips32r6": "mips", "mips64r6": "mips64"}.get(self.arch, self.arch)


def musls() -> dict[str, dict]:
    """musl's full names of architectures (Target::muslArch): `source` is the folder of musl's sources, `row` the target
    whose code runs on every machine of the architecture."""
    return json.loads((ROOT / "sysroots/musl/arches.json").read_text())


def allRows() -> list[Row]:
    """Every target, sorted by its name."""
    table = ROOT / "triples" / "Triples.td"
    command = [llvm.tool("llvm-tblgen"), "--dump-json", "-I", str(table.parent), "-I", llvm.include(), str(table)]
    records = json.loads(subprocess.check_output(command, text=True))
    rows = [Row(r["Triple"], r["Llvm"], r["MuslArch"], tuple(r["ClangFlags"].split()), r["Interpreter"], r["Emulation"],
                r["Runner"], r["GlibcAbi"], r["LinuxArch"], r["Arch"], r["GlibcFirst"], bool(r["Cxx"]),
                sum(bit << n for n, bit in enumerate(r["PointerBits"])), r["Libc"].removeprefix("Libc::"),
                r["StartFiles"].removeprefix("StartFiles::"), bool(r["Lld"]), r["StubAbi"],
                r["Format"].removeprefix("ObjectFormat::"), bool(r["Runtime"]),
                tuple(r["MinGwC"].split()), tuple(r["MinGwCxx"].split()),
                r["CxxCode"], r["Pack"])
            for r in map(records.get, records["!instanceof"]["Row"])]
    return sorted(rows, key=lambda row: row.triple)
