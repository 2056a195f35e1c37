"""Which package has the pack of a target: what most people cross-compile for comes with the program, the rest in packages
of their own (`pip install linkshim[windows]`, linkshim-VERSION-windows.packs)."""
from tables import targets

BASE = "base"
TITLES = {"linux": "all other Linux targets", "windows": "all other Windows targets", "apple": "all other targets of Apple",
          "bsd": "FreeBSD, NetBSD and OpenBSD", "wasm": "all other WebAssembly targets",
          "bare": "targets without an operating system, and small ones"}
BSDS = ("freebsd", "netbsd", "openbsd")
OF_BASE = {f"{arch}-unknown-linux-{libc}" for arch in ("x86_64", "aarch64") for libc in ("gnu", "musl")} | {
    "x86_64-pc-windows-gnu", "x86_64-pc-windows-msvc", "aarch64-apple-darwin", "x86_64-apple-darwin", "wasm32-wasip1", "wasm32-wasip2",
    "wasm32-unknown-unknown"}

# Nearly the same as one of these, so it costs little beside it and much in a package of its own.
WITH_BASE = {"x86_64-pc-windows-gnullvm"}


def packageOf(row: targets.Row) -> str:
    """Whose package has the target's pack: base's, or that of a name in TITLES."""
    return BASE if row.triple in WITH_BASE else groupOf(row)


def groupOf(row: targets.Row) -> str:
    """base, or a name in TITLES."""
    return BASE if row.triple in OF_BASE or row.triple.startswith(("windows-x86_64", "windows-imports")) else familyOf(row)


def familyOf(row: targets.Row) -> str:
    """A name in TITLES."""
    if row.stubAbi:
        return "bsd"
    if row.glibcAbi or row.muslArch in targets.musls():
        return "linux"
    if row.arch.startswith("wasm"):
        return "wasm"
    return {"coff": "windows", "machO": "apple"}.get(row.format, "bare")


def partsOf(row: targets.Row) -> set[str]:
    """The parts of the data directory that compilers read for a target (shim/sysroot/DataDirectory.cpp)."""
    parts = {"c++"} if row.cxx or row.libc == "darwin" else set()
    if row.startFiles in ("mingw", "msvc"):
        return parts | {"mingw"}
    if row.stubAbi:
        return parts | {row.stubAbi.partition("-")[0]}
    if row.libc in ("glibc", "musl"):
        return parts | {"linux"}
    return parts | {row.libc} & {"darwin", "wasi"}
