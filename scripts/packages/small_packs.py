"""What is in share/linkshim, as small as it gets, by group of targets: packs built one on another, folders of headers as
packs too.

Programs for related targets are alike, and a libc++ for musl is like the one for glibc: a pack that builds on another one
of its group (shim/sysroot/Pack.h) is a half to a fourth of its size. Which one it builds on is tried out with a quick
compression. What was made once is kept in the folder of downloads, by the digest of what it was made from.
"""
import contextlib
import dataclasses
import functools
import hashlib
import pathlib
import tempfile
from concurrent.futures import ThreadPoolExecutor

from fetch import pool
from packages import installed
from packs import mingw_pack, objects, pack_file
from tables import groups, targets

QUICK = ["-4", "--long=27", "--single-thread", "-q", "-q", "-c"]
SHARE, SYSROOTS = "share/linkshim/", "share/linkshim/sysroots/"
# What is there for a person to read or copy.
PLAIN = (SHARE + "templates/", SHARE + "licenses/")
# Folders of headers/ with a part of their own; all others are the part linux.
OWN_PARTS = ("darwin", *groups.BSDS)
DEEPEST = 3  # packs that are read for one, and one more for a pack of the same bytes; the program reads no more than four


def kept(name: str, parts: list[bytes], make) -> bytes:
    """What `make` returns for these parts, from an earlier run where there is one."""
    digest = hashlib.sha256(repr(pack_file.SMALLEST).encode())
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    folder = pool.cacheRoot() / "packages"
    place = folder / f"{name}-{digest.hexdigest()[:32]}"
    with contextlib.suppress(OSError):
        data = place.read_bytes()
        if data[:32] == hashlib.sha256(data[32:]).digest():
            return data[32:]
    data = make()
    with contextlib.suppress(OSError):  # a folder that cannot be written costs time only
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
            file.write(hashlib.sha256(data).digest() + data)
        pathlib.Path(file.name).rename(place)
    return data


def bases(contents: dict[str, bytes]) -> dict[str, str]:
    """For each target the one that its pack builds on, among those of its family that come before it."""
    rows = {row.triple: row for row in targets.allRows()}
    rows |= {row.triple: row for row in mingw_pack.stores(list(rows.values()))}
    found, depth, first = {}, {}, {}
    order = sorted(contents, key=lambda name: (not rows[name].glibcAbi, -len(contents[name]), name))
    with ThreadPoolExecutor(objects.jobs()) as workers:
        for at, name in enumerate(order):
            depth[name] = 0
            if (twin := first.setdefault((family(rows[name]), contents[name]), name)) != name:
                found[name], depth[name] = twin, depth[twin] + 1
                continue
            near = [other for other in order[:at] if family(rows[other]) == family(rows[name]) and depth[other] < DEEPEST]
            data = contents[name]
            tried = dict(zip(near, workers.map(lambda other: len(pack_file.against(data, contents[other], QUICK)), near)))
            alone = len(pack_file.compressed(data, QUICK))
            if tried and tried[best := min(tried, key=tried.get)] < alone:
                found[name], depth[name] = best, depth[best] + 1
    return found


def family(row: targets.Row) -> str:
    return row.triple if mingw_pack.isStore(row) else row.linuxArch or row.arch


def packs(entries: list[installed.Entry], folder: pathlib.Path) -> list[installed.Entry]:
    """The packs of a group of an installed tree, each as small as it gets."""
    lines, contents = {}, {}
    for entry in entries:
        name = targetOf(entry)
        lines[name], contents[name] = pack_file.split(folder / f"{name}.pack")
    chosen = bases(contents)

    def make(name: str) -> installed.Entry:
        base = chosen.get(name)
        head = [line for line in lines[name] if not line.startswith("base ")]
        data = contents[name]
        if not base:
            frame = kept(name, [data], lambda: pack_file.compressed(data, pack_file.SMALLEST))
        else:
            frame = kept(name, [data, contents[base]], lambda: pack_file.against(data, contents[base], pack_file.SMALLEST))
            head.append(f"base {base}")
        return installed.Entry(f"sysroots/{name}.pack", pack_file.sealed(head, frame))

    with ThreadPoolExecutor(objects.jobs()) as workers:
        return list(workers.map(make, contents))


def partOf(name: str) -> tuple[str, str]:
    """The part with a file of the data directory, and the folder that the data directory has of it."""
    words = name.split("/")
    if words[0] != "headers":
        return words[0], words[0]
    return words[1] if words[1] in OWN_PARTS else "linux", "/".join(words[:2])


