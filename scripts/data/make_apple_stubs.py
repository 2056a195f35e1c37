"""Writes sysroots/apple/symbols.txt: which names the libraries and frameworks of Apple's systems export.

  scripts/make-data apple-stubs [--check]

The names come from declarations in published packages, pinned in scripts/pins/apple.json: the objc2 crates (one for
each framework), older crates with `extern` blocks, PyObjC's lists, zig's list of libSystem, zig's header of zlib,
Khronos' list of OpenGL, the ABI lists of LLVM's libc++, and what programs in wheels for macOS are bound to.
sysroots/apple/facts.json has what those do not say. --check only compares with the file that is there. Needs: cargo, pip
(they fetch the packages).
"""
import json
import pathlib
import re
import tempfile
import textwrap
import tomllib
import xml.etree.ElementTree as ElementTree

from fetch import crates, pool, wheels, whole
from packs import darwin_libraries, darwin_pack
from tables import apple_wheels

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/apple.md"
MARKS = ("<!-- libraries: scripts/make-data apple-stubs -->\n", "<!-- end -->\n")
OUTPUT = ROOT / "sysroots/apple/symbols.txt"
ARCHES = ("x86_64", "arm64")
# The columns of translation-config.toml, in the order in which the table names them.
PLATFORMS = ("macos", "maccatalyst", "ios", "tvos", "watchos", "visionos")
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.S)
CLASS_PREFIXES = ("_OBJC_CLASS_$_", "_OBJC_METACLASS_$_")
LINKED = re.compile(r'link\s*\(\s*name\s*=\s*"([^"]+)"\s*,\s*kind\s*=\s*"framework"')
LINK_NAME = re.compile(r'link_name\s*=\s*"([^"]+)"')


def blockAt(text: str, start: int) -> str:
    """What stands between the brace at `start` and the one that closes it."""
    depth = 0
    for i in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[i], 0)
        if depth == 0:
            return text[start + 1:i]
    return text[start + 1:]


def externBlocks(text: str):
    """(the attributes before it, what is in it) for each `extern "C"` block, also one that objc2's macros make."""
    for match in re.finditer(r'\b(?:extern\s*(?:"(?:C|C-unwind|system)"\s*)?|extern_c(?:_unwind)?!\s*)\{', text):
        before = text[max(0, match.start() - 600):match.start()]
        yield re.split(r"[;}]", before)[-1], blockAt(text, match.end() - 1)


def declared(block: str) -> set[str]:
    """The symbols that an extern block declares."""
    found = set()
    for match in re.finditer(r"((?:#\[[^\]]*\]\s*)*)(?:pub(?:\([a-z]+\))?\s+)?(?:unsafe\s+|safe\s+)?"
                             r"(?:fn\s+(\w+)\s*[(<]|static\s+(?:mut\s+)?(\w+)\s*:)", block):
        names = LINK_NAME.findall(match[1])
        if not names or "cfg_attr" in match[1]:
            names.append(match[2] or match[3])
        found.update("_" + name.removeprefix("\x01_") for name in names)
    return found


def sourcesOf(crate: pathlib.Path):
    for path in sorted(crate.rglob("*.rs")):
        if not {"tests", "examples", "benches"} & set(path.relative_to(crate).parts):
            yield COMMENT.sub("", path.read_text(errors="replace"))


class Names:
    def __init__(self) -> None:
        self.symbols: dict[str, set[str]] = {}
        self.classes: dict[str, set[str]] = {}
        self.platforms: dict[str, list[str]] = {}
        self.only: dict[str, dict[str, set[str]]] = {arch: {} for arch in ARCHES}
        self.declared: dict[str, set[str]] = {}                # of PyObjC's lists
        self.newClasses: dict[str, set[str]] = {}
        self.bound: set[tuple[str, str, str]] = set()          # architecture, symbol, install name

    def add(self, library: str, symbols) -> None:
        self.symbols.setdefault(library, set()).update(symbols)

    def known(self) -> set[str]:
        """All symbols, those of classes among them."""
        classes = set().union(*self.classes.values())
        return set().union(*self.symbols.values(), *(symbols for only in self.only.values() for symbols in only.values()),
                           (prefix + name for name in classes for prefix in CLASS_PREFIXES))


