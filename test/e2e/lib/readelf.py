"""What GNU readelf says of an ELF file, in the keys of `linkshim verify --json`."""

import re
import subprocess
from pathlib import Path

# Names of machines by class; readelf's own words on the left.
ARCHITECTURES = {
    "Advanced Micro Devices X86-64": ("x86_64", "x86_64"), "Intel 80386": ("x86", "x86"), "AArch64": ("aarch64", "aarch64"),
    "ARM": ("arm", "arm"), "RISC-V": ("riscv32", "riscv64"), "PowerPC": ("powerpc", "powerpc"), "PowerPC64": ("powerpc64", "powerpc64"),
    "IBM S/390": ("s390", "s390x"), "MIPS R3000": ("mips", "mips64"), "LoongArch": ("loongarch32", "loongarch64"),
    "Sparc": ("sparc", "sparc"), "Sparc v8+": ("sparc", "sparc"), "Sparc v9": ("sparc64", "sparc64"), "MC68000": ("m68k", "m68k"),
}
# Words of the header's flags, and what they mean for the ABI.
ABI_WORDS = {"abiv1": "elfv1", "abiv2": "elfv2", "o32": "o32", "abi2": "n32"}
FLOAT_WORDS = {"hard-float ABI": "hard", "soft-float ABI": "soft"}
RISCV, LOONGARCH = {"soft": "", "single": "f", "double": "d", "quad": "q"}, {"SOFT": "s", "SINGLE": "f", "DOUBLE": "d"}


def ask(path: Path, *options: str) -> str:
    done = subprocess.run(["readelf", "-W", *options, str(path)], capture_output=True, text=True, errors="replace", check=True,
                          env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"})
    return done.stdout


def field(text: str, name: str) -> str:
    found = re.search(rf"^\s*{re.escape(name)}:\s*(.*?)\s*$", text, re.M)
    return found.group(1) if found else ""


def abi(flags: str, bits: int, architecture: str) -> str:
    words = [word.strip() for word in flags.split(",")[1:]]
    long = "lp64" if bits == 64 else "ilp32"
    for word in words:
        if architecture.startswith("riscv") and word.endswith("-float ABI"):
            return long + RISCV[word.split("-")[0]]
        if architecture.startswith("loongarch") and word.endswith("-FLOAT"):
            return long + LOONGARCH[word.split("-")[0]]
    if architecture.startswith("mips") and bits == 64:
        return "n64"
    if architecture == "x86_64" and bits == 32:
        return "x32"
    if any(word.endswith(" EABI") for word in words):
        return "eabi"
    return next((ABI_WORDS[word] for word in words if word in ABI_WORDS), "")


def float_abi(path: Path, flags: str, architecture: str) -> str:
    """Of Arm the header says it, of MIPS a section of its own."""
    if architecture == "arm":
        return next((name for word, name in FLOAT_WORDS.items() if word in flags), "")
    if not architecture.startswith("mips"):
        return ""
    found = field(ask(path, "-A"), "FP ABI").split()
    return found[0].lower() if found and found[0] != "Unknown" else ""


def wanted(text: str) -> dict[tuple[str, str], set[str]]:
    """(library, family) → the versions of it."""
    found, library = {}, ""
    for line in text.splitlines():
        if match := re.search(r"Version: \d+\s+File: (\S+)\s+Cnt:", line):
            library = match.group(1)
        elif (match := re.search(r"Name: (\S+)\s+Flags: (\S+)\s+Version:", line)) and library and match.group(2) != "WEAK":
            name = match.group(1)
            family = name.rsplit("_", 1)[0] if re.fullmatch(r"\d+(\.\d+)*", name.rsplit("_", 1)[-1]) else name
            found.setdefault((library, family), set()).add(name)
        elif "Version definition section" in line or "Version symbols section" in line:
            library = ""
    return found


def highest(names: set[str]) -> str:
    return max(names, key=lambda name: [int(part) for part in name.rsplit("_", 1)[-1].split(".") if part.isdigit()])


def facts(path: Path) -> dict:
    head, segments, dynamic = ask(path, "-h"), ask(path, "-l"), ask(path, "-d")
    sections, notes, versions, symbols = ask(path, "-S"), ask(path, "-n"), ask(path, "-V"), ask(path, "--dyn-syms")
    bits = int(field(head, "Class")[3:])
    architecture = ARCHITECTURES[field(head, "Machine")][bits == 64]
    flags = field(head, "Flags")
    if architecture == "mips" and "abi2" in flags:
        architecture = "mips64"
    needed = re.findall(r"\(NEEDED\)\s+Shared library: \[(.*?)\]", dynamic)
    interpreter = re.search(r"Requesting program interpreter: (.*?)\]", segments)
    soname = re.search(r"\(SONAME\)\s+Library soname: \[(.*?)\]", dynamic)
    stack = re.search(r"GNU_STACK.*? (R\s*W?\s*E?)\s+(?:0x)?[0-9a-f]+$", segments, re.M)
    now = re.search(r"\(BIND_NOW\)|\(FLAGS\).*BIND_NOW|\(FLAGS_1\).*NOW", dynamic) is not None
    pie = re.search(r"\(FLAGS_1\).*PIE", dynamic) is not None
    executable = field(head, "Type").startswith("EXEC") or pie or bool(interpreter and not soname)
    build = re.search(r"Build ID: ([0-9a-f]+)", notes)
    properties = re.search(r"(?:x86|AArch64) feature: (.*)", notes)
    out = {"format": "elf", "bits": bits, "endian": "little" if "little" in field(head, "Data") else "big", "architecture": architecture,
           "abi": abi(flags, bits, architecture), "floatAbi": float_abi(path, flags, architecture),
           "kind": "executable" if executable else "shared library", "needed": needed,
           "interpreter": interpreter.group(1) if interpreter else "", "soname": soname.group(1) if soname else "",
           "pie": field(head, "Type").startswith("DYN") if executable else None,
           "nx": None if not stack else "E" not in stack.group(1), "buildId": build.group(1) if build else "",
           "stripped": " SYMTAB " not in sections, "debugInfo": ".debug_info" in sections, "size": path.stat().st_size,
           "protections": sorted(word.strip().lower() for word in properties.group(1).split(",")) if properties else [],
           "textRelocations": "TEXTREL" in dynamic, "runpath": re.findall(r"\(RUNPATH\).*\[(.*?)\]", dynamic)}
    relro = "GNU_RELRO" in segments
    out["relro"] = "none" if not relro else "full" if now or "(JMPREL)" not in dynamic else "partial"
    out["linkage"] = "dynamic" if not executable or needed or interpreter else "static-pie" if out["pie"] else "static"
    users: dict[str, set[str]] = {}
    for match in re.finditer(r" UND (\S+)@(\S+) \(\d+\)", symbols):
        users.setdefault(match.group(2), set()).add(match.group(1))
    out["versions"] = {key: (name := highest(names), users.get(name, set())) for key, names in wanted(versions).items()}
    return out
