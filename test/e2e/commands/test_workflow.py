"""The workflow of the template and the action: checked by actionlint and shellcheck, and their shell steps are run.

Stand-ins: what needs GitHub (checkout, artifacts, attestation, gh), sudo, and rustup, whose server a test does not need.
`cargo audit` is only checked, not run: its database lies on the network.
"""

import hashlib
import os
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest
import yaml

import elf
import workflow
from layout import ROOT

TEMPLATE = ROOT / "shim/templates/release.yml"
TARGETS = ["aarch64-unknown-linux-musl", "aarch64-unknown-linux-gnu.2.17"]
CARGO_AUDIT = "Known vulnerabilities"


def checked(*words, folder: Path) -> None:
    done = subprocess.run([str(word) for word in words], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def lint(path: Path, folder: Path) -> None:
    assert shutil.which("shellcheck"), "shellcheck is missing: scripts/install-test-needs"
    checked(ROOT / "build/actionlint/actionlint", "-no-color", path, folder=folder)


def test_template_passes_actionlint(tmp_path):
    lint(TEMPLATE, tmp_path)
    broken = tmp_path / "broken.yml"
    broken.write_text(TEMPLATE.read_text().replace('"$TARGET" ${{ matrix.test }}', "$TARGET ${{ matrix.tset }}"))
    with pytest.raises(AssertionError, match="(?s)tset.*SC2086|SC2086.*tset"):
        lint(broken, tmp_path)


def test_permissions_and_versions():
    """No job has more rights than it needs; every action names its major version."""
    jobs = yaml.safe_load(TEMPLATE.read_text())
    assert jobs["permissions"] == {"contents": "read"}
    rights = {name: job["permissions"] for name, job in jobs["jobs"].items() if "permissions" in job}
    assert rights == {"release": {"contents": "write", "id-token": "write", "attestations": "write"}}
    uses = re.findall(r"uses: (\S+)", TEMPLATE.read_text())
    assert uses and all(re.fullmatch(r"[\w-]+/[\w-]+@v\d+", name) for name in uses), uses


def test_action_passes_shellcheck(tmp_path):
    """actionlint does not look into composite actions."""
    steps = yaml.safe_load((ROOT / "action.yml").read_text())["runs"]["steps"]
    for number, step in enumerate(steps):
        assert step["shell"] == "bash" and "${{" not in step["run"]
        (tmp_path / f"{number}.sh").write_text(step["run"])
        checked("shellcheck", "--shell=bash", f"{number}.sh", folder=tmp_path)


@pytest.fixture(scope="session")
def release(linkshim, tmp_path_factory) -> Path:
    """A folder as a release of linkshim has it."""
    folder = tmp_path_factory.mktemp("release of linkshim")
    checked("/usr/bin/python3", ROOT / "scripts/package", "--prefix", linkshim.program.parents[1], "--output", folder, folder=ROOT)
    return folder


@pytest.fixture
def machine(linkshim, work, toolchain, tmp_path, release):
    """A function: a fresh machine with a project on it."""
    chains = [toolchain(target.split(".2")[0]) for target in TARGETS]
    variables = {}
    for chain in chains:
        variables |= chain.variables(None)
    tools = tmp_path / "tools"
    workflow.stand_in(tools, "sudo", 'exec "$@"\n')
    workflow.stand_in(tools, "rustup", f'echo "$*" >>{tmp_path}/rustup-calls\n')
    # As gh does: a list, the newest first, and files by their patterns.
    workflow.stand_in(tools, "gh", f"""set -f; echo "$*" >>{tmp_path}/gh-calls
case "$1 $2" in
'release list') printf 'v2.0.0\\nv1.10.0\\nv1.9.0\\nv10.0.0\\n' ;;
'release download') shift 2; while [ $# -gt 0 ]; do
  case "$1" in --dir) mkdir -p "$2"; to=$2 ;; --pattern) wanted="$wanted $2" ;; esac; shift; done
  cd '{release}'; set +f; for one in $wanted; do cp $one "$to"; done ;;
'release create') ;;
*) exit 1 ;;
esac
""")
    (tools / "cargo").symlink_to(chains[0].cargo)
    path = ":".join([str(tools), *(part for part in os.environ["PATH"].split(":") if not part.endswith("/.cargo/bin"))])
    context = {"github.token": "a-token", "github.ref": "refs/tags/v1.2.3"}

    def make(project: Path, name: str, **actions) -> workflow.Runner:
        environment = {**linkshim.environment, **variables, "PATH": path, "GITHUB_REF_NAME": "v1.2.3",
                       "GITHUB_REPOSITORY": "me/my-tool", "LINKSHIM_CACHE_DIR": str(work / "cache")}
        known = {"actions/checkout": lambda runner, inputs: None, "linkshim/linkshim": (ROOT, {}), **actions}
        return workflow.Runner(project, tmp_path / name, environment, context, known, {CARGO_AUDIT})
    return make


def git(folder: Path, *words) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run(["git", "-C", folder, *who, *words], check=True, capture_output=True)


@pytest.fixture
def project(tmp_path, linkshim) -> Path:
    """A repository with two programs, a test and a licence, prepared by `linkshim init`."""
    folder = tmp_path / "my-tool"
    linkshim.run("/usr/bin/cargo", "new", "--quiet", "--vcs", "none", folder)
    (folder / "src/bin").mkdir()
    (folder / "src/bin/other_tool.rs").write_text('fn main() { println!("other") }\n')
    (folder / "src/main.rs").write_text('fn main() { println!("{}", std::env::consts::ARCH) }\n'
                                        '#[test] fn runs_there() { assert_eq!(std::env::consts::ARCH, "aarch64") }\n')
    (folder / "LICENSE").write_text("free\n")
    linkshim.run("/usr/bin/cargo", "generate-lockfile", cwd=folder)
    linkshim.run(linkshim.program, "init", "--yes", *(f"--target={target}" for target in TARGETS), cwd=folder,
                 CARGO="/usr/bin/cargo")
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "one")
    return folder


