"""Wheels of the installed tree, with the same bytes on every run.

The program lies in bin/ and the rest in share/linkshim of the environment, as in any prefix, so it finds what is beside
it. Each folder of headers is one file, which the program unpacks into its cache when it first compiles for a target: a wheel
compresses each of some ten thousand files alone, to three times that size. No Python is in a wheel, and none runs when the
program does. Further packs are wheels for any host, which add to the same folder: extras of the first.
"""
import base64
import hashlib
import io
import pathlib
import stat
import zipfile

from packages import installed, small_packs, templates
from tables import groups

SUMMARY = "Cross-compile Rust with nothing but Rust: a linker and C compiler for every target, sysroots included"
# A static program runs on any Linux; pip of a glibc system and pip of a musl system each ask for a name of their own.
PLATFORMS = ("manylinux2014", "manylinux_2_17", "musllinux_1_1")
# A wheel holds no links, and another copy of the program would double it.
CARGO = b"""#!/bin/sh
# cargo's subcommand `cargo linkshim`: the program beside this file.
exec "$(dirname "$(readlink -f "$0")")/linkshim" cargo "$@"
"""
ROOT = pathlib.Path(__file__).resolve().parents[2]
# What a registry shows: for those who install a package, who have no scripts/.
DESCRIPTION = ROOT / "docs/registry.md"
LICENCES = ("LICENSE-MIT", "LICENSE-APACHE")


def metadata(version: str, name: str, summary: str, lines: list[str]) -> bytes:
    head = f"""Metadata-Version: 2.4
Name: {name}
Version: {version}
Summary: {summary}
License-Expression: MIT OR Apache-2.0
License-File: LICENSE-MIT
License-File: LICENSE-APACHE
Keywords: rust,cargo,cross-compilation,linker,sysroot
Classifier: Environment :: Console
Classifier: Operating System :: POSIX :: Linux
Classifier: Programming Language :: Rust
Classifier: Topic :: Software Development :: Compilers
Project-URL: Source, {templates.REPOSITORY}
Project-URL: Changelog, {templates.REPOSITORY}/blob/v{version}/CHANGELOG.md
Project-URL: Security, {templates.REPOSITORY}/blob/v{version}/SECURITY.md
Requires-Python: >=3.7
Description-Content-Type: text/markdown
"""
    return "\n".join([head.rstrip("\n"), *lines, "", ""]).encode() + DESCRIPTION.read_bytes()


def extras(version: str, made: list[small_packs.Group]) -> list[str]:
    """What `pip install linkshim[NAME]` brings."""
    names, lines = [group.name for group in made if group.name != groups.BASE], []
    for extra in [*names, *(["all"] if names else [])]:
        lines.append(f"Provides-Extra: {extra}")
        lines += [f'Requires-Dist: linkshim-packs-{name}=={version}; extra == "{extra}"' for name in names if extra in (name, "all")]
    return lines


def tags(architecture: str) -> list[str]:
    return [f"{platform}_{architecture}" for platform in PLATFORMS]


def wheelFile(pure: bool, kinds: list[str]) -> bytes:
    lines = ["Wheel-Version: 1.0", "Generator: linkshim scripts/package", f"Root-Is-Purelib: {str(pure).lower()}"]
    return "\n".join(lines + [f"Tag: py3-none-{kind}" for kind in kinds]).encode() + b"\n"


def ofProgram(version: str, tree: installed.Tree, sbom: bytes, made: list[small_packs.Group]) -> list[installed.Entry]:
    """What is in the wheel of the program, without RECORD; the folder that describes it comes last, as the format advises."""
    data, info = f"linkshim-{version}.data", f"linkshim-{version}.dist-info"
    share = small_packs.small(tree, "wheel")
    return [installed.Entry(f"{data}/scripts/cargo-linkshim", CARGO, True),
            installed.Entry(f"{data}/scripts/linkshim", tree.program, True),
            *(installed.Entry(f"{data}/data/{entry.name}", entry.data, entry.executable) for entry in share),
            installed.Entry(f"{info}/METADATA", metadata(version, "linkshim", SUMMARY, extras(version, made))),
            installed.Entry(f"{info}/WHEEL", wheelFile(False, tags(tree.architecture))),
            *(installed.Entry(f"{info}/licenses/{name}", (ROOT / name).read_bytes()) for name in LICENCES),
            installed.Entry(f"{info}/sboms/linkshim.cdx.json", sbom)]


def ofPacks(version: str, group: small_packs.Group, base: small_packs.Group) -> list[installed.Entry]:
    """What is in the wheel of a further group: its packs, and headers that the program's wheel has not."""
    name, have = f"linkshim_packs_{group.name}-{version}", {part.name for part in base.parts}
    place, info = f"{name}.data/data/{small_packs.SHARE}packs/{version}/{group.name}", f"{name}.dist-info"
    summary = f"Packs of C and C++ libraries for linkshim: {groups.TITLES[group.name]}"
    return [*(installed.Entry(f"{place}/{entry.name}", entry.data) for entry in group.entries if entry.name not in have),
            installed.Entry(f"{info}/METADATA", metadata(version, f"linkshim-packs-{group.name}", summary,
                                                         [f"Requires-Dist: linkshim=={version}"])),
            installed.Entry(f"{info}/WHEEL", wheelFile(True, ["any"])),
            *(installed.Entry(f"{info}/licenses/{name}", (ROOT / name).read_bytes()) for name in LICENCES)]


def record(entries: list[installed.Entry], name: str) -> bytes:
    def line(entry: installed.Entry) -> str:
        digest = base64.urlsafe_b64encode(hashlib.sha256(entry.data).digest()).rstrip(b"=").decode()
        return f"{entry.name},sha256={digest},{len(entry.data)}\n"
    if odd := [entry.name for entry in entries if set(entry.name) & set(',"\r\n')]:
        raise installed.PackageError(f"{odd[0]} cannot be in a list of names with commas")
    return ("".join(map(line, entries)) + f"{name},,\n").encode()


def wheels(version: str, tree: installed.Tree, sbom: bytes, made: list[small_packs.Group]) -> dict[str, bytes]:
    """All wheels by their file names."""
    kinds = ".".join(tags(tree.architecture))
    found = {f"linkshim-{version}-py3-none-{kinds}.whl": zipped(ofProgram(version, tree, sbom, made), f"linkshim-{version}")}
    for group in made[1:]:
        name = f"linkshim_packs_{group.name}-{version}"
        found[f"{name}-py3-none-any.whl"] = zipped(ofPacks(version, group, made[0]), name)
    return found


def zipped(entries: list[installed.Entry], name: str) -> bytes:
    """The bytes of a wheel with these files."""
    list_ = f"{name}.dist-info/RECORD"
    entries.append(installed.Entry(list_, record(entries, list_)))
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for entry in entries:
            info = zipfile.ZipInfo(entry.name, (1980, 1, 1, 0, 0, 0))
            info.create_system = 3  # Unix, wherever this runs
            info.external_attr = (stat.S_IFREG | (0o755 if entry.executable else 0o644)) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, entry.data)
    return data.getvalue()
