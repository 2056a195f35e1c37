"""Other projects' test suites (test/suites): a few cases of each, and at night the whole."""

import os
import subprocess

import pytest

from layout import ROOT

RUN = ROOT / "test/suites/run"
SUITES = sorted(path.stem.replace("_", "-") for path in (ROOT / "test/suites").glob("*.py"))
SAMPLED = ["gcc-torture", "mold", "wild"]  # the others take minutes
UNAVAILABLE = 3  # the status of test/suites/run when something is missing


def run_suite(linkshim, work, *words) -> None:
    command = [RUN, "--prefix", linkshim.program.parents[1], "--work", work / "suites", *words]
    done = subprocess.run([str(word) for word in command], env={**os.environ}, capture_output=True, text=True, timeout=7200)
    if done.returncode == UNAVAILABLE:
        pytest.skip(done.stderr.strip())
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


@pytest.mark.long
@pytest.mark.parametrize("suite", SAMPLED)
def test_sample(suite, linkshim, work):
    run_suite(linkshim, work, suite, "--sample")


@pytest.mark.nightly
@pytest.mark.apart("suite")
@pytest.mark.parametrize("suite", SUITES)
def test_whole(suite, linkshim, work):
    run_suite(linkshim, work, suite)
