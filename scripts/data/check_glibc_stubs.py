"""Compares the generated glibc stubs with the real libraries, symbol by symbol.

usage: scripts/check-data glibc-stubs [--tool FILE] [--keep FOLDER] [--old FOLDER|npm] [--list N] [ABI...]

For every ABI and every packaged release, the stubs of that floor are compared with that release's libraries: name,
version, default mark, binding, type, size, alias group; and with the lists of names in glibc's sources of 2.31, 2.36
and 2.41: name, version, type, size. Differences that scripts/pins/glibc-explained.txt names are
counted apart; any other makes the exit status 1. --tool names glibc-pieces (built by
`cmake --build --preset release --target glibc-pieces`). --keep is that of scripts/make-data glibc-tables.
--old FOLDER compares floor 2.17 with a real glibc 2.17 below FOLDER/<abi>; --old npm takes it from the toolchains that
scripts/pins/glibc-npm.json names (x86_64 and aarch64, 45 MB each; needs npm and xz-utils).
--list N prints N differences of each comparison. Needs: apt, dpkg-deb.
"""
import fnmatch
import hashlib
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from fetch import apt as own_apt
from fetch import pool
from tables import elfread, glibc_abilist as abilist, glibc_packages as packages, glibc_timeline as timeline

EXPLAINED = packages.ROOT / "scripts/pins/glibc-explained.txt"


def read_explained():
    """Lines `FLOOR LIBRARY SYMBOL CHANGE REASON...` -> [[four shell patterns]]."""
    lines = (line.split("#")[0].split() for line in EXPLAINED.read_text().splitlines())
    return [words[:4] for words in lines if words]


def symbol_facts(library):
    """{name@version: facts}. Aliases count by whom else they name, so that the addresses do not matter."""
    facts = {}
    for (name, version), s in timeline.states(library).items():
        facts[f"{name}@{version}"] = (
            f"{'default' if s.default else 'compat'} {s.kind} {'weak' if s.weak else 'global'} "
            f"size={s.size} other={s.other} alias={s.alias}")
    return facts


def change_of(real, stub):
    """What kind of difference there is between two descriptions; `binding` is one that no linker looks at."""
    if not real or not stub:
        return "missing" if real else "extra"
    if real.split()[0] != stub.split()[0]:
        return "default"
    same = (re.sub(r"\b(weak|global)\b|\bi?func\b|\b(ro)?data\b", "", text) for text in (real, stub))
    return "binding" if next(same) == next(same) else "size"


def differences(real, stub):
    """[(library, symbol, change, in words)]; the change is missing, extra, default, binding, header or node."""
    found = []
    for soname in sorted(set(real) | set(stub)):
        if soname not in stub or soname not in real:
            found.append((soname, "-", *(("missing", "no stub") if soname in real else ("extra", "no real library"))))
            continue
        for key in ("machine", "bits", "endian", "flags"):
            if getattr(real[soname], key) != getattr(stub[soname], key):
                found.append((soname, "-", "header", f"{key} {getattr(real[soname], key)} != {getattr(stub[soname], key)}"))
        nodes = [{n: tuple(p) for n, p in lib[soname].nodes if n != "GLIBC_PRIVATE"} for lib in (real, stub)]
        for node in sorted(set(nodes[0]) | set(nodes[1])):
            if nodes[0].get(node) != nodes[1].get(node):
                found.append((soname, node, "node", f"real {nodes[0].get(node)} stub {nodes[1].get(node)}"))
        facts = [symbol_facts(lib[soname]) for lib in (real, stub)]
        for symbol in sorted(set(facts[0]) | set(facts[1])):
            a, b = facts[0].get(symbol), facts[1].get(symbol)
            if a != b:
                found.append((soname, symbol, change_of(a, b), f"real {a}; stub {b}"))
    return found


