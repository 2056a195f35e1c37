"""The files of an installed tree that belong into a package."""
import dataclasses
import os
import pathlib
import struct

MACHINES = {62: "x86_64", 183: "aarch64"}  # e_machine of ELF
# What a run of scripts/sysroots leaves beside packs while it works, or to lock out another one.
NOT_PACKED = (".lock", ".new-", ".old-")
# In share/linkshim: what an archive says of itself, and what `linkshim sysroot install` has put there.
NOT_OF_THE_TREE = ("packages", "packs")


class PackageError(Exception):
    """What went wrong, in words for the user; the first line is the sentence, further lines are facts."""


@dataclasses.dataclass(frozen=True)
class Entry:
    name: str             # below the prefix: bin/linkshim, share/linkshim/…
    data: bytes           # of a link: where it leads
    executable: bool = False
    link: bool = False


def elfFacts(program: bytes) -> tuple[int, list[int]]:
    """e_machine, and p_type of each program header."""
    headers, = struct.unpack_from("<Q", program, 32)
    size, count = struct.unpack_from("<HH", program, 54)
    return (struct.unpack_from("<H", program, 18)[0],
            [struct.unpack_from("<I", program, headers + n * size)[0] for n in range(count)])


def architectureOf(program: bytes) -> str:
    """The host that the program is for; refuses what could not run on every Linux of that kind."""
    if program[:6] != b"\x7fELF\x02\x01":
        raise PackageError("bin/linkshim is no 64-bit little-endian ELF program")
    try:
        machine, kinds = elfFacts(program)
    except struct.error:
        raise PackageError("bin/linkshim is cut off") from None
    if machine not in MACHINES:
        raise PackageError(f"bin/linkshim is for ELF machine {machine}; packages are made for " +
                           " and ".join(MACHINES.values()))
    if 3 in kinds:  # PT_INTERP
        raise PackageError("bin/linkshim is not static: a package has to run beside any C library\n"
                           "  try: cmake --preset release && cmake --build --preset release && "
                           "cmake --install build/release --prefix build/install")
    return MACHINES[machine]


class Tree:
    """bin/linkshim, its other name, and all of share/linkshim, in the order of their names."""

    def __init__(self, prefix: pathlib.Path):
        program = prefix / "bin/linkshim"
        if not program.is_file():
            raise PackageError(f"there is no {program}\n  try: scripts/quickstart")
        self.prefix = prefix
        self.program = program.read_bytes()
        self.architecture = architectureOf(self.program)
        self.share = [self._entry(prefix, path) for path in sorted(self._files(prefix / "share/linkshim"))]
        self.packs = [pathlib.PurePosixPath(entry.name).stem for entry in self.share if entry.name.endswith(".pack")]
        if not any(entry.name.startswith("share/linkshim/headers/") for entry in self.share):
            raise PackageError(f"there are no headers in {prefix}/share/linkshim\n"
                               f"  try: scripts/sysroots --prefix {prefix} --headers linux")

    def programs(self) -> list[Entry]:
        return [Entry("bin/cargo-linkshim", b"linkshim", link=True), Entry("bin/linkshim", self.program, True)]

    def entries(self) -> list[Entry]:
        return [*self.programs(), *self.share]

    @staticmethod
    def _files(folder: pathlib.Path):
        for place, folders, files in os.walk(folder):
            folders[:] = [name for name in folders if not name.startswith(NOT_PACKED)]
            if pathlib.Path(place) == folder:
                folders[:] = [name for name in folders if name not in NOT_OF_THE_TREE]
                files = [name for name in files if name not in NOT_OF_THE_TREE]
            links = [name for name in folders if os.path.islink(os.path.join(place, name))]
            yield from (pathlib.Path(place) / name for name in files + links if not name.startswith(NOT_PACKED))

    @staticmethod
    def _entry(prefix: pathlib.Path, path: pathlib.Path) -> Entry:
        name = path.relative_to(prefix).as_posix()
        if path.is_symlink() or not path.is_file():
            raise PackageError(f"{path} is no plain file: a wheel cannot hold it")
        return Entry(name, path.read_bytes(), bool(path.stat().st_mode & 0o100))
