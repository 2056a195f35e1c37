"""What wild's tests say of a finished ELF file, held against what llvm-readobj reads in it."""

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from model import Failed

READOBJ = ["llvm-readobj-22", "--elf-output-style=JSON", "--file-headers", "--sections", "--program-headers", "--symbols", "--dyn-symbols",
           "--dynamic-table"]
SECTION_FLAGS = {"W": 0x1, "A": 0x2, "X": 0x4, "M": 0x10, "S": 0x20, "I": 0x40, "L": 0x80, "O": 0x100, "G": 0x200, "T": 0x400, "C": 0x800}
SEGMENT_FLAGS = {"X": 1, "W": 2, "R": 4}
BINDINGS = {"local": 0, "global": 1, "weak": 2}
TYPES = {"notype": 0, "object": 1, "func": 2, "section": 3, "file": 4, "common": 5, "tls": 6, "ifunc": 10}
ALLOCATED, NOBITS = 0x2, 8


@dataclass(frozen=True)
class Elf:
    path: Path
    header: dict
    sections: list[dict]
    segments: list[dict]
    dynamic: list[dict]
    tables: dict[str, list[dict]]  # ExpectSym's and ExpectDynSym's

    def section(self, name: str) -> dict:
        for section in self.sections:
            if section["Name"]["Name"] == name:
                return section
        raise Failed(f"no section {name}", "output")

    def bytes_of(self, name: str) -> bytes:
        section = self.section(name)
        if section["Type"]["Value"] == NOBITS:
            return b""
        return self.path.read_bytes()[section["Offset"]:section["Offset"] + section["Size"]]


def read(path: Path) -> Elf:
    done = subprocess.run([*READOBJ, path], capture_output=True, text=True)
    if done.returncode:
        raise Failed(f"llvm-readobj: {done.stderr}", "output")
    (found,) = json.loads(done.stdout)
    return Elf(path, found["ElfHeader"], [one["Section"] for one in found.get("Sections", [])],
               [one["ProgramHeader"] for one in found.get("ProgramHeaders", [])], found.get("DynamicSection", []),
               {"Sym": [one["Symbol"] for one in found.get("Symbols", [])],
                "DynSym": [one["Symbol"] for one in found.get("DynamicSymbols", [])]})


def number(text: str) -> int:
    return int(text, 0)


def properties(text: str) -> dict[str, str]:
    """`key=value` separated by commas, where a value may be quoted or a list in brackets."""
    found = re.findall(r'([\w-]+)=("[^"]*"|\'[^\']*\'|\[[^\]]*\]|[^,]*),?', text)
    return {key: value.strip("\"'") for key, value in found}


def flags_of(letters: str, known: dict[str, int]) -> int:
    return sum(known[letter] for letter in letters)


def want(holds: bool, text: str) -> None:
    if not holds:
        raise Failed(text, "output")


def name_of(symbol: dict) -> str:
    return symbol["Name"]["Name"].partition("@")[0]


def line_of(path: Path, address: int) -> str:
    """The line of the source that the debug information has for an address."""
    done = subprocess.run(["llvm-symbolizer-22", f"--obj={path}", "--output-style=GNU", "-s", hex(address)], capture_output=True, text=True)
    return done.stdout.strip().rpartition(":")[2]


def check_symbol(elf: Elf, table: str, argument: str) -> None:
    name, _, rest = argument.partition(" ")
    symbol = next((one for one in elf.tables[table] if name_of(one) == name), None)
    if symbol is None:
        raise Failed(f"no symbol {name}", "output")
    wanted = properties(rest)
    section, value = symbol["Section"]["Name"], symbol["Value"]
    is_so = {"section": lambda text: section == text,
             "offset-in-section": lambda text: value - elf.section(section)["Address"] == number(text),
             "alignment": lambda text: value % number(text) == 0,
             "address": lambda text: value == number(text),
             "size": lambda text: symbol["Size"] == number(text),
             "binding": lambda text: symbol["Binding"]["Value"] == BINDINGS[text],
             "type": lambda text: symbol["Type"]["Value"] == TYPES[text],
             "line": lambda text: line_of(elf.path, value) == text}
    for key, text in wanted.items():
        want(is_so[key](text), f"symbol {name} is not of {key} {text}: {symbol}")


def check_section(elf: Elf, argument: str) -> None:
    name, _, rest = argument.partition(" ")
    section = elf.section(name)
    is_so = {"flags": lambda text: section["Flags"]["Value"] == flags_of(text, SECTION_FLAGS),
             "type": lambda text: section["Type"]["Value"] == number(text),
             "max_entries": lambda text: section["Size"] / (section["EntrySize"] or 1) <= number(text)}
    for key, text in properties(rest).items():
        want(is_so[key](text), f"section {name} is not of {key} {text}: {section}")


def check_bytes(elf: Elf, argument: str) -> None:
    name, _, rest = argument.partition("=")
    digits, _, place = rest.partition(" ")
    data = elf.bytes_of(name)
    if place:
        begin, end = map(int, place.split(".."))
        data = data[begin:end]
    want(data.hex() == digits.strip().removeprefix("0x").lower(), f"section {name} {place} holds {data.hex()}, not {digits}")


