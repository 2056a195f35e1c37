"""The directives of GCC's testsuite in a source file: which options it wants, and for which targets it is."""

import fnmatch
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

# What a compiler for a hosted 64-bit target that is not GCC lacks: no decimal floating point, nested functions, __builtin_apply.
LACKING = {"dfp", "freestanding", "ia32", "ilp32", "newlib_nano_io", "trampolines", "untyped_assembly", "avr", "rtems"}
X86 = {"sse2_runtime", "avx_runtime", "avx", "sse2"}


@dataclass(frozen=True)
class Platform:
    """A target as the directives see it: its GNU name, and the width of its pointers."""
    triple: str
    bits: int

    def has(self, feature: str) -> bool:
        if feature in X86:
            return self.triple.startswith("x86_64")
        if feature in ("int128", "lp64"):
            return self.bits == 64
        if feature == "ilp32":
            return self.bits == 32
        return feature not in LACKING


def words_of(text: str) -> list:
    """A Tcl list: words, quoted words, and lists in braces."""
    def read(at: int) -> tuple[list, int]:
        found: list = []
        while at < len(text):
            char = text[at]
            if char == "{":
                inner, at = read(at + 1)
                found.append(inner)
            elif char == "}":
                return found, at + 1
            elif char == '"':
                end = at + 1
                while end < len(text) and text[end] != '"':
                    end += 2 if text[end] == "\\" else 1
                found.append(text[at + 1:end])
                at = end + 1
            elif char.isspace():
                at += 1
            else:
                word = re.match(r'[^\s{}]+', text[at:])[0]
                found.append(word)
                at += len(word)
        return found, at
    return read(0)[0]


def selects(selector, platform: Platform) -> bool:
    """Whether a selector, a word or a list with !, && and ||, means the platform. Names in a row stand for any of them."""
    if isinstance(selector, str):
        if "*" in selector or "-" in selector:
            return fnmatch.fnmatchcase(platform.triple, selector)
        return platform.has(selector)
    if len(selector) == 1:
        return selects(selector[0], platform)
    for operator, combine in (("||", any), ("&&", all)):
        if operator in selector:
            at = selector.index(operator)
            return combine(selects(part, platform) for part in (selector[:at], selector[at + 1:]))
    if selector and selector[0] == "!":
        return not selects(selector[1:], platform)
    return any(selects(part, platform) for part in selector)


def directives(source: Path) -> list[list]:
    """Each `{ dg-… }` of the file as a list."""
    found = []
    for line in source.read_text(errors="replace").splitlines():
        if match := re.search(r"\{\s*(dg-[a-z-]+.*)\}", line):
            found.append(words_of(match[1]))
    return found


def means(rest: list, platform: Platform) -> bool:
    """Whether a directive's last argument, `{ target SELECTOR }`, leaves the platform in."""
    for argument in rest:
        if isinstance(argument, list) and argument[:1] == ["target"]:
            return selects(argument[1:], platform)
    return True


def options(source: Path, platform: Platform) -> list[str]:
    """What the file wants to be compiled with."""
    found: list[str] = []
    for name, *rest in directives(source):
        if name in ("dg-options", "dg-additional-options") and means(rest[1:], platform):
            given = rest[0] if isinstance(rest[0], list) else [rest[0]]
            words = [word for text in given for word in shlex.split(text)]
            found = words if name == "dg-options" else found + words
    return found


def not_for(source: Path, platform: Platform, used: list[str]) -> str:
    """Why the file is not for the platform with these options; empty when it is."""
    for name, *rest in directives(source):
        if name == "dg-require-effective-target" and not selects(rest[:1], platform):
            return f"needs {rest[0]}"
        if name == "dg-require-compat-dfp":
            return "needs dfp"
        if name == "dg-skip-if" and selects(rest[1], platform):
            with_these = rest[2] if len(rest) > 2 else ["*"]
            if any(word in ("*", "") or word in used for word in with_these or ["*"]):
                return f"skips it: {rest[0] or rest[1]}"
    return ""
