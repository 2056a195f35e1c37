"""What registries take, installed from local files: the crate, what cargo-binstall fetches, the packages for npm, Homebrew's
formula and Nix's expression."""

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import tarfile
import time
import tomllib
from pathlib import Path

import pytest

import registries
from conftest import only, run
from layout import PROGRAMS, ROOT

pytestmark = [pytest.mark.long, pytest.mark.together("packages of registries")]

TARGET = "x86_64-unknown-linux-musl"
LICENCE = "MIT OR Apache-2.0"


@pytest.fixture(scope="module")
def packages(linkshim, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("packages")
    run("/usr/bin/python3", ROOT / "scripts/package", "--prefix", linkshim.program.parents[1], "--output", folder, "--registries")
    return folder


@pytest.fixture(scope="module")
def version(packages) -> str:
    return re.fullmatch(r"linkshim-([\d.]+)\.tgz", only(packages, "linkshim-[0-9]*.tgz").name)[1]


@pytest.fixture
def hello(linkshim, toolchain, tmp_path):
    """A function: a program of Rust linked by the tool that is named, run."""
    def link(linker: Path) -> str:
        chain = toolchain(TARGET)
        run(chain.rustc, "--target", TARGET, *chain.rustc_flags, f"-Clinker={linker}", PROGRAMS / "small/hello.rs", "-o",
            tmp_path / "hello", env={**linkshim.environment, **chain.environment})
        return run(tmp_path / "hello").stdout
    return link


def test_sums_name_every_file_that_is_fetched(packages):
    names = {line.split()[1] for line in (packages / "SHA256SUMS").read_text().splitlines()}
    recipes = {"SHA256SUMS", "linkshim.rb", "linkshim.nix", *(path.name for path in packages.glob("*.Dockerfile"))}
    assert names == {path.name for path in packages.iterdir()} - recipes
    run("sha256sum", "--check", "--strict", "SHA256SUMS", cwd=packages)


def test_what_a_registry_shows_is_for_those_who_install(packages):
    for name in (".crate", ".tgz", ".whl"):
        for path in packages.glob(f"*{name}"):
            if name == ".whl":
                texts = [run("unzip", "-p", path, "*/METADATA").stdout]
            else:
                with tarfile.open(path) as members:
                    texts = [members.extractfile(member).read().decode() for member in members
                             if member.name.endswith("/README.md")]
            for text in texts:
                assert "scripts/" not in text and "](docs/" not in text and "linkshim" in text, path.name


# The crate

@pytest.fixture(scope="module")
def crate(packages, tmp_path_factory) -> Path:
    """Its folder, unpacked."""
    folder = tmp_path_factory.mktemp("crate")
    run("tar", "-xzf", only(packages, "*.crate"), "-C", folder)
    return only(folder, "cargo-linkshim-*")


@pytest.fixture(scope="module")
def compiled(crate, linkshim, tmp_path_factory) -> Path:
    """The bin folder of `cargo install`."""
    root = tmp_path_factory.mktemp("cargo-root")
    environment = {**linkshim.environment, "CARGO_TARGET_DIR": str(root / "target"), "RUSTFLAGS": "-Dwarnings"}
    run("cargo", "install", "--offline", "--locked", "--path", crate, "--root", root, env=environment)
    return root / "bin"


def test_crate_is_what_cargo_packs(crate, linkshim):
    environment = {**linkshim.environment, "CARGO_TARGET_DIR": str(crate.parent / "target")}
    listed = run("cargo", "package", "--offline", "--allow-dirty", "--list", cwd=crate, env=environment).stdout.split()
    own = {path.relative_to(crate).as_posix() for path in crate.rglob("*") if path.is_file()}
    assert set(listed) - {"Cargo.toml.orig", ".cargo_vcs_info.json"} == own
    assert {"LICENSE-MIT", "LICENSE-APACHE", "CHANGELOG.md", "SECURITY.md", "README.md", "Cargo.lock"} <= own
    metadata = json.loads(run("cargo", "metadata", "--offline", "--locked", "--format-version=1", cwd=crate,
                              env=environment).stdout)
    (package,) = metadata["packages"]
    assert (package["license"], package["readme"]) == (LICENCE, "README.md") and package["description"]
    assert {target["name"] for target in package["targets"]} == {"cargo-linkshim", "linkshim"}
    assert len(package["keywords"]) <= 5 and all(len(word) <= 20 for word in package["keywords"])
    done = run("cargo", "package", "--offline", "--allow-dirty", cwd=crate, env=environment)
    assert "warning" not in done.stderr, done.stderr


def test_crate_without_linkshim_says_how_to_install(compiled, tmp_path):
    for name in ("linkshim", "cargo-linkshim"):
        done = run(compiled / name, "--version", check=False, env={"PATH": f"{compiled}:{tmp_path}"})
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith("linkshim: error: linkshim itself is not installed\n")
        assert done.stderr.splitlines()[-1] == "  try: cargo binstall --force cargo-linkshim, or pip install linkshim"


def test_crate_becomes_the_installed_linkshim(compiled, linkshim, tmp_path):
    """Found behind the crate's own programs on PATH, a copy and a link of them too; status and arguments pass through."""
    copies = tmp_path / "copies"
    shutil.copytree(compiled, copies)
    links = tmp_path / "links"
    links.mkdir()
    (links / "linkshim").symlink_to(copies / "linkshim")
    rest = linkshim.environment["PATH"]
    for path in (f"{compiled}:{rest}", f"{copies}:{links}:{compiled}:{copies}:{rest}"):
        environment = {**linkshim.environment, "PATH": path}
        wanted = run(linkshim.program, "--version").stdout
        assert run("linkshim", "--version", env=environment).stdout == wanted
        assert run("cargo", "linkshim", "--version", env=environment).stdout == wanted
        for arguments in (["doctor", "no-such-target"], ["a b", "--c"]):
            own, other = (run(program, *arguments, check=False, env=environment) for program in ("linkshim", linkshim.program))
            assert (own.returncode, own.stderr) == (other.returncode, other.stderr) and own.returncode == 1
    only_launchers = run("linkshim", "--version", check=False, env={"PATH": f"{copies}:{links}:{compiled}"})
    assert only_launchers.returncode == 1 and "is not installed" in only_launchers.stderr


# What cargo-binstall fetches

@pytest.fixture(scope="module")
def fetched(crate, packages, version, tmp_path_factory) -> Path:
    """A bin folder with the programs of the archive that the crate's metadata names, as cargo-binstall puts them there."""
    manifest = tomllib.loads((crate / "Cargo.toml").read_text())
    metadata, names = manifest["package"]["metadata"]["binstall"], [program["name"] for program in manifest["bin"]]
    words = {"repo": manifest["package"]["repository"], "version": version, "target": TARGET}
    url = re.sub(r"{ (\S+) }", lambda word: words[word[1]], metadata["pkg-url"])
    assert url.startswith("https://") and (metadata["pkg-fmt"], metadata["bin-dir"]) == ("tgz", "{ bin }{ binary-ext }")
    folder = tmp_path_factory.mktemp("binstall")
    with tarfile.open(packages / url.rpartition("/")[2]) as members:
        assert sorted(members.getnames()) == sorted(names)
        members.extractall(folder)
    return folder


def plain(fetched: Path, home: Path) -> dict:
    return {"PATH": f"{fetched}:{os.environ['PATH']}", "HOME": str(home), **{
        name: os.environ.get(name, str(Path.home() / default))
        for name, default in (("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup"))}}


def test_fetched_programs_unpack_themselves_once(fetched, tmp_path, version, hello):
    environment = plain(fetched, tmp_path)
    calls = [subprocess.Popen(["cargo", "linkshim", "--version"], env=environment, stdout=subprocess.PIPE, text=True)
             for _ in range(4)]
    assert [call.communicate(timeout=120)[0] for call in calls] == [f"linkshim {version}\n"] * 4
    (tree,) = (tmp_path / ".local/share/linkshim/versions").iterdir()
    assert tree.name.startswith(f"{version}-") and sorted(path.name for path in tree.iterdir()) == ["bin", "share"]
    before = (tree / "bin/linkshim").stat().st_ctime_ns
    run("linkshim", "links", tmp_path / "tools", TARGET, env=environment)
    assert (tree / "bin/linkshim").stat().st_ctime_ns == before
    tool = tmp_path / f"tools/{TARGET}-cc"
    assert os.readlink(tool) == str(tree / "bin/linkshim")
    assert hello(tool).startswith("hello")
    assert run("linkshim", "doctor", "no-such-target", check=False, env=environment).returncode == 1
    other = tmp_path / "a folder/data"
    assert run("linkshim", "--version", env={**environment, "XDG_DATA_HOME": str(other)}).stdout == f"linkshim {version}\n"
    assert len(list((other / "linkshim/versions").iterdir())) == 1


def test_fetched_programs_where_they_cannot_unpack(fetched, tmp_path):
    environment = plain(fetched, tmp_path)
    (tmp_path / ".local").write_text("a file\n")
    done = run("linkshim", "--version", check=False, env=environment)
    assert done.returncode == 1 and "linkshim could not be unpacked" in done.stderr and "export XDG_DATA_HOME" in done.stderr
    (tmp_path / ".local").unlink()
    damaged = tmp_path / "damaged"
    shutil.copytree(fetched, damaged)
    with open(damaged / "cargo-linkshim", "r+b") as file:
        file.seek(-200_000, os.SEEK_END)
        file.write(b"\0" * 1000)
    for cut in (False, True):
        if cut:
            os.truncate(damaged / "cargo-linkshim", 1_000_000)
        done = run(damaged / "linkshim", "--version", check=False, env=environment)
        assert done.returncode == 1 and "is damaged" in done.stderr, done.stderr
        assert list((tmp_path / ".local/share/linkshim/versions").iterdir()) == []


@pytest.mark.skipif(os.getuid() != 0, reason="only root can mount a small disk")
def test_fetched_programs_on_a_full_disk(fetched, tmp_path):
    (tmp_path / "small").mkdir()
    script = f'mount -t tmpfs -o size=3m none {tmp_path}/small; linkshim --version || find {tmp_path}/small -type f'
    done = run("unshare", "--mount", "sh", "-c", script, env={**plain(fetched, tmp_path), "XDG_DATA_HOME": f"{tmp_path}/small"})
    assert done.stdout == "" and "the disk is full" in done.stderr, done


def test_binstall_itself(crate, packages, tmp_path, version):
    """cargo-binstall, where it is installed, by the crate's manifest; the release is on this machine."""
    if not (program := shutil.which("cargo-binstall")):
        pytest.skip("cargo-binstall is not installed")
    manifest, site = tmp_path / "crate", tmp_path / "site"
    shutil.copytree(crate, manifest)
    (site / "releases/download").mkdir(parents=True)
    (site / f"releases/download/v{version}").symlink_to(packages)
    certificate = registries.certificate(tmp_path)
    with registries.served(site, certificate=certificate) as (address, asked):
        text = (manifest / "Cargo.toml").read_text().replace("https://github.com/linkshim/linkshim", address)
        (manifest / "Cargo.toml").write_text(text)
        environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "CARGO_HOME": str(tmp_path / "cargo")}
        run(program, "binstall", "--manifest-path", manifest, "--root", tmp_path / "root", "--no-confirm", "--force",
            "--disable-telemetry", "--root-certificates", certificate, "cargo-linkshim", env=environment)
    assert f"/releases/download/v{version}/cargo-linkshim-{version}-{TARGET}.tgz" in asked
    assert run(tmp_path / "root/bin/linkshim", "--version", env=environment).stdout == f"linkshim {version}\n"