def inside(section: dict, segment: dict) -> bool:
    address, size = section["Address"], section["Size"]
    in_memory = (segment["MemSize"] > 0 and address >= segment["VirtualAddress"] and
                 address + size <= segment["VirtualAddress"] + segment["MemSize"])
    in_file = (segment["FileSize"] > 0 and size > 0 and section["Type"]["Value"] != NOBITS and section["Offset"] >= segment["Offset"] and
               section["Offset"] + size <= segment["Offset"] + segment["FileSize"])
    return bool(section["Flags"]["Value"] & ALLOCATED) and (in_memory or in_file)


def segment_fits(elf: Elf, segment: dict, wanted: dict[str, str]) -> bool:
    fields = {"paddr": "PhysicalAddress", "vaddr": "VirtualAddress", "file-size": "FileSize", "mem-size": "MemSize", "offset": "Offset"}
    for key, text in wanted.items():
        if key == "flags" and segment["Flags"]["Value"] != flags_of(text, SEGMENT_FLAGS):
            return False
        if key in fields and segment[fields[key]] != number(text):
            return False
    names = [word for word in wanted.get("sections", "").strip("[]").split(",") if word]
    there = {section["Name"]["Name"] for section in elf.sections if inside(section, segment)}
    return not names or ({*names} - {"*"} <= there and ("*" in names or len(there) == len(names)))


def segments_named(elf: Elf, name: str) -> list[dict]:
    return [segment for segment in elf.segments if segment["Type"]["Name"] == f"PT_{name}"]


def check_segment(elf: Elf, argument: str) -> None:
    name, _, rest = argument.partition(" ")
    want(any(segment_fits(elf, segment, properties(rest)) for segment in segments_named(elf, name)),
         f"no segment {argument}: {segments_named(elf, name)}")


def tags(elf: Elf) -> list[str]:
    return [f"DT_{entry['Type']}" for entry in elf.dynamic]


def check_dynamic(elf: Elf, argument: str) -> None:
    tag, _, rest = argument.partition(" ")
    count = properties(rest).get("count")
    want(tag in tags(elf) and (count is None or tags(elf).count(tag) == int(count)), f"not {argument}: {tags(elf)}")


def check_alignments(elf: Elf, argument: str) -> None:
    wanted = [number(word) for word in argument.split()]
    found = [segment["Alignment"] for segment in segments_named(elf, "LOAD")]
    want(found[:len(wanted)] == wanted, f"LOAD segments are aligned to {found}, not {wanted}")


def check_entry(elf: Elf, argument: str) -> None:
    named = next((one["Value"] for one in elf.tables["Sym"] if name_of(one) == argument), None)
    want(elf.header["Entry"] == (number(argument) if argument[0].isdigit() else named), f"the entry is {elf.header['Entry']:#x}, not {argument}")


def check_comment(elf: Elf, argument: str) -> None:
    found = elf.bytes_of(".comment").decode(errors="replace").split("\0")
    pattern = re.escape(argument).replace(r"\*", ".*")
    want(any(re.fullmatch(pattern, text, re.S) for text in found), f"no comment {argument}: {found}")


def absent(elf: Elf, argument: str, *names: str) -> None:
    for table in names:
        want(all(name_of(one) != argument for one in elf.tables[table]), f"the symbol {argument} is there")


def no_section(elf: Elf, argument: str) -> None:
    want(all(section["Name"]["Name"] != argument for section in elf.sections), f"the section {argument} is there")


CHECKS = {
    "ExpectSym": lambda elf, text: check_symbol(elf, "Sym", text),
    "ExpectDynSym": lambda elf, text: check_symbol(elf, "DynSym", text),
    "NoSym": lambda elf, text: absent(elf, text, "Sym", "DynSym"),
    "NoDynSym": lambda elf, text: absent(elf, text, "DynSym"),
    "ExpectSection": check_section,
    "NoSection": no_section,
    "ExpectSectionBytes": check_bytes,
    "ExpectDynamic": check_dynamic,
    "NoDynamic": lambda elf, text: want(text not in tags(elf), f"{text} is there"),
    "ExpectProgramHeader": check_segment,
    "NoProgramHeader": lambda elf, text: want(not segments_named(elf, text), f"a segment {text} is there"),
    "ExpectLoadAlignment": check_alignments,
    "ExpectEntry": check_entry,
    "ExpectComment": check_comment,
    "Contains": lambda elf, text: want(text.encode() in elf.path.read_bytes(), f"{text} is not in the file"),
    "DoesNotContain": lambda elf, text: want(text.encode() not in elf.path.read_bytes(), f"{text} is in the file"),
    "MaxFileSize": lambda elf, text: want(elf.path.stat().st_size <= int(text), f"the file is larger than {text}"),
}


def check(path: Path, checks: list[tuple[str, str]]) -> None:
    """Raises Failed for the first that does not hold."""
    elf = read(path)
    for name, argument in checks:
        CHECKS[name](elf, argument)
