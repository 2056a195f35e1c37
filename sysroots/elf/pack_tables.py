#!/usr/bin/env python3
"""Compiles the start files of dynamic musl programs, and packs them with the symbol tables. sysroots/bsd uses it too.

usage: pack.py OUTPUT CLANG SOURCE-FOLDER GENERATOR-SOURCE...

OUTPUT.bin is the blob that Musl.cpp reads, OUTPUT.h the digest of it and of the generator's sources. SOURCE-FOLDER is
the project's. The blob: the unpacked size as a decimal line, then zlib data of the tables' text, a zero byte and the
files: a line `ARCH NAME SIZE` and the bytes for each. Same input, same bytes.
"""
import hashlib
import pathlib
import subprocess
import sys
import tempfile
import zlib
from concurrent.futures import ThreadPoolExecutor

COMMON = """-O2 -fPIC -ffreestanding -fno-builtin -fno-stack-protector -fno-asynchronous-unwind-tables
 -fno-unwind-tables -fno-ident -fno-addrsig -fomit-frame-pointer -Wall -Wextra -Werror -c""".split()
OBJECTS = {
    "crt1.o": ("musl/csu/crt1.c", []),
    "crti.o": ("startfiles/crti.S", []),
    "crtn.o": ("startfiles/crtn.S", []),
    "crtbegin.o": ("startfiles/crtbegin.c", []),
    "crtbeginS.o": ("startfiles/crtbegin.c", ["-DLINKSHIM_SHARED"]),
    "crtend.o": ("startfiles/crtend.S", []),
}


def compileAll(clang, root, arch, flags, objects, folder):
    made = []
    for name, (source, extra) in objects.items():
        out = pathlib.Path(folder) / (arch + "-" + name)
        command = [clang, *flags, *COMMON, *extra, "-I", str(root), str(root / "sysroots" / source), "-o", str(out)]
        subprocess.run(command, check=True)
        made.append((arch, name, out.read_bytes()))
    return made


def pack(output, clang, root, tables, objectsOf, macro, sources):
    """Writes OUTPUT.bin and OUTPUT.h. `objectsOf` gives the start files of an architecture: name -> (source, flags)."""
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
    raw = "\n".join(text).encode() + b"\0"
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor() as pool:
        jobs = [pool.submit(compileAll, clang, root, arch, flags, objectsOf(arch), folder) for arch, flags in arches]
        for job in jobs:
            for arch, name, data in job.result():
                raw += f"{arch} {name} {len(data)}\n".encode() + data
    blob = b"%d\n" % len(raw) + zlib.compress(raw, 9)
    pathlib.Path(output + ".bin").write_bytes(blob)
    digest = hashlib.sha256(blob)
    for source in sources:
        digest.update(pathlib.Path(source).read_bytes())
    pathlib.Path(output + ".h").write_text(f'#define {macro} "{digest.hexdigest()[:32]}"\n')


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    pack(sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]), ["musl/abi/libc.abi", "musl/abi/libgcc_s.abi"],
         lambda arch: OBJECTS, "LINKSHIM_MUSL_GENERATION", sys.argv[4:])