def run_build(make, project: Path, name: str, artifacts: Path, targets=TARGETS) -> dict[str, workflow.Runner]:
    jobs = yaml.safe_load((project / ".github/workflows/release.yml").read_text())["jobs"]
    runners = {}
    for matrix in [row for row in workflow.matrix_of(jobs["build"]) if row["target"] in targets]:
        shutil.rmtree(project / "dist", ignore_errors=True)  # each job has a machine of its own
        runner = make(project, f"{name}-{matrix['target']}", **{"actions/upload-artifact": workflow.uploads(artifacts)})
        runner.job(jobs["build"], matrix)
        runners[matrix["target"]] = runner
    return runners


@pytest.mark.long
def test_steps_build_and_release(machine, project, tmp_path, linkshim):
    print(f"\nthe step {CARGO_AUDIT!r} is checked by actionlint and shellcheck only")
    lint(project / ".github/workflows/release.yml", project)
    jobs = yaml.safe_load((project / ".github/workflows/release.yml").read_text())["jobs"]
    check = machine(project, "check")
    check.job(jobs["check"], {})
    assert check.ran == ["actions/checkout@v4", "Crates in several versions"]
    runners = run_build(machine, project, "one", tmp_path / "artifacts")
    assert list(runners) == TARGETS
    for runner in runners.values():
        steps = ["Fetch linkshim", "Install linkshim", "Add targets", "linkshim/linkshim@v1", "Emulator", "Test", "Build",
                 "Gather", "Verify", "Archive", "actions/upload-artifact@v4"]
        assert runner.ran == ["actions/checkout@v4", *steps]
    assert (tmp_path / "rustup-calls").read_text().split("\n")[:2] == [f"target add {target.split('.2')[0]}" for target in TARGETS]
    assert "release download v1.10.0 --repo linkshim/linkshim" in (tmp_path / "gh-calls").read_text()
    for target in TARGETS:
        names = [f"my-tool-{target}.tar.gz", f"my-tool-{target}.tar.gz.sha256"]
        assert sorted(os.listdir(tmp_path / "artifacts" / target)) == names
        with tarfile.open(tmp_path / "artifacts" / target / names[0]) as archive:
            modes = {member.name: (member.mode, member.uid, member.uname) for member in archive}
            archive.extractall(tmp_path / "unpacked")
        top = f"my-tool-{target}"
        assert modes == {top: (0o755, 0, ""), f"{top}/LICENSE": (0o644, 0, ""), f"{top}/my-tool": (0o755, 0, ""),
                         f"{top}/other_tool": (0o755, 0, "")}
        assert elf.read(tmp_path / "unpacked" / top / "my-tool").machine == "aarch64"
    done = linkshim.run(linkshim.program, "run", TARGETS[0], "--", tmp_path / f"unpacked/my-tool-{TARGETS[0]}/my-tool")
    assert done.stdout == "aarch64\n"

    again = tmp_path / "elsewhere/copy"
    subprocess.run(["git", "clone", "-q", project, again], check=True)
    previous = os.umask(0o077)
    try:
        run_build(machine, again, "two", tmp_path / "again", TARGETS[:1])
    finally:
        os.umask(previous)
    for path in (tmp_path / "artifacts" / TARGETS[0]).iterdir():
        assert path.read_bytes() == (tmp_path / "again" / TARGETS[0] / path.name).read_bytes(), path.name

    attested = []
    publish = machine(tmp_path / "publish", "publishing", **{
        "actions/download-artifact": workflow.downloads(tmp_path / "artifacts"),
        "actions/attest-build-provenance": lambda runner, inputs: attested.extend(runner.project.glob(inputs["subject-path"]))})
    (tmp_path / "publish").mkdir()
    publish.job(jobs["release"], {})
    assert publish.ran[-1] == "Release" and len(attested) == len(TARGETS)
    assert "release create v1.2.3 --repo me/my-tool --verify-tag" in (tmp_path / "gh-calls").read_text()
    damaged = sorted((tmp_path / "publish/dist").glob("*.tar.gz"))[0]
    damaged.write_bytes(damaged.read_bytes()[:-1])
    step = next(step for step in jobs["release"]["steps"] if step.get("name") == "Checksums")
    with pytest.raises(workflow.Failed, match="Checksums"):
        publish.shell("Checksums", step["run"], {})


