"""At which floors a program can be linked with a symbol of glibc, from the tables of all ABIs."""
import functools
import pathlib

from tables import glibc_abilist as abilist, glibc_timeline as timeline

ABIS = pathlib.Path(__file__).resolve().parents[2] / "sysroots/glibc/abi"
OLDEST, Range = timeline.OLDEST[1], tuple[int, int | None]
# libc_nonshared.a has these at the floors where libc.so.6 has not.
ALWAYS = """atexit at_quick_exit pthread_atfork stat lstat fstat fstatat stat64 lstat64 fstat64 fstatat64 mknod
 mknodat""".split()


def minor(release: tuple[int, ...]) -> int:
    return max(OLDEST, release[1]) if release[0] == 2 else OLDEST


def spans(records: list, version: str, first: int, last: int) -> set[int]:
    """The minor versions at which a symbol with this history is a default one."""
    release = timeline.release(version)
    starts = [max(first, minor(start or release or (2, 0))) for start, _ in records]
    ends = [*starts[1:], last + 1]
    return {m for (_, state), start, end in zip(records, starts, ends) if state.startswith("@@") for m in range(start, end)}


def ofTable(text: str) -> dict[str, set[int]]:
    """Name -> the minor versions at which it can be linked with, of one ABI."""
    header, libraries = abilist.read_table(text)
    first, newest = (timeline.release(header[key][0])[1] for key in ("first", "newest"))
    found: dict[str, set[int]] = {}
    for library in libraries:
        words = dict(word.partition("=")[::2] for word in library.words[2:])
        if "runtime" in words:
            continue
        begin = max(first, minor(timeline.release(words.get("from", "2.0"))))
        last = timeline.release(words["until"])[1] - 1 if "until" in words else newest
        for (name, version), records in library.symbols.items():
            found.setdefault(name, set()).update(spans(records, version, begin, last))
    return found


@functools.cache
def linkable() -> dict[str, Range]:
    """Name -> the first minor version at which it can be linked with on some ABI, and the one from which on it cannot
    on any; None where the newest has it. Names that no floor has are left out."""
    found: dict[str, set[int]] = {}
    for path in sorted(ABIS.glob("*.abi")):
        for name, minors in ofTable(path.read_text()).items():
            found.setdefault(name, set()).update(minors)
    newest = max(max(minors, default=0) for minors in found.values())
    ranges = {name: (min(m), None if max(m) == newest else max(m) + 1) for name, m in found.items() if m}
    return ranges | {name: (OLDEST, None) for name in ALWAYS}
