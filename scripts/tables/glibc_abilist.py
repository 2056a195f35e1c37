"""Symbol tables of architectures that no package carries, from glibc's own lists of names (*.abilist).

A list has the name, version, type and object size of each symbol of one release. What it lacks (weak symbols, default
versions, aliases, the library before the merge of 2.34) is that of a related architecture, whose table is read first.
"""
import re
import tarfile
from dataclasses import dataclass, field

from tables import glibc_timeline as timeline

FOLDER = "sysdeps/unix/sysv/linux/"  # what the pins name folders below
KINDS = {"F": "func", "D": "data", "T": "tls"}


def read_archive(archive):
    """{folder: {library name: {(symbol, version): (kind, size)}}} of all lists in a source archive."""
    found = {}
    with tarfile.open(archive) as tree:
        for member in tree:
            path = member.name.partition("/")[2]
            if not (path.startswith(FOLDER) and path.endswith(".abilist")):
                continue
            folder, name = path.removeprefix(FOLDER).rsplit("/", 1)
            symbols = found.setdefault(folder, {})[name.removesuffix(".abilist")] = {}
            for line in tree.extractfile(member).read().decode().splitlines():
                version, symbol, kind, *size = line.split()
                if kind in KINDS:
                    symbols[symbol, version] = (KINDS[kind], int(size[0], 16) if size else 0)
    return found


def lists_of(folders, archive):
    """The lists of an architecture: {library name: symbols}; a later folder's list replaces an earlier one's."""
    found = {}
    for folder in folders.split():
        found.update(archive.get(folder, {}))
    return found


def list_name(soname):
    """libc of libc.so.6; ld of the loader."""
    return "ld" if soname.startswith("ld") else soname.split(".")[0]


@dataclass
class Library:
    words: list
    nodes: list = field(default_factory=list)  # [version, words after it]
    symbols: dict = field(default_factory=dict)  # (name, version) -> [(release or None, state text)]
    other: list = field(default_factory=list)


def read_table(text):
    """(header fields, [Library]) of an .abi file."""
    header, libraries = {}, []
    for line in text.splitlines():
        words = line.split()
        if not words or words[0] == "#":
            continue
        if words[0] == "library":
            libraries.append(Library(words))
        elif not libraries:
            header[words[0]] = words[1:]
        elif words[0] == "node" and not (len(words) > 2 and words[2].startswith("@")):
            libraries[-1].nodes.append((words[1], words[2:]))
        elif words[0] == "undefined":
            libraries[-1].other.append(line)
        else:
            parts = line.split(" ", 2)[2].split(" ; ")
            records = []
            for part in parts:
                start = timeline.release(part.split(" ")[0])
                records.append((start, part.split(" ", 1)[1] if start else part))
            libraries[-1].symbols[words[0], words[1]] = records
    return header, libraries


