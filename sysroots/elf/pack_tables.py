#!/usr/bin/env python3
"""Packs tables of systems' libraries, and the start files that clang compiles, into the blob that PackedTables.cpp reads.

usage: pack_tables.py OUTPUT musl|bsd|windows CLANG SOURCE-FOLDER GENERATOR-SOURCE...

OUTPUT.bin is the blob, OUTPUT.h the digest of it and of the generator's sources. SOURCE-FOLDER is the project's. The
blob: the unpacked size as a decimal line, then zlib data of the tables' text, a zero byte and the files: a line
`ARCH NAME SIZE` and the bytes for each. Same input, same bytes.
"""
import hashlib
import pathlib
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

COMMON = """-O2 -fPIC -ffreestanding -fno-builtin -fno-stack-protector -fno-asynchronous-unwind-tables
 -fno-unwind-tables -fno-ident -fno-addrsig -fomit-frame-pointer -Wall -Wextra -Werror -c""".split()
CRTI, CRTN, CRTEND = ("startfiles/crti.S", []), ("startfiles/crtn.S", []), ("startfiles/crtend.S", [])
MUSL = {"crt1.o": ("musl/csu/crt1.c", []), "crti.o": CRTI, "crtn.o": CRTN, "crtbegin.o": ("startfiles/crtbegin.c", []),
        "crtbeginS.o": ("startfiles/crtbegin.c", ["-DLINKSHIM_SHARED"]), "crtend.o": CRTEND}
CRT1, BEGIN, SHARED = ("bsd/csu/crt1.c", []), ("bsd/csu/crtbegin.c", []), ("bsd/csu/crtbegin.c", ["-DLINKSHIM_SHARED"])
# The names are those that the systems' own drivers use; Platforms.td has the order.
BSD = {
    "freebsd": {"Scrt1.o": CRT1, "crt1.o": CRT1, "crti.o": CRTI, "crtn.o": CRTN, "crtbegin.o": BEGIN, "crtbeginS.o": SHARED,
                "crtend.o": CRTEND, "crtendS.o": CRTEND},
    "netbsd": {"crt0.o": CRT1, "crti.o": CRTI, "crtn.o": CRTN, "crtbegin.o": BEGIN, "crtbeginS.o": SHARED,
               "crtend.o": CRTEND, "crtendS.o": CRTEND},
    "openbsd": {"crt0.o": CRT1, "crtbegin.o": BEGIN, "crtbeginS.o": SHARED, "crtend.o": CRTEND, "crtendS.o": CRTEND},
}


@dataclass(frozen=True)
class Blob:
    """What goes into a blob: tables below sysroots/, and the start files of an architecture, name -> (source, flags)."""
    macro: str  # of the digest
    tables: list[str]
    objectsOf: Callable[[str], dict]


BLOBS = {
    "musl": Blob("LINKSHIM_MUSL_GENERATION", ["musl/abi/libc.abi", "musl/abi/libgcc_s.abi"], lambda arch: MUSL),
    "bsd": Blob("LINKSHIM_BSD_GENERATION", [f"bsd/abi/{system}.abi" for system in BSD],
                lambda arch: BSD[arch.partition("-")[0]]),
    "windows": Blob("LINKSHIM_WINDOWS_GENERATION", ["windows/versions.txt"], lambda arch: {}),
}


def compileAll(clang, root, arch, flags, objects, folder):
    made = []
    for name, (source, extra) in objects.items():
        out = pathlib.Path(folder) / (arch + "-" + name)
        command = [clang, *flags, *COMMON, *extra, "-I", str(root), str(root / "sysroots" / source), "-o", str(out)]
        subprocess.run(command, check=True)
        made.append((arch, name, out.read_bytes()))
    return made


def readTables(root, tables):
    """The lines of the tables, and (architecture, flags) of those whose start files are compiled."""
    text, arches = [], []
    for table in tables:
        for line in (root / "sysroots" / table).read_text().splitlines():
            if not line or line.startswith("#"):
                continue
            if line.startswith("arch "):
                line, flags = line.split(" clang ")
                arches.append((line.split()[1], flags.split()))
            text.append(line)
        text.append("")
    return text, arches


def main(output, kind, clang, root, *sources):
    wanted, root = BLOBS[kind], pathlib.Path(root)
    text, arches = readTables(root, wanted.tables)
    raw = "\n".join(text).encode() + b"\0"
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor() as pool:
        jobs = [pool.submit(compileAll, clang, root, arch, flags, wanted.objectsOf(arch), folder) for arch, flags in arches]
        for job in jobs:
            for arch, name, data in job.result():
                raw += f"{arch} {name} {len(data)}\n".encode() + data
    blob = b"%d\n" % len(raw) + zlib.compress(raw, 9)
    pathlib.Path(output + ".bin").write_bytes(blob)
    digest = hashlib.sha256(blob)
    for source in sources:
        digest.update(pathlib.Path(source).read_bytes())
    pathlib.Path(output + ".h").write_text(f'#define {wanted.macro} "{digest.hexdigest()[:32]}"\n')


if __name__ == "__main__":
    if len(sys.argv) < 6 or sys.argv[2] not in BLOBS:
        sys.exit(__doc__)
    main(*sys.argv[1:])