# npm

def npm_install(folder: Path, address: str, *words) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text('{"name": "app", "version": "1.0.0", "private": true}\n')
    run("npm", "install", "--registry", address, "--cache", folder / "cache", "--no-audit", "--no-fund", "--no-update-notifier",
        *words, "linkshim", cwd=folder, env={"PATH": os.environ["PATH"], "HOME": str(folder)})
    return folder / "node_modules"


@pytest.fixture(scope="module")
def npm(packages, tmp_path_factory):
    """node_modules of a project that has installed linkshim."""
    with registries.npm_registry(sorted(packages.glob("linkshim-*.tgz"))) as (address, _):
        yield npm_install(tmp_path_factory.mktemp("npm"), address)


def test_npm_metadata(packages, version):
    main = registries.package_json(packages / f"linkshim-{version}.tgz")
    host = registries.package_json(packages / f"linkshim-linux-x64-{version}.tgz")
    assert main["optionalDependencies"] == {"@linkshim/linux-arm64": version, "@linkshim/linux-x64": version}
    assert (host["name"], host["os"], host["cpu"], host["libc"]) == ("@linkshim/linux-x64", ["linux"], ["x64"], ["glibc", "musl"])
    assert main["license"] == host["license"] == LICENCE and "scripts" not in main and "scripts" not in host
    for path in packages.glob("linkshim-*.tgz"):
        with tarfile.open(path) as members:
            names = members.getnames()
        assert {f"package/{name}" for name in ("LICENSE-MIT", "LICENSE-APACHE", "CHANGELOG.md", "SECURITY.md", "README.md")} <= \
            set(names)


