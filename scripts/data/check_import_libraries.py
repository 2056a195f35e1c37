"""Compares the import libraries that linkshim makes of its lists with those of llvm-dlltool and llvm-ar.

  scripts/check-data import-libraries [--prefix DIR] [ARCH...]

Every library of the packs in DIR (build/install), for x86_64, x86 and aarch64 unless named: each has to have the same
bytes. It compiles mingw-w64's C runtime: two minutes of CPU for each.
"""
import argparse
import os
import pathlib
import subprocess
import tempfile

from packs import mingw_pack
from tables import targets

TARGETS = {"x86_64": "x86_64-pc-windows-gnu", "x86": "i686-pc-windows-gnu", "aarch64": "aarch64-pc-windows-gnullvm"}


def byLlvm(arch: str, share: pathlib.Path, work: pathlib.Path) -> dict[str, bytes]:
    row = next(row for row in mingw_pack.stores(targets.allRows()) if row.triple == f"windows-{arch}")
    lib = work / "lib"
    lib.mkdir()
    mingw_pack.Crt(row, lib, work / "mingw", share / "mingw/include", False).libraries(lambda name, every: True)
    return {path.name: path.read_bytes() for path in lib.iterdir()}


def byLinkshim(arch: str, names: list[str], program: pathlib.Path, work: pathlib.Path) -> dict[str, bytes]:
    """What a link that names all of them finds in the cache."""
    linker, cache = work / f"{TARGETS[arch]}-ld", work / "cache"
    linker.symlink_to(program)
    words = "".join(f"-l:{name}\n" for name in names)
    (work / "names").write_text(words)
    subprocess.run([linker, "@names", "-o", "a.exe"], check=True, cwd=work,
                   env={**os.environ, "LINKSHIM_CACHE_DIR": str(cache), "LINKSHIM_LLD": "/bin/true"})
    return {path.name: path.read_bytes() for path in cache.glob("windows-*/lib/*.a")}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="scripts/check-data import-libraries")
    parser.add_argument("--prefix", type=pathlib.Path, default=targets.ROOT / "build/install")
    parser.add_argument("arch", nargs="*", default=list(TARGETS))
    options = parser.parse_args(arguments)
    wrong = 0
    for arch in options.arch:
        with tempfile.TemporaryDirectory(prefix="linkshim-imports-") as folder:
            work = pathlib.Path(folder)
            wanted = byLlvm(arch, options.prefix.resolve() / "share/linkshim", work)
            wanted.pop("libmsvcrt.a")  # a target's own pack has one of that name
            made = byLinkshim(arch, list(wanted), options.prefix.resolve() / "bin/linkshim", work)
        differ = sorted(name for name in wanted if made.get(name) != wanted[name])
        wrong += len(differ)
        print(f"{arch}: {len(wanted)} libraries, {len(differ)} differ {' '.join(differ[:10])}".rstrip())
    return 1 if wrong else 0