def readFrameworkCrate(crate: pathlib.Path, names: Names) -> None:
    """A crate that objc2's translator made: all of it is one framework."""
    config = tomllib.loads((crate / "translation-config.toml").read_text())
    framework = config["framework"]
    if config.get("is-library"):
        return
    names.platforms[framework] = [p for p in PLATFORMS if p in config]
    names.add(framework, [])
    skipped = [f"_{name}" for kind in ("fn", "static") for name, what in config.get(kind, {}).items()
               if isinstance(what, dict) and what.get("skipped") and re.fullmatch(r"\w+", name)]
    names.add(framework, skipped)
    classes = names.classes.setdefault(framework, set())
    for text in sourcesOf(crate):
        for _, block in externBlocks(text):
            names.add(framework, declared(block))
        for match in re.finditer(r"extern_class!\s*\(", text):
            body = text[match.end():match.end() + 4000]
            name = re.search(r"\bstruct\s+(\w+)", body)
            own = re.search(r'name\s*=\s*"([^"]+)"', body[:name.start()])
            classes.add(own[1] if own else name[1])


def readCrate(crate: pathlib.Path, pin: dict, names: Names, linked: dict) -> None:
    """A crate with extern blocks: each says its framework, or all are of the pin's."""
    library, only = pin.get("library"), re.compile(pin.get("only", ""))
    for text in sourcesOf(crate):
        for attributes, block in externBlocks(text):
            framework = (LINKED.findall(attributes) or [pin.get("framework")])[-1]
            if library and not LINKED.search(attributes):
                names.add(library, {symbol for symbol in declared(block) - names.symbols["libSystem.B"]
                                    if re.fullmatch(r"\w+", symbol) and only.match(symbol)})
            elif framework:
                linked.setdefault(framework, set()).update(declared(block))


def readWheels(pins: dict, names: Names) -> None:
    """PyObjC's lists name what no crate does; a class only where it is of a framework that no crate describes."""
    for name, pin in pins["pyobjc"].items():
        archive = wheels.wheel(name, pin)
        for folder, framework in pin["read"].items():
            symbols, classes = apple_wheels.declaredNames(archive.read(f"{folder}/_metadata.py").decode())
            names.declared.setdefault(framework, set()).update(symbols)
            if framework not in names.classes:
                names.newClasses.setdefault(framework, set()).update(classes)
    for name, pin in pins["programs"].items():
        names.bound |= apple_wheels.systemBindings(wheels.wheel(name, pin))


def listOf(text: str) -> list[str]:
    return [word.strip().strip("'") for word in text.replace("\n", " ").split(",") if word.strip()]


def readSystem(text: str, names: Names) -> None:
    """zig's libSystem.tbd; its parts are no libraries that a program is bound to."""
    only: dict[str, set[str]] = {arch: set() for arch in ARCHES}
    for match in re.finditer(r"- targets:\s*\[([^\]]*)\]((?:\s*(?:symbols|weak-symbols|objc-classes):\s*\[[^\]]*\])+)",
                             text):
        arches = {arch for arch in ARCHES if any(t.startswith(arch) and t.endswith("-macos")
                                                 for t in listOf(match[1]))}
        for kind, found in re.findall(r"(symbols|weak-symbols|objc-classes):\s*\[([^\]]*)\]", match[2]):
            symbols = [s for s in listOf(found) if not s.startswith("$ld$")]
            if kind == "objc-classes":
                symbols = [prefix + s for s in symbols for prefix in CLASS_PREFIXES]
            for arch in arches:
                only[arch].update(symbols)
    both = only["x86_64"] & only["arm64"]
    names.add("libSystem.B", both)
    for arch in ARCHES:
        names.only[arch]["libSystem.B"] = only[arch] - both


