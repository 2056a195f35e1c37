"""Packages: the same bytes each time, whole, described, and usable from a wheel where nothing but Rust is installed."""

import base64
import hashlib
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import elf
import kept
import running
from conftest import PACKAGE, only, run
from layout import PROGRAMS, ROOT
from packs import pack_file

pytestmark = [pytest.mark.long, pytest.mark.early, pytest.mark.together("packages")]

TARGET = "aarch64-unknown-linux-gnu"


def installed(prefix: Path) -> dict[str, bytes]:
    """Every file that belongs into a package, by its name below the prefix."""
    share = prefix / "share/linkshim"
    files = [path for path in share.rglob("*") if path.is_file() and path.name != ".lock"]
    return {path.relative_to(prefix).as_posix(): path.read_bytes() for path in [*files, prefix / "bin/linkshim"]}


def contents(share: Path) -> dict[str, bytes]:
    """What a share/linkshim holds, whether headers and packs are packed small or not: a file's bytes by its name, a
    pack's by `pack TARGET`."""
    found = {}
    for pack in share.rglob("*.pack"):
        if pack.parent.name == "sysroots":
            lines, data = pack_file.split(pack)
            kept = "\n".join(line for line in lines if not line.startswith("base "))
            found[f"pack {pack.stem}"] = kept.encode() + b"\n" + data
            continue
        head, _, frame = pack.read_bytes().partition(b"\n\n")
        data, at = subprocess.run(["zstd", "-d", "-q", "-c", "--long=27"], input=frame, capture_output=True, check=True).stdout, 0
        for size, _, path in (line.partition(" ") for line in head.decode().splitlines() if line[0].isdigit()):
            found[path], at = data[at:at + int(size)], at + int(size)
        assert at == len(data)
    files = [path for path in share.rglob("*") if path.is_file() and path.suffix != ".pack" and
             path.name not in (".lock", "manifest", "stamps", "packages")]
    return {**found, **{path.relative_to(share).as_posix(): path.read_bytes() for path in files}}


def test_same_bytes(prefix, tmp_path):
    """From a copy in another folder, with other times and modes of files, by another locale, zone, mask and user's home,
    where nothing is kept from an earlier run. Without what is large: all is compressed twice."""
    large = {"mingw", "wasi", "c++", *(path.name for path in (prefix / "share/linkshim/sysroots").iterdir())}
    large -= {"x86_64-unknown-linux-gnu.pack", "x86_64-unknown-linux-musl.pack", "aarch64-unknown-linux-musl.pack"}
    tree, copy = tmp_path / "tree", tmp_path / "a folder with a blank/copy"
    first, again = tmp_path / "first", tmp_path / "again"
    shutil.copytree(prefix, tree, symlinks=True, ignore=lambda _, names: large & set(names))
    run("/usr/bin/python3", PACKAGE, "--prefix", tree, "--output", first, "--registries")
    shutil.copytree(tree, copy, symlinks=True, copy_function=shutil.copy)
    (copy / "bin/linkshim").chmod(0o700)
    os.utime(copy / "bin/linkshim", (10**9, 10**9))
    (copy / "share/linkshim/sysroots/.lock").touch()
    (copy / "share/linkshim/.new-left-by-a-killed-run").mkdir()
    (copy / "share/linkshim/.new-left-by-a-killed-run/x").write_text("half")
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "TZ": "Pacific/Apia", "LC_ALL": "C", "LANG": "C",
                   "SOURCE_DATE_EPOCH": "1700000000", "PYTHONHASHSEED": "7"}
    run("/usr/bin/python3", PACKAGE, "--prefix", copy, "--output", again, "--registries", env=environment, cwd=tmp_path, umask=0o077)
    names = sorted(path.name for path in first.iterdir())
    assert names == sorted(path.name for path in again.iterdir())
    assert len(names) >= 15  # further ones where the tree has further packs
    for name in names:
        assert (first / name).read_bytes() == (again / name).read_bytes(), name


