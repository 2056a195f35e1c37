"""A wheel of the installed tree, with the same bytes on every run.

The program lies in bin/ and the rest in share/linkshim of the environment, as in any prefix, so it finds what is beside
it. Headers are in one file, share.pack, which the program unpacks into its cache when it first runs: a wheel compresses
each of some five thousand files alone, to three times that size. No Python is in the wheel, and none runs when the program does.
"""
import base64
import hashlib
import io
import pathlib
import stat
import zipfile

from packages import installed, small_packs, templates

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


def metadata(version: str) -> bytes:
    head = f"""Metadata-Version: 2.4
Name: linkshim
Version: {version}
Summary: {SUMMARY}
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
    return head.encode() + DESCRIPTION.read_bytes()


def tags(architecture: str) -> list[str]:
    return [f"{platform}_{architecture}" for platform in PLATFORMS]


def files(version: str, tree: installed.Tree, sbom: bytes) -> list[installed.Entry]:
    """What is in the wheel, without RECORD; the folder that describes it comes last, as the format advises."""
    data, info = f"linkshim-{version}.data", f"linkshim-{version}.dist-info"
    lines = ["Wheel-Version: 1.0", "Generator: linkshim scripts/package", "Root-Is-Purelib: false"]
    lines += [f"Tag: py3-none-{tag}" for tag in tags(tree.architecture)]
    return [installed.Entry(f"{data}/scripts/cargo-linkshim", CARGO, True),
            installed.Entry(f"{data}/scripts/linkshim", tree.program, True),
            *(installed.Entry(f"{data}/data/{entry.name}", entry.data, entry.executable)
              for entry in small_packs.small(tree)),
            installed.Entry(f"{info}/METADATA", metadata(version)),
            installed.Entry(f"{info}/WHEEL", "\n".join(lines).encode() + b"\n"),
            *(installed.Entry(f"{info}/licenses/{name}", (ROOT / name).read_bytes()) for name in LICENCES),
            installed.Entry(f"{info}/sboms/linkshim.cdx.json", sbom)]


def record(entries: list[installed.Entry], name: str) -> bytes:
    def line(entry: installed.Entry) -> str:
        digest = base64.urlsafe_b64encode(hashlib.sha256(entry.data).digest()).rstrip(b"=").decode()
        return f"{entry.name},sha256={digest},{len(entry.data)}\n"
    if odd := [entry.name for entry in entries if set(entry.name) & set(',"\r\n')]:
        raise installed.PackageError(f"{odd[0]} cannot be in a list of names with commas")
    return ("".join(map(line, entries)) + f"{name},,\n").encode()


def fileName(version: str, tree: installed.Tree) -> str:
    return f"linkshim-{version}-py3-none-{'.'.join(tags(tree.architecture))}.whl"


def wheel(version: str, tree: installed.Tree, sbom: bytes) -> bytes:
    entries, list_ = files(version, tree, sbom), f"linkshim-{version}.dist-info/RECORD"
    entries.append(installed.Entry(list_, record(entries, list_)))
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for entry in entries:
            info = zipfile.ZipInfo(entry.name, (1980, 1, 1, 0, 0, 0))
            info.create_system = 3  # Unix, wherever this runs
            info.external_attr = (stat.S_IFREG | (0o755 if entry.executable else 0o644)) << 16
            info.compress_type = zipfile.ZIP_STORED if entry.name.endswith(".pack") else zipfile.ZIP_DEFLATED
            archive.writestr(info, entry.data)
    return data.getvalue()
