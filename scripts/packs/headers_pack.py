"""C headers of glibc, of musl and of the Linux kernel, for whole families of architectures.

What is equal is there once. A header is looked for in this order (shim/sysroot/Headers.cpp):

  headers/glibc-AGE/FAMILY/include   what differs between the architectures
  headers/glibc/FAMILY/include       likewise, and is the same in all ages
  headers/glibc-AGE/all/include      what all architectures of that age share
  headers/glibc/all/include          what all ages share
  headers/linux/FAMILY/include       asm/
  headers/linux/all/include

A header that came or went within the floors of its age is in a folder for its own, since-2.25 or until-2.32, in the
place of all or FAMILY: programs look for it by __has_include. Within a header, what a floor lacks is hidden, and what
later ones lack is added (glibc_declarations.py).

and musl's in headers/musl/all/include and headers/musl/ARCH/include (musl_pack.py).

Texts that differ in comments alone are the same; the newest is there.

The packages are pinned; nothing is compiled. Same packages, same bytes, whichever families are there.
"""
import fnmatch
import hashlib
import io
import json
import os
import pathlib
import re
import shutil
import tarfile
import tempfile
from concurrent.futures import ThreadPoolExecutor

from fetch import pool, whole
from packs import glibc_declarations, mingw_pack, musl_pack, objects
from tables import targets

Headers = dict[str, bytes]
COMMENT = re.compile(rb"/\*.*?\*/", re.S)
SPACE = re.compile(rb"\s+")

FLOOR = b"""/* Changed for linkshim: the minor version is that of the floor.  */
#ifdef __LINKSHIM_GLIBC_MINOR__
# define __GLIBC_MINOR__	__LINKSHIM_GLIBC_MINOR__
#else
# define __GLIBC_MINOR__	%b
#endif"""
RATES = """50 75 110 134 150 200 300 600 1200 1800 2400 4800 9600 19200 38400 57600 76800 115200 153600 230400 307200
 460800 500000 576000 614400 921600 1000000 1152000 1500000 2000000 2500000 3000000 3500000 4000000""".split()
SPEEDS = "".join(f"# ifdef B{rate}\n#  undef B{rate}\n#  define B{rate} {rate}U\n# endif\n" for rate in RATES)
# Where the headers of an age do not fit every floor that they serve: (age, file, text that occurs once, and what it
# becomes).
EDITS = (
    # clang calls itself GCC 4.2, and then a memset of length zero refers to a symbol that no library has.
    ("2.31", "bits/string_fortified.h", "#if !__GNUC_PREREQ (5,0)\n  if (",
     "#if !__GNUC_PREREQ (5,0) && !defined __clang__ /* changed for linkshim */\n  if ("),
    # clang has long double of 64 bits for SPE. It refuses the other names of functions that an inline one has called.
    ("2.31", "features.h", "#if __GNUC_PREREQ (2, 7) && defined __OPTIMIZE__ \\\n",
     """#if defined __LDBL_COMPAT && defined __clang__ /* added for linkshim */
# undef __USE_FORTIFY_LEVEL
# define __USE_FORTIFY_LEVEL 0
#elif __GNUC_PREREQ (2, 7) && defined __OPTIMIZE__ \\
"""),
    # Below 2.23 the functions for large files were not there, and glibc's own header said so.
    ("2.31", "fts.h", "#include <features.h>\n",
     """#include <features.h>
#if defined __USE_FILE_OFFSET64 && !__GLIBC_PREREQ (2, 23) /* added for linkshim */
# error "<fts.h> cannot be used with -D_FILE_OFFSET_BITS==64"
#endif
"""),
    # From 2.33 on the stat family are functions of libc.so, and __xstat is for old programs only.
    ("2.31", "sys/stat.h", "#ifdef __USE_EXTERN_INLINES",
     "#if defined __USE_EXTERN_INLINES && !__GLIBC_PREREQ (2, 33) /* changed for linkshim */"),
    # What 2.32 and 2.33 brought: programs ask for it by __GLIBC_PREREQ.
    ("2.31", "string.h", "extern char *strsignal (int __sig) __THROW;\n",
     """extern char *strsignal (int __sig) __THROW;
#if defined __USE_GNU && __GLIBC_PREREQ (2, 32) /* added for linkshim */
extern const char *sigabbrev_np (int __sig) __THROW;
extern const char *sigdescr_np (int __sig) __THROW;
extern const char *strerrordesc_np (int __err) __THROW;
extern const char *strerrorname_np (int __err) __THROW;
#endif
"""),
    ("2.31", "malloc.h", "extern struct mallinfo mallinfo (void) __THROW;\n",
     """extern struct mallinfo mallinfo (void) __THROW;
#if __GLIBC_PREREQ (2, 33) /* added for linkshim */
struct mallinfo2
{
  size_t arena, ordblks, smblks, hblks, hblkhd, usmblks, fsmblks, uordblks, fordblks, keepcost;
};
extern struct mallinfo2 mallinfo2 (void) __THROW;
#endif
"""),
    # loongarch64 has no older headers for its floors 2.36 and 2.37, which have no __isoc23_strtol.
    ("2.41", "features.h", "# define __GLIBC_USE_C23_STRTOL 1\n",
     "# define __GLIBC_USE_C23_STRTOL __GLIBC_PREREQ (2, 38) /* changed for linkshim */\n"),
    # From 2.42 on a speed_t is the rate itself.
    ("2.41", "termios.h", "#include <bits/termios.h>\n",
     "#include <bits/termios.h>\n#if __GLIBC_PREREQ (2, 42) /* added for linkshim */\n" + SPEEDS + "#endif\n"),
)


