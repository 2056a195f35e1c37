"""Makes glibc's headers declare, at each floor, what a program can be linked with at that floor.

The headers of an age serve several floors. A declaration of a function or variable that a floor lacks, because it is
newer or because glibc has withdrawn it, gets a condition around it; the floors are those of the symbol tables
(tables/glibc_floors.py). What other floors of the age have and its headers do not comes from sysroots/glibc/headers: the
file AGE/NAME is added to the header NAME of that age. `scripts/check-data glibc-headers` compares the result with the
stubs, by clang's eyes.

No pack calls anything of this: packs are not made anew when it changes.
"""
import functools
import pathlib
import re

from fetch import pool
from tables import glibc_floors, targets

OWN = targets.ROOT / "sysroots/glibc/headers"
# Below 2.25 and 2.27 neither the functions of TS 18661 nor the types that they are for; below 2.28 one fcntl for all files.
CONDITIONS = (
    ("2.31", "bits/libc-header-start.h", "#if defined __USE_GNU || defined __STDC_WANT_IEC_60559_BFP_EXT__\n",
     "#if (defined __USE_GNU || defined __STDC_WANT_IEC_60559_BFP_EXT__) && __GLIBC_PREREQ (2, 25) /* changed for linkshim */\n"),
    ("2.31", "bits/libc-header-start.h", "#if __GLIBC_USE (IEC_60559_BFP_EXT) || __GLIBC_USE (ISOC2X)\n",
     "#if (__GLIBC_USE (IEC_60559_BFP_EXT) || __GLIBC_USE (ISOC2X)) && __GLIBC_PREREQ (2, 25) /* changed for linkshim */\n"),
    ("2.31", "bits/libc-header-start.h", "#if defined __USE_GNU || defined __STDC_WANT_IEC_60559_TYPES_EXT__\n",
     "#if (defined __USE_GNU || defined __STDC_WANT_IEC_60559_TYPES_EXT__) && __GLIBC_PREREQ (2, 27) /* changed for linkshim */\n"),
    ("2.31", "fcntl.h", "#ifndef __USE_FILE_OFFSET64\nextern int fcntl (",
     "#if !defined __USE_FILE_OFFSET64 || !__GLIBC_PREREQ (2, 28) /* changed for linkshim */\nextern int fcntl ("),
    ("2.31", "sys/sysctl.h", "#warning", "#include <features.h>\n#if __GLIBC_PREREQ (2, 30) /* added for linkshim */\n#warning"),
    ("2.31", "sys/sysctl.h", "will be removed.\"\n", "will be removed.\"\n#endif\n"),
)
# The condition that keeps a header from being read twice, and its end.
GUARD = re.compile(r"^#\s*ifndef\s+(\w+)\s*\n#\s*define\s+\1\b", re.M)

# What is no part of a declaration: comments, directives with their continuation lines, strings, and what opens or closes
# a block of declarations for C++.
NO_TEXT = re.compile(r'/\*.*?\*/|^[ \t]*#(?:[^\n]*\\\n)*[^\n]*|"(?:[^"\\\n]|\\.)*"|\b__(?:BEGIN|END)_(?:DECLS|NAMESPACE_\w+)\b',
                     re.S | re.M)
CXX_BLOCK = re.compile(r"\bextern\s+__\s*\{")
NO_DECLARATION = re.compile(r"\s*(?:typedef|struct\s+\w+\s*\{|union\s+\w+\s*\{|enum\b|extern\s+__\s)")
BOUND = re.compile(r"[(){};]")
IDENTIFIER = re.compile(r"\b[A-Za-z_]\w*\b")
# Macros that give a function the name of another one in the object file: that one, their last argument, decides.
RENAMED = re.compile(r"\b__(?:LDBL_)?REDIR(?:ECT)?\w*\s*\(")

# <math.h> declares fadd, faddl and daddl by this.
NARROWING = re.compile(r"__MATHCALL_NARROW\s*\(\s*__MATHCALL_NAME\s*\((\w+)\)")


