#!/usr/bin/env python3
"""Looks up the packages of scripts/pins/header-packages.json and writes scripts/pins/headers.json: for each package and
suite its place in the pool, size, version and SHA-256. Needs apt-get and debian-archive-keyring; apt's own lists stay."""
import json
import pathlib
import re
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True

from glibc_tables import packages  # noqa: E402

FIELD = re.compile(r"^(Package|Version|Filename|Size|SHA256): (.*)$", re.M)


def main() -> int:
    chosen = json.loads((HERE / "pins/header-packages.json").read_text())
    wanted = {name: list(chosen["ages"].values()) for f in chosen["families"].values() for name in f["libc"]}
    wanted |= {f["linux"]: [chosen["linux"]] for f in chosen["families"].values()}
    with tempfile.TemporaryDirectory(prefix="linkshim-pins-") as folder:
        apt = packages.Apt(pathlib.Path(folder))
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
    (HERE / "pins/headers.json").write_text(json.dumps(pins, indent=1, sort_keys=True) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
