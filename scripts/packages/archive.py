"""The tar archive and the checksums, with the same bytes on every run."""
import gzip
import hashlib
import io
import pathlib
import tarfile

from fetch import whole
from packages import installed

# How the names of packages end, and that of the script that installs one.
PACKAGES = (".tar.gz", ".whl", ".cdx.json", ".crate", ".tgz", ".sh", ".packs")
EPOCH = 315532800  # 1980-01-01, the earliest time that a wheel can name: the same for all files of all packages


def member(name: str, kind: bytes, mode: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.mode, info.mtime = kind, mode, EPOCH
    return info


def archive(tree: installed.Tree, packages: installed.Entry) -> bytes:
    """A .tar.gz with bin/ and share/ at its top; `packages` is a further file."""
    return packed([*tree.entries(), packages])


def packed(entries: list[installed.Entry]) -> bytes:
    """A .tar.gz of files and of the folders that they are in, all of user and group 0."""
    data, folders = io.BytesIO(), set()
    with tarfile.open(fileobj=data, mode="w", format=tarfile.USTAR_FORMAT) as members:
        for entry in entries:
            for folder in [str(path) for path in reversed(pathlib.PurePosixPath(entry.name).parents)][1:]:
                if folder not in folders:
                    folders.add(folder)
                    members.addfile(member(folder, tarfile.DIRTYPE, 0o755))
            info = member(entry.name, tarfile.SYMTYPE if entry.link else tarfile.REGTYPE, 0o755 if entry.executable else 0o644)
            if entry.link:
                info.mode, info.linkname = 0o777, entry.data.decode()
                members.addfile(info)
            else:
                info.size = len(entry.data)
                members.addfile(info, io.BytesIO(entry.data))
    return gzip.compress(data.getvalue(), 9, mtime=0)


def writeSums(folder: pathlib.Path) -> None:
    """SHA256SUMS of every package in the folder, as sha256sum --check reads it."""
    names = sorted(path.name for path in folder.iterdir() if path.name.endswith(PACKAGES))
    lines = [f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    whole.write(folder / "SHA256SUMS", "".join(lines).encode())
