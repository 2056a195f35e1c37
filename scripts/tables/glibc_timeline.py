"""Turns the libraries of several glibc releases into the lines of a symbol table (see docs/glibc.md)."""
import fnmatch
import re
from dataclasses import dataclass, replace

LIBRARIES = re.compile(r"(libc|libm|libpthread|libdl|librt|libutil|libresolv|libanl|libnsl|libmvec|libthread_db|libcrypt|"
                       r"libBrokenLocale|ld[^/]*|libgcc_s|libatomic)\.so\.[0-9.]+")
MERGED = (2, 34)  # the release that moved libpthread, libdl, libutil, libanl and librt into libc
OLDEST = (2, 17)
OTHER_MACHINES = (183, 243)  # AArch64, RISC-V: st_other marks functions with their own calling convention


def wanted(soname):
    return LIBRARIES.fullmatch(soname) is not None


def release(version):
    """(2, 2, 5) of GLIBC_2.2.5 or 2.2.5; None for other names."""
    found = re.fullmatch(r"(?:GLIBC_)?(\d+(?:\.\d+)+)", version)
    return tuple(int(n) for n in found[1].split(".")) if found else None


def text_of(numbers):
    return ".".join(str(n) for n in numbers)


@dataclass(frozen=True)
class State:
    """What one symbol is in one library at one floor."""
    default: bool
    kind: str
    weak: bool
    size: int
    alias: str
    other: int

    def text(self):
        words = ["@@" if self.default else "@", self.kind]
        if self.weak:
            words.append("weak")
        if self.size:
            words.append(f"size={self.size}")
        if self.other:
            words.append(f"other={self.other:#x}")
        if self.alias:
            words.append(f"alias={self.alias}")
        return " ".join(words)


class Annotations:
    """Releases that no snapshot shows: [(kind, pattern, release)]."""

    def __init__(self):
        self.facts = []

    def get(self, kind, library, name, version=""):
        for fact, pattern, when in self.facts:
            if fact == kind and any(fnmatch.fnmatchcase(n, pattern) for n in (
                    name, f"{name}@{version}", f"{library}/{name}", f"{library}/{name}@{version}")):
                return when
        return None


def read_annotations(path):
    """Lines `kind release pattern...`; # starts a comment."""
    found = Annotations()
    for line in path.read_text().splitlines():
        words = line.split("#")[0].split()
        if words:
            for name in words[2:]:
                found.facts.append((words[0], name, release(words[1])))
    return found


def states(library):
    """{(name, version): State} of one library."""
    places, versions = {}, {}
    for s in library.symbols:
        versions.setdefault(s.name, set()).add(s.version)
        if s.kind in ("data", "rodata", "tls"):
            places.setdefault((s.place, s.kind == "tls"), []).append(f"{s.name}@{s.version}")
    found = {}
    for s in library.symbols:
        if s.version == "GLIBC_PRIVATE":
            continue
        objects = s.kind in ("data", "rodata", "tls")
        group = places[s.place, s.kind == "tls"] if objects else []
        group = sorted(g for g in group if not g.endswith("@GLIBC_PRIVATE"))
        alias = group[0] if len(group) > 1 else ""
        if len(versions.get(alias.split("@")[0], ())) == 1:
            alias = alias.split("@")[0]
        found[s.name, s.version] = State(s.default, s.kind, s.weak, s.size if objects else 0, alias,
                                            s.other & ~3 if library.machine in OTHER_MACHINES else 0)
    return found


