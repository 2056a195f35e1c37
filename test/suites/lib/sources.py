"""The suites' sources, pinned in scripts/pins/suites.json by version and SHA-256."""

import functools
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from layout import ROOT
from model import Unavailable

sys.path.insert(0, str(ROOT / "scripts"))
from fetch import pool, wheels  # noqa: E402

PINS = pool.readPins("suites")
TIME = 1_600_000_000  # of the files of a copy


def debian(name: str) -> Path:
    """The folder with the unpacked parts of a Debian source package."""
    try:
        return pool.sourceTree(PINS["debian"][name])
    except pool.PackError as error:
        raise Unavailable(str(error)) from error


def copy(tree: Path, folder: Path) -> Path:
    """A copy whose files are all of one age, so that make sees nothing that is older than what it comes from."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(tree, folder)
    for path in folder.rglob("*"):
        os.utime(path, (TIME, TIME))
    return folder


def crate(name: str) -> Path:
    """The folder where cargo unpacked a crate of crates.io."""
    pin = PINS["crates"][name]
    home = Path(os.environ.get("CARGO_HOME") or Path.home() / ".cargo")
    with pool.lockedCache() as root:
        folder = root / f"crate-{name}"
        (folder / "src").mkdir(parents=True, exist_ok=True)
        (folder / "src/lib.rs").write_text("")
        (folder / "Cargo.toml").write_text(f'[package]\nname = "fetch"\nversion = "0.0.0"\nedition = "2021"\n'
                                           f'[dependencies]\n"{name}" = "={pin["version"]}"\n')
        done = subprocess.run(["cargo", "fetch", "--quiet"], cwd=folder, capture_output=True, text=True)
        if done.returncode:
            raise Unavailable(f"cargo cannot fetch {name} {pin['version']}: {done.stderr.strip()}")
        packages = tomllib.loads((folder / "Cargo.lock").read_text())["package"]
    (locked,) = (package for package in packages if (package["name"], package["version"]) == (name, pin["version"]))
    if locked["checksum"] != pin["sha256"]:
        raise Unavailable(f"{name} {pin['version']} is not the pinned one: its SHA-256 is not {pin['sha256']}")
    return next(path for path in home.glob(f"registry/src/*/{name}-{pin['version']}") if path.is_dir())


def zig() -> Path:
    """The program of the pinned ziglang package: its own compiler, linker and C libraries for most systems, Apple's and FreeBSD among them."""
    try:
        pin = pool.readPins("apple")["ziglang"]
        with pool.lockedCache() as root:
            folder = root / f"ziglang-{pin['version']}"
            if not (folder / "ready").exists():
                shutil.rmtree(folder, ignore_errors=True)
                with wheels.wheel("ziglang", pin) as packed:
                    packed.extractall(folder)
                (folder / "ziglang/zig").chmod(0o755)
                (folder / "ready").touch()
            return folder / "ziglang/zig"
    except pool.PackError as error:
        raise Unavailable(str(error)) from error


def old_headers(arch: str) -> Path:
    """The headers of glibc 2.17, and of the kernel of its time, from the pinned toolchain of npm."""
    pin = pool.readPins("glibc-npm")[arch]
    with pool.lockedCache() as root:
        folder = root / f"glibc-2.17-headers-{pin['sha256'][:12]}"
        if not (folder / "ready").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            try:
                run = functools.partial(subprocess.run, cwd=folder, check=True, stdout=subprocess.DEVNULL)
                run(["npm", "pack", "--silent", pin["package"]])
                (archive,) = folder.glob("*.tgz")
                if pool.digestOf(archive) != pin["sha256"]:
                    raise Unavailable(f"{archive.name}: SHA-256 differs from scripts/pins/glibc-npm.json")
                run(["tar", "xf", archive])
                run(["tar", "xf", *folder.glob("package/*.tar.xz"), "--wildcards", "./*/sysroot/usr/include"])
            except (OSError, subprocess.CalledProcessError) as error:
                raise Unavailable(f"{pin['package']}: {error}") from error
            archive.unlink()
            shutil.rmtree(folder / "package")
            (folder / "ready").touch()
        return next(folder.glob("*/sysroot/usr/include"))
