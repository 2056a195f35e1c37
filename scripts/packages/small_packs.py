"""What is in share/linkshim, as small as it gets: the packs of targets built one on another, all else in one pack.

Programs for related targets are alike, and a libc++ for musl is like the one for glibc: a pack that builds on another one
(shim/sysroot/Pack.h) is a half to a fourth of its size. Which one it builds on is tried out with a quick compression. What
was made once is kept in the folder of downloads, by the digest of what it was made from.
"""
import contextlib
import hashlib
import pathlib
import tempfile
from concurrent.futures import ThreadPoolExecutor

from fetch import pool
from packages import installed
from packs import objects, pack_file
from tables import targets

QUICK = ["-4", "--long=27", "--single-thread", "-q", "-q", "-c"]
# What is there for a person to read or copy.
PLAIN = ("share/linkshim/templates/", "share/linkshim/licenses/")
DEEPEST = 3  # packs that are read for one; the program reads no more than four


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
    found, depth = {}, {}
    order = sorted(contents, key=lambda name: (not rows[name].glibcAbi, -len(contents[name]), name))
    with ThreadPoolExecutor(objects.jobs()) as workers:
        for at, name in enumerate(order):
            depth[name] = 0
            near = [other for other in order[:at] if family(rows[other]) == family(rows[name]) and depth[other] < DEEPEST]
            data = contents[name]
            tried = dict(zip(near, workers.map(lambda other: len(pack_file.against(data, contents[other], QUICK)), near)))
            alone = len(pack_file.compressed(data, QUICK))
            if tried and tried[best := min(tried, key=tried.get)] < alone:
                found[name], depth[name] = best, depth[best] + 1
    return found


def family(row: targets.Row) -> str:
    return row.linuxArch or row.arch


def packs(entries: list[installed.Entry], folder: pathlib.Path) -> list[installed.Entry]:
    """The targets' packs of an installed tree, each as small as it gets."""
    lines, contents = {}, {}
    for entry in entries:
        name = pathlib.PurePosixPath(entry.name).stem
        lines[name], contents[name] = pack_file.split(folder / f"{name}.pack")
    chosen = bases(contents)

    def make(name: str) -> bytes:
        base = chosen.get(name)
        head = [line for line in lines[name] if not line.startswith("base ")]
        data = contents[name]
        if not base:
            return pack_file.sealed(head, kept(name, [data], lambda: pack_file.compressed(data, pack_file.SMALLEST)))
        frame = kept(name, [data, contents[base]], lambda: pack_file.against(data, contents[base], pack_file.SMALLEST))
        return pack_file.sealed([*head, f"base {base}"], frame)

    names = [pathlib.PurePosixPath(entry.name).stem for entry in entries]
    with ThreadPoolExecutor(objects.jobs()) as workers:
        return [installed.Entry(entry.name, data) for entry, data in zip(entries, workers.map(make, names))]


def sharePack(entries: list[installed.Entry]) -> installed.Entry:
    """share.pack: headers and libc++."""
    files = {entry.name.removeprefix("share/linkshim/"): entry.data for entry in entries}
    if odd := [name for name in files if set(name) & set(" \n")]:
        raise installed.PackageError(f"share/linkshim/{odd[0]} has a name that cannot be in a pack")
    data = b"".join(files.values())
    frame = kept("share", [data], lambda: pack_file.compressed(data, pack_file.SMALLEST))
    digest = hashlib.sha256(data).hexdigest()
    lines = [f"recipe {digest}", *(f"{len(data)} {name}" for name, data in files.items())]
    return installed.Entry("share/linkshim/share.pack", pack_file.sealed(lines, frame))


def small(tree: installed.Tree) -> list[installed.Entry]:
    """All of share/linkshim in the form that a wheel has it."""
    def isPack(entry: installed.Entry) -> bool:
        return entry.name.startswith("share/linkshim/sysroots/") and entry.name.endswith(".pack")
    made = packs([entry for entry in tree.share if isPack(entry)], tree.prefix / "share/linkshim/sysroots")
    plain = [entry for entry in tree.share if entry.name.startswith(PLAIN)]
    rest = [entry for entry in tree.share if not isPack(entry) and not entry.name.startswith(PLAIN)]
    return sorted([*made, *plain, sharePack(rest)], key=lambda entry: entry.name)
