"""The packages for npm: `linkshim`, which starts the program, and one for each kind of host, which holds it.

The first names the others as optional dependencies, and npm, pnpm and yarn install the one whose `os`, `cpu` and `libc` are the
machine's. No script runs while they are installed.
"""
import json

from packages import archive, installed, small_packs, templates

CPUS = {"x86_64": "x64", "aarch64": "arm64"}
SUMMARY = "A linker and C compiler for every target of Rust, sysroots included"


def hostPackage(architecture: str) -> str:
    return f"@linkshim/linux-{CPUS[architecture]}"


def described(version: str, name: str, description: str, **more) -> installed.Entry:
    common = {"name": name, "version": version, "description": description, "license": "MIT OR Apache-2.0",
              "repository": {"type": "git", "url": f"git+{templates.REPOSITORY}.git"}, "homepage": templates.REPOSITORY,
              "bugs": f"{templates.REPOSITORY}/issues"}
    return installed.Entry("package.json", json.dumps({**common, **more}, indent=2).encode() + b"\n")


def packed(entries: list[installed.Entry]) -> bytes:
    """As npm has it: all below `package`, and no links."""
    return archive.packed([installed.Entry(f"package/{entry.name}", entry.data, entry.executable) for entry in entries])


def main(version: str) -> bytes:
    launcher = templates.text("npm/start.js").encode()
    package = described(
        version, "linkshim", SUMMARY, keywords=["rust", "cargo", "napi", "cross-compilation", "linker", "sysroot"],
        bin={"linkshim": "bin/linkshim.js", "cargo-linkshim": "bin/cargo-linkshim.js"}, engines={"node": ">=14"},
        files=["bin", "CHANGELOG.md", "SECURITY.md", "LICENSE-MIT", "LICENSE-APACHE"],
        optionalDependencies={hostPackage(architecture): version for architecture in sorted(CPUS)})
    readme = templates.text("npm/README.md") + "## What linkshim does\n\n" + templates.description()
    return packed([package, installed.Entry("README.md", readme.encode()), *templates.papers(),
                   installed.Entry("bin/cargo-linkshim.js", launcher, True), installed.Entry("bin/linkshim.js", launcher, True)])


def ofHost(version: str, tree: installed.Tree) -> bytes:
    name = hostPackage(tree.architecture)
    package = described(version, name, f"linkshim for Linux on {tree.architecture}", os=["linux"],
                        cpu=[CPUS[tree.architecture]], libc=["glibc", "musl"], preferUnplugged=True)
    readme = f"# {name}\n\nThe program and the sysroots of [linkshim](https://www.npmjs.com/package/linkshim) for Linux on " \
             f"{tree.architecture}, with glibc or musl: the program is static. Install `linkshim`, which brings this one.\n"
    return packed([package, installed.Entry("README.md", readme.encode()), *templates.papers(),
                   installed.Entry("bin/linkshim", tree.program, True), *small_packs.small(tree)])


def files(version: str, tree: installed.Tree) -> dict[str, bytes]:
    """By the names that `npm pack` would give them."""
    return {f"linkshim-{version}.tgz": main(version),
            f"linkshim-linux-{CPUS[tree.architecture]}-{version}.tgz": ofHost(version, tree)}
