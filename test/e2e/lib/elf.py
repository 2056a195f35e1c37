"""Reads the facts of an ELF file that the tests compare: no more of the format than that."""

import struct
from dataclasses import dataclass, field
from pathlib import Path

MACHINES = {3: "i386", 4: "m68k", 8: "mips", 20: "ppc", 21: "ppc64", 22: "s390x", 40: "arm", 43: "sparc64",
            62: "x86_64", 183: "aarch64", 243: "riscv", 258: "loongarch"}
TYPES = {1: "rel", 2: "exec", 3: "dyn"}
PT_LOAD, PT_DYNAMIC, PT_INTERP, PT_GNU_STACK, PT_GNU_RELRO = 1, 2, 3, 0x6474E551, 0x6474E552
SHT_SYMTAB, SHT_DYNSYM, SHT_GNU_VERNEED = 2, 11, 0x6FFFFFFE
DT_NEEDED, DT_SONAME, DT_RPATH, DT_RUNPATH, DT_FLAGS, DT_FLAGS_1 = 1, 14, 15, 29, 30, 0x6FFFFFFB
DF_BIND_NOW, DF_1_NOW, DF_1_PIE = 8, 1, 0x08000000


def version(text: str) -> tuple[int, ...]:
    """2.17 as numbers that compare."""
    return tuple(int(part) for part in text.split("."))


@dataclass
class Symbol:
    name: str
    defined: bool
    weak: bool
    value: int


@dataclass
class Elf:
    bits: int
    machine: str
    type: str
    entry: int
    interpreter: str | None = None
    needed: list[str] = field(default_factory=list)
    soname: str | None = None
    rpath: str | None = None
    bind_now: bool = False
    relro: bool = False
    executable_stack: bool = False
    dynamic: bool = False
    sections: list[str] = field(default_factory=list)
    versions: dict[str, set[str]] = field(default_factory=dict)  # library → version names that are needed of it
    symbols: list[Symbol] = field(default_factory=list)          # the full table, when it was not stripped
    dynamic_symbols: list[Symbol] = field(default_factory=list)

    @property
    def static(self) -> bool:
        """Needs no loader and no library (static-pie too)."""
        return self.interpreter is None and not self.needed

    @property
    def exported(self) -> set[str]:
        return {symbol.name for symbol in self.dynamic_symbols if symbol.defined}

    def newest_glibc(self) -> tuple[int, ...]:
        """The highest GLIBC_x.y that any library must have; () when none is needed."""
        names = {name for group in self.versions.values() for name in group if name.startswith("GLIBC_2")}
        return max((version(name[6:]) for name in names), default=())


def read(path: Path) -> Elf:
    data = Path(path).read_bytes()
    if data[:4] != b"\x7fELF":
        raise ValueError(f"{path} is not an ELF file")
    wide, order = data[4] == 2, "<" if data[5] == 1 else ">"

    def unpack(form: str, offset: int):
        return struct.unpack_from(order + form, data, offset)

    def string(offset: int) -> str:
        return data[offset:data.index(b"\0", offset)].decode()

    kind, machine, _, entry, phoff, shoff = unpack("HHIQQQ" if wide else "HHIIII", 16)
    _, _, phentsize, phnum, shentsize, shnum, shstrndx = unpack("IHHHHHH", 48 if wide else 36)
    elf = Elf(64 if wide else 32, MACHINES.get(machine, str(machine)), TYPES.get(kind, str(kind)), entry)

    loads, dynamic = [], None
    for index in range(phnum):
        at = phoff + index * phentsize
        if wide:
            ptype, flags, offset, vaddr, _, size = unpack("IIQQQQ", at)
        else:
            ptype, offset, vaddr, _, size, _, flags = unpack("IIIIIII", at)
        if ptype == PT_LOAD:
            loads.append((vaddr, offset, size))
        elif ptype == PT_INTERP:
            elf.interpreter = string(offset)
        elif ptype == PT_DYNAMIC:
            dynamic = (offset, size)
        elif ptype == PT_GNU_STACK:
            elf.executable_stack = bool(flags & 1)
        elif ptype == PT_GNU_RELRO:
            elf.relro = True

    def file_offset(address: int) -> int:
        for vaddr, offset, size in loads:
            if vaddr <= address < vaddr + size:
                return address - vaddr + offset
        raise ValueError(f"{path}: no segment holds {address:#x}")

    if dynamic:
        elf.dynamic = True
        _read_dynamic(elf, unpack, string, file_offset, dynamic, wide)

    headers = []
    for index in range(shnum):
        at = shoff + index * shentsize
        if wide:
            name, stype, _, _, offset, size, link, info = unpack("IIQQQQII", at)
            entsize = unpack("Q", at + 56)[0]
        else:
            name, stype, _, _, offset, size, link, info = unpack("IIIIIIII", at)
            entsize = unpack("I", at + 36)[0]
        headers.append((name, stype, offset, size, link, info, entsize))
    for name, stype, offset, size, link, info, entsize in headers:
        elf.sections.append(string(headers[shstrndx][2] + name))
        if stype in (SHT_SYMTAB, SHT_DYNSYM):
            table = elf.symbols if stype == SHT_SYMTAB else elf.dynamic_symbols
            for at in range(offset + entsize, offset + size, entsize):
                if wide:
                    sname, sinfo, _, shndx, value = unpack("IBBHQ", at)
                else:
                    sname, value, _, sinfo, _, shndx = unpack("IIIBBH", at)
                table.append(Symbol(string(headers[link][2] + sname), shndx != 0, sinfo >> 4 == 2, value))
        elif stype == SHT_GNU_VERNEED:
            _read_versions(elf, unpack, string, offset, info, headers[link][2])
    return elf


def _read_dynamic(elf, unpack, string, file_offset, dynamic, wide) -> None:
    size = 16 if wide else 8
    entries = [unpack("QQ" if wide else "II", at) for at in range(dynamic[0], sum(dynamic), size)]
    strtab = next((file_offset(value) for tag, value in entries if tag == 5), 0)
    for tag, value in entries:
        if tag == 0:
            break
        if tag == DT_NEEDED:
            elf.needed.append(string(strtab + value))
        elif tag == DT_SONAME:
            elf.soname = string(strtab + value)
        elif tag in (DT_RPATH, DT_RUNPATH):
            elf.rpath = string(strtab + value)
        elif (tag == DT_FLAGS and value & DF_BIND_NOW) or (tag == DT_FLAGS_1 and value & DF_1_NOW):
            elf.bind_now = True


def _read_versions(elf, unpack, string, at, count, names) -> None:
    for _ in range(count):
        _, entries, library, first, following = unpack("HHIII", at)
        entry = at + first
        for _ in range(entries):
            _, _, _, name, step = unpack("IHHII", entry)
            elf.versions.setdefault(string(names + library), set()).add(string(names + name))
            entry += step
        at += following