def test_nothing_of_the_machine(tree, packages):
    """No folder of the build, no name of a user or machine is in any byte of what is packed."""
    parts = {**installed(tree), **{path.name: path.read_bytes() for path in packages.glob("*.cdx.json")}}
    words = [str(ROOT).encode(), str(tree).encode(), os.uname().nodename.encode() if len(os.uname().nodename) > 6 else
             str(ROOT).encode()]
    for name, data in parts.items():
        if name.endswith(".pack"):
            frame = data.partition(b"\n\n")[2]
            data += subprocess.run(["zstd", "-d", "-q", "-c", "--long=27"], input=frame, capture_output=True, check=True).stdout
        assert [word for word in words if word in data] == [], name


def test_archive(tree, packages, tmp_path):
    run("sha256sum", "--check", "--strict", "SHA256SUMS", cwd=packages)
    archive = only(packages, "linkshim-*-x86_64-linux.tar.gz")
    with tarfile.open(archive) as members:
        owners = {(member.uid, member.gid, member.uname, member.gname, member.mtime) for member in members}
        modes = {member.mode for member in members}
    assert owners == {(0, 0, "", "", 315532800)} and modes == {0o644, 0o755, 0o777}
    run("tar", "-xzf", archive, "-C", tmp_path)
    (tmp_path / "share/linkshim/packages").unlink()
    assert installed(tmp_path) == installed(tree)
    assert os.readlink(tmp_path / "bin/cargo-linkshim") == "linkshim"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bin", "share"]
    assert run(tmp_path / "bin/cargo-linkshim", "--version").stdout == run(tree / "bin/linkshim", "--version").stdout


def test_damaged_archive_is_noticed(packages, tmp_path):
    shutil.copytree(packages, tmp_path, dirs_exist_ok=True)
    with open(only(tmp_path, "*.tar.gz"), "r+b") as file:
        file.seek(1000)
        file.write(b"\0")
    assert run("sha256sum", "--check", "SHA256SUMS", cwd=tmp_path, check=False).returncode == 1


@pytest.mark.parametrize("name", ["linkshim-", "linkshim_packs_bsd-", "linkshim_packs_wasm-"])
def test_format_of_wheels(name, packages):
    """Names, modes and digests as the format wants them."""
    wheel = only(packages, f"{name}*.whl")
    with zipfile.ZipFile(wheel) as archive:
        infos = {info.filename: info for info in archive.infolist()}
        files = {name: archive.read(name) for name in infos}
    (base,) = {name.partition(".dist-info")[0] for name in files if ".dist-info/" in name}
    rows = [line.rsplit(",", 2) for line in files[f"{base}.dist-info/RECORD"].decode().splitlines()]
    assert sorted(row[0] for row in rows) == sorted(files) and len(rows) == len(infos)
    for name, digest, size in rows:
        if name.endswith("/RECORD"):
            assert digest == size == ""
            continue
        wanted = base64.urlsafe_b64encode(hashlib.sha256(files[name]).digest()).rstrip(b"=").decode()
        assert (digest, size) == (f"sha256={wanted}", str(len(files[name]))), name
    assert {info.date_time for info in infos.values()} == {(1980, 1, 1, 0, 0, 0)}
    assert all(stat.S_ISREG(info.external_attr >> 16) for info in infos.values())
    tags = re.findall(r"^Tag: (.*)$", files[f"{base}.dist-info/WHEEL"].decode(), re.M)
    assert wheel.name == f"{base}-py3-none-{'.'.join(tag.removeprefix('py3-none-') for tag in tags)}.whl"