def test_npm_installs_the_hosts_package_alone(packages, tmp_path, version):
    """By os, cpu and libc. Here the registry has a package for the other processor too, made of this one's."""
    other = tmp_path / f"linkshim-linux-arm64-{version}.tgz"
    (tmp_path / "package/bin").mkdir(parents=True)
    of_host = registries.package_json(packages / f"linkshim-linux-x64-{version}.tgz")
    (tmp_path / "package/package.json").write_text(json.dumps({**of_host, "name": "@linkshim/linux-arm64", "cpu": ["arm64"]}))
    run("tar", "-czf", other, "-C", tmp_path, "package")
    with registries.npm_registry([*sorted(packages.glob("linkshim-*.tgz")), other]) as (address, asked):
        for libc in ("glibc", "musl"):
            modules = npm_install(tmp_path / f"arm64-{libc}", address, "--os=linux", "--cpu=arm64", f"--libc={libc}")
            assert sorted(os.listdir(modules / "@linkshim")) == ["linux-arm64"]
        assert f"/files/linkshim-linux-x64-{version}.tgz" not in asked
        modules = npm_install(tmp_path / "mac", address, "--os=darwin", "--cpu=arm64")
        assert not (modules / "@linkshim").exists()
        modules = npm_install(tmp_path / "here", address)
        assert sorted(os.listdir(modules / "@linkshim")) == ["linux-x64"]