def parts(entries: list[installed.Entry]) -> list[installed.Entry]:
    """parts/NAME.pack for each folder of headers."""
    found: dict[str, dict[str, bytes]] = {}
    for entry in entries:
        name = entry.name.removeprefix(SHARE)
        if set(name) & set(" \n"):
            raise installed.PackageError(f"{entry.name} has a name that cannot be in a pack")
        found.setdefault(partOf(name)[0], {})[name] = entry.data

    def make(part: str) -> installed.Entry:
        files = found[part]
        data = b"".join(files.values())
        frame = kept(f"part-{part}", [data], lambda: pack_file.compressed(data, pack_file.SMALLEST))
        tops = dict.fromkeys(partOf(name)[1] for name in files)
        lines = [f"recipe {hashlib.sha256(data).hexdigest()}", *(f"top {top}" for top in tops)]
        lines += [f"{len(data)} {name}" for name, data in files.items()]
        return installed.Entry(f"parts/{part}.pack", pack_file.sealed(lines, frame))

    with ThreadPoolExecutor(objects.jobs()) as workers:
        return list(workers.map(make, found))


@dataclasses.dataclass(frozen=True)
class Group:
    """The packs of some targets, and the headers that these need."""
    name: str
    targets: list[str]
    packs: list[installed.Entry]  # sysroots/TARGET.pack
    parts: list[installed.Entry]  # parts/NAME.pack

    @property
    def entries(self) -> list[installed.Entry]:
        return [*self.parts, *self.packs]


@functools.cache
def grouped(tree: installed.Tree) -> list[Group]:
    """What a tree has, by groups; base comes first and is always there, with the headers of no target's too."""
    rows = {row.triple: row for row in targets.allRows()}
    rows |= {row.triple: row for row in mingw_pack.stores(list(rows.values()))}
    headers = [entry for entry in tree.share if not entry.name.startswith((*PLAIN, SYSROOTS))]
    made, found = parts(headers), {groups.BASE: []}
    for entry in tree.share:
        if entry.name.startswith(SYSROOTS) and entry.name.endswith(".pack"):
            found.setdefault(groups.packageOf(rows[targetOf(entry)]), []).append(entry)
    read = {name: {f"parts/{part}.pack" for entry in entries for part in groups.partsOf(rows[targetOf(entry)])}
            for name, entries in found.items()}
    if of := {part.name for part in made if pathlib.PurePosixPath(part.name).stem in groups.BSDS}:
        found.setdefault("bsd", [])
        read["bsd"] = read.get("bsd", set()) | of
    elsewhere = set().union(*(read[name] for name in found if name != groups.BASE)) - read[groups.BASE]
    read[groups.BASE] = {part.name for part in made} - elsewhere
    return [Group(name, [targetOf(entry) for entry in found[name]], packs(found[name], tree.prefix / SYSROOTS),
                  [part for part in made if part.name in read[name]])
            for name in sorted(found, key=lambda name: (name != groups.BASE, name))]


def targetOf(entry: installed.Entry) -> str:
    return pathlib.PurePosixPath(entry.name).stem


def packagesFile(kind: str, made: list[Group]) -> installed.Entry:
    """share/linkshim/packages, by which messages name the package with a target (shim/sysroot/HowToInstall.cpp)."""
    lines = [kind, *(f"{group.name} {target}" for group in made for target in group.targets)]
    return installed.Entry(SHARE + "packages", "".join(f"{line}\n" for line in lines).encode())


def bundle(version: str, group: Group) -> bytes:
    """linkshim-VERSION-GROUP.packs, which `linkshim sysroot install` takes."""
    lines = [f"for {version}", *(f"{len(entry.data)} {entry.name}" for entry in group.entries)]
    data = b"".join(entry.data for entry in group.entries)
    return pack_file.sealed(lines, pack_file.compressed(data, ["-1", "--check", "-q", "-c"]))


def small(tree: installed.Tree, kind: str = "archive") -> list[installed.Entry]:
    """share/linkshim of a package that comes with the groups of base alone; `kind` is that of packagesFile."""
    made = grouped(tree)
    plain = [entry for entry in tree.share if entry.name.startswith(PLAIN)]
    base = [installed.Entry(SHARE + entry.name, entry.data) for entry in made[0].entries]
    return sorted([*base, *plain, packagesFile(kind, made)], key=lambda entry: entry.name)
