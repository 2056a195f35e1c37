"""The table of what suites came to: for people, and in docs/suites.md, where each suite has its rows between two marks."""

import re

from layout import ROOT
from model import Suite
from tally import Tally

PAGE = ROOT / "docs/suites.md"
HEAD = "| suite | target | run | passed | exceptions | not for it |\n|---|---|---:|---:|---:|---:|\n"


def row(suite: Suite, tally: Tally) -> str:
    faults = f" **and {len(tally.faults)} not as expected**" if tally.faults else ""
    return (f"| {suite.name} {suite.version} | `{tally.target}` | {tally.run} | {tally.passed} | "
            f"{sum(tally.exceptions.values())}{faults} | {tally.not_for_it} |")


def reasons(tallies: list[Tally]) -> str:
    """A line for each reason, with the largest number of cases that it has on any target."""
    found: dict[str, int] = {}
    for tally in tallies:
        for reason, number in tally.exceptions.items():
            found[reason] = max(found.get(reason, 0), number)
    return "".join(f"- {reason}: {number}\n" for reason, number in sorted(found.items(), key=lambda item: -item[1]))


def table(outcomes: list[tuple[Suite, list[Tally]]]) -> str:
    rows = "\n".join(row(suite, tally) for suite, tallies in outcomes for tally in tallies)
    why = "".join(f"\n{suite.name}:\n{text}" for suite, tallies in outcomes if (text := reasons(tallies)))
    return f"{HEAD}{rows}\n{why}"


def record(outcomes: list[tuple[Suite, list[Tally]]]) -> None:
    page = PAGE.read_text()
    for suite, tallies in outcomes:
        rows = "\n".join(row(suite, tally) for tally in tallies)
        begin, end = f"<!-- {suite.name} -->\n", f"<!-- end of {suite.name} -->"
        text = f"{HEAD}{rows}\n\n{reasons(tallies)}"
        page, number = re.subn(f"{re.escape(begin)}.*?{re.escape(end)}", lambda _: begin + text + end, page, flags=re.S)
        if number != 1:
            raise ValueError(f"{PAGE} has no place for {suite.name}")
    PAGE.write_text(page)
