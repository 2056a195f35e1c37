"""Runs the cases of a suite for a target, side by side, and counts what came of them."""

import concurrent.futures
import functools
import shutil
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import expected
from model import Case, DoesNotApply, Failed, Several

SAY_EVERY = 30  # seconds


@dataclass
class Tally:
    """What came of one target's cases. `faults` holds what is not as expected; without any, all is well."""
    target: str
    run: int = 0
    passed: int = 0
    not_for_it: int = 0
    exceptions: dict[str, int] = field(default_factory=dict)   # reason -> number of cases
    faults: dict[str, str] = field(default_factory=dict)       # case -> what happened
    used: set = field(default_factory=set)                     # rules that a failure fitted


def outcome_of(step, folder: Path):
    """The number of checks that passed, else the Failed, Several or DoesNotApply. The folder is fresh, and gone afterwards."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        return step(folder) or 1
    except (Failed, Several, DoesNotApply) as ended:
        return ended
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def lines_of(failed: Failed) -> set[str]:
    return set(failed.output.splitlines())


def judged(case: Case, ended: Failed, rule: expected.Rule, folder: Path) -> str:
    """What is wrong with the rule; empty when another toolchain fails as it says."""
    if not rule.judge:
        return ""
    if not case.judge:
        return f"the exception \"{rule.reason}\" wants a judge, and there is none for this case"
    other = outcome_of(case.judge, folder)
    if not isinstance(other, Failed):
        return f"fails, and the judge does not: \"{rule.reason}\" is no reason"
    # What a compiler or linker prints has paths in it, what the suites' programs print has not. How often a program says something may
    # depend on what happened to lie in its memory.
    if other.step != ended.step or (ended.step.startswith("program") and lines_of(other) != lines_of(ended)):
        return f"fails otherwise than the judge, which says: {other.text}"
    return ""


def part_of(case: Case, name: str, verdict) -> Case:
    """One of the checks that a case stands for; its judge fails where the case's own judge fails in that check."""
    def judge(_folder: Path) -> None:
        ended = verdict()
        if isinstance(ended, Several) and name in ended.failed:
            raise Failed(ended.failed[name])
        if isinstance(ended, Failed):
            raise ended
    return Case(f"{case.name}/{name}", case.run, judge if case.judge else None)


def count(tally: Tally, case: Case, ended, rules: list[expected.Rule], folder: Path) -> None:
    """Adds what came of a case."""
    if isinstance(ended, Several):
        tally.run += ended.passed
        tally.passed += ended.passed
        verdict = functools.cache(lambda: outcome_of(case.judge, folder.with_name("whole")))
        for name, text in ended.failed.items():
            count(tally, part_of(case, name, verdict), Failed(text), rules, folder)
        return
    if isinstance(ended, DoesNotApply):
        tally.not_for_it += 1
        return
    rule = expected.rule_for(rules, case.name, tally.target)
    tally.run += ended if isinstance(ended, int) else 1
    if isinstance(ended, int):
        tally.passed += ended
        if rule and not rule.sometimes:
            tally.faults[case.name] = f"passes, though an exception says \"{rule.reason}\""
    elif not rule:
        tally.faults[case.name] = ended.text
    elif wrong := judged(case, ended, rule, folder):
        tally.faults[case.name] = f"{wrong}\n{ended.text}"
    else:
        tally.used.add(rule)
        tally.exceptions[rule.reason] = tally.exceptions.get(rule.reason, 0) + 1


def run(cases: list[Case], rules: list[expected.Rule], target: str, work: Path, jobs: int) -> Tally:
    tally = Tally(target)
    said = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        running = {pool.submit(outcome_of, case.run, work / "cases" / case.name.replace("/", "+")): case for case in cases}
        for done, future in enumerate(concurrent.futures.as_completed(running), 1):
            case = running[future]
            count(tally, case, future.result(), rules, work / "judge")
            if time.monotonic() - said > SAY_EVERY:
                said = time.monotonic()
                print(f"  {target}: {done} of {len(cases)}, {len(tally.faults)} not as expected", file=sys.stderr, flush=True)
    return tally


def spread(cases: list[Case], number: int) -> list[Case]:
    """So many of them, at even distances."""
    if number >= len(cases):
        return cases
    return [cases[index * len(cases) // number] for index in range(number)]
