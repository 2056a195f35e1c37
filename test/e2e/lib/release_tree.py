"""A tree of a Debian release, in which linkshim is built from its sources as on a machine with that release.

debootstrap makes it, from the archive that the machine's own apt sources name, and it is kept. What runs in it has namespaces of
its own for mounts and processes: both end with the run, whatever happens to it, and nothing stays mounted.
"""

import os
import shutil
import subprocess
from pathlib import Path

import glibc_trees
import kept
from layout import ROOT

PLACE = "/work/linkshim"  # of the sources, in the tree
# The machine's: rustup's compilers, and what scripts/sysroots has downloaded.
SHARED = {Path.home() / ".rustup": "ro", Path.home() / ".cargo/bin": "ro", Path.home() / ".cache/linkshim/sources": "rw"}
APART = ("unshare", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child", "--mount-proc")
PROXIES = ("http_proxy", "https_proxy", "no_proxy")
SCRIPT = """
set -eu
mount -t proc proc "$TREE/proc"
mount --rbind /dev "$TREE/dev"
for place in $READ_ONLY $WRITABLE; do mkdir -p "$TREE$place"; mount --bind "$place" "$TREE$place"; done
for place in $READ_ONLY; do mount -o remount,bind,ro "$TREE$place"; done
exec chroot "$TREE" bash -euo pipefail -c "$COMMAND"
"""


class Unavailable(Exception):
    """What is missing here, in words for a skipped test."""


def base(release: str) -> Path:
    """The release's minimal system, packed."""
    place = kept.place("releases", release, Path(__file__))
    if kept.is_there(place):
        return place / "tree.tar.zst"
    if os.geteuid() or not shutil.which("debootstrap", path=f"{os.environ['PATH']}:/usr/sbin"):
        raise Unavailable("a tree takes root and the package debootstrap")
    try:
        uri, _ = glibc_trees.mirror()
    except glibc_trees.Unavailable as error:
        raise Unavailable(str(error)) from error
    with kept.locked(place), kept.making(place) as scratch:
        done = subprocess.run([*APART, "debootstrap", "--variant=minbase", "--include=ca-certificates", release, scratch / "tree", uri],
                              env={**os.environ, "PATH": f"{os.environ['PATH']}:/usr/sbin:/sbin"}, capture_output=True, text=True,
                              timeout=3600)
        if done.returncode:
            raise Unavailable(f"debootstrap failed: {done.stdout[-600:]}")
        apt = scratch / "tree/etc/apt/apt.conf.d/90tree"
        # A mirror of the archive may be older than its lists are valid.
        apt.write_text('Acquire::Check-Valid-Until "false";\nAcquire::Languages "none";\n')
        (scratch / "tree/etc/dpkg/dpkg.cfg.d/tree").write_text("force-unsafe-io\npath-exclude=/usr/share/doc/*\n")
        subprocess.run(["tar", "-C", scratch / "tree", "--zstd", "-cf", scratch / "tree.tar.zst", "."], check=True)
        shutil.rmtree(scratch / "tree")
    return place / "tree.tar.zst"


class Tree:
    """A release's tree with a copy of the sources at PLACE, for the time of a `with`."""

    def __init__(self, release: str, folder: Path):
        self.folder = folder
        packed = base(release)
        folder.mkdir(parents=True)
        subprocess.run(["tar", "-C", folder, "--zstd", "-xf", packed], check=True)
        shutil.copy("/etc/resolv.conf", folder / "etc/resolv.conf")
        self.certificates = {}
        if named := os.environ.get("SSL_CERT_FILE"):  # of a machine whose registries have other certificates than Debian's
            shutil.copy(named, folder / "etc/ssl/machine.crt")
            self.certificates = {"SSL_CERT_FILE": "/etc/ssl/machine.crt"}
        sources = folder / PLACE.lstrip("/")
        sources.mkdir(parents=True)
        names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
        archive = subprocess.run(["tar", "--null", "-T", "-", "-cf", "-"], cwd=ROOT, input=names, capture_output=True, check=True).stdout
        subprocess.run(["tar", "-C", sources, "-xf", "-"], input=archive, check=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder)

    def run(self, command: str, check: bool = True, timeout: int = 7200, **variables: str):
        """Runs a script of bash at PLACE."""
        shared = {mode: " ".join(str(path) for path, how in SHARED.items() if how == mode and path.is_dir()) for mode in ("ro", "rw")}
        environment = {"TREE": str(self.folder), "READ_ONLY": shared["ro"], "WRITABLE": shared["rw"],
                       "COMMAND": f"cd {PLACE}\n{command}", "HOME": str(Path.home()), "LANG": "C.UTF-8", "CARGO_HOME": "/tmp/cargo",
                       "RUSTUP_TOOLCHAIN": toolchain(), "DEBIAN_FRONTEND": "noninteractive", **self.certificates,
                       **{name: value for name, value in os.environ.items() if name.lower() in PROXIES},
                       "PATH": f"/usr/sbin:/usr/bin:/sbin:/bin:{Path.home() / '.cargo/bin'}", **variables}
        done = subprocess.run([*APART, "bash", "-c", SCRIPT],
                              env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
                              timeout=timeout)
        assert not check or done.returncode == 0, done.stdout[-6000:]
        return done


def toolchain() -> str:
    """The compiler of rustup that is used here, by its name."""
    shown = subprocess.run(["rustup", "show", "active-toolchain"], capture_output=True, text=True).stdout
    return shown.split()[0] if shown else ""
