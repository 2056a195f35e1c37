"""docs/coming-from.md and docs/recipes.md: each command in them runs, each file in them is read by its tool or its schema."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from documents import blocks
from layout import PROGRAMS, ROOT

pytestmark = [pytest.mark.long, pytest.mark.together("commands of pages")]

WORDS, RECIPES = "docs/coming-from.md", "docs/recipes.md"
TARGETS = ["aarch64-unknown-linux-gnu", "aarch64-unknown-linux-musl", "x86_64-pc-windows-gnu", "x86_64-pc-windows-msvc",
           "aarch64-apple-darwin", "x86_64-apple-darwin"]
MAC = "aarch64-apple-darwin"
# What a span of code in the right column begins with when it is a command.
COMMAND = re.compile(r"(cargo linkshim|linkshim|[a-z0-9_]+-[a-z0-9_.-]+-(cc|clang|ar)) |eval ")
SOURCE = {"Cargo.toml": '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\nrepository = "https://example.com/app"\n\n'
                        '[profile.dist]\ninherits = "release"\n',
          "Cargo.lock": 'version = 3\n\n[[package]]\nname = "app"\nversion = "0.1.0"\n',
          "src/main.rs": 'fn main() {\n    println!("hello");\n}\n\n#[test]\nfn passes() {}\n',
          "a.c": "int main(void) { return 0; }\n"}


def rows() -> list[tuple[str, str]]:
    """The section and the right cell of each row of the page of words."""
    section, found = "", []
    for line in (ROOT / WORDS).read_text().splitlines():
        if line.startswith("## "):
            section = line[3:]
        elif line.startswith("| ") and line != "| there | here |":
            found.append((section, line.split(" | ", 1)[1]))
    return found


def commands() -> list[tuple[str, str]]:
    return [(section, span) for section, cell in rows() for span in re.findall(r"`([^`]+)`(?! \(not run)", cell)
            if COMMAND.match(span)]


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.fixture(scope="module")
def project(linkshim, toolchain, tmp_path_factory):
    """A function: runs lines of shell in the project that the page speaks of."""
    folder = write(tmp_path_factory.mktemp("app"), SOURCE)
    for target in TARGETS:
        if not (linkshim.program.parents[1] / f"share/linkshim/sysroots/{target}.pack").exists():
            pytest.skip(f"no pack for {target}: scripts/sysroots {target}")
        if toolchain(target).sysroot:
            pytest.skip(f"{target} is not among the targets of rustup")

    def run(lines: str, **environment):
        settings = {**linkshim.environment, "XDG_DATA_HOME": str(folder / "data"), **environment}
        settings["PATH"] = f"{folder / 'tools'}:{settings['PATH']}"
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", lines], cwd=folder, env=settings, capture_output=True, text=True,
                              timeout=600)
        assert done.returncode == 0, f"{lines}\n{done.stdout}\n{done.stderr}"
        return done.stdout
    (made,) = blocks(WORDS)
    run(made)
    run(f"linkshim links tools {TARGETS[-1]}; {MAC}-cc a.c -o a; {MAC}-cc -c a.c")
    return run


def test_the_page_has_commands():
    sections = {section for section, _ in rows()}
    assert sections == {"cargo-zigbuild", "cross", "cargo-xwin", "osxcross", "zig cc", "xx (tonistiigi/xx)"}
    assert {section for section, _ in commands()} == sections and len(commands()) > 25


@pytest.mark.parametrize("section, command", commands())
def test_words(project, section, command):
    if " test " in command and "windows" in command and not any(map(shutil.which, ("wine64", "wine", "/usr/lib/wine/wine64"))):
        pytest.skip("wine is missing")
    if "linkshim lipo" in command:
        project(f"{MAC}-cc a.c -o a")
    project(command, **({"TARGETPLATFORM": "linux/arm64"} if section.startswith("xx") else {}))


def test_tools_that_the_page_names(project):
    """Names in the right column that are no whole command: they are made, and answer."""
    names = {span for _, cell in rows() for span in re.findall(r"`([^` ]+)`", cell)
             if re.fullmatch(r"[a-z0-9_]+-[a-z0-9_.-]+-(cc|c\+\+|clang|clang\+\+|ar|dlltool|windres)", span)}
    assert len(names) >= 3
    for name in sorted(names):
        project(f"command -v {name}; {name} --version || {name} --help")


# docs/recipes.md

def recipe(name: str, language: str = "sh") -> str:
    """The block of a section."""
    text = (ROOT / RECIPES).read_text()
    section = re.search(rf"^## {re.escape(name)}\n(.*?)(?=^## |\Z)", text, re.S | re.M)[1]
    return re.search(rf"^```{language}\n(.*?)^```", section, re.S | re.M)[1]


@pytest.fixture
def cook(linkshim, tmp_path, toolchain):
    """A function: runs a recipe in a folder of these files with the tools that it needs; skips without them."""
    def run(lines: str, files: dict[str, str], *tools: str, **environment) -> Path:
        if toolchain(TARGETS[0]).sysroot:
            pytest.skip(f"{TARGETS[0]} is not among the targets of rustup")
        path = f"{linkshim.environment['PATH']}:{ROOT}/build/test-venv/bin:{ROOT}/build/npm/node_modules/.bin"
        for tool in tools:
            if not shutil.which(tool, path=path):
                pytest.skip(f"{tool} is missing: scripts/install-test-needs")
        write(tmp_path, files)
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", lines], cwd=tmp_path, capture_output=True, text=True, timeout=1200,
                              env={**linkshim.environment, "PATH": path, **environment})
        assert done.returncode == 0, f"{lines}\n{done.stdout}\n{done.stderr}"
        return tmp_path
    return run


def test_every_recipe_has_a_test():
    sections = set(re.findall(r"^## (.*)$", (ROOT / RECIPES).read_text(), re.M))
    assert sections == {"maturin", "napi", "cargo-lambda", "What calls cargo zigbuild", "dist", "goreleaser", "Bazel", "GitLab", "mise"}
    assert len(blocks(RECIPES)) == 7


def test_maturin(cook, linkshim):
    manifest = '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n\n[lib]\ncrate-type = ["cdylib"]\n\n' \
               '[dependencies]\npyo3 = "0.29"\n'
    module = "use pyo3::prelude::*;\n#[pyfunction]\nfn half(number: i64) -> i64 { number / 2 }\n#[pymodule]\n" \
             "fn app(module: &Bound<'_, PyModule>) -> PyResult<()> { module.add_function(wrap_pyfunction!(half, module)?) }\n"
    project = '[build-system]\nrequires = ["maturin>=1"]\nbuild-backend = "maturin"\n\n[project]\nname = "app"\nversion = "0.1.0"\n'
    folder = cook(recipe("maturin"), {"Cargo.toml": manifest, "src/lib.rs": module, "pyproject.toml": project}, "maturin",
                  "python3.11")
    (wheel,) = folder.glob("target/wheels/*.whl")
    assert "manylinux_2_17_aarch64" in wheel.name


def test_napi(cook, linkshim):
    manifest = '[package]\nname = "addon"\nversion = "0.1.0"\nedition = "2021"\n\n[lib]\ncrate-type = ["cdylib"]\n\n' \
               '[dependencies]\nnapi = "3"\nnapi-derive = "3"\n\n[build-dependencies]\nnapi-build = "2"\n'
    folder = cook(recipe("napi"), {
        "Cargo.toml": manifest, "build.rs": "fn main() { napi_build::setup(); }\n",
        "src/lib.rs": "use napi_derive::napi;\n#[napi]\npub fn half(number: i32) -> i32 { number / 2 }\n",
        "package.json": '{"name": "addon", "version": "0.1.0", "napi": {"binaryName": "addon"}}\n'}, "napi")
    linkshim.run(linkshim.program, "verify", "--max-glibc", "2.17", folder / "addon.linux-arm64-gnu.node")


def test_cargo_lambda(cook, linkshim):
    folder = cook(recipe("cargo-lambda"), SOURCE, "cargo-lambda")
    linkshim.run(linkshim.program, "verify", "--target", TARGETS[0], "--max-glibc", "amzn2023", folder / "target/lambda/app/bootstrap")


def test_what_calls_cargo_zigbuild(cook, linkshim):
    folder = cook(recipe("What calls cargo zigbuild"), SOURCE)
    linkshim.run(linkshim.program, "verify", "--target", TARGETS[0], "--max-glibc", "2.17",
                 folder / f"target/{TARGETS[0]}/release/app")
    linkshim.run(linkshim.program, "verify", "--require", "no-runtime-dlls", folder / "target/x86_64-pc-windows-msvc/release/app.exe")


def test_dist(cook, linkshim):
    configuration = '[workspace]\nmembers = ["cargo:."]\n\n[dist]\ncargo-dist-version = "0.33.0"\nci = []\ninstallers = []\n' \
                    f'targets = ["{TARGETS[0]}"]\n'
    lines = "git init -q .\n" + recipe("What calls cargo zigbuild") + recipe("dist")
    folder = cook(lines, {**SOURCE, "dist-workspace.toml": configuration}, "dist")
    assert (folder / f"target/distrib/app-{TARGETS[0]}.tar.xz").exists()
    linkshim.run(linkshim.program, "verify", "--target", TARGETS[0], "--max-glibc", "2.17", folder / f"target/{TARGETS[0]}/dist/app")


# Bazel's own rule for the machine's C compiler loads rules from repositories that it would fetch.
BAZEL = {
    "WORKSPACE": "", "BUILD": 'cc_binary(name = "app", srcs = ["a.cc"])\n',
    "a.cc": "#include <vector>\nint main() { return std::vector<int>(1)[0]; }\n",
    "rules/cc/WORKSPACE": "", "rules/java/WORKSPACE": "", "rules/java/java/BUILD": "",
    "rules/cc/cc/BUILD": 'toolchain_type(name = "toolchain_type", visibility = ["//visibility:public"])\n',
    "rules/cc/cc/defs.bzl": "".join(f"{rule} = native.{rule}\n" for rule in (
        "cc_library", "cc_binary", "cc_toolchain", "cc_toolchain_suite", "cc_import", "cc_test", "objc_library")),
    "rules/java/java/defs.bzl": "".join(f'{rule} = getattr(native, "{rule}", None)\n' for rule in (
        "java_library", "java_binary", "java_import", "java_runtime", "java_toolchain", "java_package_configuration", "java_plugin",
        "java_runtime_suite", "java_test", "java_host_runtime_alias"))}


def test_bazel(cook, linkshim):
    """Where bazel is installed: Debian's bazel-bootstrap will do."""
    start = "printf 'startup --output_user_root=%s\\n' \"$PWD/root\" > .bazelrc\n" \
            "for rules in cc java; do echo \"build --override_repository=rules_$rules=$PWD/rules/$rules\"; done >> .bazelrc\n" \
            "trap 'bazel shutdown' EXIT\n"
    folder = cook(start + recipe("Bazel"), BAZEL, "bazel")
    linkshim.run(linkshim.program, "verify", "--target", TARGETS[0], "--max-glibc", "2.17", (folder / "bazel-bin/app").resolve())


