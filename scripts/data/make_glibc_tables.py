"""Writes sysroots/glibc/abi/<abi>.abi from the dynamic symbol tables of packaged glibc libraries.

usage: scripts/make-data glibc-tables [--update-pins] [--notes] [--keep FOLDER] [ABI...]

The packages are those that scripts/pins/glibc.json names, fetched by apt from the configured mirror through a private
sources list, checked by SHA-256 and unpacked into a temporary folder. --update-pins looks the packages of
scripts/pins/glibc-abis.json up again and rewrites the pins. --keep FOLDER keeps the unpacked packages there (and uses
what is already there). --notes lists what no snapshot dates exactly. docs/glibc.md describes the tables. Needs: apt, dpkg-deb.
"""
import json
import re
import sys
import tempfile
from pathlib import Path

from fetch import apt as own_apt
from fetch.pool import PackError
from tables import elfread, glibc_abilist as abilist, glibc_packages as packages, glibc_timeline as timeline

TABLES = packages.ROOT / "sysroots/glibc/abi"


def make_table(name, abi, pins, annotations, folder, verbose):
    libc = packages.snapshots_of(abi, pins, folder)
    runtimes = [r for kind in ("libgcc", "libatomic") if (r := packages.runtime_of(abi, kind, pins, folder))]
    gone = [f"{package} {pin['version']} ({suite})" for suite, package, pin, where in libc + runtimes if not where]
    if gone:
        print(f"{name}: kept as committed; no longer in the archive: {', '.join(gone)}")
        return
    header = [f"{package} {pin['version']} ({suite}) sha256 {pin['sha256']}"
              for suite, package, pin, where in libc + runtimes]
    floors = [timeline.release(re.match(r"\d+\.\d+", pin["version"])[0]) for _, _, pin, _ in libc]
    loaded = [elfread.read_folder(where, timeline.wanted) for *_, where in libc]
    extra = [elfread.read_folder(where, timeline.wanted) for *_, where in runtimes]
    text, notes = timeline.table(name, abi, floors, loaded, extra, annotations, header)
    (TABLES / f"{name}.abi").write_text(text)
    print(f"{name}: {text.count(chr(10))} lines, {len(text)} bytes, {len(notes)} notes")
    if verbose:
        print("".join(f"  {n}\n" for n in notes), end="")


def make_packaged(names, abis, annotations, folder, update, notes, temporary):
    """The tables of architectures whose libraries are packaged."""
    apt = own_apt.Apt(Path(temporary) / "apt")
    if update:
        packages.update_pins(apt, abis)
    pins = json.loads(packages.PINS.read_text())
    apt.versions(sorted(pins))
    packages.fetch(apt, packages.names_of(abis[n] for n in names), pins, folder)
    TABLES.mkdir(parents=True, exist_ok=True)
    for name in names:
        make_table(name, abis[name], pins, annotations, folder, notes)


def make_relative(name, abi, archives, verbose):
    """A table from glibc's own lists and the committed table of a relative."""
    release = abi.get("source", abi["newest"])
    pin, lists = archives.pins[release], abilist.lists_of(abi["lists"], archives.read(release))
    sources = [f"{pin['name']} sha256 {pin['sha256']}", *(f"{abilist.FOLDER}{folder}/*.abilist" for folder in abi["lists"].split())]
    text, notes = abilist.table(name, abi, lists, (TABLES / f"{abi['like']}.abi").read_text(), sources)
    (TABLES / f"{name}.abi").write_text(text)
    print(f"{name}: {text.count(chr(10))} lines, {len(text)} bytes, {len(notes)} notes")
    if verbose:
        print("".join(f"  {n}\n" for n in notes), end="")


def main(args):
    keep, update, notes, wanted = None, False, False, []
    while args:
        arg = args.pop(0)
        if arg == "--update-pins":
            update = True
        elif arg == "--notes":
            notes = True
        elif arg == "--keep" and args:
            keep = Path(args.pop(0)).resolve()
        elif arg.startswith("-"):
            sys.exit(__doc__)
        else:
            wanted.append(arg)
    abis = json.loads(packages.ABIS.read_text())
    for name in wanted:
        if name not in abis:
            raise PackError(f"no such ABI: {name}; known: {' '.join(abis)}")
    annotations = timeline.read_annotations(packages.ROOT / "scripts/pins/glibc-annotations.txt")
    relatives = [name for name in wanted or abis if "like" in abis[name]]
    wanted = [name for name in wanted or abis if "like" not in abis[name]]
    with tempfile.TemporaryDirectory() as temporary:
        if wanted:
            make_packaged(wanted, abis, annotations, keep or Path(temporary) / "packages", update, notes, temporary)
        archives = packages.Archives(keep or Path(temporary) / "sources")
        for name in relatives:
            make_relative(name, abis[name], archives, notes)
