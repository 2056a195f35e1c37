"""The three images of a release, built from its Dockerfiles and archives: linkshim alone, with Rust, with clang."""

import re
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

import images as containers
from images import opened_images  # the fixture `images`
from layout import ROOT

pytestmark = [pytest.mark.long, pytest.mark.early, pytest.mark.together("the store of images")]

TARGET = "aarch64-unknown-linux-musl"
# What installs clang in the image: its packages are in the image of Rust that the test starts from, so that no list of
# packages is fetched here.
APT_GET = """#!/bin/sh
case "$*" in
  update) ;;
  "install -y --no-install-recommends clang") ln -s clang-22 /usr/bin/clang && ln -s clang++-22 /usr/bin/clang++ ;;
  *) echo "apt-get (stand-in): $* is not understood" >&2; exit 1 ;;
esac
"""


@pytest.fixture(scope="module")
def release(linkshim, tmp_path_factory) -> Path:
    """The Dockerfiles, the archive, and in the place of the other host's archive one with a single file."""
    folder = tmp_path_factory.mktemp("release")
    other = folder / "bin/linkshim"
    other.parent.mkdir()
    other.write_text("for arm64\n")
    version = subprocess.run([linkshim.program, "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
    subprocess.run(["tar", "-czf", folder / f"linkshim-{version}-aarch64-linux.tar.gz", "-C", folder, "bin"], check=True)
    shutil.rmtree(folder / "bin")
    subprocess.run(["/usr/bin/python3", ROOT / "scripts/package", "--prefix", linkshim.program.parents[1], "--output", folder,
                    "--registries"], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def made(images, release, toolchain, tmp_path_factory) -> dict[str, str]:
    """The images by name, each built from the one before it, as the first lines of the Dockerfiles say."""
    try:
        rust = images.rust({TARGET: toolchain(TARGET)}, "clang-22", "libclang1-22", name="localhost/rust-clang:1", c_compiler=False)
    except containers.Unavailable as error:
        pytest.skip(str(error))
    stand_in = tmp_path_factory.mktemp("apt")
    (stand_in / "apt-get").write_text(APT_GET)
    (stand_in / "apt-get").chmod(0o755)
    tags = {}
    for name, args in (("linkshim", {}), ("linkshim-rust", {"RUST_IMAGE": rust}), ("linkshim-clang", {})):
        file = release / f"{name}.Dockerfile"
        (tags[name],) = set(re.findall(rf"^#   docker \S*.* -t (\S+) -f {file.name} \.$", file.read_text(), re.M))
        volumes = {"/usr/bin/apt-get": stand_in / "apt-get"} if name == "linkshim-clang" else {}
        images.build(release, tags[name], file=file, args=args, volumes=volumes)
    return tags


def test_linkshim_alone(images, made, release, tmp_path):
    """The archive's files and nothing else; for another platform those of its archive."""
    out = images.copy_out(made["linkshim"], "", tmp_path / "amd64")
    (archive,) = release.glob("linkshim-*-x86_64-linux.tar.gz")
    with tarfile.open(archive) as members:
        wanted = {f"usr/local/{member.name}" for member in members if not member.isdir()}
    assert {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_symlink() or path.is_file()} == wanted
    tag = images.build(release, "localhost/linkshim-arm64:1", platform="linux/arm64", file=release / "linkshim.Dockerfile").tag
    assert images.copy_out(tag, "usr/local/bin/linkshim", tmp_path / "arm64").read_text() == "for arm64\n"


@pytest.mark.parametrize("name", ["linkshim", "linkshim-rust", "linkshim-clang"])
def test_labels(images, made, name):
    inspected = images.call("inspect", "--type", "image", "--format", "{{.OCIv1.Config.Labels}}", made[name]).stdout
    label = "org.opencontainers.image."
    assert f"{label}licenses:MIT OR Apache-2.0" in inspected and f"{label}title:{name}" in inspected
    assert f"{label}version:{made[name].partition(':')[2]}" in inspected


def test_rust_alone_builds(images, made, tmp_path):
    (tmp_path / "src").mkdir()
    (tmp_path / "Cargo.toml").write_text('[package]\nname = "app"\nversion = "1.0.0"\n')
    (tmp_path / "src/main.rs").write_text('fn main() { println!("hello"); }\n')
    (tmp_path / "Dockerfile").write_text(f"FROM {made['linkshim-rust']}\nCOPY . .\nRUN rustup target add {TARGET} && "
                                         f"cargo linkshim build --offline --target {TARGET} && test $PWD = /src\n")
    tag = images.build(tmp_path, "localhost/built-with-rust:1").tag
    program = images.copy_out(tag, f"src/target/{TARGET}/debug/app", tmp_path / "app")
    assert subprocess.run(["qemu-aarch64-static", program], capture_output=True, text=True).stdout == "hello\n"


def test_clang_builds_c(images, made, tmp_path):
    (tmp_path / "hello.cc").write_text('#include <iostream>\nint main() { std::cout << "hello\\n"; }\n')
    (tmp_path / "Dockerfile").write_text(f"FROM {made['linkshim-clang']}\nCOPY . .\nRUN linkshim links /tools {TARGET} && "
                                         f"/tools/{TARGET}-c++ -static hello.cc -o /hello\n")
    tag = images.build(tmp_path, "localhost/built-with-clang:1").tag
    program = images.copy_out(tag, "hello", tmp_path / "hello")
    assert subprocess.run(["qemu-aarch64-static", program], capture_output=True, text=True).stdout == "hello\n"
