"""Real glibc run-time trees to run programs against, fetched once and kept (kept.py).

A tree is a folder with every shared library in lib/ (lib64 and libx32 point there). Version 2.17 comes from an npm package
with a whole cross sysroot; the others from the architecture-independent cross packages of Debian suites, fetched with
apt from the mirror that this machine is set up for, with private lists, so the machine's own state is not touched.
"""

import contextlib
import glob
import json
import os
import re
import shutil
import subprocess
import tarfile
import time
from pathlib import Path

import kept
from layout import ROOT

SUITES = {"2.31": "bullseye", "2.36": "bookworm", "2.41": "trixie", "2.43": "sid"}
VERSIONS = ["2.17", *SUITES]
# The MIPS packages of a suite are a release behind the others.
SUITE_OF = {**SUITES, "2.40": "trixie", "2.42": "sid"}
# Architectures go by the names of the symbol tables; this says which packages hold their libraries.
PACKAGES = json.loads((ROOT / "scripts/pins/glibc-abis.json").read_text())
INTERPRETER = {
    "x86_64": "ld-linux-x86-64.so.2", "x32": "ld-linux-x32.so.2", "i386": "ld-linux.so.2",
    "aarch64": "ld-linux-aarch64.so.1", "armhf": "ld-linux-armhf.so.3", "armel": "ld-linux.so.3",
    "riscv64": "ld-linux-riscv64-lp64d.so.1", "loongarch64": "ld-linux-loongarch-lp64d.so.1",
    "powerpc64le": "ld64.so.2", "powerpc64": "ld64.so.1", "powerpc": "ld.so.1", "s390x": "ld64.so.1",
    "mips": "ld.so.1", "mipsel": "ld.so.1", "mips64": "ld.so.1", "mips64el": "ld.so.1",
    "mipsr6": "ld-linux-mipsn8.so.1", "mipsr6el": "ld-linux-mipsn8.so.1",
    "mips64r6": "ld-linux-mipsn8.so.1", "mips64r6el": "ld-linux-mipsn8.so.1",
    "sparc64": "ld-linux.so.2", "sparc": "ld-linux.so.2", "m68k": "ld.so.1",
}
NPM_PACKAGE = {
    "x86_64": "@napi-rs/cross-toolchain-x64-target-x86_64@1.0.0",
    "aarch64": "@napi-rs/cross-toolchain-x64-target-aarch64@1.0.3",
}

LISTS_ARE_GOOD_FOR = 24 * 3600  # seconds; packages of a suite go when newer ones come


class Unavailable(Exception):
    """The tree cannot be had here; the text says why."""


@contextlib.contextmanager
def _as_unavailable(what: str):
    """Turns what a fetch can end with into Unavailable."""
    try:
        yield
    except (OSError, ValueError, subprocess.SubprocessError, tarfile.TarError) as error:
        detail = (getattr(error, "stderr", None) or b"").decode(errors="replace").strip()
        raise Unavailable(f"{what}: {error} {detail[-400:]}") from error


def _kept(name: str, what: str, recipe: list, fill) -> Path:
    """The kept folder of that recipe; `fill(folder)` makes what is missing. Raises Unavailable."""
    final = kept.place("glibc", name, recipe, Path(__file__))
    with kept.locked(final):
        if not kept.is_there(final):
            with _as_unavailable(what), kept.making(final) as scratch:
                fill(scratch)
    return final


def tree(version: str, arch: str) -> Path:
    """The folder of glibc `version` for `arch`, made when missing. Raises Unavailable."""
    def fill(scratch: Path) -> None:
        (scratch / "lib").mkdir()
        libraries = _unpack_npm(scratch, arch) if version == "2.17" else _unpack_debian(scratch, version, arch)
        _collect(libraries, scratch / "lib")
        if not (scratch / "lib" / INTERPRETER[arch]).exists():
            raise Unavailable(f"glibc {version} for {arch}: no {INTERPRETER[arch]} in the package")
        for name in ("lib64", "libx32"):
            (scratch / name).symlink_to("lib")
        for name in scratch.iterdir():
            if name.name not in ("lib", "lib64", "libx32"):
                shutil.rmtree(name) if name.is_dir() else name.unlink()
    source = NPM_PACKAGE.get(arch) if version == "2.17" else [SUITE_OF.get(version), PACKAGES.get(arch)]
    return _kept(f"glibc-{version}-{arch}", f"glibc {version} for {arch}", [version, arch, source], fill)


