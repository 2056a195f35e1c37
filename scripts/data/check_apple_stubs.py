"""Compares sysroots/apple/symbols.txt with what programs made on a Mac are bound to.

  scripts/check-data apple-stubs [WHEEL...]

Reads the wheels that scripts/pins/apple.json names in `checked`, which the list is not made from, or those on the line.
A symbol that the list lacks, or has in another library that does not lead to the right one, is printed. Ends with status 1
when more than one in a hundred is wrong. Needs: pip.
"""
import collections
import pathlib
import re
import zipfile

from fetch import pool, wheels
from tables import apple_wheels

ROOT = pathlib.Path(__file__).resolve().parents[2]
PARTS = {"symbol": ("x86_64", "arm64"), "class": ("x86_64", "arm64"), "x86_64": ("x86_64",), "arm64": ("arm64",)}


def readTable(text: str) -> tuple[dict, dict, dict]:
    """By architecture and symbol the libraries that have it; what each reexports; frameworks' versions."""
    owners = {arch: collections.defaultdict(set) for arch in ("x86_64", "arm64")}
    reexports, versions = collections.defaultdict(set), {}
    library = part = ""
    for line in text.splitlines():
        words = line.split()
        if not line.startswith((" ", "#")):
            part, words = words[0], words[1:]
            if part in ("library", "framework"):
                library = words[0]
                versions[library] = words[1] if part == "framework" else ""
                continue
        if part == "reexport":
            reexports[library].update(words)
        for arch in PARTS.get(part, ()):
            for word in words:
                names = [f"_OBJC_CLASS_$_{word}", f"_OBJC_METACLASS_$_{word}"] if part == "class" else [word]
                for name in names:
                    owners[arch][name].add(library)
    return owners, reexports, versions


def leadsTo(library: str, reexports: dict) -> set[str]:
    """The library and all that it reexports."""
    found, left = set(), [library]
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += reexports.get(name, ())
    return found


def main(arguments: list[str]) -> int:
    pins = pool.readPins("apple")
    owners, reexports, versions = readTable((ROOT / "sysroots/apple/symbols.txt").read_text())
    archives = ([zipfile.ZipFile(name) for name in arguments] or
                [wheels.wheel(name, pin) for name, pin in pins["checked"].items()])
    rows = set().union(*(apple_wheels.systemBindings(archive) for archive in archives))
    wrong = []
    for arch, symbol, path in sorted(rows):
        name, ours = apple_wheels.libraryOf(path), owners[arch].get(symbol, set())
        version = re.search(rf"/{re.escape(name)}\.framework/Versions/(\w+)/{re.escape(name)}$", path)
        if not any(name in leadsTo(one, reexports) or one in leadsTo(name, reexports) for one in ours):
            wrong.append(f"{arch} {symbol}: {path}; the list has {', '.join(sorted(ours)) or 'none'}")
        elif version and versions.get(name) != version[1]:
            wrong.append(f"{path}: the list has version {versions.get(name)}")
    print("\n".join(sorted(set(wrong))))
    print(f"{len(rows)} symbols of {len(archives)} wheels: {len(wrong)} wrong")
    return len(wrong) * 100 > len(rows)
