"""Headers of the C library and the compiler's runtime for Apple's targets.

share/linkshim/headers/darwin is laid out as an SDK: usr/include has the C library's headers, as the ziglang package
carries them (Apple's, under the APSL), c++ the configuration of libc++. Frameworks' headers are in Apple's SDK alone.
The runtime has what libSystem lacks: what @available asks for.
"""
import hashlib
import json
import pathlib
import shutil

from fetch import llvm, pool, wheels, whole
from packs import objects
from tables import targets

WHEEL_HEADERS = "ziglang/lib/libc/include/any-darwin-any/"
OWN_HEADERS = targets.ROOT / "sysroots/apple/include"
RUNTIME = ["os_version_check.c", "truncsfbf2.c", "truncdfbf2.c"]


def pin() -> dict:
    return pool.readPins("apple")["ziglang"]


def headerDigest() -> str:
    text = json.dumps(pin()) + (targets.ROOT / "sysroots/apple/__config_site").read_text()
    text += "".join(path.read_text() for path in sorted(OWN_HEADERS.rglob("*.h")))
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
        shutil.copytree(OWN_HEADERS, fresh / "usr/include", dirs_exist_ok=True)
        (fresh / "c++").mkdir()
        shutil.copyfile(targets.ROOT / "sysroots/apple/__config_site", fresh / "c++/__config_site")
        stamp = fresh / "recipe"
        stamp.write_text(headerDigest() + "\n")
    return True


def dependsOn(row: targets.Row) -> list:
    """What the bytes of the runtime depend on."""
    return [pathlib.Path(__file__), pool.readPins("llvm"), pin()]


def assemble(row: targets.Row, lib: pathlib.Path, share: pathlib.Path, work: pathlib.Path, oneByOne: bool) -> None:
    """lib/libclang_rt.builtins.a, compiled against the headers."""
    sdk, tree = share / "headers/darwin", work / "builtins"
    shutil.copytree(pool.sourceTree(pool.readPins("llvm")) / "compiler-rt/lib/builtins", tree)
    made = []
    for name in RUNTIME:
        made.append(name.removesuffix(".c") + ".o")
        objects.run([llvm.tool("clang"), f"--target={row.llvm}", *row.flags, "-isysroot", str(sdk), "-O2", "-w",
                     "-fvisibility=hidden", "-DVISIBILITY_HIDDEN", f"-ffile-prefix-map={tree}=/llvm", "-c", name, "-o",
                     made[-1]], tree)
    objects.run([llvm.tool("llvm-ar"), "--format=darwin", "rcsD", str(lib / "libclang_rt.builtins.a"), *made], tree)