def system(debian: str) -> Path:
    """A system root with the packaged glibc of the configured release for linking, libc.a included, and GCC's own
    libraries, as cross compilers have them. Raises Unavailable."""
    def fill(scratch: Path) -> None:
        for name in ("libc6-{}-cross", "libc6-dev-{}-cross", "libgcc-12-dev-{}-cross", "libgcc-s1-{}-cross"):
            folder = scratch / name.format("x")
            package = download("amd64", name.format(debian), folder)
            _run("dpkg-deb", "-x", package.name, str(scratch / "root"), cwd=folder)
            shutil.rmtree(folder)
    return _kept(f"system-{debian}", f"a system root for {debian}", [debian], fill) / "root"


def _run(*command: str, cwd: Path) -> str:
    return subprocess.run(command, cwd=cwd, check=True, capture_output=True, timeout=300).stdout.decode()


def _collect(folders, lib: Path) -> None:
    """Copies every `*.so*` file of the folders, with links that stay inside `lib` kept as links."""
    for folder in folders:
        for name in sorted(os.listdir(folder)):
            source, copy = Path(folder) / name, lib / name
            if not re.search(r"\.so(\.|$)", name) or copy.exists():
                continue
            if source.is_symlink() and "/" not in os.readlink(source):
                copy.symlink_to(os.readlink(source))
            elif source.is_file():
                shutil.copy2(source, copy)


def _unpack_npm(scratch: Path, arch: str):
    """npm package → .tar.xz inside it → the shared libraries of its sysroot."""
    if not shutil.which("npm"):
        raise Unavailable("npm is missing")
    _run("npm", "pack", "--silent", NPM_PACKAGE[arch], cwd=scratch)
    (archive,) = scratch.glob("*.tgz")
    inner = f"package/{arch}-unknown-linux-gnu.tar.xz"
    _run("tar", "xzf", archive.name, inner, cwd=scratch)
    wanted = f"./{arch}-unknown-linux-gnu/sysroot/lib/*.so*"
    _run("tar", "xJf", inner, "--wildcards", "--no-wildcards-match-slash", wanted, cwd=scratch)
    return [scratch / f"{arch}-unknown-linux-gnu/sysroot/lib"]


def mirror() -> tuple[str, str]:
    """Address and options of the first Debian package source set up on this machine."""
    for path in sorted(glob.glob("/etc/apt/sources.list.d/*.sources")):
        for stanza in Path(path).read_text().split("\n\n"):
            fields = dict(re.findall(r"^([A-Za-z-]+):[ \t]*(.*)$", stanza, re.M))
            uri = fields.get("URIs", "").split(" ")[0]
            if uri.rstrip("/").endswith("/debian"):
                return uri, f"[signed-by={fields['Signed-By']}] " if fields.get("Signed-By", "").startswith("/") else ""
    for path in ["/etc/apt/sources.list", *sorted(glob.glob("/etc/apt/sources.list.d/*.list"))]:
        text = Path(path).read_text() if os.path.exists(path) else ""
        for options, uri in re.findall(r"^deb\s+(\[[^]]*\]\s+)?(\S+/debian/?)\s", text, re.M):
            return uri, options
    raise Unavailable("no Debian mirror is set up for apt on this machine")


