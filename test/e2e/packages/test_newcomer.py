"""What a newcomer gets: a program with C in it for each target of the guides after `pip install`, for further ones after an
extra or `linkshim sysroot install`; and what is said where that cannot be."""

import json
import os
import re
import resource
import shutil
import signal
import subprocess
import tarfile
from pathlib import Path

import pytest

from conftest import BASE, only, run
from layout import ROOT

pytestmark = [pytest.mark.long, pytest.mark.early, pytest.mark.together("packages")]

SIX = ["aarch64-apple-darwin", "aarch64-unknown-linux-gnu", "aarch64-unknown-linux-musl", "x86_64-apple-darwin",
       "x86_64-pc-windows-gnu", "x86_64-pc-windows-msvc", "x86_64-unknown-linux-gnu", "x86_64-unknown-linux-musl"]
BSD = "x86_64-unknown-freebsd"
RUST = """extern "C" { fn half(of: i32) -> i32; }
fn main() { println!("{}", unsafe { half(84) }); }
"""
C = "#include <stdlib.h>\n#include <string.h>\nint half(int of) { char *p = malloc(8); strcpy(p, \"2\"); of /= atoi(p); free(p); return of; }\n"
CXX = "#include <string>\n#include <vector>\nint main() { std::vector<std::string> v{\"a\"}; return v[0].size() != 1; }\n"


@pytest.fixture(scope="module")
def newcomer(only_rust, toolchain):
    """A function: builds Rust with C for a target, and C++, in a folder; what failed."""
    home, variables = only_rust
    tools = home / "tools"
    if not (tools / "clang").exists():
        (tools / "clang").symlink_to(shutil.which("clang-22"))

    def build(target: str, folder: Path, check=True, program="linkshim", cxx=True, rust=True, **settings):
        folder.mkdir(exist_ok=True)
        for name, text in {"main.rs": RUST, "half.c": C, "main.cc": CXX}.items():
            (folder / name).write_text(text)
        options = {"cwd": folder, "env": {**variables, **settings}, "check": check}
        run(program, "links", "names", target, **{**options, "check": True})
        done = run(folder / f"names/{target}-cc", "-c", "half.c", "-o", "half.o", **options)
        if done.returncode == 0 and rust:
            chain = toolchain(target)
            flags = [] if chain.rustc_flags is None else chain.rustc_flags
            done = run(chain.rustc, "--target", target, *flags, f"-Clinker={folder}/names/{target}-cc", "-Clink-arg=half.o",
                       "main.rs", "-o", "rust", **{**options, "env": {**options["env"], **chain.environment}})
        if done.returncode == 0 and cxx:
            done = run(folder / f"names/{target}-c++", "main.cc", "-o", "cxx", **options)
        return done
    return build


@pytest.mark.parametrize("target", SIX)
def test_after_pip_install(target, newcomer, tmp_path):
    newcomer(target, tmp_path)
    if target.startswith("x86_64-unknown-linux"):
        assert run(tmp_path / "rust").stdout == "42\n"
    if target == "x86_64-unknown-linux-gnu":
        run(tmp_path / "cxx")


def test_extras(newcomer, only_rust, packages, tmp_path):
    """The message names the extra, pip installs it from files, and then the target works; so does its other program."""
    home, variables = only_rust
    failed = newcomer(BSD, tmp_path / "before", check=False)
    assert failed.returncode == 1 and "try: pip install 'linkshim[bsd]'\n" in failed.stderr, failed.stderr
    pip = [home / "venv/bin/pip", "--disable-pip-version-check"]
    run(*pip, "install", "--no-index", "--find-links", packages, "linkshim[all]")
    newcomer(BSD, tmp_path / "after", cxx=False)
    newcomer("wasm32-wasip1", tmp_path / "wasi", cxx=False)
    newcomer("x86_64-unknown-linux-musl", tmp_path / "musl")
    doctor = run("linkshim", "doctor", BSD, env=variables, check=False).stdout
    assert "found    packs" in doctor and "found    headers" in doctor, doctor
    listed = run("linkshim", "sysroot", env=variables).stdout
    assert re.search(r"packs/[\d.]+/bsd\n  parts/freebsd.pack .*\n  sysroots/x86_64-unknown-freebsd.pack ", listed), listed
    run(*pip, "uninstall", "-y", "linkshim-packs-bsd", "linkshim-packs-wasm")
    failed = newcomer(BSD, tmp_path / "again", check=False)
    assert failed.returncode == 1 and "linkshim[bsd]" in failed.stderr


def test_doctor_misses_nothing(only_rust, newcomer, toolchain):
    """For the targets of the guides; what is said of running their programs depends on the machine."""
    home, variables = only_rust
    for target in SIX:
        settings = {**variables, "PATH": f"{variables['PATH']}:{Path(toolchain(target).rustc).parent}:/usr/bin"}
        text = run("linkshim", "doctor", target, env={**os.environ, **settings, "HOME": os.environ["HOME"]}, check=False).stdout
        assert [line for line in text.splitlines() if line.startswith("missing") and " runner " not in line] == [], text