def readCxx(pin: dict, names: Names) -> None:
    """libc++'s ABI lists; names of the unwinder are libSystem's. As in an SDK, libc++ has all that libc++abi has."""
    lists: dict[str, dict[str, set[str]]] = {arch: {"libc++.1": set(), "libc++abi": set()} for arch in ARCHES}
    with tempfile.TemporaryDirectory() as scratch:
        root = pool.cacheRoot()
        root.mkdir(parents=True, exist_ok=True)
        file = {**pool.readPins("llvm")["files"][0], "parts": pin["parts"]}
        files = {arch: f"libcxx/lib/abi/{arch}-{pin['abilist']}" for arch in ARCHES}
        pool.extract(file, pool.fetch(file, root), pathlib.Path(scratch), list(files.values()))
        for arch, name in files.items():
            for line in (pathlib.Path(scratch) / name).read_text().splitlines():
                readAbiLine(line, lists[arch])
    for arch in ARCHES:
        lists[arch]["libc++.1"] |= lists[arch]["libc++abi"]
    for library in ("libc++.1", "libc++abi"):
        for arch in ARCHES:
            lists[arch][library] -= names.symbols["libSystem.B"]
        both = lists["x86_64"][library] & lists["arm64"][library]
        names.add(library, both)
        for arch in ARCHES:
            names.only[arch][library] = lists[arch][library] - both


def readAbiLine(line: str, lists: dict[str, set[str]]) -> None:
    if not line.startswith("{"):
        return
    entry = eval(line, {"__builtins__": {}})  # a Python literal, from a file whose digest is pinned
    name = entry["name"]
    if not entry.get("is_defined") and entry.get("type") not in ("I", "U"):
        return
    cxxabi = name.startswith(("___cxa", "___gxx", "___dynamic_cast", "__ZTI", "__ZTS", "__ZTVN10__cxxabiv1", "__Znw",
                              "__Zna", "__Zdl", "__Zda"))
    if entry.get("is_defined") or cxxabi:
        lists["libc++abi" if entry.get("type") in ("I", "U") or cxxabi else "libc++.1"].add(name)


def readOpenGl(crate: pathlib.Path, names: Names) -> None:
    root = ElementTree.parse(crate / "api/xml/gl.xml").getroot()
    found = {command.get("name") for feature in root.iter("feature")
             if feature.get("api") == "gl" and float(feature.get("number")) <= 4.1
             for command in feature.iter("command")}
    found |= {command.get("name") for extension in root.find("extensions") for command in extension.iter("command")
              if extension.get("name").startswith(("GL_ARB_", "GL_EXT_", "GL_APPLE_"))}
    names.add("OpenGL", {"_" + name for name in found})


def addFacts(facts: dict, linked: dict, names: Names) -> None:
    for library, symbols in facts["symbols"].items():
        names.add(library, symbols)
    for library, symbols in facts["x86_64"].items():
        names.only["x86_64"].setdefault(library, set()).update(symbols)
    counted = [f"_objc_{what}_x{n}" for what in ("retain", "release") for n in [*range(9), *range(19, 29)]]
    names.only["arm64"].setdefault("libobjc.A", set()).update(counted)
    for framework in facts["counted"]:  # each type has the two, and objc2 leaves them out
        types = {symbol.removesuffix("GetTypeID") for symbol in names.symbols[framework] if symbol.endswith("GetTypeID")}
        names.add(framework, {name + what for name in types for what in ("Retain", "Release")})
    for framework, symbols in sorted(linked.items()):
        names.add(framework, symbols - names.known())
    for library in [*facts["platforms"], *facts["aliases"]]:
        names.add(library, [])
    for framework, symbols in sorted(names.declared.items()):
        names.add(framework, symbols - names.known())
        names.classes.setdefault(framework, set()).update(
            name for name in names.newClasses.get(framework, ()) if CLASS_PREFIXES[0] + name not in names.known())
    known = names.known()
    for _, symbol, path in sorted(names.bound):
        library = apple_wheels.libraryOf(path)
        if symbol not in known and library in names.symbols:
            names.add(library, [symbol])
    for framework, platforms in facts["platforms"].items():
        names.platforms[framework] = platforms.split()


