"""The exceptions of a suite: which cases fail, on which targets, and why that is no fault of linkshim's.

expected/SUITE.toml is a list of tables:

  [[exception]]
  reason = "clang has no nested functions"
  cases = ["nestfunc-*", "920428-2"]     # shell patterns
  targets = ["aarch64-*"]                # without the key: all
  judge = true                           # another toolchain fails as well, and each run makes sure of it
  sometimes = true                       # may pass: it depends on the machine's load
"""

import fnmatch
import tomllib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "expected"
KEYS = {"reason", "cases", "targets", "judge", "sometimes"}


@dataclass(frozen=True)
class Rule:
    reason: str
    cases: tuple[str, ...]
    targets: tuple[str, ...] = ("*",)
    judge: bool = False
    sometimes: bool = False

    def fits(self, case: str, target: str) -> bool:
        return (any(fnmatch.fnmatchcase(case, pattern) for pattern in self.cases) and
                any(fnmatch.fnmatchcase(target, pattern) for pattern in self.targets))


def read(suite: str) -> list[Rule]:
    path = FOLDER / f"{suite}.toml"
    rules = []
    for table in tomllib.loads(path.read_text())["exception"] if path.exists() else []:
        if unknown := set(table) - KEYS:
            raise ValueError(f"{path}: unknown keys {', '.join(sorted(unknown))}")
        rules.append(Rule(**{key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}))
    return rules


def rule_for(rules: list[Rule], case: str, target: str) -> Rule | None:
    return next((rule for rule in rules if rule.fits(case, target)), None)