class Timeline:
    """The history of one library over the snapshots."""

    def __init__(self, soname, snapshots, annotations, notes):
        self.soname, self.annotations, self.notes = soname, annotations, notes
        self.floors = [floor for floor, _ in snapshots]
        self.libraries = [libraries.get(soname) for _, libraries in snapshots]
        self.states = [states(l) if l else {} for l in self.libraries]
        self.names = {}
        for name, version in {key for s in self.states for key in s}:
            self.names.setdefault(name, set()).add(version)

    def first_of(self, version):
        """The floor from which `version` can be there."""
        annotated = self.annotations.get("node", self.soname, version)
        if annotated or release(version):
            return annotated or release(version)
        if not version.startswith("GLIBC_"):
            return (2, 0)
        seen = [f for f, l in zip(self.floors, self.libraries) if l and version in dict(l.nodes)]
        self.notes.append(f"{self.soname}: node {version} has no release; from {text_of(seen[0])}, where it is first seen")
        return seen[0]

    def change(self, i, name, version, before, after):
        """The release of a change that snapshot i is the first to show."""
        older, here, first = self.floors[i - 1], self.floors[i], self.first_of(version)
        inside = lambda r: r is not None and older < r <= here  # noqa: E731
        if before is None and inside(first):
            return first
        kind = "gone" if after is None else "compat" if before and before.default and not after.default else "attribute"
        annotated = self.annotations.get(kind, self.soname, name, version)
        if inside(annotated):
            return annotated
        if kind == "compat":
            later = sorted(r for v in self.names[name] if inside(r := self.first_of(v)) and v != version)
            if later:
                return later[0]
        if (before is None or after is None or kind == "compat") and inside(MERGED):
            return MERGED
        if kind != "attribute" or before is None:
            self.notes.append(f"{self.soname}: {name}@{version} {kind} somewhere in {text_of(older)}..{text_of(here)}")
        return here

    def early(self, name, version, state):
        """The states before the first snapshot, which shows `state`."""
        first = self.first_of(version)
        if state.default:
            return [(first, state)]
        later = sorted(r for v in self.names[name] if (r := self.first_of(v)) > first and r <= self.floors[0])
        annotated = self.annotations.get("compat", self.soname, name, version)
        if annotated and annotated <= self.floors[0]:
            later.append(annotated)
        until = min(later, default=None)
        if until is None:
            self.notes.append(f"{self.soname}: {name}@{version} compatibility symbol since ever?")
            return [(first, state)]
        return [(first, replace(state, default=True)), (until, state)]

    def records(self, name, version):
        """[(from, State or None)], ascending, with everything at or below OLDEST folded into one."""
        found, before = [], None
        for i, snapshot in enumerate(self.states):
            after = snapshot.get((name, version))
            if i == 0 and after:
                found += self.early(name, version, after)
            elif i and after != before:
                found.append((self.change(i, name, version, before, after), after))
            before = after
        while len(found) > 1 and found[1][0] <= OLDEST:
            found.pop(0)
        return found

    def line(self, name, version):
        parts = []
        for start, state in self.records(name, version):
            text = state.text() if state else "-"
            parts.append(text if not parts and start <= max(OLDEST, self.first_of(version))
                         else f"{text_of(start)} {text}")
        return f"{name} {version or '-'} " + " ; ".join(parts)

    def nodes(self):
        """The union of the version nodes, each with its parents, in the order of the newest library."""
        merged = {}
        for library in self.libraries:
            for name, parents in library.nodes if library else []:
                if name != "GLIBC_PRIVATE":
                    merged[name] = parents
        seen = [f for f, l in zip(self.floors, self.libraries) if l]
        for name, parents in merged.items():
            since = [f for f, l in zip(self.floors, self.libraries) if l and name in dict(l.nodes)]
            words = ["node", name, *parents]
            first = self.first_of(name)
            if name.startswith("GLIBC_") and not release(name):
                words.append(f"from={text_of(first)}")
            elif since[0] != seen[0] and any(f >= first for f in self.floors if f < since[0]):
                words.append(f"from={text_of(MERGED if MERGED <= since[0] else since[0])}")
            if since[-1] != seen[-1]:
                gone = self.floors[self.floors.index(since[-1]) + 1]
                words.append(f"until={text_of(self.annotations.get('gone', self.soname, name) or gone)}")
            yield " ".join(words)

    def text(self):
        newest = next(l for l in reversed(self.libraries) if l)
        words = ["library", self.soname]
        words += [f"needs={n}" for n in newest.needed if n.startswith("ld")]
        present = [f for f, l in zip(self.floors, self.libraries) if l]
        lowest = min((release(n) for n, _ in newest.nodes if release(n)), default=OLDEST)
        if lowest > OLDEST:
            words.append(f"from={text_of(lowest)}")
        if present[-1] != self.floors[-1]:
            gone = self.floors[self.floors.index(present[-1]) + 1]
            words.append(f"until={text_of(self.annotations.get('gone', self.soname, self.soname) or gone)}")
        lines = ["", " ".join(words), *self.nodes()]
        weak = sorted({n for l in self.libraries if l for n in l.weak_undefined if n.startswith("_IO")})
        lines += [f"undefined {n}" for n in weak]
        keys = sorted((n, release(v) or (0,), v) for n, vs in self.names.items() for v in vs)
        return lines + [self.line(n, v) for n, _, v in keys]