def test_gitlab(cook, linkshim):
    """The file by the schema of GitLab's editor; its lines by a shell, for each entry of its matrix."""
    lines = recipe("GitLab", "yaml")
    cook("check-jsonschema --builtin-schema vendor.gitlab-ci .gitlab-ci.yml", {".gitlab-ci.yml": lines}, "check-jsonschema")
    import yaml
    build = yaml.safe_load(lines)["build"]
    for target in build["parallel"]["matrix"][0]["LINKSHIM_TARGET"]:
        cook("\n".join(build["script"]), SOURCE, LINKSHIM_TARGET=target)


def test_mise(cook, tmp_path):
    home = tmp_path / "home"
    folder = cook(recipe("mise"), {"mise.toml": recipe("mise", "toml")}, "mise", HOME=str(home))
    done = cook('[ "$(mise env --json 2>/dev/null | jq -r .LINKSHIM_TARGET)" = aarch64-unknown-linux-gnu.2.17 ]', {}, "mise",
                "jq", HOME=str(home))
    assert folder == done


def test_goreleaser_file():
    import yaml
    build, = yaml.safe_load(recipe("goreleaser", "yaml"))["builds"]
    assert (build["tool"], build["command"]) == ("cargo-linkshim", "build")
    assert "Not run by a test." in (ROOT / RECIPES).read_text()
