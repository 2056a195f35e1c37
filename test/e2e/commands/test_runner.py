"""`scripts/test` itself: what it adds up, what it does when a part fails, and which cases make pairs."""

import itertools
import subprocess

import pytest

import tiers
from layout import ROOT

RUN = """
import sys
from pathlib import Path
import summary
from parts import Part, Run
folder = Path(sys.argv[1])
run = Run(folder, folder)
first = Part("first", ["sh", "-c", "echo shown; cp tests.xml results.xml; exit 1"], results="results.xml")
run.lanes([first, Part("second", ["touch", "made"], ("first",))], [Part("third", ["true"]), Part("fourth", ["true"], ("third",))])
text, good = summary.report(folder, list(run.outcomes.values()))
print(text)
sys.exit(not good)
"""
TESTS = """<testsuites><testsuite><testcase classname="a" name="one"/><testcase classname="a" name="two"><failure/></testcase>
<testcase classname="a" name="three"><skipped message="wine is missing"/></testcase></testsuite></testsuites>"""


def test_what_fails_is_counted_and_what_needs_it_does_not_run(tmp_path):
    (tmp_path / "tests.xml").write_text(TESTS)
    done = subprocess.run(["/usr/bin/python3", "-B", "-c", RUN, tmp_path], cwd=ROOT / "test/runner", capture_output=True, text=True)
    assert done.returncode == 1, done.stderr
    assert "    shown" in done.stdout and "second  FAILED: needs first, which failed" in done.stdout
    assert "     1  wine is missing" in done.stdout
    assert done.stdout.splitlines()[-1] == "3 passed, 2 failed, 1 skipped"
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize("sizes", [(3, 4, 2), (30, 2, 2), (2, 2)])
def test_pairs(sizes):
    rows = list(itertools.product(*(range(size) for size in sizes)))
    chosen = [rows[index] for index in tiers.pairwise(rows)]

    def pairs(some):
        return {pair for row in some for pair in itertools.combinations(enumerate(row), 2)}
    assert pairs(chosen) == pairs(rows)
    assert len(chosen) <= (len(rows) * 2 // 3 if len(sizes) > 2 else len(rows))