def packages() -> dict:
    return pool.readPins("header-packages")


def families() -> dict:
    return packages()["families"]


def dataMember(package: bytes) -> bytes:
    """data.tar.* of a .deb, which is an ar archive."""
    at = 8
    while at < len(package):
        name, size = package[at:at + 16].strip(), int(package[at + 48:at + 58])
        if name.startswith(b"data.tar"):
            return package[at + 60:at + 60 + size]
        at += 60 + size + size % 2
    raise pool.PackError("a package without data")


def readPackage(pin: dict) -> Headers:
    """The headers of a package by their names below include/, and its licence as "copyright"."""
    with tempfile.TemporaryDirectory(prefix="linkshim-headers-") as folder:
        data = dataMember(pool.fetch(pin, pathlib.Path(folder)).read_bytes())
    found: Headers = {}
    with tarfile.open(fileobj=io.BytesIO(data)) as members:
        for member in members:
            if member.isfile() and "/include/" in member.name:
                found[member.name.split("/include/", 1)[1]] = members.extractfile(member).read()
            elif member.isfile() and re.search("/share/doc/[^/]+/copyright$", member.name):
                found["copyright"] = members.extractfile(member).read()
    return found


class Packages:
    """Pinned packages, each read once; `wanted` are read together."""

    def __init__(self, wanted: list[tuple[str, str]]):
        self.pins = pool.readPins("headers")
        there = [w for w in dict.fromkeys(wanted) if w[1] in self.pins.get(w[0], {})]
        with ThreadPoolExecutor(objects.jobs()) as workers:
            self.read = dict(zip(there, workers.map(lambda w: readPackage(self.pins[w[0]][w[1]]), there)))

    def libc(self, family: str, age: str) -> Headers:
        """The headers of glibc for a family; empty where no package of that age is."""
        suite, found = packages()["ages"][age], {}
        for name in families()[family]["libc"]:
            found = self.read.get((name, suite), {}) | found
        found |= otherAbis(found)
        return {name: edited(age, name, text) for name, text in found.items() if name != "copyright"}

    def linux(self, family: str) -> Headers:
        return self.read[families()[family]["linux"], packages()["linux"]]


def otherAbis(headers: Headers) -> Headers:
    """gnu/stubs-ABI.h and gnu/lib-names-ABI.h of a family's ABIs that no package has, from one of their siblings: the
    functions that only fail are those of the kernel's architecture. The loader's name is left out."""
    made: Headers = {}
    for selector in ("gnu/stubs.h", "gnu/lib-names.h"):
        named = sorted(re.findall(rb"include <(gnu/[^>]*-[^>]*)>", headers.get(selector, b"")))
        there = [n.decode() for n in named if n.decode() in headers]
        for name in [n.decode() for n in named if n.decode() not in headers] if there else []:
            made[name] = re.sub(rb"(?m)^#define\s+LD_.*\n", b"", headers[there[0]])
    return made


