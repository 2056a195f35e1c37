"""Holds the options of GCC 12 to 15 against clang and what linkshim leaves out or respells.

usage: scripts/check-data gcc-options [--list]
Each -f, -m and -W option in GCC's own lists (the .opt files of Debian's gcc-N-source, about 90 MB each, fetched once) is
given to clang-22. One that clang refuses, or warns of, has to be in shim/compile/GccOptions.td, in shim/call/Options.td or,
with the reason why it is refused, in scripts/pins/gcc-options.txt; and whatever these have must be an option of GCC that
clang does not know. --list prints what clang does not know. Environment: CLANG, LLVM_TBLGEN. Status: 0 when all agree.
"""
import fnmatch
import json
import os
import re
import shutil
import subprocess
import tarfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fetch import pool
from fetch.pool import PackError

ROOT = Path(__file__).resolve().parents[2]
COMMON = ["common.opt", "c-family/c.opt", "analyzer/analyzer.opt"]
# GCC's folder of a processor's options, and the target for which clang is asked.
PROCESSORS = {"i386": "x86_64-linux-gnu", "arm": "armv7-linux-gnueabihf", "aarch64": "aarch64-linux-gnu",
              "riscv": "riscv64-linux-gnu"}
LANGUAGES = {"Common", "C", "C++", "ObjC", "ObjC++", "Driver", "Target"}
SILENT = re.compile(r"unknown argument|will be ignored|the clang compiler does not support|is not supported \[|unused during|unknown warning option")


def opt_files() -> list[Path]:
    """The folder `gcc` of each version, with its .opt files."""
    folders = []
    for pin in pool.readPins("gcc-source")["files"]:
        place = pool.cacheRoot() / "gcc-options" / pin["name"].removesuffix(".deb")
        if not place.is_dir():
            extract(pool.fetch(pin, pool.cacheRoot()), place)
        folders.append(place)
    return folders


def extract(package: Path, place: Path) -> None:
    """Unpacks the .opt files of the tarball that is in a package."""
    partial = place.with_name(place.name + ".new")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", str(package)], stdout=subprocess.PIPE) as fields, \
            tarfile.open(fileobj=fields.stdout, mode="r|") as outer:
        for member in outer:
            if not re.search(r"/gcc-[\d.]+-dfsg\.tar\.xz$", member.name):
                continue
            with tarfile.open(fileobj=outer.extractfile(member), mode="r|xz") as inner:
                for file in inner:
                    found = re.match(r"[^/]+/gcc/((?:c-family/|analyzer/|config/\w+/)?[\w-]+\.opt)$", file.name)
                    if found:
                        target = partial / found[1]
                        target.parent.mkdir(parents=True, exist_ok=True)
                        target.write_bytes(inner.extractfile(file).read())
    if not (partial / "common.opt").is_file():
        raise PackError(f"{package.name} has no GCC source in it")
    partial.rename(place)


def records(path: Path):
    """(name, words of the properties) of each option in a .opt file."""
    for block in re.split(r"\n\s*\n", path.read_text(errors="replace")):
        lines = [line for line in block.split("\n") if line.strip() and not line.lstrip().startswith(";")]
        if len(lines) < 2 or not re.match(r"[fmW]\S*$", lines[0]):
            continue
        words = set(re.sub(r"\([^()]*(\([^()]*\))*[^()]*\)", "", lines[1]).split())
        if words & LANGUAGES and "Separate" not in words:
            yield lines[0], words


def spellings(name: str, words: set[str]) -> list[str]:
    """The arguments that an option stands for."""
    joined = bool(words & {"Joined", "JoinedOrMissing"})
    yes = "-" + name + ("1" if "Joined" in words or name.endswith("=") else "")
    alone = joined or "RejectNegative" in words or name.startswith("Wno-") or name.endswith("=")
    return [yes] if alone else [yes, f"-{name[0]}no-{name[1:]}"]


def options(folders: list[Path], files: list[str], letters: str) -> list[str]:
    found = {spelled for folder in folders for file in files if (folder / file).is_file()
             for name, words in records(folder / file) if name[0] in letters for spelled in spellings(name, words)}
    return sorted(found)