@pytest.mark.long
def test_release_is_for_tags_alone(machine, project):
    jobs = yaml.safe_load((project / ".github/workflows/release.yml").read_text())["jobs"]
    runner = machine(project, "branch")
    runner.context["github.ref"] = "refs/heads/main"
    runner.job(jobs["release"], {})
    assert runner.ran == []


@pytest.mark.long
def test_action_takes_no_wrong_archive(machine, project, release, tmp_path):
    """Damaged, without its checksum, with another's; a version that was not released."""
    (archive,) = release.glob("linkshim-*-linux.tar.gz")
    folder = tmp_path / "archives"
    folder.mkdir()
    copy = folder / archive.name
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    sums = {"damaged": (archive.read_bytes() + b"x", f"{digest}  {copy.name}\n"),
            "of another file": (archive.read_bytes(), f"{digest}  other-{copy.name}\n"),
            "none": (archive.read_bytes(), None)}
    for name, (data, text) in sums.items():
        copy.write_bytes(data)
        (folder / "SHA256SUMS").unlink(missing_ok=True)
        if text:
            (folder / "SHA256SUMS").write_text(text)
        runner = machine(project, name, **{"linkshim/linkshim": (ROOT, {"archive": str(copy)})})
        with pytest.raises(workflow.Failed, match="Install linkshim"):
            runner.use("linkshim/linkshim@v1", {"target": TARGETS[0]}, {})
        assert not (tmp_path / name / "temp/linkshim").exists()
    runner = machine(project, "no such version")
    with pytest.raises(workflow.Failed, match="has no release v3"):
        runner.use("linkshim/linkshim@v3", {"target": TARGETS[0]}, {})


@pytest.mark.long
def test_action_sets_several_targets(machine, project, release, tmp_path):
    (archive,) = release.glob("linkshim-*-linux.tar.gz")
    runner = machine(project, "several", **{"linkshim/linkshim": (ROOT, {"archive": str(archive)})})
    runner.use("linkshim/linkshim@v1", {"target": "\n".join(TARGETS)}, {})
    linkers = [runner.environment[f"CARGO_TARGET_AARCH64_UNKNOWN_LINUX_{libc}_LINKER"] for libc in ("MUSL", "GNU")]
    assert [Path(linker).name for linker in linkers] == [f"{target}-cc" for target in TARGETS]
    assert runner.environment["PATH"].startswith(str(tmp_path / "several/temp/linkshim/bin:"))
    calls = (tmp_path / "rustup-calls").read_text()
    assert calls == "target add aarch64-unknown-linux-musl\ntarget add aarch64-unknown-linux-gnu\n"