# glibc's own libcrypt, which distributions leave out in favour of libxcrypt: seen in a glibc 2.17, checked against the
# lists in glibc's sources. All symbols have the ABI's first version; from 2.28 on all but two are there for old programs
# alone (NEWS 2.28), so that later architectures never had them.
CRYPT = {"crypt": "", "crypt_r": " weak"}
CRYPT_OLD = {"encrypt": "", "encrypt_r": " weak", "fcrypt": " weak", "setkey": "", "setkey_r": " weak"}
CRYPT_COMPAT, CRYPT_REMOVED = (2, 28), (2, 39)


def crypt_text(lowest):
    node = f"GLIBC_{text_of(lowest)}"
    symbols = {name: f"@@ func{weak}" for name, weak in CRYPT.items()}
    if lowest < CRYPT_COMPAT:
        symbols |= {name: f"@@ func{weak} ; {text_of(CRYPT_COMPAT)} @ func{weak}" for name, weak in CRYPT_OLD.items()}
    return ["", f"library libcrypt.so.1 until={text_of(CRYPT_REMOVED)}", f"node {node}",
            *[f"{name} {node} {state}" for name, state in sorted(symbols.items())]]


RUNTIME_LIMIT = {"GCC": (7, 0, 0)}


def runtime_text(library):
    """libgcc_s or libatomic: no floors; nodes newer than GCC 7 stay out unless an older one does not exist."""
    def keep(version):
        found = re.fullmatch(r"GCC_(\d+(?:\.\d+)*)", version)
        return not found or tuple(int(n) for n in found[1].split(".")) <= RUNTIME_LIMIT["GCC"]
    lines = ["", f"library {library.soname} runtime"]
    lines += [" ".join(["node", n, *p]) for n, p in library.nodes if keep(n)]
    found = {key: state for key, state in states(library).items() if keep(key[1])}
    return lines + [f"{n} {v or '-'} {found[n, v].text()}" for n, v in sorted(found)]


def table(name, abi, floors, loaded, extra, annotations, header):
    """(text, notes) of one ABI. floors, loaded: the releases and their libraries, oldest first."""
    notes = []
    snapshots = list(zip(floors, loaded))
    libc = next(l for s, l in loaded[-1].items() if s.startswith("libc.so"))
    lowest = min(release(n) for n, _ in libc.nodes if release(n))
    lines = [f"# Dynamic symbols of glibc for {name}. Written by scripts/make-data glibc-tables; do not edit.", "# From:"]
    lines += [f"#   {h}" for h in header]
    lines += [f"abi {name}", f"elf machine={libc.machine} class={libc.bits} endian={libc.endian} flags={libc.flags:#x}",
              f"clang {abi['clang']}", f"stat {abi['stat']} mknod {abi['mknod']}",
              *([f"members {abi['members']}"] if "members" in abi else []),
              f"first {text_of(max(lowest, OLDEST))}", f"newest {text_of(floors[-1])}",
              f"snapshots {' '.join(text_of(f) for f in floors)}"]
    for soname in sorted({s for libs in loaded for s in libs}):
        lines += Timeline(soname, snapshots, annotations, notes).text()
    if lowest < CRYPT_REMOVED and not any("libcrypt.so.1" in libs for libs in loaded):
        lines += crypt_text(lowest)
    for libs in extra:
        for soname in sorted(libs):
            lines += runtime_text(libs[soname])
    return "\n".join(lines) + "\n", sorted(set(notes))
