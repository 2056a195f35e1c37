"""Container images without an engine and without a registry: base images from the distribution's packages under the names
that Dockerfiles give them, and builds by buildah in chroots.

The base images stand in for the public ones of the same names: the files that a build uses lie in the same places.
  rust:1-slim-bookworm                            a Rust toolchain with std for some targets, gcc and libc6-dev; or without
  debian:bookworm-slim                            the distribution's minimal system
  gcr.io/distroless/{static,cc}-debian12:nonroot  certificates, time zones, user 65532; cc: glibc and libgcc_s too
All of it stays in the work folder, the minimal system outside of the clone (kept.py), so a second run makes nothing again.
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import glibc_trees
import kept
import toolchain as rust

RUST, DEBIAN = "docker.io/library/rust:1-slim-bookworm", "docker.io/library/debian:bookworm-slim"
STATIC, CC = "gcr.io/distroless/static-debian12:nonroot", "gcr.io/distroless/cc-debian12:nonroot"
BUILD_PLATFORM = "linux/amd64"
# The distribution's names of platforms.
DEBIAN_ARCH = {"linux/amd64": "amd64", "linux/arm64": "arm64", "linux/arm/v7": "armhf", "linux/arm/v5": "armel",
               "linux/386": "i386", "linux/ppc64le": "ppc64el", "linux/s390x": "s390x", "linux/mips64le": "mips64el"}
SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
# What rustc needs of the distribution to link on its own, as the public image has it; and all that is left out where an
# image is to have nothing of the kind: a clang brings most of it.
C_COMPILER = ("gcc", "libc6-dev")
NO_C_COMPILER = r"gcc.*|cpp.*|lib(gcc|stdc\+\+|objc)-[0-9]+-dev|libc6-dev|libc-dev.*|linux-libc-dev|binutils.*"
# Answers `rustup target add` for what is there already, as rustup does.
RUSTUP = """#!/bin/sh
[ "$1 $2" = 'target add' ] || { echo "rustup (stand-in): $* is not understood" >&2; exit 1; }
shift 2
for target; do
  [ -d %s/lib/rustlib/"$target"/lib ] || { echo "rustup (stand-in): no std for $target in this image" >&2; exit 1; }
