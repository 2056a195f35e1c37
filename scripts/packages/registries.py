"""What registries take, made of an installed tree and of the archives beside it: text of scripts/registries, filled in.

Everything of one release lies in one folder, also under the address that is written into it, so a release for both kinds of
host is made by two runs into the same folder. Same tree, same bytes.
"""
import hashlib
import pathlib
import re

from packages import crate, installed, npm, templates

IMAGES = ("linkshim", "linkshim-rust", "linkshim-clang")


def digests(folder: pathlib.Path, version: str) -> dict[str, str]:
    """The SHA-256 of this version's archive for each host that the folder has one for."""
    found = {host: folder / f"linkshim-{version}-{host}-linux.tar.gz" for host in sorted(installed.MACHINES.values())}
    return {host: hashlib.sha256(path.read_bytes()).hexdigest() for host, path in found.items() if path.is_file()}


def perHost(text: str, words: dict[str, dict[str, str]]) -> str:
    """The text, its lines between `# each host` and `# end of hosts` once for each host, without these two lines."""
    def each(match: re.Match) -> str:
        return "".join(templates.filled(match[1], **more) for more in words.values())
    return re.sub(r"^ *# each host\n(.*?)^ *# end of hosts\n", each, text, flags=re.S | re.M)


def formula(version: str, sums: dict[str, str]) -> bytes:
    """Of Homebrew."""
    on = {"x86_64": "intel", "aarch64": "arm"}
    text = perHost(templates.text("linkshim.rb"), {host: {"HOST": host, "ON": on[host], "SHA256": digest}
                                                   for host, digest in sums.items()})
    return templates.filled(text, VERSION=version).encode()


def expression(version: str, sums: dict[str, str]) -> bytes:
    """Of Nix, for callPackage."""
    text = perHost(templates.text("linkshim.nix"), {host: {"HOST": host, "SHA256": digest} for host, digest in sums.items()})
    return templates.filled(text, VERSION=version).encode()


def dockerfiles(version: str, hosts: list[str]) -> dict[str, bytes]:
    arch = {"x86_64": "amd64", "aarch64": "arm64"}
    words = {host: {"HOST": host, "PLATFORM": arch[host]} for host in hosts}
    return {f"{name}.Dockerfile": templates.filled(perHost(templates.text(f"images/{name}.Dockerfile"), words),
                                                   VERSION=version).encode() for name in IMAGES}


def files(version: str, tree: installed.Tree, folder: pathlib.Path) -> dict[str, bytes]:
    """By their names; `folder` has the archive of the tree, and perhaps that for the other kind of host."""
    sums = digests(folder, version)
    return {**crate.files(version, tree), **npm.files(version, tree), "linkshim.rb": formula(version, sums),
            "linkshim.nix": expression(version, sums), **dockerfiles(version, list(sums)),
            "install.sh": templates.filled(templates.text("install.sh"), VERSION=version).encode()}
