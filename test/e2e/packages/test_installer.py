"""install.sh: whole or not at all, from a folder, an address of this machine, over an older version, and on bad input."""

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import registries
from layout import ROOT

pytestmark = [pytest.mark.long, pytest.mark.together("packages of registries")]

SHELLS = [shell for shell in ("dash", "bash") if shutil.which(shell)]


def run(*words, check=True, **options) -> subprocess.CompletedProcess:
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, timeout=300, **options)
    assert done.returncode == 0 or not check, f"{words}\n{done.stdout}\n{done.stderr}"
    return done


@pytest.fixture(scope="module")
def release(linkshim, tmp_path_factory) -> Path:
    """A release's folder. Its archive has the program and one header, so that it is made quickly."""
    tree, folder = tmp_path_factory.mktemp("tree"), tmp_path_factory.mktemp("release")
    (tree / "bin").mkdir()
    shutil.copy2(linkshim.program, tree / "bin")
    (tree / "share/linkshim/headers").mkdir(parents=True)
    (tree / "share/linkshim/headers/some.h").write_text("\n")
    run("/usr/bin/python3", ROOT / "scripts/package", "--prefix", tree, "--output", folder, "--registries")
    return folder


@pytest.fixture
def place(release, tmp_path) -> Path:
    """A copy of the release to damage."""
    shutil.copytree(release, tmp_path / "a release")
    return tmp_path / "a release"


@pytest.fixture(scope="module")
def version(release) -> str:
    return re.search(r"^version=(.*)$", (release / "install.sh").read_text(), re.M)[1]


def archive(folder: Path) -> Path:
    (found,) = folder.glob("linkshim-*-x86_64-linux.tar.gz")
    return found


def install(folder: Path, prefix: Path, *words, shell="sh", check=True, script=None, **environment):
    return run(shell, script or folder / "install.sh", "--prefix", prefix, *(words or ("--from", folder)), check=check,
               env={"PATH": os.environ["PATH"], "HOME": str(prefix.parent), **environment})


def left(prefix: Path) -> list[str]:
    return sorted(path.relative_to(prefix).as_posix() for path in prefix.rglob("*") if not path.is_dir() or path.is_symlink())


def test_shellcheck(release):
    for script in (release / "install.sh", ROOT / "scripts/registries/crate/unpacking.sh", ROOT / "scripts/registries/crate/beside.sh"):
        run("shellcheck", "--shell=sh", script)


@pytest.mark.parametrize("shell", SHELLS)
def test_from_a_folder(release, tmp_path, version, shell):
    prefix = tmp_path / "a prefix"
    done = install(release, prefix, shell=shell)
    assert f"linkshim {version} is installed" in done.stdout and f'export PATH="{prefix}/bin:$PATH"' in done.stdout
    assert run(prefix / "bin/linkshim", "--version").stdout == f"linkshim {version}\n"
    assert run(prefix / "bin/cargo-linkshim", "linkshim", "--version").stdout == f"linkshim {version}\n"
    tree = f"lib/linkshim/{version}"
    assert left(prefix) == ["bin/cargo-linkshim", "bin/linkshim", f"{tree}/bin/cargo-linkshim", f"{tree}/bin/linkshim",
                            f"{tree}/share/linkshim/headers/some.h", f"{tree}/share/linkshim/packages"]
    assert oct(os.stat(prefix / tree).st_mode)[-3:] == "755"
    before = left(prefix)
    (prefix / tree / "share/linkshim/headers/some.h").write_text("changed")
    install(release, prefix, shell=shell)
    assert left(prefix) == before and (prefix / tree / "share/linkshim/headers/some.h").read_text() == "\n"


def test_options(release, tmp_path, version):
    home = tmp_path / "home"
    home.mkdir()
    environment = {"PATH": os.environ["PATH"], "HOME": str(home)}
    run("sh", release / "install.sh", f"--from=file://{release}", env=environment)
    assert run(home / ".local/bin/linkshim", "--version").stdout == f"linkshim {version}\n"
    run("sh", "-s", "--", f"--prefix={tmp_path}/piped", "--from", release, env=environment, input=(release / "install.sh").read_text())
    assert (tmp_path / "piped/bin/linkshim").exists()
    assert "--prefix" in run("sh", release / "install.sh", "--help", env=environment).stdout
    for words in (["--from"], ["--from", ""], ["--prefix="], ["--what"], ["more"]):
        done = run("sh", release / "install.sh", *words, check=False, env=environment)
        assert done.returncode == 1 and done.stderr.startswith("install.sh: error: "), words


