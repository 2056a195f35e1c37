"""Writes sysroots/bsd/abi/*.abi: the dynamic symbols of the BSDs' libraries.

usage: scripts/make-data bsd-tables [FOLDER]

They come from the lists of a pinned ziglang. FOLDER is the package's lib/libc; without it the one of build/test-venv is
taken (scripts/install-test-needs). The lists' format: names of libraries, versions and targets, then functions, objects
and thread-local variables, each with a set of targets, a library, marks and the versions in which it is there.
"""
import hashlib
import pathlib
import struct
from collections import defaultdict

from fetch.pool import PackError

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Architecture by the lists' names of targets, and what the files of a stub say of it.
ARCHES = {
    "x86_64": "machine=62 class=64 endian=little flags=0x0",
    "aarch64": "machine=183 class=64 endian=little flags=0x0",
    "x86": "machine=3 class=32 endian=little flags=0x0",
    "riscv64": "machine=243 class=64 endian=little flags=0x5",
}
# How clang is told to compile the start files of an architecture.
CLANG = {"aarch64": "--target=aarch64-unknown-{} -mno-outline-atomics", "x86": "--target=i586-unknown-{} -march=pentium",
         "riscv64": "--target=riscv64-unknown-{} -march=rv64gc -mabi=lp64d", "x86_64": "--target=x86_64-unknown-{}"}
# The file of each library, and the names by which it is linked: -lpthread is libthr on FreeBSD. The numbers are those of
# libs in Zig's src/libs, and SHLIB_MAJOR of the makefiles of FreeBSD's libkvm and so on.
LIBRARIES = {
    "freebsd": {"c": "libc.so.7 libc.so", "m": "libm.so.5 libm.so", "thr": "libthr.so.3 libthr.so libpthread.so",
                "dl": "libdl.so.1 libdl.so", "rt": "librt.so.1 librt.so", "util": "libutil.so.9 libutil.so",
                "execinfo": "libexecinfo.so.1 libexecinfo.so", "stdthreads": "libstdthreads.so.0 libstdthreads.so",
                # Rust's libc crate names these in every link; the lists have none of their symbols.
                "kvm": "libkvm.so.7 libkvm.so", "memstat": "libmemstat.so.3 libmemstat.so",
                "procstat": "libprocstat.so.1 libprocstat.so", "devstat": "libdevstat.so.7 libdevstat.so"},
    "netbsd": {"c": "libc.so.12 libc.so", "m": "libm.so.0 libm.so", "pthread": "libpthread.so.1 libpthread.so",
               "rt": "librt.so.1 librt.so", "util": "libutil.so.7 libutil.so", "execinfo": "libexecinfo.so.0 libexecinfo.so"},
    # Without numbers, which change with every release: OpenBSD's loader then takes the newest that is there.
    "openbsd": {name: f"lib{name}.so lib{name}.so" for name in ("c", "m", "pthread", "util", "execinfo")},
}
# The newest version whose symbols are taken: FreeBSD 13, as std needs pthread_setname_np; NetBSD 10; OpenBSD 7.8.
# NetBSD has riscv64 from 11 on.
NEWEST = {"netbsd-riscv64": (11, 0, 0), "freebsd": (1, 6, 0), "netbsd": (10, 1, 0), "openbsd": (7, 8, 0)}
# What a library takes from the program, whose start file has it, and does not have itself.
FROM_PROGRAM = {"freebsd": "environ __progname", "netbsd": "", "openbsd": ""}
VERSIONED = {"freebsd": "FBSD_%d.%d"}
UNWINDER = """3.0 _Unwind_DeleteException _Unwind_Find_FDE _Unwind_ForcedUnwind _Unwind_GetDataRelBase _Unwind_GetGR
 _Unwind_GetIP _Unwind_GetLanguageSpecificData _Unwind_GetRegionStart _Unwind_GetTextRelBase _Unwind_RaiseException
 _Unwind_Resume _Unwind_SetGR _Unwind_SetIP __deregister_frame __deregister_frame_info __register_frame
 __register_frame_info
 3.3 _Unwind_Backtrace _Unwind_FindEnclosingFunction _Unwind_GetCFA _Unwind_Resume_or_Rethrow
 4.2.0 _Unwind_GetIPInfo"""
# The unwinder's library. OpenBSD has it in libc++abi.
UNWINDERS = {"freebsd": ("libgcc_s.so.1 libgcc_s.so", True), "netbsd": ("libgcc_s.so.1 libgcc_s.so", True),
             "openbsd": ("libc++abi.so libc++abi.so libgcc_s.so", False)}

# Archives that rustc names in every link, and in which a link finds nothing that it has not: Rust has the functions of the
# compiler's runtime itself.
EMPTY = {"openbsd": ["libcompiler_rt.a"]}


class Reader:
    def __init__(self, data: bytes):
        self.data, self.at = data, 0

    def byte(self) -> int:
        self.at += 1
        return self.data[self.at - 1]

    def short(self) -> int:
        self.at += 2
        return struct.unpack_from("<H", self.data, self.at - 2)[0]

    def text(self) -> str:
        end = self.data.index(0, self.at)
        found, self.at = self.data[self.at:end].decode(), end + 1
        return found

    def leb128(self) -> int:
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value


