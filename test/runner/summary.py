"""Adds up what a run found: the JUnit files of the test runners, and the parts that have none."""

import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path

from parts import Outcome


def cases(path: Path) -> list[tuple[str, str, str]]:
    """(name, `passed`, `failed` or `skipped`, the reason of a skip) of each test in a JUnit file."""
    found = []
    for case in ElementTree.parse(path).getroot().iter("testcase"):
        name = f"{case.get('classname')}.{case.get('name')}"
        skipped = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            found.append((name, "failed", ""))
        elif skipped is not None or case.get("result") == "skipped":
            found.append((name, "skipped", (skipped.get("message") or "") if skipped is not None else ""))
        else:
            found.append((name, "passed", ""))
    return found


def count(folder: Path, outcome: Outcome) -> tuple[Counter, Counter]:
    """How many tests of a part ended how, and how often each reason of a skip was given."""
    path = folder / outcome.part.results
    if not outcome.part.results or not path.exists():
        return Counter(["passed" if outcome.good else "failed"]), Counter()
    found = cases(path)
    counts = Counter(how for _, how, _ in found)
    if not outcome.good and not counts["failed"]:
        counts["failed"] += 1  # the test runner itself
    return counts, Counter(reason or "no reason given" for _, how, reason in found if how == "skipped")


def report(folder: Path, outcomes: list[Outcome]) -> tuple[str, bool]:
    """The text, whose last line is `N passed, N failed, N skipped` alone, and whether all is well."""
    total, reasons, lines = Counter(), Counter(), ["== time and tests by part"]
    for outcome in outcomes:
        counts, skips = count(folder, outcome)
        total += counts
        reasons += skips
        numbers = ", ".join(f"{number} {how}" for how, number in sorted(counts.items())) if outcome.part.results else ""
        state = "" if outcome.good else f"  FAILED{': ' + outcome.why if outcome.why else ''}"
        times = f"{outcome.seconds:>6.0f} s {outcome.processor:>6.0f} s of processor"
        lines.append(f"{times}  {outcome.part.name}{': ' + numbers if numbers else ''}{state}")
    if reasons:
        lines += ["", "== skipped", *(f"{number:>6}  {reason}" for reason, number in reasons.most_common())]
    lines += ["", f"{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped"]
    return "\n".join(lines), not total["failed"] and bool(total["passed"])
