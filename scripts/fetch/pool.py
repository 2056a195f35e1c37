"""Pinned files of the distribution's archive, and trees extracted from them.

A pin names a file by its place in the archive's pool, its size and its SHA-256. The archive's address comes from the
configured apt sources (or LINKSHIM_DEBIAN_MIRROR), and apt's own helper fetches it, so that its proxy settings hold.
Neither apt's lists nor its state are touched. Where there is no apt, Python fetches it.
"""
import contextlib
import fcntl
import hashlib
import io
import json
import lzma
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tarfile
import tempfile
import urllib.request

APT_HELPER = "/usr/lib/apt/apt-helper"


class PackError(Exception):
    """What went wrong, in words for the user; the first line is the sentence, further lines are facts."""


def cacheRoot() -> pathlib.Path:
    """Where downloads and extracted sources are kept between runs."""
    named = os.environ.get("LINKSHIM_SOURCE_CACHE")
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return pathlib.Path(named) if named else pathlib.Path(base) / "linkshim" / "sources"


def readPins(name: str) -> dict:
    """The pin file scripts/pins/<name>.json."""
    return json.loads((pathlib.Path(__file__).parent.parent / "pins" / (name + ".json")).read_text())


def digestOf(path: pathlib.Path) -> str:
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def mirrors() -> list[str]:
    """The base addresses of Debian archives in the configured sources, without a trailing slash."""
    if named := os.environ.get("LINKSHIM_DEBIAN_MIRROR"):
        return [address.rstrip("/") for address in named.split()]
    etc = pathlib.Path("/etc/apt")
    found: list[str] = []
    for path in [etc / "sources.list", *sorted(etc.glob("sources.list.d/*"))]:
        if not path.is_file():
            continue
        for line in path.read_text(errors="replace").splitlines():
            if path.suffix == ".sources":
                match = re.match(r"URIs:\s*(.*)", line)
                addresses = match.group(1).split() if match else []
            else:
                match = re.match(r"deb(?:-src)?\s+(?:\[[^]]*\]\s*)?(\S+)", line)
                addresses = [match.group(1)] if match else []
            found += [a.rstrip("/") for a in addresses]
    isDebian = [a for a in dict.fromkeys(found) if a.rsplit("/", 1)[-1].startswith("debian")]
    return isDebian


@contextlib.contextmanager
def lockedCache():
    """Two runs at once share the cache one after the other."""
    root = cacheRoot()
    root.mkdir(parents=True, exist_ok=True)
    with open(root / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield root


def download(address: str, path: pathlib.Path, sha256: str) -> None:
    """Brings the file, or does not: whoever calls looks at what is there."""
    if os.path.exists(APT_HELPER):
        subprocess.run([APT_HELPER, "-q", "download-file", address, str(path), "SHA256:" + sha256], capture_output=True)
        return
    with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=60) as answer, open(path, "wb") as file:
        shutil.copyfileobj(answer, file)


def fetch(pin: dict, root: pathlib.Path) -> pathlib.Path:
    """The file that `pin` names, downloaded into `root` unless it is there already, its digest checked."""
    path = root / (pin["sha256"][:12] + "-" + pin["name"])
    if path.exists() and path.stat().st_size == pin["size"] and digestOf(path) == pin["sha256"]:
        return path
    tried = []
    for mirror in mirrors():
        for place in pin["pool"]:
            address = mirror + "/" + place.replace("~", "%7e")
            partial = path.with_name(path.name + ".partial")
            partial.unlink(missing_ok=True)
            download(address, partial, pin["sha256"])
            if partial.exists() and digestOf(partial) == pin["sha256"]:
                os.replace(partial, path)
                return path
            partial.unlink(missing_ok=True)
            tried.append(address)
    raise PackError("cannot download " + pin["name"] + " with the pinned SHA-256\n" +
                    "".join("  tried " + t + "\n" for t in tried or ["no Debian archive in the apt sources"]) +
                    "  name an archive: LINKSHIM_DEBIAN_MIRROR=ADDRESS")


def sliceOf(path: pathlib.Path, offset: int, end: int) -> io.RawIOBase:
    """Uncompressed bytes from `offset` to `end` of an .xz file of several blocks, decoding only the blocks they are in.

    The index at the end of the file lists the size of each block (xz file format 1.2, chapter 4)."""
    data = open(path, "rb")
    header = data.read(12)
    data.seek(-12, 2)
    footerEnd = data.tell() + 12
    backward = (struct.unpack("<I", data.read(12)[4:8])[0] + 1) * 4
    data.seek(footerEnd - 12 - backward)
    index = data.read(backward)

    def number(at: int) -> tuple[int, int]:
        value = shift = 0
        while True:
            byte = index[at]
            value |= (byte & 0x7F) << shift
            at, shift = at + 1, shift + 7
            if byte < 0x80:
                return value, at

    count, at = number(1)
    place, start = 12, 0
    for _ in range(count):
        unpadded, at = number(at)
        size, at = number(at)
        if start + size > offset:
            break
        place, start = place + (unpadded + 3) // 4 * 4, start + size
    data.seek(place)
    decoder = lzma.LZMADecompressor(lzma.FORMAT_XZ)
    decoder.decompress(header)
    return _BlockReader(data, footerEnd - 12 - backward, decoder, offset - start, end - start)


