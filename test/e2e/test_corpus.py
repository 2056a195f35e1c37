"""The calls of test/corpus, each in a folder of its own."""

import re
import shutil
import subprocess

import pytest

import corpus
import running

TOOLS = {"CC": "cc", "CXX": "c++", "LD": "ld", "AR": "ar", "RANLIB": "ranlib", "STRIP": "strip", "NM": "nm", "OBJCOPY": "objcopy",
         "AS": "as", "WINDRES": "windres", "DLLTOOL": "dlltool", "PKG_CONFIG": "pkg-config"}
MARKS = {"everyday": [], "all": [pytest.mark.long], "nightly": [pytest.mark.nightly]}
CASES = corpus.cases()


def parameters(cases, marks=()) -> list:
    return [pytest.param(case, target, id=f"{case.name}-{target}", marks=[*MARKS[case.tier], *marks])
            for case in cases for target in case.targets]


def run_script(case, tools: dict, environment: dict, folder) -> subprocess.CompletedProcess:
    """The case's script in a fresh folder with its files."""
    for name, text in case.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return subprocess.run(["bash", "-euo", "pipefail", "-c", case.run], cwd=folder, env={**environment, **tools},
                          capture_output=True, text=True, errors="surrogateescape", stdin=subprocess.DEVNULL, timeout=300)


def check_outcome(case, done) -> None:
    """Status and output are what the case expects."""
    assert done.returncode == case.status, f"{case.why}\nstatus {done.returncode}\n{done.stdout}\n{done.stderr}"
    if case.output is not None:
        assert done.stdout.strip() == case.output.strip(), case.why


def runner(target: str) -> str:
    """What runs a static program of the target; empty for this machine's own kind, or where nothing does."""
    try:
        return " ".join(running.prefix(target.split("-")[0]))
    except running.Unavailable:
        return ""


@pytest.mark.parametrize("case, target", parameters(CASES))
def test_case(case, target, linkshim, tmp_path):
    tools = {variable: str(linkshim.linker(f"{target}-{tool}")) for variable, tool in TOOLS.items()}
    for name in case.links:
        linkshim.linker(name)
    environment = {**linkshim.environment, "PATH": f"{linkshim.links}:{linkshim.environment['PATH']}"}
    done = run_script(case, {**tools, "T": target, "RUN": runner(target)}, environment, tmp_path)
    check_outcome(case, done)
    if not case.says:
        assert done.stderr == "", case.why
    for pattern in case.says:
        assert re.search(pattern, done.stderr), f"{case.why}\nstandard error lacks {pattern}:\n{done.stderr}"


@pytest.mark.parametrize("case, target", parameters([case for case in CASES if case.judge], [pytest.mark.long]))
def test_judge(case, target, linkshim, tmp_path):
    """Another toolchain gives the same answer."""
    missing = [tool for tool in case.judge.values() if not shutil.which(tool.split()[0])]
    if missing:
        pytest.skip(f"the judge {', '.join(missing)} is not installed")
    done = run_script(case, {**case.judge, "T": target, "RUN": runner(target)}, linkshim.environment, tmp_path)
    check_outcome(case, done)