def _apt(state: Path, architecture: str, scratch: Path) -> list[str]:
    """apt-get with lists and state of its own in `state`, its lists of today; `state/etc` says where from."""
    for folder in ("lists/partial", "cache/archives/partial", "etc/parts"):
        (state / folder).mkdir(parents=True, exist_ok=True)
    (state / "status").touch()
    settings = {
        "Dir::Etc::sourcelist": state / "etc/sources.list",
        "Dir::Etc::sourceparts": state / "etc/parts",
        "Dir::Etc::preferencesparts": state / "etc/none",
        "Dir::State": state,
        "Dir::State::lists": state / "lists",
        "Dir::State::status": state / "status",
        "Dir::Cache": state / "cache",
        "APT::Architecture": architecture,
        "APT::Architectures": architecture,
        "APT::Sandbox::User": "root",
        "Acquire::Languages": "none",
    }
    apt = ["apt-get", "-q"] + [word for key, value in settings.items() for word in ("-o", f"{key}={value}")]
    lists = any((state / "lists").glob("*_Packages*"))
    fetched = state / "fetched"
    if not lists or not fetched.exists() or time.time() - fetched.stat().st_mtime > LISTS_ARE_GOOD_FOR:
        _run(*apt, "update", cwd=scratch)
        fetched.touch()
    return apt


def download(architecture: str, package: str, folder: Path) -> Path:
    """Fetches one package of the configured Debian release, for any of its architectures. Raises Unavailable."""
    folder.mkdir(parents=True)
    with _apt_state(architecture) as state:
        return _download_of_release(state, architecture, package, folder)


@contextlib.contextmanager
def _apt_state(name: str):
    """apt's lists and state by that name, for one user at a time."""
    state = kept.root() / "apt" / name
    state.parent.mkdir(exist_ok=True)
    with kept.locked(state):
        yield state


def _download_of_release(state: Path, architecture: str, package: str, folder: Path) -> Path:
    (state / "etc/parts").mkdir(parents=True, exist_ok=True)
    for path in glob.glob("/etc/apt/sources.list.d/*.sources"):
        stanzas = [stanza for stanza in Path(path).read_text().split("\n\n")
                   if re.search(r"^URIs:.*/debian(-security)?/?\s*$", stanza, re.M)]
        if stanzas:
            (state / "etc/parts" / os.path.basename(path)).write_text("\n\n".join(stanzas) + "\n")
    old = Path("/etc/apt/sources.list")
    lines = old.read_text().splitlines() if old.exists() else []
    (state / "etc/sources.list").write_text("".join(f"{line}\n" for line in lines if re.search(r"/debian", line)))
    _run(*_apt(state, architecture, folder), "download", package, cwd=folder)
    (file,) = folder.glob("*.deb")
    return file


def _download_from(suite: str, architecture: str, folder: Path, *packages: str) -> None:
    """Fetches packages of a suite for an architecture into the folder, and unpacks them below deb/ there."""
    uri, options = mirror()
    with _apt_state(suite if architecture == "amd64" else f"{suite}-{architecture}") as state:
        (state / "etc").mkdir(parents=True, exist_ok=True)
        (state / "etc/sources.list").write_text(f"deb {options}{uri} {suite} main\n")
        _run(*_apt(state, architecture, folder), "download", *packages, cwd=folder)
    for package in sorted(folder.glob("*.deb")):
        _run("dpkg-deb", "-x", package.name, "deb", cwd=folder)


def _unpack_debian(scratch: Path, version: str, arch: str):
    suite, names = SUITE_OF[version], PACKAGES[arch]
    _download_from(suite, "amd64", scratch, names["libc"], names["libgcc"])
    if not any(scratch.glob(f"{names['libc']}_{version}-*.deb")):
        raise Unavailable(f"{names['libc']} of {suite} is no longer glibc {version}")
    return sorted({path.parent for path in (scratch / "deb").rglob("*.so.*")})


def musl_tree(architecture: str, loader: str) -> Path:
    """A folder with the musl of the distribution's architecture as lib/LOADER. Raises Unavailable."""
    def fill(scratch: Path) -> None:
        _download_from("trixie", architecture, scratch, "musl")
        (libc,) = (path for path in (scratch / "deb").rglob("libc.so") if not path.is_symlink())
        (scratch / "lib").mkdir()
        shutil.copy2(libc, scratch / "lib" / loader)
        shutil.rmtree(scratch / "deb")
    return _kept(f"musl-{architecture}", f"musl for {architecture}", [architecture, loader], fill)