@pytest.mark.parametrize("client", ["curl", "wget"])
def test_from_an_address(release, tmp_path, version, client):
    if not shutil.which(client):
        pytest.skip(f"{client} is missing")
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("uname", "readlink", "mkdir", "mktemp", "rm", "rmdir", "mv", "ln", "tar", "gzip", "sha256sum", client):
        (tools / name).symlink_to(shutil.which(name))
    with registries.served(release) as (address, asked):
        install(release, tmp_path / "prefix", "--from", address, shell=shutil.which("sh"), PATH=str(tools))
        assert f"/{archive(release).name}" in asked
        missing = install(release, tmp_path / "other", "--from", f"{address}/nowhere", check=False)
    assert run(tmp_path / "prefix/bin/linkshim", "--version").stdout == f"linkshim {version}\n"
    assert missing.returncode == 1 and "SHA256SUMS could not be fetched" in missing.stderr and left(tmp_path / "other") == []


def test_its_own_address_is_the_releases(release, version):
    text = (release / "install.sh").read_text()
    assert f"from=https://github.com/linkshim/linkshim/releases/download/v{version}\n" in text
    assert re.findall(r"@[A-Z]+@", text) == []


def resum(folder: Path) -> None:
    sums = (folder / "SHA256SUMS").read_text()
    digest = hashlib.sha256(archive(folder).read_bytes()).hexdigest()
    name = archive(folder).name
    (folder / "SHA256SUMS").write_text(re.sub(rf"^\w+(?=  {re.escape(name)}$)", digest, sums, flags=re.M))


def flip(folder: Path) -> None:
    with open(archive(folder), "r+b") as file:
        file.seek(2000)
        file.write(b"\0\1\2\3")


def cut(folder: Path) -> None:
    os.truncate(archive(folder), 100_000)


def without_sum(folder: Path) -> None:
    sums = folder / "SHA256SUMS"
    sums.write_text("".join(line for line in sums.read_text().splitlines(True) if archive(folder).name not in line))


def another_version(folder: Path) -> None:
    script = folder / "install.sh"
    old = archive(folder)
    script.write_text(re.sub(r"^version=.*$", "version=9.9.9", script.read_text(), flags=re.M))
    old.rename(folder / re.sub(r"-[\d.]+-", "-9.9.9-", old.name))
    (folder / "SHA256SUMS").write_text((folder / "SHA256SUMS").read_text().replace(old.name, archive(folder).name))


BAD = {
    "damaged": (flip, "is damaged, or is not the release's"),
    "cut off": (cut, "is damaged, or is not the release's"),
    "damaged, with a sum of that": (lambda folder: (cut(folder), resum(folder)), "could not be unpacked"),
    "without a sum": (without_sum, "SHA256SUMS says nothing of linkshim-"),
    "an empty sum file": (lambda folder: (folder / "SHA256SUMS").write_text(""), "SHA256SUMS says nothing of linkshim-"),
    "without a sum file": (lambda folder: (folder / "SHA256SUMS").unlink(), "SHA256SUMS could not be fetched"),
    "without the archive": (lambda folder: archive(folder).unlink(), "tar.gz could not be fetched"),
    "another version": (another_version, "has another version"),
}


@pytest.mark.parametrize("before", [False, True])
@pytest.mark.parametrize("case", BAD)
def test_bad_input_changes_nothing(release, place, tmp_path, case, before):
    damage, words = BAD[case]
    prefix = tmp_path / "prefix"
    if before:
        install(release, prefix)
    damage(place)
    there = left(prefix)
    done = install(place, prefix, check=False)
    assert done.returncode == 1 and words in done.stderr and done.stderr.startswith(("install.sh: ", "cp: ", "gzip: ", "tar: ", "\n"))
    assert left(prefix) == there and not list(prefix.glob("lib/linkshim/.new-*"))
    assert not before or run(prefix / "bin/linkshim", "--version").returncode == 0


