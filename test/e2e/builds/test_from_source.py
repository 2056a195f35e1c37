"""linkshim from its sources on other systems: in trees of Debian's releases, with each LLVM and compiler that they have."""

import re

import pytest

import release_tree
from layout import ROOT

LLVM = "clang-{0} lld-{0} llvm-{0} llvm-{0}-dev libclang-common-{0}-dev"
GCC = {"CC": "gcc-{0}", "CXX": "g++-{0}"}
# The release, what is installed before and the variables that name a compiler. Where nothing is, quickstart chooses.
SYSTEMS = {
    "trixie": ("trixie", "", {}),
    "sid": ("sid", "", {}),
    "trixie-llvm19": ("trixie", LLVM.format(19), {}),
    "trixie-llvm19-gcc13": ("trixie", LLVM.format(19) + " g++-13", GCC | {"version": "13"}),
    "trixie-llvm19-gcc14": ("trixie", LLVM.format(19) + " g++-14", GCC | {"version": "14"}),
    "sid-llvm21": ("sid", LLVM.format(21), {}),
    "sid-llvm21-gcc15": ("sid", LLVM.format(21) + " g++-15", GCC | {"version": "15"}),
    "sid-llvm19-gcc16": ("sid", LLVM.format(19) + " g++-16", GCC | {"version": "16"}),
}


def sources() -> dict[str, str]:
    paths = [path for folder in ("shim", "sysroots", "triples") for end in ("h", "cpp") for path in (ROOT / folder).rglob(f"*.{end}")]
    return {str(path.relative_to(ROOT)): path.read_text() for path in paths}


def test_versions_are_asked_in_one_place():
    asks = re.compile(r"^\s*#.*(LLVM_VERSION|__clang_major__|__GNUC__|FMT_VERSION)", re.M)
    assert [name for name, text in sorted(sources().items()) if asks.search(text) and not name.startswith("sysroots/")] == [
        "shim/base/Fmt.cpp", "shim/base/LlvmVersions.h"]


def test_what_newer_releases_have_elsewhere():
    """fmt 11 has join in a header of its own; GCC has #embed from 15 on."""
    joins = {name for name, text in sources().items() if "fmt::join" in text and "<fmt/ranges.h>" not in text}
    embeds = {path.name for path in (ROOT / "scripts/cmake").iterdir() if re.search(r"^#embed", path.read_text(), re.M)}
    assert (joins, embeds) == (set(), set())


@pytest.mark.nightly
@pytest.mark.apart("name")
@pytest.mark.parametrize("name", SYSTEMS)
def test_built_on(name, tmp_path):
    """The packages, the build, a program for another machine, by quickstart; then the unit and golden tests. A quarter of an hour
    of processor time for each."""
    release, packages, compiler = SYSTEMS[name]
    version = compiler.get("version", "")
    variables = {key: value.format(version) for key, value in compiler.items() if key != "version"}
    try:
        tree = release_tree.Tree(release, tmp_path / "tree")
    except release_tree.Unavailable as error:
        pytest.skip(str(error))
    with tree:
        tree.run(f"apt-get -qq update && apt-get -qq -y --no-install-recommends install binutils {packages}")
        done = tree.run("scripts/quickstart", **variables)
        assert "hello from aarch64: 13 letters, panic caught: true" in done.stdout
        assert "newest glibc version that it wants: GLIBC_2.17" in done.stdout
        if packages:
            wanted = packages.split()[0].removeprefix("clang-")
            assert f"LLVM {wanted}." in (tree.folder / "work/linkshim/build/quickstart.log").read_text()
        tree.run("apt-get -qq -y --no-install-recommends install libgtest-dev libgmock-dev && cmake --preset release && "
                 "cmake --build --preset release --target linkshim_unit && build/release/test/linkshim_unit --gtest_brief=1", **variables)
