"""Writes scripts/pins/headers.json: where the packages with C headers are in the archive now, and their SHA-256.

usage: scripts/make-data header-pins

The packages are those of scripts/pins/header-packages.json; of each package and suite the pin has its place in the pool,
size, version and SHA-256. Needs apt-get and debian-archive-keyring; apt's own lists stay.
"""
import json
import pathlib
import re
import tempfile

from fetch import apt as own_apt
from fetch import pool

PINS = pathlib.Path(__file__).resolve().parents[1] / "pins"
FIELD = re.compile(r"^(Package|Version|Filename|Size|SHA256): (.*)$", re.M)


def main(arguments: list[str]) -> int:
    chosen = pool.readPins("header-packages")
    wanted = {name: list(chosen["ages"].values()) for f in chosen["families"].values() for name in f["libc"]}
    wanted |= {f["linux"]: [chosen["linux"]] for f in chosen["families"].values()}
    with tempfile.TemporaryDirectory(prefix="linkshim-pins-") as folder:
        apt = own_apt.Apt(pathlib.Path(folder))
        versions = apt.versions(list(wanted))
        records = {}
        for text in apt.run("apt-cache", "show", *wanted).split("\n\n"):
            record = dict(FIELD.findall(text))
            if record:
                records[record["Package"], record["Version"]] = record
    pins = {}
    for name, suites in wanted.items():
        for suite in suites:
            if version := versions[name].get(suite):
                record = records[name, version]
                pins.setdefault(name, {})[suite] = {
                    "name": record["Filename"].rsplit("/", 1)[-1], "pool": [record["Filename"]],
                    "version": version, "size": int(record["Size"]), "sha256": record["SHA256"]}
    (PINS / "headers.json").write_text(json.dumps(pins, indent=1, sort_keys=True) + "\n")
    return 0
