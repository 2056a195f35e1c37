"""Writes sysroots/musl/abi/libc.abi: the dynamic symbols of musl's libc.so, of all architectures.

  scripts/make-data musl-tables PREFIX [ARCH...]

PREFIX is where scripts/sysroots has put its packs. For each of musl's architectures a real libc.so is linked from the
pack's libc.a and musl's loader, and its dynamic symbol table is read. With ARCH only those are read anew.
"""
import pathlib
import sys
import tempfile

from fetch import llvm, pool
from packs import musl_pack, objects, pack_file
from tables import elfread, targets

TABLE = targets.ROOT / "sysroots/musl/abi/libc.abi"


def linkLibc(row: targets.Row, lib: pathlib.Path, work: pathlib.Path) -> elfread.Library:
    """The symbols of a libc.so linked as musl's Makefile does it."""
    build, files = musl_pack.prepare(row, work / "musl", False)
    loader = build.compile([f for f in files if f.startswith("ldso/")], ["-fno-stack-protector"])
    out = work / "libc.so"
    command = [llvm.tool("ld.lld"), "-m", row.emulation, "-shared", "-e", "_dlstart", "--gc-sections",
               "--no-undefined", "--exclude-libs=libclang_rt.builtins.a", "--dynamic-list=dynamic.list",
               "-soname", "libc.so", "-o", str(out), *loader, "--whole-archive", str(lib / "libc.a"),
               "--no-whole-archive", str(lib / "libclang_rt.builtins.a")]
    objects.run(command, build.folder)
    return elfread.read_library(out)


def symbolFacts(library: elfread.Library) -> dict[str, str]:
    """name -> the rest of its line. Objects at one address name the first of them as their alias."""
    shared: dict = {}
    for symbol in library.symbols:
        if symbol.kind in ("data", "rodata"):
            shared.setdefault(symbol.place, []).append(symbol.name)
    facts = {}
    for symbol in library.symbols:
        words = [symbol.kind] + (["weak"] if symbol.weak else [])
        if symbol.kind in ("data", "rodata", "tls"):
            words.append("size=%d" % symbol.size)
        group = sorted(shared.get(symbol.place, []))
        if len(group) > 1 and symbol.kind != "func":
            words.append("alias=" + group[0])
        facts[symbol.name] = " ".join(words)
    return facts


def archLine(row: targets.Row, library: elfread.Library) -> str:
    unwinder = "ehabi" if row.muslSource == "arm" else "dwarf"
    return "arch %s machine=%d class=%d endian=%s flags=%#x unwinder=%s clang --target=%s" % (
        row.muslArch, library.machine, library.bits, library.endian, library.flags, unwinder,
        " ".join([row.llvm, *row.flags]))


def readTable() -> tuple[dict, dict]:
    """What the table holds now: arch -> its line, arch -> name -> facts."""
    lines: dict[str, str] = {}
    symbols: dict[str, dict] = {}
    group: list[str] = []
    for line in TABLE.read_text().splitlines() if TABLE.exists() else []:
        words = line.split()
        if not words or words[0] == "#":
            continue
        if words[0] == "arch":
            lines[words[1]] = line
            symbols[words[1]] = {}
        elif words[0] == "in":
            group = list(lines) if words[1:] == ["all"] else words[1:]
        else:
            for arch in group:
                symbols[arch][words[0]] = " ".join(words[1:])
    return lines, symbols


def writeTable(lines: dict, symbols: dict) -> None:
    groups: dict = {}
    for name in sorted({n for s in symbols.values() for n in s}):
        variants: dict = {}
        for arch in sorted(symbols):
            if name in symbols[arch]:
                variants.setdefault(symbols[arch][name], []).append(arch)
        for facts, arches in variants.items():
            groups.setdefault(tuple(arches), []).append(name + " " + facts)
    out = ["# Dynamic symbols of libc.so of " + pool.readPins("musl")["title"] + ".",
           "# Written by scripts/make-data musl-tables; do not edit.", *[lines[a] for a in sorted(lines)]]
    for arches in sorted(groups, key=lambda g: (-len(g), g)):
        out += ["", "in " + ("all" if len(arches) == len(lines) else " ".join(arches)), *groups[arches]]
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_text("\n".join(out) + "\n")


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0].startswith("-"):
        sys.exit(__doc__)
    prefix, *wanted = arguments
    packs = pathlib.Path(prefix) / "share/linkshim/sysroots"
    rows = {row.triple: row for row in targets.allRows()}
    lines, symbols = readTable()
    for arch, facts in targets.musls().items():
        if wanted and arch not in wanted:
            continue
        row = rows[facts["row"]]
        pack = packs / f"{row.triple}.pack"
        if not pack_file.read(pack):
            raise pool.PackError(f"no pack of {row.triple}\n  run: scripts/sysroots --prefix {prefix} {row.triple}")
        with tempfile.TemporaryDirectory(prefix="linkshim-musl-") as work:
            pack_file.unpack(pack, pathlib.Path(work) / "lib")
            library = linkLibc(row, pathlib.Path(work) / "lib", pathlib.Path(work))
        lines[arch], symbols[arch] = archLine(row, library), symbolFacts(library)
        print(arch, len(symbols[arch]), "symbols", flush=True)
    writeTable(lines, symbols)
    return 0