@pytest.fixture(scope="module")
def archive(packages, tmp_path_factory) -> Path:
    """The archive, unpacked where its folder of packs cannot be written, as in a prefix of the system's. A file is in its
    place: root may write all folders."""
    prefix = tmp_path_factory.mktemp("archive")
    with tarfile.open(only(packages, "linkshim-*-linux.tar.gz")) as members:
        members.extractall(prefix, filter="tar") if hasattr(tarfile, "tar_filter") else members.extractall(prefix)
    shutil.rmtree(prefix / "share/linkshim/sysroots")
    (prefix / "share/linkshim/packs").write_text("")
    return prefix


@pytest.fixture
def user(tmp_path, only_rust) -> dict[str, str]:
    home, variables = only_rust
    return {**variables, "HOME": str(tmp_path / "user"), "PATH": f"{home / 'tools'}"}


def below(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_install_of_files(archive, packages, newcomer, user, tmp_path):
    """Into the user's folder where the prefix cannot be written; every later call finds it there. A folder installs all,
    and a target's name finds its file."""
    program, target = archive / "bin/linkshim", "x86_64-unknown-linux-musl"
    settings = {"program": program, "HOME": user["HOME"], "rust": False}
    failed = newcomer(target, tmp_path / "before", check=False, **settings)
    assert f"try: linkshim sysroot install {target}\n" in failed.stderr, failed.stderr
    failed = run(program, "sysroot", "install", target, env=user, cwd=tmp_path, check=False)
    assert failed.returncode == 1 and f"no file with packs for {target} was found" in failed.stderr
    assert "try: export LINKSHIM_PACKS=a folder with linkshim-" in failed.stderr and str(tmp_path) in failed.stderr
    done = run(program, "sysroot", "install", target, env={**user, "LINKSHIM_PACKS": str(packages)}, cwd=tmp_path)
    place = only(Path(user["HOME"]), ".local/share/linkshim/packs/*/base")
    assert done.stdout.startswith(f"{place}\n") and f"  sysroots/{target}.pack\n" in done.stdout
    newcomer(target, tmp_path / "after", **settings)
    run(program, "sysroot", "install", packages, env=user, cwd=tmp_path)
    assert sorted(path.name for path in place.parent.iterdir()) == ["base", "bsd", "wasm"]
    newcomer(BSD, tmp_path / "bsd", cxx=False, **settings)
    parts = json.loads(run(program, "sysroot", "list", "--json", env=user).stdout)["parts"]
    assert {part["folder"] for part in parts if part["name"] == f"sysroots/{BSD}.pack"} == {str(place.with_name("bsd"))}
    again = run(program, "sysroot", "install", BSD, env=user, cwd=tmp_path)
    assert again.stdout == f"{BSD} is installed\n"


def test_install_beside_the_program(archive, packages, newcomer, user, tmp_path):
    """A prefix that can be written takes them, and another user finds them there."""
    prefix = tmp_path / "prefix"
    shutil.copytree(archive, prefix, symlinks=True)
    (prefix / "share/linkshim/packs").unlink()
    run(prefix / "bin/linkshim", "sysroot", "install", only(packages, "*-bsd.packs"), env=user)
    assert not Path(user["HOME"]).exists() or below(Path(user["HOME"]) / ".local") == []
    newcomer(BSD, tmp_path / "bsd", program=prefix / "bin/linkshim", cxx=False, rust=False, HOME=str(tmp_path / "other"))


def damaged(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def remade(file: Path, old: bytes, new: bytes) -> None:
    """Other lines in a head, with the digest that belongs to them."""
    import hashlib
    rest = file.read_bytes().partition(b"\n")[2].replace(old, new, 1)
    file.write_bytes(b"linkshim-pack 1 " + hashlib.sha256(rest).hexdigest().encode() + b"\n" + rest)


REFUSED = {
    "one bit": (damaged, "its bytes do not have the digest that its first line names"),
    "cut": (lambda file: file.write_bytes(file.read_bytes()[:5000]), "its bytes do not have the digest"),
    "empty": (lambda file: file.write_bytes(b""), "it is no pack of this version of linkshim"),
    "another version": (lambda file: remade(file, b"for ", b"for 9"), "it was made for linkshim 9"),
    "a file above the folder": (lambda file: remade(file, b" sysroots/", b" ../roots/"), "its list of files cannot be understood"),
    "another checksum beside it": (lambda file: (file.parent / "SHA256SUMS").write_text(f"{'0' * 64}  {file.name}\n"),
                                   "SHA256SUMS names another checksum"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case, archive, packages, user, tmp_path):
    """One sentence, and nothing is installed, of no file that was named."""
    damage, words = REFUSED[case]
    for name in ("bsd", "wasm"):
        shutil.copy(only(packages, f"linkshim-*-{name}.packs"), tmp_path)
    damage(only(tmp_path, "*-wasm.packs"))
    done = run(archive / "bin/linkshim", "sysroot", "install", tmp_path, env=user, check=False)
    assert done.returncode == 1 and words in done.stderr and done.stderr.count("error:") == 1, done.stderr
    assert done.stdout == "" and below(Path(user["HOME"])) == []


@pytest.mark.parametrize("name, words", [("no-such-target", "is no file, no folder, and no target"), ("./x.packs", "there is no such file"),
                                         ("x86_64-unknown-uefi", "no file with packs for x86_64-unknown-uefi")])
def test_names_that_nobody_has(name, words, archive, user, tmp_path):
    done = run(archive / "bin/linkshim", "sysroot", "install", name, env=user, cwd=tmp_path, check=False)
    assert done.returncode == 1 and words in done.stderr and done.stderr.count("\n  try: ") == 1, done.stderr


def test_full_disk(archive, packages, user, tmp_path):
    """What was there before stays, and nothing half is left."""
    file = only(packages, "linkshim-*-bsd.packs")
    run(archive / "bin/linkshim", "sysroot", "install", file, env=user)
    place = Path(user["HOME"]) / ".local"
    before = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}

    def full():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
    done = subprocess.run([archive / "bin/linkshim", "sysroot", "install", file], env=user, capture_output=True, text=True,
                          preexec_fn=full, timeout=60)
    assert done.returncode == 1 and "the packs could not be installed" in done.stderr and "File too large" in done.stderr
    assert {path: path.read_bytes() for path in place.rglob("*") if path.is_file()} == before and before


def test_two_versions_side_by_side(archive, packages, newcomer, user, tmp_path):
    """Packs that another version has installed for the same user are not seen, and not touched."""
    user_packs = Path(user["HOME"]) / ".local/share/linkshim/packs"
    run(archive / "bin/linkshim", "sysroot", "install", only(packages, "*-bsd.packs"), env=user)
    only(user_packs, "*").rename(user_packs / "9.9.9")
    seen = run(archive / "bin/linkshim", "doctor", BSD, env=user, check=False).stdout
    assert re.search(rf"^missing  packs .*; try: linkshim sysroot install {BSD}$", seen, re.M), seen
    run(archive / "bin/linkshim", "sysroot", "install", only(packages, "*-bsd.packs"), env=user)
    newcomer(BSD, tmp_path / "own", program=archive / "bin/linkshim", HOME=user["HOME"], cxx=False, rust=False)
    assert (user_packs / "9.9.9/bsd").is_dir()


def test_first_links_at_once(only_rust, newcomer, tmp_path):
    """Many first links of a target: one unpacks, and all of them work."""
    home, variables = only_rust
    target = "x86_64-unknown-linux-musl"
    newcomer(target, tmp_path, cxx=False, rust=False)
    (tmp_path / "main.c").write_text("int main(void) { return 0; }\n")
    run(tmp_path / f"names/{target}-cc", "-c", "main.c", "-o", "main.o", cwd=tmp_path, env=variables)
    settings = {**variables, "LINKSHIM_CACHE_DIR": str(tmp_path / "cache")}
    trace = ["strace", "-f", "-e", "trace=mkdir", "-o"]
    calls = [subprocess.Popen([*trace, tmp_path / f"trace{n}", tmp_path / f"names/{target}-cc", "-static", "main.o", "-o", f"out{n}"],
                              cwd=tmp_path, env={**settings, "PATH": f"{settings['PATH']}:/usr/bin"}) for n in range(8)]
    assert [call.wait(timeout=120) for call in calls] == [0] * 8
    made = [path for path in tmp_path.glob("trace*") if "/.new-" in path.read_text()]
    assert len(made) == 1, made
    assert not list((tmp_path / "cache").glob(".new-*"))


def test_no_message_names_a_script(only_rust, archive, user, tmp_path):
    """Of an installed program: its help, what it writes for a project, and its messages about what is missing."""
    home, variables = only_rust
    for program, settings in ((home / "venv/bin/linkshim", variables), (archive / "bin/linkshim", user)):
        overview = run(program, "--help", env=settings).stdout
        for name in re.findall(r"^  (\w+) ", overview, re.M):
            assert "scripts/" not in run(program, "help", name, env=settings, check=False).stdout, name
        for target in (BSD, "riscv64gc-unknown-linux-gnu", "thumbv6m-none-eabi", "aarch64-apple-ios", "i686-pc-windows-gnu"):
            done = run(program, "doctor", target, env=settings, check=False)
            assert "scripts/" not in done.stdout + done.stderr, done.stdout + done.stderr
    texts = re.findall(rb"[ -~]*scripts/[ -~]*", (home / "venv/bin/linkshim").read_bytes())
    assert texts == [b"scripts/sysroots"]  # said where the script is above the program alone
    for path in (home / "venv/share/linkshim").rglob("*"):
        assert path.suffix == ".pack" or not path.is_file() or b"scripts/sysroots" not in path.read_bytes(), path