def wrapped(kind: str, words) -> list[str]:
    return textwrap.wrap(" ".join(sorted(words)), 117, initial_indent=kind + " ", subsequent_indent="  ",
                         break_long_words=False, break_on_hyphens=False) if words else []


def table(names: Names, facts: dict) -> str:
    lines = ["# Made by scripts/make-data apple-stubs from the packages in scripts/pins/apple.json.",
             "# library NAME or framework NAME VERSION PLATFORM...; what follows belongs to it. A class C stands for",
             "# _OBJC_CLASS_$_C and _OBJC_METACLASS_$_C."]
    for name in sorted(set(names.symbols) | set(names.classes) | set(facts["reexports"])):
        if name in facts["aliases"]:
            lines.append(f"library {name}")
            lines += wrapped("alias", facts["aliases"][name])
        elif not names.platforms.get(name):
            continue
        else:
            lines.append(f"framework {name} {facts['versions'].get(name, 'A')} {' '.join(names.platforms[name])}")
        lines += wrapped("reexport", facts["reexports"].get(name, []))
        lines += wrapped("class", names.classes.get(name, ()))
        lines += wrapped("symbol", names.symbols.get(name, ()))
        for arch in ARCHES:
            lines += wrapped(arch, names.only[arch].get(name, ()))
    return "\n".join(lines) + "\n"


def page(names: Names, facts: dict) -> str:
    """docs/apple.md with the table of libraries."""
    rows = ["| library | names | how complete |", "|---|---|---|"]
    for library, words in sorted(facts["complete"].items()):
        count = len(names.symbols.get(library, ())) + max(len(names.only[arch].get(library, ())) for arch in ARCHES)
        rows.append(f"| {', '.join(facts['aliases'].get(library) or [library])} | {count} | {words} |")
    before, _, rest = PAGE.read_text().partition(MARKS[0])
    return before + MARKS[0] + "\n".join(rows) + "\n" + MARKS[1] + rest.partition(MARKS[1])[2]


def main(arguments: list[str]) -> int:
    pins = pool.readPins("apple")
    facts = json.loads((ROOT / "sysroots/apple/facts.json").read_text())
    names = Names()
    linked: dict[str, set[str]] = {}
    unpacked = crates.sources(pins["crates"])
    with tempfile.TemporaryDirectory() as scratch:
        wheel = wheels.wheel("ziglang", pins["ziglang"])
        readSystem(wheel.read("ziglang/lib/libc/darwin/libSystem.tbd").decode(), names)
        zlib = wheel.read("ziglang/lib/libc/include/any-darwin-any/zlib.h").decode()
        names.add("libz.1", {"_" + name for name in re.findall(r"ZEXPORT[A]*\s+(\w+)\s*(?:OF\(|\()", zlib)})
        readCxx(pins["libcxx"], names)
        darwin_pack.makeHeaders(pathlib.Path(scratch))
        for library, declared in darwin_libraries.declared(pathlib.Path(scratch) / "headers/darwin").items():
            names.add(library, {f"_{name}" for name in declared} - names.symbols["libSystem.B"])
        for name, pin in pins["crates"].items():
            crate = unpacked / f"{name}-{pin['version']}"
            if (crate / "translation-config.toml").exists() and "library" not in pin:
                readFrameworkCrate(crate, names)
            elif name != "khronos_api":
                readCrate(crate, pin, names, linked)
        readWheels(pins, names)
        readOpenGl(unpacked / f"khronos_api-{pins['crates']['khronos_api']['version']}", names)
    addFacts(facts, linked, names)
    text = table(names, facts)
    if "--check" in arguments:
        same = OUTPUT.read_text() == text and PAGE.read_text() == page(names, facts)
        print("as committed" if same else f"{OUTPUT} or {PAGE} differs")
        return not same
    whole.write(OUTPUT, text.encode())
    whole.write(PAGE, page(names, facts).encode())
    frameworks = sum(line.startswith("framework ") for line in text.splitlines())
    print(f"{OUTPUT.relative_to(ROOT)}: {len(text)} bytes, {frameworks} frameworks")
    return 0
