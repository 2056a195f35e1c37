"""What llvm-readobj says of linked files, as dictionaries that the tests compare."""

import re
import shutil
import subprocess
from pathlib import Path

TOOL = shutil.which("llvm-readobj-22") or "/usr/lib/llvm-22/bin/llvm-readobj"
OPTIONS = ["--file-headers", "--program-headers", "--symbols", "--dynamic-table", "--needed-libs", "--macho-version-min"]


def number(text: str) -> int:
    """`EM_ARM (0x28)`, `0x28` or `40`."""
    found = re.search(r"\((0x[0-9A-Fa-f]+|\d+)\)\s*$", text) or re.search(r"(0x[0-9A-Fa-f]+|\d+)\s*$", text)
    return int(found.group(1), 0)


def field(text: str, name: str) -> str | None:
    found = re.search(rf"^\s*{re.escape(name)}: (.*)$", text, re.M)
    return found.group(1).strip() if found else None


def elf_facts(text: str, path: Path) -> dict:
    data = path.read_bytes()
    segments = re.findall(r"ProgramHeader \{(.*?)\n  \}", text, re.S)
    interp = next((s for s in segments if "PT_INTERP" in s), None)
    interpreter = ""
    if interp:
        offset, size = number(field(interp, "Offset")), number(field(interp, "FileSize"))
        interpreter = data[offset:offset + size].split(b"\0")[0].decode()
    addresses = {}
    for symbol in re.findall(r"Symbol \{(.*?)\n  \}", text, re.S):
        name = re.match(r"(.*?)\s*\(\d+\)$", field(symbol, "Name")).group(1)
        if field(symbol, "Section") != "Undefined (0x0)":
            addresses[name] = number(field(symbol, "Value"))
    header = text[text.index("ElfHeader {"):]
    return {"format": "ELF", "machine": number(field(header, "Machine")), "bits": int(field(header, "Class").split("(")[0].strip()[:2]),
            "endian": field(header, "DataEncoding").split()[0].replace("LittleEndian", "little").replace("BigEndian", "big"),
            "type": field(header, "Type").split()[0], "flags": number(re.search(r"Flags \[ \((0x[0-9A-Fa-f]+)\)", header).group(1)),
            "entry": number(field(header, "Entry")), "interpreter": interpreter, "addresses": addresses,
            "needed": re.findall(r"Shared library: \[(.*?)\]", text)}


def pe_facts(text: str, path: Path) -> dict:
    optional = text[text.index("ImageOptionalHeader {"):]
    return {"format": "COFF", "machine": number(field(text, "Machine")), "bits": 64 if number(field(optional, "Magic")) == 0x20B else 32,
            "subsystem": field(optional, "Subsystem").split()[0], "entry": number(field(optional, "AddressOfEntryPoint"))}


def macho_facts(text: str, path: Path) -> dict:
    return {"format": "Mach-O", "machine": number(field(text, "CpuType")), "type": field(text, "FileType").split()[0],
            "platform": field(text, "Platform")}


def wasm_facts(text: str, path: Path) -> dict:
    data = path.read_bytes()
    return {"format": "WebAssembly", "version": int.from_bytes(data[4:6], "little"), "layer": int.from_bytes(data[6:8], "little")}


READERS = {"ELF": elf_facts, "elf": elf_facts, "COFF": pe_facts, "Mach-O": macho_facts, "WASM": wasm_facts}


def read(path: Path) -> dict:
    """The facts of one file. A component of WebAssembly is no object file for LLVM: its first bytes are enough."""
    data = path.read_bytes()
    if data[:4] == b"\0asm":
        return wasm_facts("", path)
    result = subprocess.run([TOOL, *OPTIONS, str(path)], capture_output=True, text=True, errors="replace")
    assert result.returncode == 0, result.stderr
    family = next(name for name in READERS if field(result.stdout, "Format").startswith(name))
    return READERS[family](result.stdout, path)
