"""The table of what suites came to: for people, and in docs/suites.md, where each suite has its rows between two marks."""

import re

import expected
from layout import ROOT
from model import Suite
from tally import Tally

PAGE = ROOT / "docs/suites.md"
HEAD = "| suite | target | run | passed | exceptions | not for it |\n|---|---|---:|---:|---:|---:|\n"


def row(suite: Suite, tally: Tally) -> str:
    faults = f" **and {len(tally.faults)} not as expected**" if tally.faults else ""
    return (f"| {suite.name} {suite.version} | `{tally.target}` | {tally.run} | {tally.passed} | "
            f"{sum(tally.exceptions.values())}{faults} | {tally.not_for_it} |")


def counted(tallies: list[Tally]) -> dict[str, int]:
    """The reasons, each with the largest number of cases that it has on any target."""
    found: dict[str, int] = {}
    for tally in tallies:
        for reason, number in tally.exceptions.items():
            found[reason] = max(found.get(reason, 0), number)
    return found


def listed(found: dict[str, int]) -> str:
    return "".join(f"- {reason}: {number}\n" for reason, number in sorted(found.items(), key=lambda item: -item[1]))


def table(outcomes: list[tuple[Suite, list[Tally]]]) -> str:
    rows = "\n".join(row(suite, tally) for suite, tallies in outcomes for tally in tallies)
    why = "".join(f"\n{suite.name}:\n{text}" for suite, tallies in outcomes if (text := listed(counted(tallies))))
    return f"{HEAD}{rows}\n{why}"


def merged(suite: Suite, tallies: list[Tally], before: str) -> str:
    """The suite's place on the page: what was there of the same version for other targets stays, as does a reason that still is one."""
    rows = {match[1]: match[0] for match in re.finditer(rf"^\| {re.escape(f'{suite.name} {suite.version}')} \| `(.*?)` \|.*$", before, re.M)
            if match[1] in suite.targets}
    rows |= {tally.target: row(suite, tally) for tally in tallies}
    known = {rule.reason for rule in expected.read(suite.name)}
    found = {reason: int(number) for reason, number in re.findall(r"^- (.*): (\d+)$", before, re.M) if reason in known}
    for reason, number in counted(tallies).items():
        found[reason] = max(found.get(reason, 0), number)
    lines = [rows[target] for target in suite.targets if target in rows]
    left = ", ".join(f"`{target}`" for target in suite.targets if target not in rows)
    parts = [HEAD + "".join(f"{line}\n" for line in lines) if lines else "", listed(found),
             f"Not run whole yet: {left}.\n" if left else ""]
    return "\n".join(part for part in parts if part)


def record(outcomes: list[tuple[Suite, list[Tally]]]) -> None:
    page = PAGE.read_text()
    for suite, tallies in outcomes:
        begin, end = f"<!-- {suite.name} -->\n", f"<!-- end of {suite.name} -->"
        page, number = re.subn(f"({re.escape(begin)})(.*?)({re.escape(end)})",
                               lambda match: match[1] + merged(suite, tallies, match[2]) + match[3], page, flags=re.S)
        if number != 1:
            raise ValueError(f"{PAGE} has no place for {suite.name}")
    PAGE.write_text(page)