def edited(age: str, name: str, text: bytes) -> bytes:
    if name == "features.h":
        text, count = re.subn(rb"#define\s+__GLIBC_MINOR__\s+(\d+)", lambda m: FLOOR % m[1], text)
        if count != 1:
            raise pool.PackError(f"features.h of glibc {age} defines __GLIBC_MINOR__ {count} times")
    for which, file, old, new in EDITS:
        if (which, file) == (age, name):
            if text.count(old.encode()) != 1:
                raise pool.PackError(f"{name} of glibc {age} has not the text that is to be changed\n  {old}")
            text = text.replace(old.encode(), new.encode())
    return glibc_declarations.declaring(age, name, text)


def meaning(text: bytes) -> bytes:
    """The text without what a compiler does not see."""
    return SPACE.sub(b" ", COMMENT.sub(b" ", text)).strip()


def differing(headers: Headers, others: Headers) -> Headers:
    return {name: text for name, text in headers.items()
            if name not in others or (others[name] != text and meaning(others[name]) != meaning(text))}


def common(layers: list[Headers]) -> Headers:
    """What all of them have, with the text of the last."""
    return {name: text for name, text in layers[-1].items()
            if all(name in layer and not differing({name: text}, layer) for layer in layers)}


def without(headers: Headers, others: Headers) -> Headers:
    return {name: text for name, text in headers.items() if name not in others}


def ofFamily(family: str, own: dict[str, Headers]) -> dict[str, Headers]:
    """The layers of a family from its own headers by age; an age always has a folder."""
    always = common(list(own.values())) if len(own) > 1 else {}
    found = {f"glibc-{age}/{family}": without(headers, always) for age, headers in own.items()}
    return found | ({f"glibc/{family}": always} if always else {})


def layers(wanted: list[str], musl: dict[str, str]) -> dict[str, Headers]:
    """Folder below headers/ -> the headers in it."""
    chosen = packages()
    ages, (one, other) = chosen["ages"], chosen["reference"]
    needed = [*dict.fromkeys([one, other, *wanted])]
    read = Packages([(name, suite) for f in needed for name in families()[f]["libc"] for suite in ages.values()] +
                    [(families()[f]["linux"], chosen["linux"]) for f in needed])
    shared: dict[str, Headers] = {}
    for age in ages:
        shared[age] = common([read.libc(other, age), read.libc(one, age)])
    always = common(list(shared.values()))
    found = {f"glibc-{age}/all": without(headers, always) for age, headers in shared.items()} | {"glibc/all": always}
    for family in wanted:
        found |= ofFamily(family, {age: differing(headers, shared[age]) for age in ages
                                   if (headers := read.libc(family, age))})
    found = windows(found, {age: read.libc(one, age) for age in ages})
    kernel, second = read.linux(one), read.linux(other)
    asm = common([second, kernel])
    found["linux/all"] = {n: t for n, t in kernel.items()
                          if n != "copyright" and (n in asm or not n.startswith("asm/"))}
    for family in wanted:
        found[f"linux/{family}"] = differing({n: t for n, t in read.linux(family).items() if n.startswith("asm/")}, asm)
    found[""] = {"COPYRIGHT.glibc": read.read[families()[one]["libc"][0], list(ages.values())[-1]]["copyright"],
                 "COPYRIGHT.linux": kernel["copyright"]}
    if musl:
        found |= musl_pack.headers(musl)
        found[""]["COPYRIGHT.musl"] = (pool.sourceTree(pool.readPins("musl")) / "COPYRIGHT").read_bytes()
    return found


def windowOf(name: str) -> str | None:
    """The folder of a header that only some floors have."""
    chosen = packages()
    return next((f"{kind}-{floor}" for kind in ("since", "until") for floor, patterns in chosen[kind].items()
                 if any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)), None)