def fetch_old(abi, scratch):
    """Unpacks the libraries of the pinned toolchain with glibc 2.17."""
    pin = pool.readPins("glibc-npm").get(abi)
    if not pin:
        raise pool.PackError(f"scripts/pins/glibc-npm.json has no toolchain for {abi}")
    folder = scratch / "npm" / abi
    folder.mkdir(parents=True)
    subprocess.run(["npm", "pack", "--silent", pin["package"]], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    archive = next(folder.glob("*.tgz"))
    if hashlib.sha256(archive.read_bytes()).hexdigest() != pin["sha256"]:
        raise pool.PackError(f"{archive.name}: SHA-256 differs from scripts/pins/glibc-npm.json")
    subprocess.run(["tar", "xf", archive], cwd=folder, check=True)
    inner = next((folder / "package").glob("*.tar.xz"))
    subprocess.run(["tar", "xf", inner, "--wildcards", "./*/sysroot/lib/*"], cwd=folder, check=True)
    return folder


def comes_apart(soname):
    """Libraries that are not in the C library's package."""
    return soname.startswith(("libgcc_s.", "libatomic.", "libcrypt."))


def generated(tool, abi, floor, scratch):
    """{soname: Library} of the stubs of a floor."""
    folder = scratch / f"{abi}-{floor}"
    subprocess.run([tool, abi, floor, str(folder)], check=True)
    libraries = [elfread.read_library(path) for path in folder.iterdir() if ".so." in path.name]
    return {library.soname: library for library in libraries if library}


def report(abi, floor, source, count, found, rules, show):
    unexplained = [f for f in found if not any(
        all(fnmatch.fnmatchcase(*pair) for pair in zip((floor, *f[:3]), rule)) for rule in rules)]
    print(f"{abi} {floor} {source}: {count} symbols, {len(unexplained)} differences, {len(found) - len(unexplained)} explained")
    for library, symbol, change, words in unexplained[:show]:
        print(f"  {library} {symbol}: {change}: {words}")
    return len(unexplained)


def compare(tool, abi, floor, real, rules, show, scratch):
    stub = generated(tool, abi, floor, scratch)
    count = sum(len(l.symbols) for s, l in stub.items() if s in real)
    stub = {s: l for s, l in stub.items() if not comes_apart(s) or s in real}
    found = differences(real, stub)
    return report(abi, floor, "libraries", count, found, rules, show)


def stub_lists(stub):
    """What glibc's own lists would say of stubs: {library name: {(symbol, version): (kind, size)}}."""
    kinds = {"func": "func", "ifunc": "func", "none": "func", "data": "data", "rodata": "data", "tls": "tls"}
    found = {}
    for soname, library in stub.items():
        symbols = timeline.states(library)
        found[abilist.list_name(soname)] = {key: (kinds[s.kind], s.size if s.kind != "tls" else 0) for key, s in symbols.items()}
    return found


def compare_lists(tool, abi, facts, release, archives, rules, show, scratch):
    """Stubs of a floor against the lists in glibc's sources of that release, a source that the tables are not made of."""
    lists = abilist.lists_of(facts["lists"], archives.read(release))
    if not lists:
        return 0
    stub = stub_lists(generated(tool, abi, release, scratch))
    found = []
    for name, symbols in sorted(lists.items()):
        own, real = stub.get(name, {}), {key: what for key, what in symbols.items() if key[1] != "GLIBC_PRIVATE"}
        for key in sorted(set(own) | set(real)):
            a, b = real.get(key), own.get(key)
            if a and a[0] == "tls":
                a = ("tls", 0)
            if a != b:
                found.append((name, "@".join(key), "extra" if not a else "missing" if not b else "size", f"list {a}; stub {b}"))
    return report(abi, release, "lists", sum(map(len, lists.values())), found, rules, show)


def compare_all_lists(tool, names, abis, folder, rules, show, scratch):
    archives = packages.Archives(folder)
    ranges = {}
    for line in subprocess.run([tool, "abis"], check=True, capture_output=True, text=True).stdout.splitlines():
        name, *ends = line.split()
        ranges[name] = [timeline.release(end) for end in ends]
    return sum(compare_lists(tool, name, abis[name], release, archives, rules, show, scratch)
               for name in names for release in archives.pins
               if ranges[name][0] <= timeline.release(release) <= ranges[name][1])


def main(args):
    keep, old, show, wanted = None, None, 0, []
    tool = packages.ROOT / "build/release/sysroots/glibc/glibc-pieces"
    while args:
        arg = args.pop(0)
        if arg in ("--keep", "--old", "--tool", "--list") and args:
            value = args.pop(0)
            keep, old = (Path(value).resolve() if arg == "--keep" else keep), (Path(value) if arg == "--old" else old)
            tool, show = (Path(value) if arg == "--tool" else tool), (int(value) if arg == "--list" else show)
        elif arg.startswith("-"):
            sys.exit(__doc__)
        else:
            wanted.append(arg)
    if not tool.exists():
        raise pool.PackError(f"{tool} is missing; build it: cmake --build --preset release --target glibc-pieces")
    abis, pins, rules = json.loads(packages.ABIS.read_text()), json.loads(packages.PINS.read_text()), read_explained()
    bad = 0
    with tempfile.TemporaryDirectory() as temporary:
        scratch = Path(temporary)
        if old:
            for name in wanted or ["x86_64", "aarch64"]:
                real = elfread.read_folder(fetch_old(name, scratch) if old == Path("npm") else old / name, timeline.wanted)
                bad += compare(tool, name, "2.17", real, rules, show, scratch)
            sys.exit(1 if bad else 0)
        folder = keep or scratch / "packages"
        packaged = [name for name in wanted or abis if "libc" in abis[name]]
        if packaged:
            apt = own_apt.Apt(scratch / "apt")
            apt.versions(sorted(pins))
            packages.fetch(apt, [abis[n]["libc"] for n in packaged], pins, folder)
        for name in packaged:
            for suite, package, pin, where in packages.snapshots_of(abis[name], pins, folder):
                floor = re.match(r"\d+\.\d+", pin["version"])[0]
                if where is None:
                    print(f"{name} {floor}: {package} {pin['version']} is no longer in the archive; not compared")
                    continue
                bad += compare(tool, name, floor, elfread.read_folder(where, timeline.wanted), rules, show, scratch)
        bad += compare_all_lists(tool, wanted or abis, abis, keep or scratch / "sources", rules, show, scratch)
    sys.exit(1 if bad else 0)
