"""Writes sysroots/windows/versions.txt: which DLLs, API sets and functions came with which Windows, newer than 7.

usage: scripts/make-data windows-versions

Functions are dated by Microsoft's metadata of the Windows API (scripts/pins/windows.json); those that it leaves undated, by
the guards around their declarations in mingw-w64's headers; names that neither dates are in scripts/pins/windows-names.txt.
"""
import fnmatch
import pathlib
import re
from collections import defaultdict

from fetch import crates, pool
from tables import targets, winmd

TABLE = targets.ROOT / "sysroots/windows/versions.txt"
NAMES = targets.ROOT / "scripts/pins/windows-names.txt"
OLD = "6.1"
NAMED = {"windows8.0": "6.2", "windowsserver2012": "6.2", "windows8.1": "6.3", "windowsserver2016": "10.0.14393"}
# NTDDI_VERSION's names of builds, which the headers number one by one; MN never was a release, and FE is the next.
BUILDS = {"WIN8": "6.2", "WINBLUE": "6.3", "WINTHRESHOLD": "10.0.10240", "WIN10": "10.0.10240", "WIN10_TH2": "10.0.10586",
          "WIN10_RS1": "10.0.14393", "WIN10_RS2": "10.0.15063", "WIN10_RS3": "10.0.16299", "WIN10_RS4": "10.0.17134",
          "WIN10_RS5": "10.0.17763", "WIN10_19H1": "10.0.18362", "WIN10_VB": "10.0.19041", "WIN10_MN": "10.0.20348",
          "WIN10_FE": "10.0.20348", "WIN10_CO": "10.0.22000", "WIN10_NI": "10.0.22621"}
NUMBERS = {"0x0602": "6.2", "0x602": "6.2", "0x0603": "6.3", "0x603": "6.3", "0x0A00": "10.0.10240", "0x0a00": "10.0.10240"}
GUARD = re.compile(r"(?:NTDDI_VERSION\s*>=\s*\(?NTDDI_(\w+)|_WIN32_WINNT\s*>=\s*\(?(?:_WIN32_WINNT_(\w+)|(0x\w+)))")
LINE = 118


def number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def ofMetadata(system: str) -> str:
    """`6.2`, or empty for Windows 7 and what is older."""
    return NAMED.get(system) or (system.removeprefix("windows") if system.startswith("windows10.0.") else "")


def guarded(condition: str) -> str:
    """The version that a condition asks for; empty where the declaration may be there without it."""
    if "||" in condition or "defined" in condition:
        return ""
    found = [BUILDS.get(one or two, "") if one or two else NUMBERS.get(three, "") for one, two, three in GUARD.findall(condition)]
    return max(filter(None, found), key=number, default="")


def headerVersions(header: pathlib.Path) -> dict[str, str]:
    """The names in front of parentheses below a guard, and the version of the guard."""
    stack, found = [], {}
    for line in header.read_text(errors="replace").replace("\\\n", " ").splitlines():
        if match := re.match(r"\s*#\s*(if\w*|el\w+|endif)\b(.*)", line):
            word, condition = match.groups()
            if word.startswith("if"):
                stack.append(guarded(condition) if word == "if" else "")
            elif stack:
                last = stack.pop()
                if word != "endif":
                    stack.append("" if last or word == "else" else guarded(condition))
        elif version := max(filter(None, stack), key=number, default=""):
            for name in re.findall(r"\b([A-Z][A-Za-z0-9_]{3,})\s*\(", line):
                found[name] = version
    return found


def headers() -> dict[str, str]:
    """Only what one guard declares: a name that another header declares without one is older."""
    include = pool.sourceTree(pool.readPins("mingw")) / "mingw-w64-headers/include"
    found: dict[str, str] = {}
    for header in sorted(include.glob("*.h")):
        for name, version in headerVersions(header).items():
            found[name] = min(version, found.get(name, version), key=number)
    return found


def pinned(tables: dict) -> None:
    """Adds what the list of names has, whose words are the same as those of the table; first leaves out what it says is older."""
    version = ""
    lines = NAMES.read_text().splitlines()
    for line in sorted(lines, key=lambda line: not line.startswith("older")):
        word, *rest = line.split() or ["#"]
        if word == "version":
            version = rest[0]
        elif word == "functions":
            tables[version][rest[0]].update(rest[1:])
        elif word == "older":
            for table in tables.values():
                table[rest[0]] -= {name for name in table[rest[0]] if fnmatch.fnmatchcase(name, rest[1])}
        elif word == "gone":
            tables["gone"]["sets"].update(rest)
        elif word != "#" and not word.startswith("#"):
            tables[version][word].update(rest)


def functions() -> dict:
    pins = pool.readPins("windows")
    (crate, pin), = pins["crates"].items()
    metadata = crates.sources(pins["crates"]) / f"{crate}-{pin['version']}" / pins["metadata"]
    tables, dated = defaultdict(lambda: defaultdict(set)), headers()
    for function in winmd.Metadata(metadata.read_bytes()).functions():
        version = ofMetadata(function.system) if function.system else dated.get(function.name, "")
        if version:
            tables[version][function.dll].add(function.name)
    return tables


def wrapped(key: str, names: set[str]) -> list[str]:
    lines, line = [], key
    for name in sorted(names):
        if len(line) + 1 + len(name) > LINE:
            lines.append(line)
            line = key
        line += " " + name
    return [*lines, line]


def main(arguments: list[str]) -> None:
    tables = functions()
    pinned(tables)
    gone = tables.pop("gone")
    lines = ["# What came with which Windows. Written by scripts/make-data windows-versions; do not edit.",
             "# `sets` are API sets without `api-ms-win-`, `dlls` whole DLLs, `update` DLLs that older systems get by an update;",
             "# every other word is a DLL, with its functions. `gone` are sets that Windows 10 has no more."]
    for version in sorted(tables, key=number):
        lines += ["", f"version {version}"]
        for key, names in sorted(tables[version].items()):
            lines += wrapped(key, names) if names else []
    lines += ["", *wrapped("gone", gone["sets"])]
    TABLE.write_text("\n".join(lines) + "\n")
    count = sum(len(names) for table in tables.values() for key, names in table.items() if "." in key)
    print(f"{TABLE.relative_to(targets.ROOT)}: {count} functions in {len(lines)} lines")