def windows(layers: dict[str, Headers], packaged: dict[str, Headers]) -> dict[str, Headers]:
    """The layers of glibc, with folders for the headers that only some floors have: those of the packages, and ours for
    what glibc has withdrawn. A header that came within the floors of an age is the next age's."""
    found: dict[str, Headers] = {}
    for folder, headers in layers.items():
        for name, text in headers.items():
            place = f"{folder.partition('/')[0]}/{window}" if (window := windowOf(name)) else folder
            found.setdefault(place, {})[name] = text
        found.setdefault(folder, {})
    ages = list(packaged)
    for floor, names in packages()["since"].items():
        newer = next((age for age in ages if version(age) >= version(floor)), None)
        for name in names if newer else []:
            if name in packaged[newer] and (older := [age for age in ages[:ages.index(newer)] if name not in packaged[age]]):
                found.setdefault(f"glibc-{older[-1]}/since-{floor}", {})[name] = packaged[newer][name]
    for path in sorted(glibc_declarations.OWN.glob("until-*/**/*.h")):
        window, _, name = str(path.relative_to(glibc_declarations.OWN)).partition("/")
        found.setdefault(f"glibc/{window}", {})[name] = path.read_bytes()
    return found


def recipeDigest(wanted: list[str], musl: dict[str, str]) -> str:
    pins = [packages(), pool.readPins("headers"), pool.readPins("musl")]
    digest = hashlib.sha256(json.dumps([wanted, musl, *pins]).encode())
    for path in (__file__, musl_pack.__file__, *glibc_declarations.dependsOn()):
        digest.update(pathlib.Path(path).read_bytes())
    return digest.hexdigest()


def assemble(rows: list[targets.Row], every: list[targets.Row], share: pathlib.Path, force: bool = False) -> bool:
    """Makes share/headers for the targets `rows`, and for the families that are there already; false when all is up to
    date. `every` are all targets."""
    place = share / "headers"
    named = {family for row in rows if (family := familyOf(row))}
    wanted = [f for f in families() if f in named or (place / "linux" / f).is_dir()]
    musl = {row.arch: row.muslSource for row in every
            if row.muslArch in targets.musls() and (row in rows or (place / "musl" / row.arch).is_dir())}
    stamp, digest = place / "recipe", recipeDigest(wanted, musl)
    if not force and stamp.is_file() and stamp.read_text().strip() == digest:
        return False
    written: dict[bytes, pathlib.Path] = {}
    with whole.replacing(place) as fresh:
        for folder, headers in layers(wanted, musl).items():
            for name, text in headers.items():
                path = fresh / folder / "include" / name if folder else fresh / name
                path.parent.mkdir(parents=True, exist_ok=True)
                if text in written:  # equal files are one on the disk
                    os.link(written[text], path)
                else:
                    path.write_bytes(text)
                    written[text] = path
        for other in ("darwin", "freebsd", "netbsd", "openbsd"):  # of other makers, which do not look again
            if (place / other).is_dir():
                shutil.copytree(place / other, fresh / other, symlinks=True, copy_function=os.link)
        (fresh / "recipe").write_text(digest + "\n")
    return True


def familyOf(row: targets.Row) -> str | None:
    """The family whose headers a target's C library needs: glibc of ours, or musl of ours."""
    ours = row.glibcAbi or row.muslArch
    return row.linuxArch if ours and row.linuxArch in families() else None


def version(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(".")))


def oldestAge(row: targets.Row) -> str:
    """The age of glibc's headers that serves the oldest floor of a target."""
    pins = pool.readPins("headers")
    return next(age for age, suite in packages()["ages"].items() if version(age) >= version(row.glibcFirst) and
                any(suite in pins.get(name, {}) for name in families()[row.linuxArch]["libc"]))


def dependsOn(row: targets.Row) -> list:
    """What decides the headers that a glibc target's runtimes are compiled against."""
    pins, age, names = pool.readPins("headers"), oldestAge(row), families()[row.linuxArch]
    read = [pins.get(name, {}).get(packages()["ages"][age]) for name in names["libc"]]
    return [age, read, pins[names["linux"]][packages()["linux"]], FLOOR.decode(), [e for e in EDITS if e[0] == age]]


def foldersOf(row: targets.Row, share: pathlib.Path) -> list[pathlib.Path]:
    """The folders with the oldest headers of a target's C library, in the order of the search; glibc's with the
    kernel's."""
    place, family = share / "headers", row.linuxArch
    if mingw_pack.isOurs(row):
        return [share / "mingw/include"]
    if row.muslArch:
        return [place / "musl" / folder / "include" for folder in ("all", row.arch)]
    age = f"glibc-{oldestAge(row)}"
    every = [place / folder / f / "include" for folders in ((age, "glibc"), ("linux",)) for f in (family, "all")
             for folder in folders]
    return [folder for folder in every if folder.is_dir()]