def unknown_to_clang(clang: str, target: str, arguments: list[str]) -> set[str]:
    """The arguments that clang refuses, or says that it ignores."""
    def refuses(argument: str) -> bool:
        asked = [clang, f"--target={target}", "-fsyntax-only", "-x", "c++", "/dev/null", argument]
        if not argument.startswith("-W"):
            asked.insert(1, "-###")
        return bool(SILENT.search(subprocess.run(asked, capture_output=True, text=True, check=False).stderr))
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        return {argument for argument, bad in zip(arguments, threads.map(refuses, arguments), strict=True) if bad}


def table(tblgen: str) -> list[dict]:
    """The rows of GccOptions.td."""
    include = Path(shutil.which(tblgen) or tblgen).resolve().parent.parent / "include"
    done = subprocess.run([tblgen, "--dump-json", "-I", str(include), str(ROOT / "shim/compile/GccOptions.td")],
                          capture_output=True, text=True, check=True)
    data = json.loads(done.stdout)
    return [data[name] for name in data["!instanceof"]["Spelled"]]


def covers(row: dict, argument: str) -> bool:
    """Whether a row is about an argument, as shim/compile/GccOptions.cpp has it."""
    name, form = row["Name"], row["SpelledAs"].removeprefix("GccForm::")
    text = argument[1:]
    positive = re.sub(r"^(.)no-", r"\1", text)
    if form in ("warning", "level"):
        rest = re.sub(r"^W(no-)?(error=)?", "W", text)
        return rest.startswith(name + "=") or (form == "warning" and rest == name)
    return {"either": positive == name, "positive": text == name, "negative": positive == name and positive != text,
            # GCC has one option -fdisable- for all passes.
            "joined": text.startswith(name) or (text.endswith("-1") and name.startswith(text[:-1]))}[form]


def refused_list() -> dict[str, str]:
    """The patterns of scripts/pins/gcc-options.txt, and the reason of each."""
    found = {}
    for line in (ROOT / "scripts/pins/gcc-options.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            pattern, _, why = line.partition(" ")
            found[pattern] = why.strip()
    return found


def elsewhere() -> set[str]:
    """Options that Options.td defines for compiler drivers, or ClangSpelling.cpp translates."""
    text = (ROOT / "shim/call/Options.td").read_text()
    return {"-" + name for name in re.findall(r'\["-"(?:, "--")?\], "([fmW][^"]*)"', text)}


def main(arguments: list[str]) -> int:
    clang, tblgen = os.environ.get("CLANG", "clang-22"), os.environ.get("LLVM_TBLGEN", "/usr/lib/llvm-22/bin/llvm-tblgen")
    folders = opt_files()
    unknown = unknown_to_clang(clang, PROCESSORS["i386"], options(folders, COMMON, "fW"))
    for processor, target in PROCESSORS.items():
        files = [f"config/{processor}/{name}.opt" for name in (processor, "mingw", "mingw-w64", "cygming")]
        unknown |= unknown_to_clang(clang, target, options(folders, files, "mW"))
    if "--list" in arguments:
        print("\n".join(sorted(unknown)))
        return 0
    rows, refused, own = table(tblgen), refused_list(), elsewhere()
    wrong = [f"{argument}: neither in GccOptions.td nor in gcc-options.txt" for argument in sorted(unknown)
             if not any(covers(row, argument) for row in rows) and argument.rstrip("1") not in own
             and not any(fnmatch.fnmatchcase(argument, pattern) for pattern in refused)]
    wrong += [f"{row['Name']} ({row['SpelledAs']}): clang knows all that it is about" for row in rows
              if not any(covers(row, argument) for argument in unknown)]
    wrong += [f"{pattern}: in gcc-options.txt, and clang refuses nothing like it" for pattern in refused
              if not any(fnmatch.fnmatchcase(argument, pattern) for argument in unknown)]
    print("\n".join(wrong) or f"{len(unknown)} arguments that clang does not know: all accounted for")
    return 1 if wrong else 0
