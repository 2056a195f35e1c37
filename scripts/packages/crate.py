"""The crate cargo-linkshim, and the archives from which cargo-binstall installs it.

A crate may not hold the sysroots, and cargo-binstall installs programs alone, without folders beside them. So what the
crate's sources make starts a linkshim that is installed otherwise, and what cargo-binstall installs is one file: a script
that unpacks what lies behind it (scripts/registries/crate).
"""
import hashlib

from packages import archive, installed, small_packs, templates

SOURCES = ("src/cargo_linkshim.rs", "src/linkshim.rs", "src/start.rs")


def crate(version: str) -> bytes:
    """The .crate file, with its sources at hand as cargo wants them below one folder."""
    def filled(name: str) -> bytes:
        return templates.filled(templates.text(f"crate/{name}"), VERSION=version).encode()
    readme = templates.text("crate/README.md") + "## What linkshim does\n\n" + templates.description()
    entries = [installed.Entry("Cargo.lock", filled("Cargo.lock.in")), installed.Entry("Cargo.toml", filled("Cargo.toml.in")),
               installed.Entry("README.md", readme.encode()), *templates.papers(),
               *(installed.Entry(name, filled(name)) for name in SOURCES)]
    return archive.packed([installed.Entry(f"cargo-linkshim-{version}/{entry.name}", entry.data) for entry in entries])


def unpacking(version: str, tree: installed.Tree) -> bytes:
    """The script with the tree behind it."""
    data = archive.packed([*tree.programs(), *small_packs.small(tree)])
    text = templates.filled(templates.text("crate/unpacking.sh"), VERSION=version, ARCH=tree.architecture,
                            DIGEST=hashlib.sha256(data).hexdigest()[:16])
    width = len(str(len(text.encode())))  # the number takes the place of @SKIP@, and of no more
    skip = len(text.encode()) - len("@SKIP@") + width + 1
    return templates.filled(text, SKIP=str(skip).rjust(width, "0")).encode() + data


def files(version: str, tree: installed.Tree) -> dict[str, bytes]:
    programs = [installed.Entry("cargo-linkshim", unpacking(version, tree), True),
                installed.Entry("linkshim", templates.text("crate/beside.sh").encode(), True)]
    return {f"cargo-linkshim-{version}.crate": crate(version),
            f"cargo-linkshim-{version}-{tree.architecture}-unknown-linux-musl.tgz": archive.packed(programs)}