class Lists:
    """One abilists file: `symbols` has (kind, name, target names, library, size, weak, versions, versioned)."""

    def __init__(self, data: bytes):
        reader = Reader(data)
        self.libraries = [reader.text() for _ in range(reader.byte())]
        self.versions = [(reader.byte(), reader.byte(), reader.byte()) for _ in range(reader.byte())]
        self.targets = [reader.text() for _ in range(reader.byte())]
        self.symbols = [s for kind in ("func", "data", "tls") for s in self.section(reader, kind)]
        if reader.at != len(data):
            raise PackError("bytes are left over: the format is another one")

    def section(self, reader: Reader, kind: str):
        name = None
        for _ in range(reader.short()):
            name = name or reader.text()
            targets, size = reader.leb128(), reader.leb128() if kind != "func" else 0
            marks, versions = reader.byte(), []
            while True:
                byte = reader.byte()
                versions.append(self.versions[byte & 0x7F])
                if byte & 0x80:
                    break
            yield (kind, name, {t for i, t in enumerate(self.targets) if targets >> i & 1}, self.libraries[marks & 31], size,
                   bool(marks & 64), sorted(versions), not marks & 32)
            if marks & 128:
                name = None


def archesOf(targets: set, system: str) -> list[str]:
    return [f"{system}-{arch}" for arch in ARCHES if f"{arch}-{system}-none" in targets]


def factsOf(system: str, symbol: tuple) -> str:
    kind, _, _, _, size, weak, versions, versioned = symbol
    words = [kind, *(["weak"] if weak else []), *([f"size={size}"] if size else [])]
    if (pattern := VERSIONED.get(system)) and versioned:
        words.append("at=" + ",".join(pattern % v[:2] for v in versions))
    return " ".join(words)


def libraryText(system: str, name: str, files: str, symbols: list) -> list[str]:
    """The lines of one library: a list of versions, then symbols by the architectures that have them."""
    groups, merged = defaultdict(list), {}
    for symbol in symbols:
        if symbol[3] != name:
            continue
        for arch in archesOf(symbol[2], system):
            newest = NEWEST.get(arch, NEWEST[system])
            if versions := [v for v in symbol[6] if v <= newest or (system in VERSIONED and not symbol[7])]:
                old = merged.get((symbol[1], arch))
                merged[symbol[1], arch] = (*symbol[:6], sorted({*versions, *(old[6] if old else [])}), symbol[7])
    byName = defaultdict(lambda: defaultdict(list))
    for (symbolName, arch), symbol in merged.items():
        byName[symbolName][factsOf(system, symbol)].append(arch)
    for symbolName, variants in byName.items():
        for facts, arches in variants.items():
            groups["all" if len(arches) == len(ARCHES) else " ".join(sorted(arches))].append(f"{symbolName} {facts}")
    lines = [f"library {system} {files}"]
    if name == "c" and FROM_PROGRAM[system]:
        lines.append(f"takes {FROM_PROGRAM[system]}")
    if pattern := VERSIONED.get(system):
        used = {v for s in merged.values() for v in s[6] if s[7]}
        lines += [f"node {pattern % v[:2]}" for v in sorted(used)]
    for arches in sorted(groups):
        lines += [f"in {arches}", *sorted(groups[arches])]
    return lines


def unwinderText(system: str) -> list[str]:
    files, versioned = UNWINDERS[system]
    lines, rows, node = [f"library {system} {files}"], [], ""
    for word in UNWINDER.split():
        if word[0].isdigit():
            node = f"GCC_{word}"
            lines += [f"node {node}"] if versioned else []
        else:
            rows.append(f"{word} func" + (f" at={node}" if versioned else ""))
    return [*lines, "in all", *sorted(rows)]


def main(arguments: list[str]) -> int:
    places = [pathlib.Path(arguments[0])] if arguments else sorted(
        (ROOT / "build/test-venv/lib").glob("python3*/site-packages/ziglang/lib/libc"))
    if not places:
        raise PackError("no ziglang package; run scripts/install-test-needs, or name its lib/libc")
    for system in LIBRARIES:
        path = places[0] / system / "abilists"
        data = path.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        lists = Lists(data)
        lines = [f"# Dynamic symbols of the libraries of {system}. Written by scripts/make-data bsd-tables; do not edit.",
                 f"# From ziglang 0.17.1, lib/libc/{system}/abilists sha256 {digest}; the unwinder from its own interface."]
        for arch, facts in ARCHES.items():
            lines.append(f"arch {system}-{arch} {facts} clang {CLANG[arch].format(system)}")
        for name, files in LIBRARIES[system].items():
            lines += ["", *libraryText(system, name, files, lists.symbols)]
        lines += ["", *unwinderText(system)]
        lines += [f"empty {system} {archive}" for archive in EMPTY.get(system, [])]
        (ROOT / "sysroots/bsd/abi" / f"{system}.abi").write_text("\n".join(lines) + "\n")
        print(f"{system}: {len(lines)} lines, sha256 {digest}")
    return 0
