"""Reads the facts of a Mach-O file that the tests compare: no more of the format than that."""

import hashlib
import struct
from dataclasses import dataclass, field
from pathlib import Path

MACHINES = {0x01000007: "x86_64", 0x0100000C: "arm64", 0x0200000C: "arm64_32"}
TYPES = {1: "object", 2: "program", 6: "library", 8: "bundle"}
PLATFORMS = {1: "macos", 2: "ios", 3: "tvos", 4: "watchos", 6: "mac-catalyst", 7: "ios-simulator", 8: "tvos-simulator",
             9: "watchos-simulator", 11: "xros", 12: "xros-simulator"}
# The load commands that older systems read in the place of LC_BUILD_VERSION.
OLD_PLATFORMS = {0x24: "macos", 0x25: "ios", 0x2F: "tvos", 0x30: "watchos"}
LC_SYMTAB, LC_LOAD_DYLIB, LC_ID_DYLIB, LC_SEGMENT, LC_SEGMENT_64, LC_CODE_SIGNATURE = 2, 0xC, 0xD, 1, 0x19, 0x1D
LC_RPATH, LC_LOAD_WEAK_DYLIB, LC_REEXPORT_DYLIB, LC_BUILD_VERSION = 0x8000001C, 0x80000018, 0x8000001F, 0x32


@dataclass
class MachO:
    machine: str
    type: str
    platform: str = ""
    oldest: str = ""                                           # the system's oldest version
    sdk: str = ""
    libraries: list[str] = field(default_factory=list)         # in the order of their ordinals
    weak_libraries: list[str] = field(default_factory=list)
    name: str | None = None                                    # a library's own
    rpaths: list[str] = field(default_factory=list)
    exported: set[str] = field(default_factory=set)
    needed: dict[str, str] = field(default_factory=dict)       # symbol → library; "flat": looked up late; "": of an object
    signed: bool = False                                       # ad hoc, every page's digest checked


def version(number: int) -> str:
    parts = [number >> 16, number >> 8 & 255, number & 255]
    return ".".join(str(part) for part in (parts if parts[2] else parts[:2]))


def text(data: bytes, at: int) -> str:
    return data[at:data.index(b"\0", at)].decode()


def parts(path: Path) -> dict[str, bytes]:
    """The files in a universal file, by architecture."""
    data = Path(path).read_bytes()
    magic, count = struct.unpack_from(">II", data)
    assert magic == 0xCAFEBABE, "no universal file"
    found = {}
    for i in range(count):
        cpu, _, offset, size, align = struct.unpack_from(">5I", data, 8 + 20 * i)
        assert offset % (1 << align) == 0
        found[MACHINES[cpu]] = data[offset:offset + size]
    return found


def read(path: Path) -> MachO:
    return parse(Path(path).read_bytes())


def parse(data: bytes) -> MachO:
    magic, cpu, _, kind, commands = struct.unpack_from("<5I", data)
    assert magic in (0xFEEDFACE, 0xFEEDFACF), "no Mach-O file"
    wide = magic == 0xFEEDFACF
    facts = MachO(MACHINES[cpu], TYPES[kind])
    at, symbols = 32 if wide else 28, None
    for _ in range(commands):
        command, size = struct.unpack_from("<II", data, at)
        words = struct.unpack_from(f"<{size // 4}I", data, at)
        if command in (LC_LOAD_DYLIB, LC_LOAD_WEAK_DYLIB, LC_REEXPORT_DYLIB):
            facts.libraries.append(text(data, at + words[2]))
            if command == LC_LOAD_WEAK_DYLIB:
                facts.weak_libraries.append(facts.libraries[-1])
        elif command == LC_ID_DYLIB:
            facts.name = text(data, at + words[2])
        elif command == LC_RPATH:
            facts.rpaths.append(text(data, at + words[2]))
        elif command == LC_BUILD_VERSION:
            facts.platform, facts.oldest, facts.sdk = PLATFORMS[words[2]], version(words[3]), version(words[4])
        elif command in OLD_PLATFORMS:
            facts.platform, facts.oldest, facts.sdk = OLD_PLATFORMS[command], version(words[2]), version(words[3])
        elif command == LC_SYMTAB:
            symbols = words[2:6]
        elif command == LC_CODE_SIGNATURE:
            facts.signed = check_signature(data, *words[2:4])
        at += size
    if symbols:
        read_symbols(data, symbols, wide, facts)
    return facts


def read_symbols(data: bytes, table: tuple, wide: bool, facts: MachO) -> None:
    offset, count, strings, _ = table
    layout, size = ("<IBBHQ", 16) if wide else ("<IBBHI", 12)
    for i in range(count):
        name, kind, _, description, _ = struct.unpack_from(layout, data, offset + i * size)
        external, defined = kind & 1 and not kind & 0x10 and not kind & 0xE0, kind & 0x0E
        if not external:
            continue
        if defined:
            facts.exported.add(text(data, strings + name))
        else:
            ordinal = description >> 8
            late = ordinal in (0xFE, 0xFF)
            library = "" if facts.type == "object" else "flat" if late else facts.libraries[ordinal - 1]
            facts.needed[text(data, strings + name)] = library


def check_signature(data: bytes, offset: int, size: int) -> bool:
    """True for a signature without a certificate whose digests are those of the file's pages."""
    blob = data[offset:offset + size]
    magic, _, count = struct.unpack_from(">III", blob)
    assert magic == 0xFADE0CC0
    at = next(where for kind, where in struct.iter_unpack(">II", blob[12:12 + 8 * count]) if kind == 0)
    fields = struct.unpack_from(">9I4B", blob, at)
    magic, _, _, flags, hashes, _, _, slots, limit, hash_size, hash_type, _, page = fields
    assert (magic, hash_size, hash_type, limit) == (0xFADE0C02, 32, 2, offset)
    assert flags & 2, "not ad hoc"
    for i in range(slots):
        begin = i << page
        digest = hashlib.sha256(data[begin:min(begin + (1 << page), limit)]).digest()
        assert digest == blob[at + hashes + 32 * i:at + hashes + 32 * i + 32], f"page {i}"
    return True
