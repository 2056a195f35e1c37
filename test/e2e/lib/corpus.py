"""Cases of test/corpus: test/corpus/README.md explains their keys."""

import tomllib
from dataclasses import dataclass, field

from layout import ROOT

FOLDER = ROOT / "test/corpus"


@dataclass(frozen=True)
class Case:
    subject: str  # the name of its file
    name: str
    why: str
    targets: list[str]
    run: str
    files: dict[str, str] = field(default_factory=dict)
    output: str | None = None
    status: int = 0
    says: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    judge: dict[str, str] = field(default_factory=dict)
    tier: str = "everyday"


def cases() -> list[Case]:
    """All cases; ValueError where a file is no corpus."""
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        for number, entry in enumerate(tomllib.loads(path.read_text())["case"], 1):
            try:
                found.append(Case(subject=path.stem, **entry))
            except TypeError as error:
                raise ValueError(f"{path.name}, case {number}: {error}") from error
    names = [case.name for case in found]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"test/corpus: two cases have the name {', '.join(sorted(twice))}")
    return found
