"""`linkshim init`: what it writes really builds, links and runs; what is there stays; whatever fails leaves all as it was."""

import os
import pty
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from layout import ROOT

TARGET = "aarch64-unknown-linux-musl"
HELLO = "Hello, world!\n"


def tree(folder: Path) -> dict:
    """Every file with its bytes and mode, every link, every folder; not what cargo builds."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if name.parts[0] in ("target", "Cargo.lock", ".git"):
            continue
        found[str(name)] = (os.readlink(path) if path.is_symlink() else "/" if path.is_dir()
                            else (path.read_bytes(), path.stat().st_mode & 0o777))
    return found


def is_within(part: bytes, whole: bytes) -> bool:
    rest = iter(whole)
    return all(byte in rest for byte in part)


@pytest.fixture
def new_project(tmp_path):
    """A function: a package as `cargo new` makes it."""
    def make(name: str = "my-tool") -> Path:
        subprocess.run(["/usr/bin/cargo", "new", "--quiet", "--vcs", "none", tmp_path / name], check=True)
        return tmp_path / name
    return make


@pytest.fixture
def init(linkshim):
    def run(folder: Path, *words, **options):
        return linkshim.run(linkshim.program, "init", *words, cwd=folder, CARGO="/usr/bin/cargo", **options)
    return run


@pytest.mark.parametrize("spelled", [TARGET, "aarch64-unknown-linux-gnu.2.17"])
def test_new_project_builds_and_runs(spelled, new_project, init, linkshim, toolchain):
    """With plain cargo and the names on PATH, and with `cargo linkshim` without them. The second run has nothing to add."""
    project, target = new_project(), spelled.split(".2")[0]
    init(project, "--yes", "--target", spelled)
    written = tree(project)
    assert {".cargo/config.toml", "rust-toolchain.toml", "Dockerfile", ".dockerignore", ".github/workflows/release.yml"} < set(written)
    assert "Nothing to write." in init(project).stdout
    assert "Nothing to write." in init(project, "--target", spelled).stdout
    assert tree(project) == written
    chain = toolchain(target)
    linkshim.linker(f"{spelled}-cc")
    variables = chain.variables(None)
    words = [chain.cargo, "run", "--quiet", "--release", "--target", target]
    named = linkshim.run(*words, cwd=project, **variables, PATH=f"{linkshim.environment['PATH']}:{linkshim.links}")
    assert named.stdout == HELLO
    program = project / f"target/{target}/release/my-tool"
    assert b".symtab" not in program.read_bytes()  # the release profile was used
    flags = ["--static"] if "musl" in target else ["--max-glibc", "2.17"]
    linkshim.run(linkshim.program, "verify", "--target", spelled, *flags, program)
    shutil.rmtree(project / "target")
    assert linkshim.run(chain.cargo, "linkshim", *words[1:], cwd=project, **variables, CARGO=chain.cargo).stdout == HELLO
    assert tree(project) == written


def test_workspace_with_configuration(new_project, init, linkshim, toolchain, tmp_path):
    """A virtual manifest with line ends of Windows, the older names of files, a mark of byte order, a link."""
    project = tmp_path / "space"
    (project / ".cargo").mkdir(parents=True)
    for name in ("first-one", "second_one"):
        shutil.move(new_project(name), project / name)
    manifest = b'# ours\r\n[workspace]\r\nmembers = ["first-one",\r\n  "second_one"]\r\nresolver = "2"\r\n[profile.release]\r\nlto = "thin" # kept'
    (project / "Cargo.toml").write_bytes(manifest)
    config = f"\ufeff# builds\n[build]\njobs = 2\n[target.{TARGET}]\n  # runner = 'x'\n  rustflags = []\n".encode()
    (project / "shared.toml").write_bytes(config)
    (project / ".cargo/config").symlink_to("../shared.toml")
    (project / "rust-toolchain").write_text('[toolchain]\ntargets = [\n  "wasm32-wasip1", # for the web\n]\n')
    result = init(project / "second_one", "--yes", "--target", TARGET, "--bin", "second_one")
    assert 'Cargo.toml:7: "thin" stays; profile.release.lto = true is not added' in result.stdout
    new = (project / "Cargo.toml").read_bytes()
    assert is_within(manifest, new) and new.count(b"\n") == new.count(b"\r\n")
    assert tomllib.loads(new.decode())["profile"]["release"] == {"lto": "thin", "codegen-units": 1, "strip": True}
    assert (project / ".cargo/config").is_symlink()
    assert is_within(config, (project / "shared.toml").read_bytes())
    assert (project / "rust-toolchain").read_text() == f'[toolchain]\ntargets = [\n  "wasm32-wasip1", # for the web\n  "{TARGET}",\n]\n'
    assert "            first-one\n            second_one\n" in (project / ".github/workflows/release.yml").read_text()
    before = tree(project)
    assert "Nothing to write." in init(project, "--yes", "--target", TARGET, "--bin", "second_one").stdout
    assert tree(project) == before
    chain = toolchain(TARGET)
    done = linkshim.run(chain.cargo, "linkshim", "run", "-q", "--release", "--target", TARGET, "--bin", "first-one", cwd=project,
                        **chain.variables(None), CARGO=chain.cargo)
    assert done.stdout == HELLO


def one_error(result, *words) -> None:
    assert result.returncode == 1 and result.stdout == ""
    assert result.stderr.count("error") == 1, result.stderr
    for word in words:
        assert word in result.stderr, result.stderr


def test_bad_input(new_project, init, tmp_path):
    """Each is one error, and the project is as it was."""
    project = new_project()
    (project / ".cargo").mkdir()
    config = project / ".cargo/config.toml"

    def refused(*words, folder=project, said):
        before = tree(project)
        one_error(init(folder, *words, check=False), *said)
        assert tree(project) == before

    refused(said=["no terminal", "linkshim init --yes"])
    refused("--yes", "--target", "aarch64-unknown-linux-msul", said=[TARGET])
    refused("--yes", "--target", "bpfel-unknown-none", said=["bpfel-unknown-none"])
    config.write_text("[build]\njobs = [1,\n")
    refused("--yes", said=[f"{config}:2:12", "config.toml"])
    config.write_text("")
    config.chmod(0o444)
    refused("--yes", said=["read-only", f"chmod u+w {config}"])
    config.unlink()
    (project / ".cargo").rmdir()
    (project / ".cargo").write_text("a file")
    refused("--yes", said=[".cargo/config.toml cannot be written; nothing was changed"])
    empty = tmp_path / "empty"
    empty.mkdir()
    refused("--yes", folder=empty, said=["there is no Cargo.toml", "cargo init"])
    assert list(empty.iterdir()) == []


def test_modes_stay(new_project, init):
    project = new_project()
    (project / "Cargo.toml").chmod(0o640)
    init(project, "--yes", "--lambda")
    assert (project / "Cargo.toml").stat().st_mode & 0o777 == 0o640
    assert (project / "lambda.sh").stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("answer, written", [("y\n", True), ("n\n", False), ("\n", False), ("\x04", False)])
def test_question_on_the_terminal(answer, written, new_project, linkshim):
    project = new_project()
    before = tree(project)
    ours, theirs = pty.openpty()
    os.write(ours, answer.encode())
    process = subprocess.Popen([linkshim.program, "init"], cwd=project, stdin=theirs, stdout=theirs, stderr=theirs,
                               env={**linkshim.environment, "CARGO": "/usr/bin/cargo"})
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(ours)
    assert process.wait() == 0
    assert b"new: .cargo/config.toml" in shown and b"Write this? [y/N]" in shown
    assert (tree(project) != before) == written


@pytest.mark.parametrize("room", [0, 1, 2, 3, 5, 8, 12, 16, 100])
def test_full_disk(room, new_project, linkshim, tmp_path):
    """A disk with so many free pages: all is written, or all is as it was."""
    project, kept = new_project("full"), tmp_path / "copy"
    kept.mkdir()
    script = f"""
      mount -t tmpfs -o size=256k none /mnt
      cp -a {project}/. /mnt && cd /mnt
      head -c 1M /dev/zero >filler 2>/dev/null || truncate -s -{4096 * room} filler
      "$@" && status=0 || status=$?
      rm filler
      cp -a /mnt/. {kept}
      exit $status"""
    before = tree(project)
    result = subprocess.run(["unshare", "--mount", "sh", "-ec", script, "sh", linkshim.program, "init", "--yes"],
                            env={**linkshim.environment, "CARGO": "/usr/bin/cargo"}, capture_output=True, text=True)
    if result.returncode == 0:
        assert room > 4 and set(tree(kept)) > set(before)
    else:
        one_error(result, "No space left on device", "nothing was changed")
        assert room < 100 and tree(kept) == before


def test_templates_are_installed(linkshim):
    installed = linkshim.program.parents[1] / "share/linkshim/templates"
    assert tree(installed) == tree(ROOT / "shim/templates")
