"""The directives in wild's tests: lines `//#NAME: ARGUMENT` of a source file that say how its program is linked and what must come of it.

A file holds several configurations; each may take over what an earlier one says.
"""

import copy
import re
from dataclasses import dataclass, field
from pathlib import Path

from elf_checks import CHECKS

# What a driver or linker gets; the words of several lines are put together.
WORDS = {"LinkArgs", "PostLinkArgs", "LinkSoArgs", "CompArgs", "CompSoArgs"}
INPUTS = {"Object", "Relocatable", "Archive", "ThinArchive", "BsdArchive", "Shared", "LinkerScript", "AugmentLinkerScript"}
SAID = {"ExpectError", "ExpectWarning", "ExpectMessage"}
# These speak of wild alone, of comparing wild's output with another linker's, or ask for what is there; plain lld decides about the last.
IGNORED = {"DiffIgnore", "DiffEnabled", "DiffMatchAny", "SecEquiv", "ReferenceLinkers", "WildExtraLinkArgs", "ExpectWarningWild", "MaxThunks",
           "TestUpdateInPlace", "TestHardLinks", "TestOnlyKeepDebug", "TestRelinkAfterRun", "RequiresGlibc", "RequiresLinkerPlugin",
           "RequiresZstdCompression", "RequiresCompilerFlags", "RequiresLinkerFlags", "RequiresTransparentHugePages", "SoSingleLinker",
           "SkipOverlapSegmentsCheck"}
SINGLE = {"LinkerDriver", "Mode", "Compiler", "RunEnabled", "RunDynSym", "Cross", "AutoAddObjects", "Variant", "RequiresGlibcVersion"}


@dataclass(frozen=True)
class Input:
    """Files of one kind that go to the link together, each with words for its compiler. `words` has $O in the file's place."""
    kind: str
    files: tuple[tuple[str, tuple[str, ...]], ...]
    words: tuple[str, ...] = ("$O",)
    output: str = ""


@dataclass
class Config:
    name: str = "default"
    abstract: bool = False
    words: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in WORDS})
    single: dict[str, str] = field(default_factory=dict)
    inputs: list[Input] = field(default_factory=list)
    checks: list[tuple[str, str]] = field(default_factory=list)
    instructions: list[str] = field(default_factory=list)
    said: list[tuple[str, str]] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)
    fails: bool = False
    unknown: str = ""  # a directive that is not read here
    architectures: tuple[str, ...] = ()
    not_architectures: tuple[str, ...] = ()

    def is_for(self, architecture: str) -> bool:
        return architecture not in self.not_architectures and (not self.architectures or architecture in self.architectures)

    def without_inputs(self) -> "Config":
        """What the inputs are built with."""
        made = copy.deepcopy(self)
        made.inputs = []
        return made


def outside_brackets(text: str, separator: str) -> list[str]:
    """The parts of the text between separators that are not in brackets."""
    parts, depth = [""], 0
    for char in text:
        depth += {"(": 1, ")": -1}.get(char, 0)
        if char == separator and not depth:
            parts.append("")
        else:
            parts[-1] += char
    return parts


def read_input(kind: str, argument: str) -> Input:
    words, output = ("$O",), ""
    if re.match(r"template\(|as\(|noadd[:,]", argument):
        modifiers, *rest = outside_brackets(argument, ":")
        argument = ":".join(rest)
        for modifier in outside_brackets(modifiers, ","):
            if modifier == "noadd":
                words = ()
            elif modifier.startswith("as("):
                output = modifier[3:-1]
            else:
                words = tuple(modifier[len("template("):-1].split())
    files = [text.partition(":") for text in argument.split(",")]
    return Input(kind, tuple((name, tuple(options.split())) for name, _, options in files), words, output)


def apply(config: Config, name: str, argument: str) -> None:
    """Adds what a line says to the configuration."""
    if name in WORDS:
        config.words[name] += argument.split()
    elif name in INPUTS:
        config.inputs.append(read_input(name, argument))
    elif name in CHECKS:
        config.checks.append((name, argument))
    elif name in SINGLE:
        config.single[name] = argument
    elif name in SAID:
        config.said.append((name, argument))
        config.fails |= name == "ExpectError"
    elif name == "ExpectErrorWild":
        config.fails = True
    elif name == "ExpectInstructions":
        config.instructions.append(argument)
    elif name == "Env":
        variable, _, value = argument.partition("=")
        config.environment[variable] = value
    elif name == "Arch":
        config.architectures = tuple(word.strip() for word in argument.split(","))
    elif name == "SkipArch":
        config.not_architectures = tuple(word.strip() for word in argument.split(","))
    elif name not in IGNORED:
        config.unknown = name


def read(source: Path, base: Config | None = None) -> list[Config]:
    """The configurations of a file that are run, in their order. `base` is what they start from."""
    start = base or Config()
    found, config = [], copy.deepcopy(start)
    lines = re.findall(r"^\s*//#(\w+):(.*)$", source.read_text(errors="replace"), re.M)
    for name, argument in ((name, argument.strip()) for name, argument in lines):
        if name not in ("Config", "AbstractConfig"):
            apply(config, name, argument)
            continue
        if config != start:
            found.append(config)
        own_name, _, parent = argument.partition(":")
        config = copy.deepcopy(next(one for one in found if one.name == parent) if parent else start)
        config.single.pop("Variant", None)
        config.name, config.abstract = own_name, name == "AbstractConfig"
    return [one for one in [*found, config] if not one.abstract]
