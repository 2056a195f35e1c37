"""Headers of the C libraries of FreeBSD, NetBSD and OpenBSD, as the pinned ziglang package carries them.

share/linkshim/headers/SYSTEM/all/include has what a system's architectures share, SYSTEM/ARCH/include the rest; ARCH is
rustc's name. Each header has its licence in it; COPYRIGHT is FreeBSD's.
"""
import hashlib
import json
import pathlib

from fetch import wheels, whole
from packs import darwin_pack

LIBC = "ziglang/lib/libc/"
# The package's folder below include/ by rustc's name of the architecture.
FOLDERS = {"all": "generic-{0}", "aarch64": "aarch64-{0}-none", "riscv64": "riscv64-{0}-none", "x86": "x86-{0}-none",
           "x86_64": "x86_64-{0}-none"}
LICENCES = {"freebsd": {"freebsd/COPYRIGHT": "COPYRIGHT"}}


def makeHeaders(system: str, share: pathlib.Path) -> bool:
    """headers/SYSTEM; false when it was up to date."""
    place = share / "headers" / system
    digest = hashlib.sha256(json.dumps(darwin_pack.pin()).encode() + pathlib.Path(__file__).read_bytes()).hexdigest()
    stamp = place / "recipe"
    if stamp.is_file() and stamp.read_text().strip() == digest:
        return False
    place.parent.mkdir(parents=True, exist_ok=True)
    starts = {f"{LIBC}include/{folder.format(system)}/": arch for arch, folder in FOLDERS.items()}
    licences = {LIBC + name: out for name, out in LICENCES.get(system, {}).items()}
    with whole.replacing(place) as fresh, wheels.wheel("ziglang", darwin_pack.pin()) as packed:
        for name in packed.namelist():
            start = next((s for s in starts if name.startswith(s)), None)
            if name.endswith("/") or not (start or name in licences):
                continue
            out = fresh / (f"{starts[start]}/include/{name.removeprefix(start)}" if start else licences[name])
            out.parent.mkdir(parents=True, exist_ok=True)
            out.write_bytes(packed.read(name))
        (fresh / "recipe").write_text(digest + "\n")
    return True
