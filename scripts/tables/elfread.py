"""Reads the dynamic symbol tables of ELF shared libraries, by their section headers."""
import struct
from dataclasses import dataclass, field

SHT_NOBITS, SHT_DYNSYM, SHT_GNU_VERDEF, SHT_GNU_VERSYM, SHT_DYNAMIC = 8, 11, 0x6FFFFFFD, 0x6FFFFFFF, 6
SHF_WRITE = 1
PT_LOAD, PT_GNU_RELRO = 1, 0x6474E552
PF_W = 2
DT_NEEDED, DT_SONAME = 1, 14
STT = {0: "none", 1: "data", 2: "func", 6: "tls", 10: "ifunc"}


@dataclass
class Symbol:
    name: str
    version: str  # "" when there is none
    default: bool
    kind: str  # none, data, rodata, func, ifunc, tls
    weak: bool
    size: int
    place: tuple  # (section index, address): what aliases share
    other: int  # st_other


@dataclass
class Library:
    soname: str
    machine: int
    bits: int
    endian: str
    flags: int
    needed: list = field(default_factory=list)
    nodes: list = field(default_factory=list)  # (version, [parents]), in the order of the file
    symbols: list = field(default_factory=list)
    weak_undefined: list = field(default_factory=list)


class Elf:
    def __init__(self, data):
        self.data = data
        self.bits = 64 if data[4] == 2 else 32
        self.order = "<" if data[5] == 1 else ">"
        wide = self.bits == 64
        names = ("type machine version entry phoff shoff flags ehsize phentsize phnum shentsize shnum shstrndx").split()
        self.header = dict(zip(names, self.unpack("HHIQQQIHHHHHH" if wide else "HHIIIIIHHHHHH", 16)))
        self.sections = []
        for i in range(self.header["shnum"]):
            at = self.header["shoff"] + i * self.header["shentsize"]
            keys = "name type flags addr offset size link info align entsize".split()
            self.sections.append(dict(zip(keys, self.unpack("IIQQQQIIQQ" if wide else "IIIIIIIIII", at))))
        self.segments = []
        for i in range(self.header["phnum"]):
            at = self.header["phoff"] + i * self.header["phentsize"]
            if wide:
                kind, flags, _, vaddr, _, _, memsz, _ = self.unpack("IIQQQQQQ", at)
            else:
                kind, _, vaddr, _, _, memsz, flags, _ = self.unpack("IIIIIIII", at)
            self.segments.append((kind, flags, vaddr, memsz))

    def unpack(self, form, at):
        return struct.unpack_from(self.order + form, self.data, at)

    def text(self, strings, at):
        start = strings["offset"] + at
        return self.data[start:self.data.index(b"\0", start)].decode()

    def section(self, kind):
        return next((s for s in self.sections if s["type"] == kind), None)

    def read_only(self, address):
        return any(kind in (PT_LOAD, PT_GNU_RELRO) and not flags & PF_W and start <= address < start + size
                   for kind, flags, start, size in self.segments)


def nodes_of(elf):
    """{version index: name}, [(name, parents)] without the base entry."""
    section, names, nodes = elf.section(SHT_GNU_VERDEF), {}, []
    if not section:
        return names, nodes
    strings, at = elf.sections[section["link"]], section["offset"]
    while True:
        _, flags, index, count, _, aux, following = elf.unpack("HHHHIII", at)
        chain, a = [], at + aux
        for _ in range(count):
            name, step = elf.unpack("II", a)
            chain.append(elf.text(strings, name))
            a += step
        names[index] = chain[0]
        if not flags & 1:
            nodes.append((chain[0], chain[1:]))
        if not following:
            return names, nodes
        at += following


def symbols_of(elf, library):
    table, versym = elf.section(SHT_DYNSYM), elf.section(SHT_GNU_VERSYM)
    names, library.nodes = nodes_of(elf)
    strings, step = elf.sections[table["link"]], table["entsize"]
    for i in range(1, table["size"] // step):
        at = table["offset"] + i * step
        if elf.bits == 64:
            name, info, other, index, value, size = elf.unpack("IBBHQQ", at)
        else:
            name, value, size, info, other, index = elf.unpack("IIIBBH", at)
        name, bind, kind = elf.text(strings, name), info >> 4, info & 15
        number = elf.unpack("H", versym["offset"] + 2 * i)[0] if versym else 1
        if index == 0:
            if bind == 2 and number & 0x7FFF <= 1:
                library.weak_undefined.append(name)
            continue
        if bind == 0 or (index == 0xFFF1 and name in names.values()):
            continue
        version = names.get(number & 0x7FFF, "") if number & 0x7FFF > 1 else ""
        kind = STT.get(kind, "none")
        if kind == "data" and elf.read_only(value):
            kind = "rodata"
        library.symbols.append(Symbol(name, version, not number & 0x8000, kind, bind == 2, size, (index, value), other))


def read_library(path):
    data = path.read_bytes()
    if data[:4] != b"\x7fELF":
        return None
    elf = Elf(data)
    dynamic = elf.section(SHT_DYNAMIC)
    if not dynamic or not elf.section(SHT_DYNSYM):
        return None
    strings = elf.sections[dynamic["link"]]
    library = Library("", elf.header["machine"], elf.bits, "little" if elf.order == "<" else "big",
                      elf.header["flags"])
    word = "q" if elf.bits == 64 else "i"
    for at in range(dynamic["offset"], dynamic["offset"] + dynamic["size"], elf.bits // 4):
        tag, value = elf.unpack(word + word, at)
        if tag == DT_SONAME:
            library.soname = elf.text(strings, value)
        elif tag == DT_NEEDED:
            library.needed.append(elf.text(strings, value))
    symbols_of(elf, library)
    return library


def read_folder(folder, wanted):
    """{soname: Library} of the shared libraries below `folder` that `wanted(soname)` accepts."""
    found = {}
    for path in sorted(folder.rglob("*.so*")):
        if path.is_symlink() or not path.is_file() or "gconv" in path.parts:
            continue
        library = read_library(path)
        if library and wanted(library.soname):
            found[library.soname] = library
    return found