done
"""


class Unavailable(Exception):
    """Images cannot be made here; the text says why."""


@dataclass
class Built:
    """What came of a build."""
    tag: str
    output: str


@dataclass
class Images:
    work: Path
    environment: dict = field(default_factory=lambda: dict(os.environ))

    def __post_init__(self):
        for program in ("buildah", "debootstrap"):
            if not shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin:/sbin"):
                raise Unavailable(f"{program} is missing: scripts/install-test-needs")
        if os.getuid() != 0:
            raise Unavailable("only root can make images in chroots")
        self.folder = self.work.parent / "images"  # one store for all processes; their tests share a group
        self.folder.mkdir(parents=True, exist_ok=True)
        driver = self.folder / "driver"
        if not driver.exists():
            driver.write_text("overlay" if _overlay_works(self.folder) else "vfs")
        self.buildah = ["buildah", "--storage-driver", driver.read_text(), "--root", str(self.folder / "store"),
                        "--runroot", str(self.folder / "run")]

    def close(self) -> None:
        """Leaves no container and nothing mounted: buildah 1.28 keeps a container of every stage that is only a FROM."""
        self.call("rm", "--all", check=False)
        mounts = Path("/proc/self/mounts").read_text().splitlines()
        below = [row.split()[1] for row in mounts if row.split()[1].startswith(f"{self.folder}/")]
        for place in reversed(below):
            subprocess.run(["umount", place], capture_output=True)

    def call(self, *words, check=True, timeout=600) -> subprocess.CompletedProcess:
        """buildah with these words."""
        done = subprocess.run([*self.buildah, *map(str, words)], env=self.environment, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=timeout)
        assert not check or done.returncode == 0, f"buildah {' '.join(map(str, words))}:\n{done.stdout[-6000:]}"
        return done

    def build(self, folder: Path, tag: str, *, platform: str = BUILD_PLATFORM, file: Path | None = None,
              target: str | None = None, args: dict | None = None, volumes: dict | None = None,
              check=True, timeout=1200) -> Built:
        """Builds a Dockerfile for a platform, the build stages being of this machine's, as build engines do: it sets
        BUILDPLATFORM, TARGETPLATFORM and its parts. `volumes`: folders of this machine by their place in the build."""
        parts = (platform.split("/") + [""])[:3]
        given = {"BUILDPLATFORM": BUILD_PLATFORM, "TARGETPLATFORM": platform, "TARGETOS": parts[0], "TARGETARCH": parts[1],
                 "TARGETVARIANT": parts[2], **(args or {})}
        words = ["bud", "--isolation", "chroot", "--pull-never", "--platform", platform, "-t", tag]
        for name, value in given.items():
            words += ["--build-arg", f"{name}={value}"]
        for place, source in (volumes or {}).items():
            words += ["-v", f"{source}:{place}"]
        words += ["-f", file] if file else []
        words += ["--target", target] if target else []
        done = self.call(*words, folder, check=False, timeout=timeout)
        self.call("rmi", "--prune", check=False)  # what had that name before
        assert not check or done.returncode == 0, f"the build of {tag} for {platform} failed:\n{done.stdout[-6000:]}"
        return Built(tag, done.stdout)

    def copy_out(self, tag: str, path: str, place: Path) -> Path:
        """A file or folder of an image, copied to `place`."""
        container = self.call("from", "--pull-never", tag).stdout.split()[-1]
        try:
            root = Path(self.call("mount", container).stdout.split()[-1])
            source = root / path.lstrip("/")
            if source.is_dir():
                shutil.copytree(source, place, symlinks=True)
            else:
                shutil.copy2(source, place)
        finally:
            self.call("rm", container)
        return place

    def debian(self) -> str:
        """The minimal system, as debian:bookworm-slim."""
        if self._is_made(DEBIAN, "1"):
            return DEBIAN
        return self._make(DEBIAN, "1", lambda root: _copy_tree(self._bootstrapped(), root), {"PATH": SYSTEM_PATH})

    def rust(self, chains: dict[str, rust.Toolchain], *packages: str, name: str = RUST, c_compiler=True) -> str:
        """A Rust toolchain with std for the targets of `chains`, with packages that this machine has installed. Without
        `c_compiler` there is no start file and no header of C in the image, and no cc."""
        packages = (*packages, *(C_COMPILER if c_compiler else ()))
        source = _Toolchain.of(chains)
        key = f"4 {sorted(packages)} {source.key()}"
        if self._is_made(name, key):
            return name
        self.debian()

        def fill(root: Path) -> None:
            _copy_tree(self._bootstrapped(), root)
            _install(root, ["ca-certificates", *packages], without="" if c_compiler else NO_C_COMPILER)
            _put_certificates(root)
            if c_compiler:
                (root / "usr/bin/cc").symlink_to("gcc")
                (root / "usr/bin/c++").symlink_to("g++")
            place = source.install(root)
            (root / "usr/local/cargo/bin").mkdir(parents=True, exist_ok=True)
            (root / "usr/local/cargo/bin/rustup").write_text(RUSTUP % place)
            (root / "usr/local/cargo/bin/rustup").chmod(0o755)
        return self._make(name, key, fill, {"PATH": f"/usr/local/cargo/bin:{SYSTEM_PATH}", "CARGO_HOME": "/usr/local/cargo",
                                            **source.environment})

    def distroless(self, name: str, platform: str = BUILD_PLATFORM) -> str:
        """STATIC or CC for a platform, under its public name: a build for another platform has to ask again."""
        own, key = f"localhost/{platform.replace('/', '-')}/{name.split('/')[-1]}", "2"
        if not self._is_made(own, key):
            self._make(own, key, lambda root: self._fill_distroless(root, name, platform),
                       {"PATH": SYSTEM_PATH, "SSL_CERT_FILE": "/etc/ssl/certs/ca-certificates.crt"},
                       "--user", "65532", "--workingdir", "/home/nonroot", platform=platform)
        self.call("tag", own, name)
        return name

    def _fill_distroless(self, root: Path, name: str, platform: str) -> None:
        packages = ["base-files", "tzdata"] + (["libc6", "libgcc-s1", "libstdc++6"] if name == CC else [])
        for package in packages:
            arch = DEBIAN_ARCH[platform]
            with tempfile.TemporaryDirectory(dir=self.folder) as scratch:
                try:
                    file = glibc_trees.download(arch, package, Path(scratch) / "deb")
                except (OSError, subprocess.SubprocessError) as error:
                    raise Unavailable(f"{package} for {arch} cannot be fetched: {error}") from error
                subprocess.run(["dpkg-deb", "-x", file, root], check=True, capture_output=True)
        _put_certificates(root)
        (root / "etc/passwd").write_text("root:x:0:0:root:/root:/sbin/nologin\n"
                                         "nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin\n"
                                         "nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n")
        (root / "etc/group").write_text("root:x:0:\nnobody:x:65534:\nnonroot:x:65532:\n")
        (root / "home/nonroot").mkdir(parents=True)
        os.chown(root / "home/nonroot", 65532, 65532)
        shutil.rmtree(root / "usr/share/doc", ignore_errors=True)

    def _bootstrapped(self) -> Path:
        """The minimal system as a folder."""
        release = dict(line.split("=", 1) for line in Path("/etc/os-release").read_text().splitlines() if "=" in line)
        final = kept.place("images", f"debian-{release['VERSION_CODENAME']}", Path(__file__))
        if kept.is_there(final):
            return final
        with kept.making(final) as scratch:
            try:
                uri, _ = glibc_trees.mirror()
            except glibc_trees.Unavailable as error:
                raise Unavailable(str(error)) from error
            path = f"{os.environ['PATH']}:/usr/sbin:/sbin"
            done = subprocess.run(["debootstrap", "--variant=minbase", release["VERSION_CODENAME"], scratch, uri],
                                  env={**os.environ, "PATH": path}, capture_output=True, text=True, timeout=1200)
            if done.returncode:
                raise Unavailable(f"debootstrap failed: {done.stdout[-600:]}")
            for waste in ("usr/share/doc", "usr/share/man", "usr/share/locale", "var/cache/apt/archives", "var/lib/apt/lists"):
                shutil.rmtree(scratch / waste, ignore_errors=True)
        return final

    def _key_file(self, name: str) -> Path:
        return self.folder / f"{re.sub('[^A-Za-z0-9.-]', '_', name)}.key"

    def _is_made(self, name: str, key: str) -> bool:
        file = self._key_file(name)
        return file.exists() and file.read_text() == key and self.call("images", "-q", name, check=False).returncode == 0

    def _make(self, name: str, key: str, fill, variables: dict, *settings: str, platform: str = BUILD_PLATFORM) -> str:
        self._key_file(name).unlink(missing_ok=True)
        container = self.call("from", "scratch").stdout.split()[-1]
        try:
            fill(Path(self.call("mount", container).stdout.split()[-1]))
            system, arch, *variant = platform.split("/")
            words = ["--os", system, "--arch", arch, *settings]
            words += ["--variant", variant[0]] if variant else []
            for variable, value in variables.items():
                words += ["--env", f"{variable}={value}"]
            self.call("config", *words, container)
            self.call("umount", container)
            self.call("commit", "-q", container, name)
        finally:
            self.call("rm", container)
        self._key_file(name).write_text(key)
        return name


@dataclass(frozen=True)
class _Toolchain:
    """The toolchain of an image: rustup's whole one where std of the targets is there, else the distribution's."""
    sysroots: dict[str, Path]    # of the targets whose std lies apart
    targets: list[str]           # all, the host's too
    rustup: Path | None

    @staticmethod
    def of(chains: dict[str, rust.Toolchain]) -> "_Toolchain":
        apart = {target: chain.sysroot for target, chain in chains.items() if chain.sysroot}
        inside = [target for target, chain in chains.items() if not chain.sysroot and target != rust.HOST]
        if apart and inside:
            raise Unavailable(f"std of {', '.join(apart)} is the distribution's, that of {', '.join(inside)} is rustup's")
        targets = sorted({rust.HOST, *chains})
        return _Toolchain(apart, targets, Path(chains[inside[0]].rustc).parents[1] if inside else None)

    @property
    def environment(self) -> dict:
        return {"RUSTUP_HOME": "/usr/local/rustup"} if self.rustup else {"RUSTC_BOOTSTRAP": "1"}

    def key(self) -> str:
        rustc = self.rustup / "bin/rustc" if self.rustup else Path("/usr/bin/rustc")
        stamps = [(target, path.stat().st_mtime_ns) for target, path in sorted(self.sysroots.items())]
        return f"{rustc} {rustc.stat().st_mtime_ns} {self.targets} {stamps}"

    def install(self, root: Path) -> str:
        """Puts it into the image; the sysroot there."""
        if self.rustup:
            own = Path("usr/local/rustup/toolchains/stable")
            (root / own / "lib/rustlib").mkdir(parents=True)
            (root / own / "bin").mkdir()
            (root / "usr/local/cargo/bin").mkdir(parents=True)
            for name in ("cargo", "rustc"):
                shutil.copy2(self.rustup / "bin" / name, root / own / "bin")
                (root / "usr/local/cargo/bin" / name).symlink_to(f"/{own}/bin/{name}")
            for library in (self.rustup / "lib").glob("*.so*"):
                shutil.copy2(library, root / own / "lib", follow_symlinks=False)
            for target in self.targets:
                shutil.copytree(self.rustup / "lib/rustlib" / target, root / own / "lib/rustlib" / target)
            return f"/{own}"
        _install(root, ["rustc-web", "cargo-web"], without=NO_C_COMPILER)
        # Rust's own toolchain has its lld there; the distribution's has none.
        _install(root, ["lld-22"])
        own = root / "usr/lib/rustlib" / rust.HOST / "bin"
        own.mkdir()
        (own / "rust-lld").symlink_to("/usr/lib/llvm-22/bin/lld")
        for target, sysroot in self.sysroots.items():
            shutil.copytree(sysroot / "lib/rustlib" / target, root / "usr/lib/rustlib" / target)
        return "/usr"


def _overlay_works(folder: Path) -> bool:
    """Whether the quick storage of images can be used there: no folder is copied for each step then."""
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        for name in ("a", "b", "c", "d"):
            (Path(scratch) / name).mkdir()
        options = "lowerdir={0}/a,upperdir={0}/b,workdir={0}/c".format(scratch)
        mounted = subprocess.run(["mount", "-t", "overlay", "overlay", "-o", options, f"{scratch}/d"], capture_output=True)
        if mounted.returncode == 0:
            subprocess.run(["umount", f"{scratch}/d"], check=True)
        return mounted.returncode == 0


def _put_certificates(root: Path) -> None:
    """What update-ca-certificates makes when the package is installed."""
    place = root / "etc/ssl/certs/ca-certificates.crt"
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy("/etc/ssl/certs/ca-certificates.crt", place)


def _copy_tree(source: Path, root: Path) -> None:
    subprocess.run(["cp", "-a", f"{source}/.", str(root)], check=True)


def _query(form: str, *words: str) -> str:
    done = subprocess.run(["dpkg-query", "-W", "-f", form, *words], capture_output=True, text=True)
    return done.stdout


def _install(root: Path, names: list[str], without: str = "") -> None:
    """Copies packages of this machine and what they depend on, save what the image has, and what `without` matches."""
    rows = [line.split("\t") for line in _query("${db:Status-Abbrev}\t${Package}\t${Pre-Depends}, ${Depends}\t"
                                                "${Provides}\n").splitlines()]
    installed = {name: depends for state, name, depends, _ in rows if state.startswith("ii")}
    providers = {word.split("(")[0].strip(): name for state, name, _, provided in rows if state.startswith("ii")
                 for word in provided.split(",") if word.strip()}
    status = (root / "var/lib/dpkg/status").read_text() if (root / "var/lib/dpkg/status").exists() else ""
    done = set(re.findall(r"^Package: (\S+)$", status, re.M))
    done |= {name for name in [*installed, *providers] if without and re.fullmatch(without, name)}
    waiting, files = list(names), set()
    for name in names:
        if name not in installed:
            raise Unavailable(f"the package {name} is not installed: scripts/install-test-needs")
    while waiting:
        name = waiting.pop()
        if name in done:
            continue
        done.add(name)
        files |= set(subprocess.run(["dpkg-query", "-L", name], check=True, capture_output=True, text=True).stdout.split("\n"))
        for wanted in filter(None, (word.strip() for word in installed[name].split(","))):
            choices = [re.sub(r"[:(\[ ].*", "", word.strip()) for word in wanted.split("|")]
            choices = [choice if choice in installed else providers.get(choice) for choice in choices]
            if not any(choice in done for choice in choices):
                waiting += [choice for choice in choices if choice][:1]
    skipped = ("/usr/share/doc/", "/usr/share/man/", "/usr/share/locale/", "/usr/share/lintian/", "/usr/share/bug/")
    kept = [path[1:] for path in sorted(files) if path and not path.startswith(skipped) and
            (os.path.islink(path) or os.path.isfile(path))]
    # Both systems have /bin and /lib as links into /usr, and packages may go by either name.
    pack = subprocess.Popen(["tar", "-c", "-C", "/", "--no-recursion", "--null", "-T", "-"], stdin=subprocess.PIPE,
                            stdout=subprocess.PIPE)
    unpack = subprocess.Popen(["tar", "-x", "-C", root, "--keep-directory-symlink"], stdin=pack.stdout)
    pack.stdin.write("\0".join(kept).encode())
    pack.stdin.close()
    if pack.wait() or unpack.wait():
        raise Unavailable(f"the packages {' '.join(names)} could not be copied")


def config(images: Images, tag: str) -> dict:
    """The configuration of an image: Env, User, Entrypoint, …"""
    return json.loads(images.call("inspect", "--type", "image", tag).stdout)["OCIv1"]["config"]


@pytest.fixture(scope="module", name="images")
def opened_images(work):
    """The store of images, for the modules that import this fixture."""
    try:
        made = Images(work)
    except Unavailable as error:
        pytest.skip(str(error))
    yield made
    made.close()