def test_upgrade(release, tmp_path, version):
    """The older version stays beside the new one, for the names that `linkshim links` made of it."""
    prefix = tmp_path / "prefix"
    older = prefix / "lib/linkshim/0.0.9"
    (older / "bin").mkdir(parents=True)
    (older / "bin/linkshim").write_text("#!/bin/sh\necho linkshim 0.0.9\n")
    (older / "bin/linkshim").chmod(0o755)
    (prefix / "bin").mkdir()
    (prefix / "bin/linkshim").symlink_to("../lib/linkshim/0.0.9/bin/linkshim")
    (prefix / "bin/cargo-linkshim").symlink_to("linkshim")
    install(release, prefix)
    assert run(prefix / "bin/linkshim", "--version").stdout == f"linkshim {version}\n"
    assert run(older / "bin/linkshim").stdout == "linkshim 0.0.9\n"
    assert sorted(os.listdir(prefix / "lib/linkshim")) == ["0.0.9", version]


@pytest.mark.parametrize("name", ["linkshim", "cargo-linkshim"])
@pytest.mark.parametrize("kind", ["file", "link", "folder"])
def test_files_of_others_stay(release, tmp_path, name, kind):
    (tmp_path / "prefix/bin").mkdir(parents=True)
    path = tmp_path / "prefix/bin" / name
    {"file": lambda: path.write_text("mine"), "link": lambda: path.symlink_to("/opt/mine"), "folder": path.mkdir}[kind]()
    there = left(tmp_path / "prefix")
    done = install(release, tmp_path / "prefix", check=False)
    assert done.returncode == 1 and f"bin/{name} is there and was not made by this script" in done.stderr
    assert left(tmp_path / "prefix") == there and not (tmp_path / "prefix/lib").exists()


def test_a_prefix_that_cannot_be_written(release, tmp_path):
    (tmp_path / "file").write_text("")
    done = install(release, tmp_path / "file/prefix", check=False)
    assert done.returncode == 1 and "prefix cannot be written" in done.stderr and "try: sh install.sh --prefix" in done.stderr
    (tmp_path / "bin-is-a-file").mkdir()
    (tmp_path / "bin-is-a-file/bin").write_text("")
    done = install(release, tmp_path / "bin-is-a-file", check=False)
    assert done.returncode == 1 and "bin cannot be written" in done.stderr
    assert left(tmp_path / "bin-is-a-file") == ["bin"] and not (tmp_path / "bin-is-a-file/lib/linkshim").exists()


@pytest.mark.skipif(os.getuid() != 0, reason="only root can mount a disk")
@pytest.mark.parametrize("options", ["ro", "size=1m", "size=4m"])
def test_a_disk_that_cannot_hold_it(release, tmp_path, options):
    """Read-only; full while the archive is fetched; full while it is unpacked."""
    (tmp_path / "disk").mkdir()
    script = f"mount -t tmpfs -o {options} none {tmp_path}/disk; sh {release}/install.sh --from {release} --prefix {tmp_path}/disk\n" \
             f"echo status $?; find {tmp_path}/disk ! -type d; ls -A {tmp_path}/disk/lib/linkshim 2>/dev/null || :"
    done = run("unshare", "--mount", "sh", "-c", script)
    assert done.stdout == "status 1\n" and "install.sh: error: " in done.stderr, done


def test_hosts(release, tmp_path):
    """Others are refused, in words."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for system, machine, words in (("Darwin", "arm64", "linkshim runs on Linux"), ("Linux", "riscv64", "x86_64 and aarch64"),
                                   ("Linux", "aarch64", "aarch64-linux.tar.gz could not be fetched")):
        (tools / "uname").write_text(f'#!/bin/sh\n[ "$1" = -s ] && echo {system} || echo {machine}\n')
        (tools / "uname").chmod(0o755)
        done = install(release, tmp_path / "prefix", check=False, PATH=f"{tools}:{os.environ['PATH']}")
        assert done.returncode == 1 and words in done.stderr and left(tmp_path / "prefix") == []


def test_plain_http_from_elsewhere_is_refused(release, tmp_path):
    for address in ("http://example.invalid/linkshim", "ftp://127.0.0.1/x", "http://127.0.0.1.example.invalid/x",
                    "http://127.0.0.1:x@example.invalid/y"):
        done = install(release, tmp_path / "prefix", "--from", address, check=False)
        assert done.returncode == 1 and "linkshim is fetched by https alone" in done.stderr