class Relative:
    """The table of an architecture, made of its lists and the table of a relative."""

    def __init__(self, abi, lists, text):
        self.abi, self.notes = abi, []
        self.header, self.libraries = read_table(text)
        self.newest = timeline.release(abi["newest"])
        self.lists = {name: {key: what for key, what in symbols.items() if self.known(key[1])}
                      for name, symbols in lists.items()}
        self.names = {key for symbols in self.lists.values() for key in symbols}
        self.base = min(r for _, version in self.names if (r := timeline.release(version)))
        self.wide = self.header["elf"][1].split("=")[1]
        self.bits = str(abi.get("bits", self.wide))

    def known(self, version):
        """False for what is newer than the architecture's last release."""
        number = timeline.release(version)
        return not number or number <= self.newest

    def version(self, text):
        """The relative's version in this architecture's words; None for what is too new."""
        number = timeline.release(text)
        if not self.known(text):
            return None
        return f"GLIBC_{timeline.text_of(self.base)}" if number and number < self.base else text

    def soname(self, text):
        return self.abi["loader"] if text.startswith("ld") else text

    def records(self, records, size):
        """The history up to the newest list, with this architecture's object size."""
        first, kept = max(self.base, timeline.OLDEST), []
        for start, state in records:
            if start and start > self.newest:
                break
            if start and start <= first and kept:
                kept.pop()
            kept.append((start if start and start > first else None, state))
        if size:
            kept = [(start, re.sub(r"size=\d+", f"size={size}", state)) for start, state in kept]
        return kept

    def library(self, source):
        """The lines of one library, or none when this architecture never had it."""
        name = list_name(source.words[1])
        own = self.lists.get(name)
        ended = next((r for w in source.words if w.startswith("until=") and (r := timeline.release(w[6:]))), None)
        if own is None and ended and self.base < ended <= self.newest:
            own = {(symbol, self.version(version)): ("", 0)
                   for (symbol, version), records in source.symbols.items()
                   if self.records(records, 0)[0][1].startswith("@@")}  # a new architecture has no old programs
        if own is None:
            return []
        symbols, taken = {}, set()
        ordered = sorted(source.symbols, key=lambda key: (key[0], timeline.release(key[1]) or (0,), key[1]))
        for symbol, old in ordered:
            version = self.version(old)
            if version is None:
                continue
            records = self.records(source.symbols[symbol, old], own.get((symbol, version), ("", 0))[1])
            gone = records and records[-1][1] == "-"
            if not records or not ((symbol, version) in own or (gone and (symbol, version) in self.names)):
                continue
            symbols[symbol, version] = records
            taken.add((symbol, version))
        for symbol, version in sorted(set(own) - taken):
            kind, size = own[symbol, version]
            others = [timeline.release(v) or (0,) for s, v in own if s == symbol]
            release = timeline.release(version) or (0,)
            mark = "@@" if release == max(others) else "@"
            for older in [key for key in symbols if key[0] == symbol and mark == "@@"]:
                state = symbols[older][-1][1]
                if state.startswith("@@ "):
                    symbols[older].append((release, state[1:]))
            symbols[symbol, version] = [(None, f"{mark} {kind}" + (f" size={size}" if size else ""))]
            self.notes.append(f"{source.words[1]}: {symbol}@{version} {mark} from the list alone")
        return self.lines(source, symbols, {version for _, version in set(own) - taken})

    def lines(self, source, symbols, added):
        head = ["library", self.soname(source.words[1])]
        for word in source.words[2:]:
            key, _, value = word.partition("=")
            if key == "needs":
                head.append(f"needs={self.soname(value)}")
            elif key == "until" and timeline.release(value) <= self.newest:
                head.append(word)
        if self.base > timeline.OLDEST:
            head.append(f"from={timeline.text_of(self.base)}")
        lines = ["", " ".join(head), *self.nodes(source, symbols, added), *source.other]
        for (symbol, version), records in sorted(symbols.items(), key=lambda i: (
                i[0][0], timeline.release(i[0][1]) or (0,), i[0][1])):
            texts = [f"{timeline.text_of(start)} {state}" if start else state for start, state in records]
            lines.append(f"{symbol} {version} " + " ; ".join(texts))
        return lines

    def nodes(self, source, symbols, added):
        """The version nodes with their parents, mapped; versions of the list that the relative lacks after them.
        Those in `added` have symbols that the relative lacks: they are there from their own release on."""
        nodes = {}
        for version, words in source.nodes:
            name = self.version(version)
            if name is None or name in nodes:
                continue
            parents = [self.version(w) for w in words if "=" not in w]
            kept = [p for p in dict.fromkeys(parents) if p and p != name]
            starts = {w: timeline.release(w[5:]) for w in words if w.startswith("from=")}
            if not timeline.release(name) and any(start > self.newest for start in starts.values()):
                continue
            rest = [w for w, start in starts.items() if self.base < start <= self.newest and name not in added]
            nodes[name] = " ".join(["node", name, *kept, *rest])
        before = None
        for version in sorted({v for _, v in symbols}, key=lambda v: (timeline.release(v) or (0,), v)):
            if version not in nodes:
                nodes[version] = " ".join(["node", version, *([before] if before else [])])
            before = version
        return nodes.values()

    def runtime(self, source):
        """libgcc_s and libatomic: the relative's; where the word size differs, the unwinder alone."""
        same = self.bits == self.wide
        if not same and not source.words[1].startswith("libgcc_s"):
            return []
        keep = {key: records for key, records in source.symbols.items()
                if same or re.match(r"_Unwind|__(de)?register_frame|__emutls", key[0])}
        lines = ["", " ".join(source.words)]
        lines += [" ".join(["node", version, *words]) for version, words in source.nodes]
        return lines + [f"{name} {version} " + " ; ".join(state for _, state in records)
                        for (name, version), records in keep.items()]


def table(name, abi, lists, text, sources):
    """(text, notes) of one ABI. lists: of the newest release; text: the table of abi["like"]."""
    relative = Relative(abi, lists, text)
    elf = dict(word.split("=") for word in relative.header["elf"])
    elf.update({key: str(abi[key]) for key in ("endian", "flags") if key in abi}, **{"class": relative.bits})
    first = max(relative.base, timeline.OLDEST)
    lines = [f"# Dynamic symbols of glibc for {name}. Written by scripts/make-data glibc-tables; do not edit.",
             "# From glibc's own lists of names, since no package has the libraries:",
             *[f"#   {source}" for source in sources],
             f"# Weak symbols, default versions, aliases and the library before 2.34 are those of {abi['like']}.abi.",
             f"abi {name}", "elf " + " ".join(f"{key}={elf[key]}" for key in ("machine", "class", "endian", "flags")),
             f"clang {abi['clang']}", f"stat {abi['stat']} mknod {abi['mknod']}",
             *([f"members {abi['members']}"] if "members" in abi else []), f"first {timeline.text_of(first)}", f"newest {abi['newest']}", f"snapshots {abi['newest']}"]
    for library in relative.libraries:
        runtime = "runtime" in library.words
        lines += relative.runtime(library) if runtime else relative.library(library)
    return "\n".join(lines) + "\n", relative.notes
