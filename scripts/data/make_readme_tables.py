"""Writes the tables of README.md between their marks, and draws docs/bench.svg.

usage: scripts/make-data readme-tables [--check]

The targets are those of `linkshim targets --json`, the figures those of docs/bench.md. With --check nothing is written,
and the status is 1 when a table or the picture is out of date. LINKSHIM names the program, else build/install/bin/linkshim.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
from collections import Counter

import picture

ROOT = pathlib.Path(__file__).resolve().parents[2]

FAMILIES = {"glibc": "Linux, glibc", "musl": "Linux, musl", "Bionic": "Android", "libSystem": "Apple"}
BSDS = ("freebsd", "netbsd", "openbsd")


def family(row: dict) -> str:
    if row["format"] in ("WebAssembly", "COFF"):
        return {"WebAssembly": "WebAssembly", "COFF": "UEFI" if row["system"] == "uefi" else "Windows"}[row["format"]]
    if row["system"] in BSDS:
        return "FreeBSD, NetBSD, OpenBSD"
    if row["libc"] in FAMILIES:
        return FAMILIES[row["libc"]]
    return "no system" if row["libc"] == "no C library" else "systems that you bring"


def by_linker(rows: list) -> tuple[int, int, int]:
    """How many rust-lld links alone, how many another linker does, and how many none."""
    lld, none = (sum(r["linker"] == name for r in rows) for name in ("rust-lld", ""))
    return lld, len(rows) - lld - none, none


def targets() -> str:
    program = os.environ.get("LINKSHIM", str(ROOT / "build/install/bin/linkshim"))
    rows = json.loads(subprocess.check_output([program, "targets", "--json"]))
    families: dict[str, list] = {}
    for row in rows:
        families.setdefault(family(row), []).append(row)
    lines = ["| family | targets | rust-lld links | another linker | none | architectures | floor |", "|---|---|---|---|---|---|---|"]
    for name in sorted(families, key=lambda n: (not n.startswith("Linux"), n)):
        group = families[name]
        floors = sorted({r["glibcFirst"] for r in group if r["glibcFirst"] and r["linker"]}, key=lambda v: [int(x) for x in v.split(".")])
        counts = " | ".join(str(n) for n in (len(group), *by_linker(group)))
        arches = ", ".join(sorted({r["arch"] for r in group if r["linker"]}))
        lines.append(f"| {name} | {counts} | {arches} | {', '.join(floors) or '-'} |")
    lld, other, none = by_linker(rows)
    releases = (ROOT / "triples/Releases.td").read_text()
    first, newest = (re.search(rf'{word} = "([^"]+)"', releases)[1] for word in ("OldestRust", "NewestRust"))
    others = Counter(r["linker"] for r in rows if r["linker"] not in ("", "rust-lld"))
    names = ", ".join(f"{name} ({count})" for name, count in others.most_common())
    return "\n".join([*lines, "", f"Of the {len(rows)} targets of rustc {first} to {newest}, {lld} are linked by rust-lld alone and {other} by another linker that",
                      f"has to be there: {names}. {none} are not linked;", "`linkshim targets --json` says why for each (`unlinked`)."])


def cells(text: str) -> dict[str, list[str]]:
    """Every table row of a Markdown text by its first cell, with a slash in it as the benchmark names its rows."""
    rows = {}
    for line in text.splitlines():
        words = [word.strip() for word in line.strip("|").split("|")]
        if line.startswith("|") and "/" in words[0]:
            rows.setdefault(words[0], []).append(words[1:])
    return rows


def peers() -> str:
    """From the last table of docs/bench.md: medians of one run, aarch64 and x86_64."""
    rows = cells((ROOT / "docs/bench.md").read_text())

    def pair(make) -> str:
        return " | ".join(make(arch) for arch in ("aarch64", "x86_64"))

    def share(arch: str) -> str:
        return rows[f"ripgrep/{arch}"][0][2]

    def ratio(tool: str, program: str = "ripgrep"):
        return lambda arch: rows[f"{program}/{arch}/{tool}"][0][2].split(" ")[0]

    lines = ["| | aarch64 | x86_64 |", "|---|---|---|",
             f"| linkshim's own CPU in a link of ripgrep, of rust-lld's | {pair(share)} |",
             f"| CPU of that link, linkshim / cargo-zigbuild | {pair(ratio('zigbuild'))} |",
             f"| CPU of that link, linkshim / `zig cc` | {pair(ratio('zig'))} |",
             f"| CPU of a small link, linkshim / cargo-zigbuild | {pair(ratio('zigbuild', 'hello'))} |",
             f"| first link of ripgrep, slower than the second by | {pair(lambda a: rows[f'ripgrep/{a}/cold'][0][8] + ' ms')} |",
             f"| CPU of zig's first link, its cache empty | {pair(lambda a: rows[f'hello/{a}/zig-cold'][0][0])} |"]
    return "\n".join(lines)


def drawing() -> str:
    """The rows of docs/bench.md that have a ratio, "0.694 (0.562 to 0.742)", as a picture."""
    rows = cells((ROOT / "docs/bench.md").read_text())
    ratios = {name: re.match(r"([\d.]+) \(", found[0][2]) for name, found in rows.items() if len(found[0]) > 2}
    return picture.draw({name: float(ratio.group(1)) for name, ratio in ratios.items() if ratio})


def main(arguments: list[str]) -> int:
    path, svg = ROOT / "README.md", ROOT / "docs/bench.svg"
    old = new = path.read_text()
    for name, make in (("targets", targets), ("peers", peers)):
        pattern = rf"(<!-- {name}: .*?-->\n).*?(<!-- end of {name} -->)"
        new = re.sub(pattern, lambda m, body=make(): m.group(1) + body + "\n" + m.group(2), new, flags=re.S)
    drawn = drawing()
    if "--check" in arguments:
        stale = old != new or not svg.exists() or svg.read_text() != drawn
        if stale:
            print("README.md or docs/bench.svg is out of date; run scripts/make-data readme-tables", file=sys.stderr)
        return stale
    path.write_text(new)
    svg.write_text(drawn)
    return 0
