"""Headers of the C library and the compiler's runtime for Apple's targets.

share/linkshim/headers/darwin is laid out as an SDK: usr/include has the C library's headers, as the ziglang package
carries them (Apple's, under the APSL), and those of free libraries (darwin_libraries.py), c++ the configuration of libc++.
Frameworks' headers are in Apple's SDK alone. The runtime comes last in a link: it serves what the libSystem of the
architecture has not.
"""
import hashlib
import json
import pathlib
import re
import shutil

from fetch import pool, wheels, whole
from packs import builtins_pack, darwin_libraries
from tables import targets

WHEEL_HEADERS = "ziglang/lib/libc/include/any-darwin-any/"
# What Apple's libresolv has from the same source as FreeBSD's: its functions have other names in the library.
RESOLVER = {"arpa/nameser.h": ["arpa/nameser.h", "nameser.h"], "arpa/nameser_compat.h": ["arpa/nameser_compat.h"]}
RENAMED = re.compile(rb"^(#define\s+ns_\w+\s+)__ns_", re.M)
BYTE_ORDER = re.compile(rb"\b_(?=(?:BYTE_ORDER|LITTLE_ENDIAN|BIG_ENDIAN|PDP_ENDIAN)\b)")
OWN_HEADERS = targets.ROOT / "sysroots/apple/include"


def pin() -> dict:
    return pool.readPins("apple")["ziglang"]


def headerDigest() -> str:
    text = json.dumps(pin()) + (targets.ROOT / "sysroots/apple/__config_site").read_text()
    text += "".join(path.read_text() for path in sorted(OWN_HEADERS.rglob("*.h"))) + darwin_libraries.dependsOn()
    return hashlib.sha256((text + pathlib.Path(__file__).read_text()).encode()).hexdigest()


def makeHeaders(share: pathlib.Path) -> bool:
    """headers/darwin; false when it was up to date."""
    place = share / "headers/darwin"
    stamp = place / "recipe"
    if stamp.is_file() and stamp.read_text().strip() == headerDigest():
        return False
    place.parent.mkdir(parents=True, exist_ok=True)
    with whole.replacing(place) as fresh, wheels.wheel("ziglang", pin()) as packed:
        for name in packed.namelist():
            if name.startswith(WHEEL_HEADERS) and not name.endswith("/"):
                out = fresh / "usr/include" / name.removeprefix(WHEEL_HEADERS)
                out.parent.mkdir(parents=True, exist_ok=True)
                out.write_bytes(packed.read(name))
        for name, places in RESOLVER.items():
            text = packed.read(f"ziglang/lib/libc/include/generic-freebsd/{name}")
            text = BYTE_ORDER.sub(b"", RENAMED.sub(rb"\1res_9_ns_", text))
            for place in places:
                (fresh / "usr/include" / place).write_bytes(text)
        darwin_libraries.fill(fresh / "usr/include", fresh)
        shutil.copytree(OWN_HEADERS, fresh / "usr/include", dirs_exist_ok=True)
        (fresh / "c++").mkdir()
        shutil.copyfile(targets.ROOT / "sysroots/apple/__config_site", fresh / "c++/__config_site")
        stamp = fresh / "recipe"
        stamp.write_text(headerDigest() + "\n")
    return True


def dependsOn(row: targets.Row) -> list:
    """What the bytes of the runtime depend on."""
    return [pathlib.Path(__file__), pin(), *builtins_pack.dependsOn(row)]


def assemble(row: targets.Row, lib: pathlib.Path, share: pathlib.Path, work: pathlib.Path, oneByOne: bool) -> None:
    """lib/libclang_rt.builtins.a, compiled against the headers."""
    builtins_pack.builtins(row, share / "headers/darwin/usr/include", lib, work, oneByOne)