def test_wheel(packages, tree, tmp_path):
    """The files of all wheels are those of the installed tree, each once."""
    (base,) = {path.name.partition("-py3")[0] for path in packages.glob("linkshim-*.whl")}
    with zipfile.ZipFile(only(packages, "linkshim-*.whl")) as archive:
        executable = {info.filename for info in archive.infolist() if info.external_attr >> 16 & 0o111}
        archive.extractall(tmp_path)
    share = tree / "share/linkshim"
    runs = {f"{base}.data/data/share/linkshim/{path.relative_to(share)}" for path in share.rglob("*")
            if path.is_file() and os.access(path, os.X_OK)}
    assert executable == {f"{base}.data/scripts/linkshim", f"{base}.data/scripts/cargo-linkshim"} | runs
    assert (tmp_path / f"{base}.data/scripts/linkshim").read_bytes() == (tree / "bin/linkshim").read_bytes()
    found = contents(tmp_path / f"{base}.data/data/share/linkshim")
    for wheel in packages.glob("linkshim_packs_*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(tmp_path / wheel.stem)
        (more,) = (tmp_path / wheel.stem).glob("*.data/data/share/linkshim/packs/*/*")
        assert not set(found) & set(contents(more))
        found |= contents(more)
    assert found == contents(tree / "share/linkshim")
    assert not [path for path in (tmp_path / f"{base}.data").rglob("*.h")]


@pytest.mark.parametrize("platform, taken", [
    ("manylinux2014_x86_64", True), ("manylinux_2_17_x86_64", True), ("musllinux_1_1_x86_64", True),
    ("manylinux2014_aarch64", False), ("musllinux_1_1_aarch64", False), ("win_amd64", False)])
def test_pip_takes_it(packages, tmp_path, platform, taken):
    done = run(sys.executable, "-m", "pip", "download", "--disable-pip-version-check", "--no-index", "--no-deps", "--find-links",
               packages, "--only-binary", ":all:", "--platform", platform, "--dest", tmp_path, "linkshim", check=False)
    assert (done.returncode == 0) == taken == bool(list(tmp_path.glob("*.whl"))), done.stdout + done.stderr


def test_sbom(packages, tree):
    """Valid by the schema of CycloneDX, and as complete as the lists it is made of."""
    python = ROOT / "build/test-venv/bin/python"
    path = only(packages, "*.cdx.json")
    check = """
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(sys.stdin.read())
sys.exit(f"{error}" if error else 0)
"""
    text = path.read_text()
    run(python, "-c", check, input=text)
    broken = run(python, "-c", check, input=text.replace('"SHA-256"', '"SHA-255"', 1), check=False)
    assert broken.returncode == 1 and "SHA-255" in broken.stderr
    sbom = json.loads(text)
    assert not {"serialNumber", "timestamp"} & {*sbom, *sbom["metadata"]}
    own = [part for part in sbom["components"] if part["bom-ref"].startswith("own/")]
    assert {"own/sysroots/msvc", "own/sysroots/startfiles"} <= {part["bom-ref"] for part in own}
    assert all((ROOT / part["bom-ref"].removeprefix("own/")).is_dir() and part["licenses"][0]["expression"] == "MIT OR Apache-2.0"
               for part in own)
    others = [part for part in sbom["components"] if part not in own]
    digests = {entry["content"] for part in others for entry in part.get("hashes", ())}
    pinned = {word for file in (ROOT / "scripts/pins").glob("*.json")
              for word in re.findall(r'"sha256": "([0-9a-f]{64})"', file.read_text())}
    assert digests == pinned and len(pinned) > 50
    assert sbom["metadata"]["component"]["hashes"][0]["content"] == \
        hashlib.sha256((tree / "bin/linkshim").read_bytes()).hexdigest()
    linked = {part["name"]: part["version"] for part in others if part["type"] == "library"}
    assert set(linked) == {"LLVM", "fmt", "toml++", "zlib", "zstd", "libstdc++", "libgcc", "glibc"}
    for part in others:
        if part["type"] == "library":
            package = part["bom-ref"].removeprefix("linked/")
            assert part["version"] == run("dpkg-query", "-W", "-f", "${Version}", package).stdout
            assert part["licenses"][0]["expression"]
    references = [part["bom-ref"] for part in sbom["components"]]
    assert len(set(references)) == len(references)


def test_linked_parts_are_complete(packages):
    """Every archive that the build names belongs to a package of the SBOM."""
    build = ROOT / "build/release/build.ninja"
    if not build.exists():
        pytest.skip("the program was built elsewhere: no build/release")
    rule = re.search(r"^build shim/linkshim: .*?\n\n", build.read_text(), re.M | re.S)[0]
    archives = sorted(set(re.findall(r"(/usr/\S+\.a)\b", rule)))
    assert len(archives) >= 5
    owners = {run("dpkg", "-S", archive).stdout.split(":")[0] for archive in archives}
    sbom = json.loads(only(packages, "*.cdx.json").read_text())
    assert owners <= {part["bom-ref"].removeprefix("linked/") for part in sbom["components"]}


@pytest.fixture(scope="module")
def with_cargo(only_rust, toolchain):
    """The newcomer's environment with cargo for TARGET."""
    home, variables = only_rust
    chain = toolchain(TARGET)
    for name, program in (("cargo", chain.cargo), ("rustc", chain.rustc)):
        if not (home / "tools" / name).exists():
            (home / "tools" / name).symlink_to(program)
    return home, {**variables, **chain.variables(None)}


def test_installed_wheel(with_cargo, packages, tree):
    """pip puts the tree where the program looks for it, and takes all of it away again. The program has links to all of
    it, and unpacks headers when it compiles."""
    home, variables = with_cargo
    venv = home / "venv"
    assert contents(venv / "share/linkshim") == {
        name: data for name, data in contents(tree / "share/linkshim").items()
        if not name.startswith(("headers/freebsd/", "pack x86_64-unknown-freebsd", "pack wasm32v1-none"))}
    assert os.access(venv / "bin/linkshim", os.X_OK) and os.access(venv / "bin/cargo-linkshim", os.X_OK)
    listed = json.loads(run(venv / "bin/linkshim", "sysroot", "--json", env=variables).stdout)
    used = Path(listed["used"])
    assert listed["folder"] == str(venv / "share/linkshim") and used.is_relative_to(home / ".cache/linkshim")
    for target, header in (("x86_64-unknown-linux-musl", "headers/musl/all/include/stdio.h"),
                           ("x86_64-pc-windows-gnu", "mingw/include/stdio.h")):
        run(venv / "bin/linkshim", "env", target, env=variables)
        assert (used / header).read_bytes() == (tree / "share/linkshim" / header).read_bytes()
    another = home / "another"
    run("/usr/bin/python3", "-m", "venv", another)
    before = {path for path in another.rglob("*")}
    pip = [another / "bin/pip", "--disable-pip-version-check"]
    run(*pip, "install", "--no-index", "--find-links", packages, "linkshim[all]")
    run(*pip, "uninstall", "-y", "linkshim", "linkshim-packs-bsd", "linkshim-packs-wasm")
    assert not [path for path in another.rglob("*") if path not in before and path.is_file() and path.suffix != ".pyc"]


def test_full_install(with_cargo, glibc_tree, tmp_path):
    """With the wheel and Rust alone: cargo linkshim builds, links makes names that link, doctor finds no fault."""
    home, variables = with_cargo
    shutil.copytree(PROGRAMS / "std_all", tmp_path / "app")
    build = ["cargo", "linkshim", "build", "--locked", "--target", f"{TARGET}.2.17"]
    run(*build, cwd=tmp_path / "app", env={**variables, "CARGO_TARGET_DIR": str(tmp_path / "target")})
    program = tmp_path / f"target/{TARGET}/debug/std_all"
    assert elf.read(program).newest_glibc() <= (2, 17)
    running.check_std_all(program, "aarch64", glibc_tree("2.17", "aarch64"))
    run("linkshim", "links", tmp_path / "names", f"{TARGET}.2.17", env=variables)
    hello = ["rustc", "--target", TARGET, *variables.get(f"CARGO_TARGET_{TARGET.upper().replace('-', '_')}_RUSTFLAGS", "").split(),
             f"-Clinker={tmp_path}/names/{TARGET}.2.17-cc", PROGRAMS / "small/hello.rs", "-o", tmp_path / "hello"]
    run(*hello, env=variables, cwd=tmp_path)
    assert running.run(tmp_path / "hello", arch="aarch64", tree=glibc_tree("2.17", "aarch64")).returncode == 0
    run("linkshim", "doctor", TARGET, env=variables, cwd=tmp_path)


def test_packs_that_build_on_others(with_cargo, tmp_path):
    """C++ for a target whose pack in the wheel builds on another one; a base that is missing is told of."""
    home, variables = with_cargo
    target = "aarch64-unknown-linux-musl"
    packs = home / "venv/share/linkshim/sysroots"
    head = (packs / f"{target}.pack").read_bytes().partition(b"\n\n")[0].decode()
    base = re.search(r"^base (.*)$", head, re.M)[1]
    (tmp_path / "app.cpp").write_text("#include <iostream>\nint main() { std::cout << \"hello\" << std::endl; }\n")
    settings = {**variables, "PATH": f"{variables['PATH']}:/usr/bin"}
    run("linkshim", "links", tmp_path / "names", target, env=variables)
    build = [tmp_path / f"names/{target}-c++", "-static", "app.cpp", "-o", "app"]
    run(*build, cwd=tmp_path, env=settings)
    assert running.run(tmp_path / "app", arch="aarch64").stdout == "hello\n"
    (packs / f"{base}.pack").rename(tmp_path / "kept")
    failed = run(*build, cwd=tmp_path, env={**settings, "LINKSHIM_CACHE_DIR": str(tmp_path / "cache")}, check=False)
    (tmp_path / "kept").rename(packs / f"{base}.pack")
    assert failed.returncode == 1 and f"{base}.pack, and of that: it cannot be read" in failed.stderr, failed.stderr


def test_cargo_name_by_a_link(with_cargo, tmp_path):
    """pipx and the like put links to what is in an environment into another folder."""
    home, variables = with_cargo
    (tmp_path / "cargo-linkshim").symlink_to(home / "venv/bin/cargo-linkshim")
    path = f"{tmp_path}:{home / 'tools'}"
    out = run("cargo", "linkshim", "--version", env={**variables, "PATH": path}).stdout
    assert out.startswith("linkshim ")
    failed = run("cargo", "linkshim", "build", "--target", "no-such-target", env={**variables, "PATH": path}, check=False,
                 cwd=PROGRAMS / "empty")
    assert failed.returncode == 1 and "no-such-target" in failed.stderr


REFUSED = {
    "nothing": (lambda tree: shutil.rmtree(tree / "bin"), "there is no "),
    "text": (lambda tree: (tree / "bin/linkshim").write_text("#!/bin/sh\n"), "is no 64-bit little-endian ELF program"),
    "empty": (lambda tree: (tree / "bin/linkshim").write_bytes(b""), "is no 64-bit little-endian ELF program"),
    "cut": (lambda tree: (tree / "bin/linkshim").write_bytes(Path("/bin/true").read_bytes()[:40]), "is cut off"),
    "dynamic": (lambda tree: shutil.copyfile("/bin/true", tree / "bin/linkshim"), "is not static"),
    "no headers": (lambda tree: shutil.rmtree(tree / "share/linkshim/headers"), "there are no headers"),
    "a link": (lambda tree: (tree / "share/linkshim/x").symlink_to("licenses"), "is no plain file"),
    "a pipe": (lambda tree: os.mkfifo(tree / "share/linkshim/x"), "is no plain file"),
    "a blank": (lambda tree: (tree / "share/linkshim/a b").write_text(""), "has a name that cannot be in a pack"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case, prefix, tmp_path):
    """One sentence, and packages that an earlier run made stay as they were."""
    damage, words = REFUSED[case]
    tree, output = tmp_path / "tree", tmp_path / "output"
    (tree / "bin").mkdir(parents=True)
    shutil.copy2(prefix / "bin/linkshim", tree / "bin")
    for name in ("licenses", "headers/musl"):
        shutil.copytree(prefix / "share/linkshim" / name, tree / "share/linkshim" / name)
    output.mkdir()
    (output / "SHA256SUMS").write_text("as it was\n")
    damage(tree)
    done = run("/usr/bin/python3", PACKAGE, "--prefix", tree, "--output", output, check=False)
    assert done.returncode == 1 and words in done.stderr and "Traceback" not in done.stderr, done.stderr
    assert [(path.name, path.read_text()) for path in output.iterdir()] == [("SHA256SUMS", "as it was\n")]


def test_unwritable_output(prefix, tmp_path):
    (tmp_path / "file").write_text("")
    done = run("/usr/bin/python3", PACKAGE, "--prefix", prefix, "--output", tmp_path / "file/below", check=False)
    assert done.returncode == 1 and done.stderr.startswith("scripts/package: ") and "Traceback" not in done.stderr


@pytest.mark.nightly
def test_all_targets(prefix, work, tmp_path):
    """The program's wheel is under 20 MB, with every target under 40 MB, and docs/install.md has the figures. Makes some two
    hundred packs first, which takes many minutes."""
    full = work / "all"
    if not full.exists():
        shutil.copytree(prefix, full, symlinks=True)
    run("/usr/bin/python3", ROOT / "scripts/sysroots", "--prefix", full, "--keep", kept.root() / "packs", "all", timeout=7200)
    listed = run("/usr/bin/python3", ROOT / "scripts/sysroots", "--list").stdout.split()
    packs = {path.stem for path in (full / "share/linkshim/sysroots").glob("*.pack")}
    assert {name for name in listed if "-linux-musl" in name} <= packs and len(packs) > 180
    run("/usr/bin/python3", PACKAGE, "--prefix", full, "--output", tmp_path, timeout=3600)
    sizes = {path.name: path.stat().st_size for path in tmp_path.glob("*.whl")}
    print(f"{len(packs)} packs: wheels {sizes}, archive {only(tmp_path, '*.tar.gz').stat().st_size} bytes")
    assert sizes[only(tmp_path, "linkshim-*.whl").name] < 20_000_000 and sum(sizes.values()) < 40_000_000
    run(ROOT / "scripts/make-data", "package-sizes", "--check", tmp_path)
    run(ROOT / "scripts/check-data", "import-libraries", "--prefix", full, timeout=7200)


# They compare with what holds on a host of x86_64: on aarch64 a program for aarch64 needs no emulator, and no cc of a target.
OF_X86_64 = {"BareTool.FindsWhomItWorksFor", "TargetVariables.WithHeaders", "CargoTest.SetsLinkerAndRunner",
             "CargoTest.GivesWay", "CargoTest.StandardLibraryOfRustup", "Targets.Default", "Run.Programs"}


@pytest.mark.nightly
def test_aarch64_host(prefix, tmp_path):
    """linkshim built by linkshim for aarch64, emulated: its tests, the plan and the program of a link, its wheel."""
    run(ROOT / "scripts/cross-build", "--prefix", prefix, "--tests", timeout=7200)
    check_aarch64(ROOT / "build/aarch64", prefix, tmp_path)


def check_aarch64(built: Path, prefix: Path, tmp_path: Path) -> None:
    qemu, program = shutil.which("qemu-aarch64-static"), built / "install/bin/linkshim"
    assert elf.read(program).machine == "aarch64" and elf.read(program).static
    unit = run(qemu, built / "build/test/linkshim_unit", "--gtest_brief=1", check=False).stdout
    assert set(re.findall(r"^\[  FAILED  \] (\S+) \(", unit, re.M)) <= OF_X86_64, unit
    assert int(re.search(r"PASSED  \] (\d+) tests", unit)[1]) > 200
    name = f"{TARGET}.2.17-cc"
    run("clang-22", "--target=aarch64-linux-gnu", "-x", "c", "-c", "-o", tmp_path / "main.o", "-", input="int main(void) { return 7; }")
    plans = []
    for tree, before in ((built / "install", [qemu, "-0", name]), (prefix, [])):
        link = tmp_path / f"bin{len(before)}" / name
        link.parent.mkdir()
        link.symlink_to(tree / "bin/linkshim")
        settings = {"PATH": os.environ["PATH"], "LINKSHIM_CACHE_DIR": str(tmp_path / "cache"), "HOME": str(tmp_path)}
        call = [*before, link, "main.o", "-o", f"out{len(before)}"]
        plans.append(run(*call, "-###", cwd=tmp_path, env=settings).stderr.replace(str(tree), "TREE").replace("out3", "out0"))
        run(*call, cwd=tmp_path, env=settings)
    assert plans[0] == plans[1] and "lld" in plans[0]
    assert (tmp_path / "out0").read_bytes() == (tmp_path / "out3").read_bytes()
    run("/usr/bin/python3", PACKAGE, "--prefix", built / "install", "--parts", built / "packages", "--output", tmp_path / "p")
    run(sys.executable, "-m", "pip", "download", "--no-index", "--no-deps", "--find-links", tmp_path / "p", "--only-binary",
        ":all:", "--platform", "manylinux2014_aarch64", "--dest", tmp_path, "linkshim")
