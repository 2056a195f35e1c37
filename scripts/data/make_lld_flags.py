"""Lists the options of lld in each of its flavors, as its own help has them, in test/golden/lld-flags.txt.

usage: scripts/make-data lld-flags [RUSTC...]

Each RUSTC is a command, as in "rustc +1.99.1", whose rust-lld is asked; without one, that of the rustc on PATH and that of the
newest stable toolchain of rustup. A unit test feeds every option through linkshim and sees that it arrives (LldFlagsTest).
"""
import re
import shlex
from pathlib import Path

from data import triples_tools as tools

FILE = Path(__file__).resolve().parents[2] / "test/golden/lld-flags.txt"
FLAVORS = {"gnu": ["-flavor", "gnu"], "mingw": ["-flavor", "gnu", "-m", "i386pep"], "darwin": ["-flavor", "darwin"],
           "link": ["-flavor", "link"], "wasm": ["-flavor", "wasm"]}
OPTION = re.compile(r"^ {1,2}(?P<name>[-/]\S+)(?P<values>(?: <[^>]*>)*)")


def options(lld: list[str], flavor: str) -> list[str]:
    """The options as the help spells them: --soname=<value>, -framework <name>."""
    text = tools.run([*lld, *FLAVORS[flavor], "/?" if flavor == "link" else "--help"]).stdout
    found = [match for line in text.splitlines() if (match := OPTION.match(line))]
    return list(dict.fromkeys(match["name"] + match["values"] for match in found))


def main(arguments: list[str]) -> int:
    compilers = [shlex.split(word) for word in arguments] or tools.find_compilers()
    linkers = {}
    for rustc in compilers:
        lld = tools.find_lld(rustc)
        version = re.search(r"LLD (\d+\.\d+\.\d+)", tools.run([*lld, "-flavor", "gnu", "--version"]).stdout)[1]
        linkers[version] = lld
    lines = [f"# The options of lld {', '.join(linkers)} by flavor, as its help has them: scripts/make-data lld-flags. Behind a tab are",
             "# the versions that have an option, where not all have it."]
    for flavor in FLAVORS:
        by_version = {version: options(lld, flavor) for version, lld in linkers.items()}
        lines.append(f"[{flavor}]")
        for option in dict.fromkeys(option for known in by_version.values() for option in known):
            having = [version for version, known in by_version.items() if option in known]
            lines.append(option + ("" if len(having) == len(by_version) else "\t" + " ".join(having)))
    FILE.write_text("\n".join(lines) + "\n")
    print(f"{FILE}: {len(lines) - 2 - len(FLAVORS)} options of lld {', '.join(linkers)}")
    return 0
