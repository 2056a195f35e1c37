"""Writes the table of packages' sizes in docs/install.md between its marks.

  scripts/make-data package-sizes [--check] FOLDER

FOLDER has what scripts/package made of a tree with all targets (`scripts/sysroots --prefix DIR all`). With --check nothing
is written, and the status is 1 where a wheel is not within 2 % of its figure.
"""
import argparse
import pathlib
import re
import sys
import zipfile

from tables import groups

PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs/install.md"
BEGIN, END = "<!-- package sizes -->\n", "<!-- end of package sizes -->\n"
# MB of wheels before: when the program's had Linux alone (what were further targets of Linux then made it 18.7 MB), and when
# import libraries of Windows were archives, two packs for each processor.
LINUX_ALONE = {groups.BASE: 7.2, "linux": 11.5}
ARCHIVES = {groups.BASE: 19.47, "apple": 0.13, "bare": 1.52, "bsd": 4.80, "linux": 12.02, "wasm": 0.05, "windows": 6.99}
NEAR = 0.02


def wheels(folder: pathlib.Path) -> dict[str, pathlib.Path]:
    """The wheels by group; the program's is that of base, which has the packs of most people's targets."""
    found = {path.name.removeprefix("linkshim_packs_").partition("-")[0]: path for path in folder.glob("linkshim_packs_*.whl")}
    return {groups.BASE: next(folder.glob("linkshim-*.whl")), **dict(sorted(found.items()))}


def packCounts(program: pathlib.Path) -> dict[str, int]:
    """How many packs of targets each group has, by the program's wheel; what targets of Windows share is not counted."""
    with zipfile.ZipFile(program) as wheel:
        name = next(name for name in wheel.namelist() if name.endswith("share/linkshim/packages"))
        lines = [line.split() for line in wheel.read(name).decode().splitlines()[1:]]
    counts: dict[str, int] = {}
    for group, target in lines:
        counts[group] = counts.get(group, 0) + (not target.startswith("windows-"))
    return counts


def megabytes(sizes: dict[str, float], name: str) -> str:
    return f"{sizes[name]:.2f}" if name in sizes else ""


def table(folder: pathlib.Path) -> str:
    found = wheels(folder)
    counts = packCounts(found[groups.BASE])
    sizes = {name: path.stat().st_size / 1e6 for name, path in found.items()}
    lines = ["| wheel | packs | Linux alone, MB | imports as archives, MB | now, MB |", "|---|---|---|---|---|"]
    columns = (LINUX_ALONE, ARCHIVES, sizes)
    lines += [f"| {name} | {counts.get(name, 0)} | {' | '.join(megabytes(each, name) for each in columns)} |" for name in sizes]
    sums = " | ".join(f"{sum(each.values()):.2f}" for each in columns)
    return "\n".join([*lines, f"| all | {sum(counts.values())} | {sums} |", ""])


def figures(text: str) -> dict[str, float]:
    """The last column of the table."""
    return {row[1]: float(row[2]) for row in re.finditer(r"^\| (\w+) \|.* ([\d.]+) \|$", text, re.M)}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="scripts/make-data package-sizes")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("folder", type=pathlib.Path)
    options = parser.parse_args(arguments)
    before, _, rest = PAGE.read_text().partition(BEGIN)
    old, _, after = rest.partition(END)
    made = table(options.folder)
    if not options.check:
        PAGE.write_text(before + BEGIN + made + END + after)
        return 0
    said, are = figures(old), figures(made)
    wrong = [name for name in are if abs(said.get(name, 0) - are[name]) > NEAR * are[name]]
    if wrong or set(said) != set(are):
        print(f"docs/install.md is out of date for {' '.join(wrong)}; run scripts/make-data package-sizes", file=sys.stderr)
        print(made, file=sys.stderr)
        return 1
    return 0
