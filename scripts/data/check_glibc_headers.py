"""Compares what the headers of glibc declare with what a program can be linked with, for each floor.

usage: scripts/check-data glibc-headers [--prefix DIR] [--floors all] [ABI...]

DIR (build/install) has linkshim and the headers that scripts/sysroots installed. clang reads all headers of a floor at once,
with _GNU_SOURCE; every function and variable that it then knows must have a default symbol in the stubs of that floor, and
the other way round. What glibc itself does otherwise is in scripts/pins/glibc-undeclared.txt, with the reason. Names that
begin with two underscores are not looked at. Without an ABI a sample of floors is taken, of x86_64, aarch64 and, with
files of 64 bits, i386. Needs: clang-22, glibc-pieces (of the build).
"""
import concurrent.futures
import dataclasses
import fnmatch
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from fetch import llvm, pool
from tables import elfread, glibc_timeline as timeline, targets

TOOL = targets.ROOT / "build/release/sysroots/glibc/glibc-pieces"
SAMPLE = {"x86_64": "2.17 2.24 2.28 2.32 2.34 2.37 2.43", "aarch64": "2.17 2.27 2.36 2.41", "i386": "2.23 2.34"}
# Whose off_t can have 32 bits; below 2.23 <fts.h> refuses the other one.
LARGE_FILES = ("i386", "armhf", "armel", "mipsel", "powerpc")
# Headers that stop a compiler, for another processor or when they are read with others.
ALONE = ("sys/elf.h", "sys/vm86.h", "sys/asm.h", "rpcsvc/nfs_prot.h", "rpcsvc/rusers.h", "protocols/talkd.h", "gnu/stubs*", "gnu/lib-names-*", "bits/*", "finclude/*",
         "sys/platform/*")
REPLY = re.compile(r'"(/[^"]*/headers/glibc[^"]*/include)"')


@dataclasses.dataclass
class Floor:
    abi: str
    triple: str
    floor: str

    def fits(self, floors: str) -> bool:
        first, _, last = floors.partition("-")
        return floors == "all" or timeline.release(first) <= timeline.release(self.floor) <= timeline.release(last)


def exceptions() -> dict[str, list[tuple[str, str]]]:
    """declared or linkable -> [(floors, pattern)]."""
    path, found = targets.ROOT / "scripts/pins/glibc-undeclared.txt", {"declared": [], "linkable": []}
    for line in path.read_text().splitlines():
        if words := line.partition("#")[0].split():
            found[words[0]] += [(words[1], pattern) for pattern in words[2:]]
    return found


def declarations(floor: Floor, program: pathlib.Path) -> tuple[dict[str, set[str]], set[str]]:
    """Name -> the symbols that its declarations refer to; and the names that the headers define themselves."""
    with tempfile.TemporaryDirectory() as scratch:
        compiler = pathlib.Path(scratch) / f"{floor.triple}.{floor.floor}-cc"
        compiler.symlink_to(program)
        asked = subprocess.run([compiler, "-###", "-c", "-x", "c", "/dev/null"], capture_output=True, text=True, check=True)
        names = {str(path.relative_to(folder)) for folder in map(pathlib.Path, REPLY.findall(asked.stderr + asked.stdout))
                 for path in folder.rglob("*.h")}
        names -= {"regexp.h"} if floor.fits("2.23-2.99") else set()  # an #error
        text = "".join(f"#include <{name}>\n" for name in sorted(names)
                       if not any(fnmatch.fnmatchcase(name, pattern) for pattern in ALONE))
        flags = ["-D_FILE_OFFSET_BITS=64"] if floor.abi in LARGE_FILES and floor.fits("2.23-2.99") else []
        read = subprocess.run([compiler, "-D_GNU_SOURCE", *flags, "-w", "-x", "c", "-fsyntax-only", "-Xclang", "-ast-dump=json", "-"],
                              input=text.encode(), capture_output=True)
    if read.returncode:
        raise pool.PackError(f"{floor.triple}.{floor.floor}: the headers do not compile together\n" + read.stderr.decode())
    found: dict[str, set[str]] = {}
    own = set()
    for node in json.loads(read.stdout)["inner"]:
        if node["kind"] in ("FunctionDecl", "VarDecl") and node.get("storageClass") != "static":
            found.setdefault(node["name"], {node["name"]}).add(node.get("mangledName", node["name"]))
            if any(part["kind"] == "CompoundStmt" for part in node.get("inner", ())):
                own.add(node["name"])
    return found, own


def linkable(floor: Floor) -> set[str]:
    """The default symbols of the stubs, and what libc_nonshared.a has."""
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run([TOOL, floor.abi, floor.floor, scratch], check=True)
        libraries = [elfread.read_library(path) for path in pathlib.Path(scratch).iterdir() if ".so." in path.name]
        archive = subprocess.run([llvm.tool("llvm-nm"), "--defined-only", "--format=just-symbols", f"{scratch}/libc_nonshared.a"],
                                 check=True, capture_output=True, text=True).stdout
    members = {line for line in archive.split() if not line.endswith(":")}
    return {name for library in libraries if library and not library.soname.startswith(("libgcc_s", "libatomic"))
            for (name, _), state in timeline.states(library).items() if state.default} | members


def differences(floor: Floor, program: pathlib.Path) -> list[str]:
    declared, own = declarations(floor, program)
    symbols, rules = linkable(floor), exceptions()
    found = {"declared": {name for name, objects in declared.items() if name not in own and not objects & symbols},
             "linkable": symbols - set().union(*declared.values())}
    return [f"{floor.triple}.{floor.floor}: {name}: {'declared, and not in the stubs' if kind == 'declared' else 'in the stubs, and not declared'}"
            for kind, names in found.items() for name in sorted(names)
            if not name.startswith("__") and not (kind == "linkable" and name.startswith("_")) and
            not any(floor.fits(floors) and fnmatch.fnmatchcase(name, pattern) for floors, pattern in rules[kind])]


def chosen(abis: list[str], every: bool) -> list[Floor]:
    triples = {row.glibcAbi: row.triple for row in reversed(targets.allRows()) if row.glibcAbi and row.linuxArch}
    ends = [line.split() for line in subprocess.run([TOOL, "abis"], check=True, capture_output=True, text=True).stdout.splitlines()]
    found = []
    for abi, first, last in ends:
        floors = [f"2.{minor}" for minor in range(timeline.release(first)[1], timeline.release(last)[1] + 1)]
        if abi in (abis or SAMPLE) and abi in triples:
            some = floors if every else SAMPLE[abi].split() if abi in SAMPLE else [first, last]
            found += [Floor(abi, triples[abi], floor) for floor in some]
    return found


def main(arguments: list[str]) -> int:
    prefix, abis, every = targets.ROOT / "build/install", [], False
    while arguments:
        word = arguments.pop(0)
        if word == "--prefix" and arguments:
            prefix = pathlib.Path(arguments.pop(0)).resolve()
        elif word == "--floors" and arguments:
            every = arguments.pop(0) == "all"
        elif word.startswith("-"):
            sys.exit(__doc__)
        else:
            abis.append(word)
    if not TOOL.exists():
        raise pool.PackError(f"{TOOL} is missing; build it: cmake --build --preset release --target glibc-pieces")
    floors = chosen(abis, every)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as workers:
        results = list(workers.map(lambda floor: differences(floor, prefix / "bin/linkshim"), floors))
    for floor, found in zip(floors, results):
        print(f"{floor.abi} {floor.floor}: {len(found)} differences")
        print("".join(f"  {line}\n" for line in found), end="")
    return 1 if any(results) else 0