def test_npm_links_a_program(npm, linkshim, hello, tmp_path, version):
    tools = tmp_path / "tools"
    assert run(npm / ".bin/linkshim", "--version").stdout == f"linkshim {version}\n"
    run(npm / ".bin/linkshim", "links", tools, TARGET, env=linkshim.environment)
    assert os.readlink(tools / f"{TARGET}-cc") == str(npm / "@linkshim/linux-x64/bin/linkshim")
    assert hello(tools / f"{TARGET}-cc").startswith("hello")


def test_npm_is_a_subcommand_of_cargo(npm, linkshim, toolchain, tmp_path):
    chain = toolchain(TARGET)
    (tmp_path / "app/src").mkdir(parents=True)
    (tmp_path / "app/Cargo.toml").write_text('[package]\nname = "app"\nversion = "1.0.0"\n')
    (tmp_path / "app/src/main.rs").write_text('fn main() { println!("hello"); }\n')
    environment = {**linkshim.environment, **chain.variables(None), "PATH": f"{npm}/.bin:{os.environ['PATH']}",
                   "CARGO_TARGET_DIR": str(tmp_path / "target")}
    run(chain.cargo, "linkshim", "build", "--target", TARGET, cwd=tmp_path / "app", env=environment)
    assert run(tmp_path / f"target/{TARGET}/debug/app").stdout == "hello\n"


def test_npm_passes_status_and_signals(npm, tmp_path):
    program = [npm / ".bin/linkshim", "run", "x86_64-unknown-linux-gnu", "--", "/bin/sh", "-c"]
    assert run(*program, "exit 7", check=False).returncode == 7
    assert run(*program, "kill -KILL $$", check=False).returncode == 128 + signal.SIGKILL
    started = subprocess.Popen([*program, f"touch {tmp_path}/started; exec sleep 60"])
    for _ in range(200):
        if (tmp_path / "started").exists():
            break
        time.sleep(0.1)
    started.terminate()
    assert started.wait(20) == 128 + signal.SIGTERM


def test_npm_without_the_hosts_package(packages, tmp_path):
    with registries.npm_registry(sorted(packages.glob("linkshim-*.tgz"))) as (address, _):
        modules = npm_install(tmp_path, address, "--omit=optional")
    done = run(modules / ".bin/linkshim", "--version", check=False)
    assert done.returncode == 1 and "the package @linkshim/linux-x64 is not installed" in done.stderr
    assert done.stderr.splitlines()[-1] == "  try: npm install --include=optional linkshim"


# Homebrew and Nix

@pytest.fixture
def unpacked(packages, tmp_path) -> Path:
    (tmp_path / "unpacked").mkdir()
    run("tar", "-xzf", only(packages, "linkshim-*-linux.tar.gz"), "-C", tmp_path / "unpacked")
    return tmp_path / "unpacked"