class _BlockReader(io.RawIOBase):
    """Decodes blocks up to the index, which does not fit them when the first ones are left out."""

    def __init__(self, data, end: int, decoder, drop: int, left: int):
        self.data, self.end, self.decoder, self.buffer, self.left = data, end, decoder, b"", left
        while drop:
            drop -= len(self.read(min(drop, 1 << 20)))

    def read(self, size: int = -1) -> bytes:
        size = self.left if size < 0 else min(size, self.left)
        while len(self.buffer) < size:
            block = self.data.read(min(1 << 16, self.end - self.data.tell()))
            if not block:
                break
            self.buffer += self.decoder.decompress(block)
        taken, self.buffer = self.buffer[:size], self.buffer[size:]
        self.left -= len(taken)
        return taken


def extract(pin: dict, archive: pathlib.Path, target: pathlib.Path, wanted: list[str]) -> None:
    """Unpacks the regular files below the `wanted` folders (all when empty), without the archive's first folder.

    `pin["parts"]` are the places in the unpacked archive, [begin, end] of members, that hold all that is wanted."""
    if "parts" not in pin:
        with tarfile.open(archive) as members:
            return extractInner(members, pin, target, wanted)
    for begin, end in pin["parts"]:
        with tarfile.open(fileobj=sliceOf(archive, begin, end), mode="r|") as members:
            extractMembers(members, pin, target, wanted)


def extractInner(members: tarfile.TarFile, pin: dict, target: pathlib.Path, wanted: list[str]) -> None:
    """Unpacks the archive, or the one that it holds under the name `pin["inner"]`: Debian's GCC is packed so."""
    if "inner" not in pin:
        return extractMembers(members, pin, target, wanted)
    with tarfile.open(fileobj=members.extractfile(pin["inner"]), mode="r|*") as inner:
        extractMembers(inner, pin, target, wanted)


def extractMembers(members: tarfile.TarFile, pin: dict, target: pathlib.Path, wanted: list[str]) -> None:
    for member in members:
        parts = pathlib.PurePosixPath(member.name).parts[pin.get("strip", 1):]
        name = "/".join(parts)
        if not member.isfile() or not parts or ".." in parts:
            continue
        if wanted and not any(name == w or name.startswith(w + "/") for w in wanted):
            continue
        out = target / name
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(members.extractfile(member).read())
        if member.mode & 0o100:
            out.chmod(0o755)


def applyPatches(tree: pathlib.Path, patches: list[pathlib.Path]) -> None:
    if patches and not shutil.which("patch"):
        raise PackError("the program patch is missing; try: apt-get install patch")
    for patch in patches:
        with open(patch, "rb") as text:
            done = subprocess.run(["patch", "-s", "-p1", "--no-backup-if-mismatch"], cwd=tree, stdin=text,
                                  capture_output=True, text=True)
        if done.returncode:
            raise PackError("the patch " + patch.name + " does not apply\n" + done.stdout + done.stderr)


def sourceTree(pins: dict, keepDownloads: bool = False) -> pathlib.Path:
    """The extracted source of a pin file, ready to compile, from the cache when an earlier run made it.

    The file list comes from `pins`: files[] {name, pool[], size, sha256, strip, parts, inner}, wanted[] and patches[]."""
    key = hashlib.sha256(json.dumps(pins, sort_keys=True).encode()).hexdigest()[:16]
    with lockedCache() as root:
        tree = root / (pins["name"] + "-" + key)
        if tree.is_dir():
            return tree
        print("fetching " + pins["title"], file=sys.stderr)
        partial = pathlib.Path(tempfile.mkdtemp(prefix="." + pins["name"], dir=root))
        try:
            downloads = []
            for pin in pins["files"]:
                downloads.append(fetch(pin, root))
                extract(pin, downloads[-1], partial / pin.get("into", ""), pins.get("wanted", []))
            applyPatches(partial, [partial / p for p in pins.get("patches", [])])
            partial.chmod(0o755)
            os.rename(partial, tree)
            for download in [] if keepDownloads else downloads:
                download.unlink()
        finally:
            shutil.rmtree(partial, ignore_errors=True)
        return tree