def blanked(text: str) -> str:
    """Of the same length, with nothing but declarations in it; a string is two underscores."""
    def blank(match: re.Match) -> str:
        kept = re.sub(r"[^\n]", " ", match[0])
        return "__" + kept[2:] if match[0].startswith('"') else kept
    text = NO_TEXT.sub(blank, text)
    return CXX_BLOCK.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def statements(text: str):
    """(begin, end) of each declaration or function in a text without comments and directives."""
    begin, depth = 0, 0
    for match in BOUND.finditer(text):
        letter, end = match[0], match.end()
        depth = max(0, depth + (letter in "({") - (letter in ")}"))
        if depth or letter not in ";}":
            continue
        head, brace, _ = text[begin:end].partition("{")
        if letter == ";" or (brace and ")" in head):
            yield end - len(text[begin:end].lstrip()), end
        if letter == ";" or not brace or ")" in head:  # else a type, which ends at the semicolon
            begin = end


def argumentsOf(text: str, opening: int) -> list[str]:
    """The arguments of a macro whose bracket is at `opening`."""
    found, depth = [""], 0
    for letter in text[opening:]:
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return found
        found[-1] += letter if depth > 1 or letter not in "(," else ""
        if depth == 1 and letter == ",":
            found.append("")
    return found


def symbolOf(statement: str, known: dict[str, glibc_floors.Range]) -> str | None:
    """The symbol that a declaration is of: the first name in it that a library has."""
    if NO_DECLARATION.match(statement):
        return None
    if match := RENAMED.search(statement):
        return next((a.strip() for a in reversed(argumentsOf(statement, match.end() - 1)) if a.strip() in known), None)
    if match := NARROWING.search(statement):
        return "f" + match[1]
    return next((name for name in IDENTIFIER.findall(statement) if name in known), None)


def condition(first: int, end: int | None, oldest: int) -> str:
    parts = [f"__GLIBC_PREREQ (2, {first})"] if first > oldest else []
    return " && ".join(parts + ([f"!__GLIBC_PREREQ (2, {end})"] if end else []))


def guarded(text: str, oldest: int = glibc_floors.OLDEST) -> str:
    """A header with conditions around what some floors from 2.`oldest` on lack."""
    known, plain, out, done = glibc_floors.linkable(), blanked(text), [], 0
    for begin, end in statements(plain):
        symbol = symbolOf(plain[begin:end], known)
        needed = condition(*known[symbol], oldest) if symbol else ""
        if needed:
            start, stop = text.rindex("\n", 0, begin) + 1, text.find("\n", end)
            out += [text[done:start], f"#if {needed} /* added for linkshim */\n", text[start:stop], "\n#endif"]
            done = stop
    return "".join(out) + text[done:] if out else text


def added(text: str, more: str) -> str:
    """A header with more declarations at its end."""
    at = text.rindex("#endif") if GUARD.search(text) else len(text)
    return f"{text[:at]}/* Added for linkshim.  */\n{more}\n{text[at:]}"


@functools.cache
def declaring(age: str, name: str, text: bytes) -> bytes:
    """A header of an age for all floors that it serves."""
    words, own = text.decode("latin-1"), OWN / age / name
    for which, file, old, new in CONDITIONS:
        if (which, file) == (age, name):
            if words.count(old) != 1:
                raise pool.PackError(f"{name} of glibc {age} has not the text that is to be changed\n  {old}")
            words = words.replace(old, new)
    if own.is_file():
        words = added(words, own.read_text())
    return guarded(words).encode("latin-1")


def dependsOn() -> list[pathlib.Path]:
    """The files that decide what is declared."""
    return [pathlib.Path(__file__), pathlib.Path(glibc_floors.__file__), *sorted(glibc_floors.ABIS.glob("*.abi")),
            *sorted(path for path in OWN.rglob("*") if path.is_file())]