def archive_facts(packages: Path, version: str) -> tuple[str, str]:
    archive = packages / f"linkshim-{version}-x86_64-linux.tar.gz"
    return (f"https://github.com/linkshim/linkshim/releases/download/v{version}/{archive.name}",
            hashlib.sha256(archive.read_bytes()).hexdigest())


def test_formula(packages, unpacked, linkshim, tmp_path, version):
    """Ruby takes it without a warning; its checksum is the archive's; what it installs passes its own test."""
    if not shutil.which("ruby"):
        pytest.skip("ruby is missing: scripts/install-test-needs")
    assert run("ruby", "-wc", packages / "linkshim.rb").stderr == ""
    (tmp_path / "formula.rb").write_text(registries.FORMULA)
    cellar = tmp_path / "Cellar"
    done = run("ruby", "-w", tmp_path / "formula.rb", packages / "linkshim.rb", "x86_64", cellar, tmp_path, cwd=unpacked,
               env=linkshim.environment)
    facts = json.loads(done.stdout)
    assert (facts["url"], facts["sha256"]) == archive_facts(packages, version)
    assert facts["license"] == {"any_of": LICENCE.split(" OR ")} and facts["depends_on"] == "linux"
    assert len(facts["desc"]) < 80 and facts["version"] == version
    assert os.readlink(cellar / "bin/cargo-linkshim") == "linkshim"


def test_expression(packages, unpacked, tmp_path, version):
    """Nix parses and evaluates it; its checksum is the archive's; what its installPhase makes runs."""
    if not shutil.which("nix-instantiate"):
        pytest.skip("nix-instantiate is missing: scripts/install-test-needs")
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "NIX_STATE_DIR": str(tmp_path / "state"),
                   "NIX_STORE_DIR": str(tmp_path / "store"), "NIX_LOG_DIR": str(tmp_path / "log")}
    run("nix-instantiate", "--parse", packages / "linkshim.nix", env=environment)

    def evaluated(system: str, check=True):
        words = registries.EXPRESSION.replace("FILE", str(packages / "linkshim.nix")).replace("SYSTEM", system)
        return run("nix-instantiate", "--eval", "--strict", "--json", "-E", words, check=check, env=environment)
    facts = json.loads(evaluated("x86_64-linux").stdout)
    assert (facts["src"]["url"], facts["src"]["sha256"]) == archive_facts(packages, version)
    assert facts["meta"]["license"] == LICENCE.split(" OR ") and facts["meta"]["platforms"] == ["x86_64-linux"]
    assert "has no archive for aarch64-darwin" in evaluated("aarch64-darwin", check=False).stderr
    run("bash", "-euc", "runHook() { :; }\n" + facts["installPhase"], cwd=unpacked, env={**environment, "out": str(tmp_path / "out")})
    assert run(tmp_path / "out/bin/linkshim", "--version").stdout == f"linkshim {version}\n"


def test_both_hosts_in_one_release(packages, tmp_path, version):
    """A folder with the other host's archive in it: the recipes have both."""
    folder = tmp_path / "release"
    folder.mkdir()
    (folder / f"linkshim-{version}-aarch64-linux.tar.gz").write_bytes(b"not looked into")
    tree = tmp_path / "tree"
    share = tree / "share/linkshim"
    (share / "headers").mkdir(parents=True)
    (share / "headers/a.h").write_text("")
    (tree / "bin").mkdir()
    with tarfile.open(packages / f"linkshim-{version}-x86_64-linux.tar.gz") as members:
        (tree / "bin/linkshim").write_bytes(members.extractfile("bin/linkshim").read())
    run("/usr/bin/python3", ROOT / "scripts/package", "--prefix", tree, "--output", folder, "--registries")
    digest = hashlib.sha256(b"not looked into").hexdigest()
    for name in ("linkshim.rb", "linkshim.nix"):
        text = (folder / name).read_text()
        assert text.count(digest) == 1 and len(re.findall(r'"[0-9a-f]{64}"', text)) == 2 and "# each" not in text
    images = (folder / "linkshim.Dockerfile").read_text()
    assert "FROM scratch AS amd64\nADD linkshim-" in images and "FROM scratch AS arm64\nADD linkshim-" in images
    assert not re.search(r"@[A-Z]+@", "".join(path.read_text() for path in folder.glob("*.[rn]*")) + images)
