"""The texts of scripts/registries, in which @WORD@ stands for what differs from release to release."""
import pathlib
import re

from packages import installed

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = ROOT / "scripts/registries"
REPOSITORY = "https://github.com/linkshim/linkshim"
# What comes with every package: where a registry shows or keeps it, under these names.
PAPERS = ("LICENSE-MIT", "LICENSE-APACHE", "CHANGELOG.md", "SECURITY.md")


def text(name: str) -> str:
    return (FOLDER / name).read_text()


def filled(template: str, **words: str) -> str:
    """The template with the words put in; those of the release, which are the same everywhere, need not be given."""
    known = {"REPOSITORY": REPOSITORY, **words}
    if "VERSION" in words:
        known["RELEASE"] = f"{REPOSITORY}/releases/download/v{words['VERSION']}"
    return re.sub(r"@([A-Z0-9]+)@", lambda word: known.get(word[1], word[0]), template)


def papers() -> list[installed.Entry]:
    return [installed.Entry(name, (ROOT / name).read_bytes()) for name in PAPERS]


def description() -> str:
    """What linkshim is, for those who install it from a registry; without its heading."""
    return (ROOT / "docs/registry.md").read_text().partition("\n\n")[2]
