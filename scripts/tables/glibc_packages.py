"""The pinned packages and source archives of glibc: checked by SHA-256, unpacked, and by suite for each ABI."""
import hashlib
import json
import shutil
import subprocess
from pathlib import Path

from fetch import pool
from fetch.apt import SUITES
from tables import glibc_abilist

ROOT = Path(__file__).resolve().parents[2]
PINS = ROOT / "scripts/pins/glibc.json"
SOURCES = ROOT / "scripts/pins/glibc-source.json"
ABIS = ROOT / "scripts/pins/glibc-abis.json"


class Archives:
    """glibc's source archives, pinned by scripts/pins/glibc-source.json, and the lists of names in them."""

    def __init__(self, folder):
        self.folder, self.pins, self.lists = folder, json.loads(SOURCES.read_text()), {}

    def read(self, release):
        if release not in self.lists:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.lists[release] = glibc_abilist.read_archive(pool.fetch(self.pins[release], self.folder))
        return self.lists[release]


def names_of(abis):
    return sorted({abi[kind] for abi in abis for kind in ("libc", "libgcc", "libatomic") if kind in abi})


def update_pins(apt, abis):
    names = names_of(abis.values())
    versions, sums = apt.versions(names), apt.checksums(names)
    pins = {}
    for name in names:
        for suite in SUITES:
            version = versions.get(name, {}).get(suite)
            if version is None or (not name.startswith("libc6") and suite != first_suite(versions[name])):
                continue
            file, digest = sums[name, version]
            pins.setdefault(name, {})[suite] = {"version": version, "file": file, "sha256": digest}
    PINS.write_text(json.dumps(pins, indent=1, sort_keys=True) + "\n")


def first_suite(by_suite):
    """Runtime libraries are taken from the oldest suite alone: their newer versions are for newer systems."""
    return next(s for s in SUITES if s in by_suite)


def place(folder, name, suite):
    return folder / f"{name}_{suite}"


def is_unpacked(where, pin):
    return (where / ".sha256").exists() and (where / ".sha256").read_text() == pin["sha256"]


def fetch(apt, names, pins, folder):
    """Downloads and unpacks below `folder` whatever pinned packages of `names` are not there yet."""
    wanted = {}
    for name in names:
        for suite, pin in pins.get(name, {}).items():
            if not is_unpacked(place(folder, name, suite), pin) and apt.known[name].get(suite) == pin["version"]:
                wanted[pin["sha256"]] = (name, suite, pin)
    if not wanted:
        return
    download = folder / "download"
    shutil.rmtree(download, ignore_errors=True)
    download.mkdir(parents=True)
    apt.run("apt-get", "-qq", "download", *[f"{n}={p['version']}" for n, _, p in wanted.values()], cwd=download)
    for package in sorted(download.iterdir()):
        digest = hashlib.sha256(package.read_bytes()).hexdigest()
        if digest not in wanted:
            raise pool.PackError(f"{package.name}: SHA-256 differs from scripts/pins/glibc.json")
        name, suite, _ = wanted[digest]
        target = place(folder, name, suite)
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir()
        subprocess.run(["dpkg-deb", "-x", str(package), str(target)], check=True)
        (target / ".sha256").write_text(digest)
    shutil.rmtree(download)


def unpacked(folder, name, suite, pin):
    where = place(folder, name, suite)
    return where if is_unpacked(where, pin) else None


def snapshots_of(abi, pins, folder):
    """[(suite, package, pin, unpacked folder)] of the C library, oldest first; a missing one has no folder."""
    return [(suite, abi["libc"], pin, unpacked(folder, abi["libc"], suite, pin))
            for suite in SUITES if (pin := pins.get(abi["libc"], {}).get(suite))]


def runtime_of(abi, kind, pins, folder):
    name = abi.get(kind)
    for suite, pin in pins.get(name, {}).items():
        return (suite, name, pin, unpacked(folder, name, suite, pin))
    return None
