#!/usr/bin/env python3
"""Packs the list of what Apple's libraries export.

usage: pack.py OUTPUT SYMBOLS GENERATOR-SOURCE...

OUTPUT.bin is the blob that Apple.cpp reads: the unpacked size as a decimal line, then zlib data of the list, one line
for each entry. OUTPUT.h has the frameworks with their platforms, and the digest of the list and of the generator's
sources. Same input, same bytes.
"""
import hashlib
import pathlib
import sys
import zlib


def entries(text):
    """The lines of the list, continued ones put together, comments left out."""
    joined = []
    for line in text.splitlines():
        if line.startswith("  "):
            joined[-1] += line[1:]
        elif not line.startswith("#"):
            joined.append(line)
    return joined


def main(output, symbols, *sources):
    lines = entries(pathlib.Path(symbols).read_text())
    raw = "".join(line + "\n" for line in lines).encode()
    blob = b"%d\n" % len(raw) + zlib.compress(raw, 9)
    pathlib.Path(output + ".bin").write_bytes(blob)
    digest = hashlib.sha256(blob)
    for source in sources:
        digest.update(pathlib.Path(source).read_bytes())
    header = f'#define LINKSHIM_APPLE_GENERATION "{digest.hexdigest()[:32]}"\n#define LINKSHIM_APPLE_FRAMEWORKS'
    for line in lines:
        if line.startswith("framework "):
            name, _, platforms = line.removeprefix("framework ").split(" ", 2)
            header += f' \\\n  {{"{name}", "{platforms}"}},'
    pathlib.Path(output + ".h").write_text(header + "\n")


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
