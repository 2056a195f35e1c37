"""The software bill of materials (CycloneDX 1.6): what is linked into the program, linkshim's own code that is linked into the
programs of its users, and the pinned sources of the rest."""
import hashlib
import json
import pathlib
import re
import subprocess

from packages import installed

ROOT = pathlib.Path(__file__).resolve().parents[2]
PINS = ROOT / "scripts/pins"
LICENCE = "MIT OR Apache-2.0"
# Whose objects are in packs, or are made by the program: they end up in what others build.
OWN = ("sysroots/startfiles", "sysroots/glibc/csu", "sysroots/musl/csu", "sysroots/bsd/csu", "sysroots/runtimes", "sysroots/mingw",
       "sysroots/msvc")
# What shim/CMakeLists.txt links or includes: the package, what it is, its licence (SPDX). A star is a version: the newest that
# is installed is what the build takes.
LINKED = (
    ("llvm-*-dev", "LLVM", "Apache-2.0 WITH LLVM-exception"),
    ("libfmt-dev", "fmt", "MIT"),
    ("libtomlplusplus-dev", "toml++", "MIT"),
    ("zlib1g-dev", "zlib", "Zlib"),
    ("libzstd-dev", "zstd", "BSD-3-Clause OR GPL-2.0-only"),
    ("libstdc++-*-dev", "libstdc++", "GPL-3.0-or-later WITH GCC-exception-3.1"),
    ("libgcc-*-dev", "libgcc", "GPL-3.0-or-later WITH GCC-exception-3.1"),
    ("libc6-dev", "glibc", "LGPL-2.1-or-later"),
)


def newest(pattern: str, versions: dict[str, str]) -> str | None:
    """The package of the pattern with the greatest number in its name."""
    shape = re.compile(re.escape(pattern).replace(r"\*", r"(\d+)"))
    matches = [match for match in map(shape.fullmatch, versions) if match]
    return max(matches, key=lambda match: [int(number) for number in match.groups()]).group() if matches else None


def versions(named: pathlib.Path | None) -> dict[str, tuple[str, str]]:
    """The name and version of each package that the program is linked from: this machine's, or those that a file lists."""
    packages = [package for package, _, _ in LINKED]
    if named:
        text = named.read_text()
    else:
        try:
            text = subprocess.run(["dpkg-query", "-W", "-f", "${Package} ${Version}\n", *packages], capture_output=True,
                                  text=True).stdout
        except OSError as error:
            raise installed.PackageError(f"dpkg-query cannot be run, which knows what is linked: {error}") from error
    listed = dict(line.split() for line in text.splitlines() if len(line.split()) == 2)
    found = {package: (name, listed[name]) for package in packages if (name := newest(package, listed))}
    if missing := [package for package in packages if package not in found]:
        raise installed.PackageError(f"no version is known of {', '.join(missing)}\n"
                                        f"  try: apt-get install {' '.join(missing)}")
    return found


def linked(found: dict[str, tuple[str, str]], architecture: str) -> list[dict]:
    kind = {"x86_64": "amd64", "aarch64": "arm64"}[architecture]
    return [{"type": "library", "bom-ref": f"linked/{package}", "name": name, "version": version,
             "licenses": [{"expression": licence}],
             "purl": f"pkg:deb/debian/{package.replace('+', '%2B')}@{version.replace(':', '%3A')}?arch={kind}"}
            for pattern, name, licence in LINKED for package, version in [found[pattern]]]


def own(version: str) -> list[dict]:
    """A component for each folder, with the digest of its files' names and bytes."""
    components = []
    for folder in OWN:
        digest = hashlib.sha256()
        for path in sorted(path for path in (ROOT / folder).rglob("*") if path.is_file()):
            digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
        components.append({"type": "library", "bom-ref": f"own/{folder}", "name": f"linkshim {folder}", "version": version,
                           "hashes": [{"alg": "SHA-256", "content": digest.hexdigest()}], "licenses": [{"expression": LICENCE}]})
    return components


def pinsBelow(node, path: tuple):
    """Every part of a pin file that names bytes: (where it stands, what it says)."""
    if isinstance(node, dict) and isinstance(node.get("sha256"), str):
        yield path, node
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in children:
        yield from pinsBelow(child, (*path, str(key)))


def pinned() -> list[dict]:
    """A component for each pinned file, whatever list of pins it stands in."""
    components = []
    for file in sorted(PINS.glob("*.json")):
        for path, pin in pinsBelow(json.loads(file.read_text()), (file.stem,)):
            name = next((pin[key] for key in ("name", "file", "package") if isinstance(pin.get(key), str)), path[-1])
            version = pin.get("version") or pin.get("go") or versionIn(name)
            components.append({"type": "file", "bom-ref": "pins/" + "/".join(path), "name": name,
                               **({"version": version} if version else {}),
                               "hashes": [{"alg": "SHA-256", "content": pin["sha256"]}]})
    return components


def versionIn(name: str) -> str | None:
    """The version in name_VERSION.orig.tar.xz, name_VERSION_all.deb or name@VERSION."""
    found = re.search(r"_([\d][^_]*?)(?:\.orig\.tar|\.debian\.tar|_[a-z0-9]+\.deb)|@([\d.]+)$", name)
    return found and (found[1] or found[2])


def sbom(version: str, tree: installed.Tree, found: dict[str, str]) -> bytes:
    digest = {"alg": "SHA-256", "content": hashlib.sha256(tree.program).hexdigest()}
    components = linked(found, tree.architecture) + own(version) + pinned()
    packs = [{"name": "linkshim:pack", "value": pack} for pack in tree.packs]
    root = {"type": "application", "bom-ref": "linkshim", "name": "linkshim", "version": version, "hashes": [digest],
            "licenses": [{"expression": LICENCE}],
            "properties": [{"name": "linkshim:host", "value": f"{tree.architecture}-linux"}, *packs]}
    document = {"$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json", "bomFormat": "CycloneDX",
                "specVersion": "1.6", "version": 1, "metadata": {"component": root}, "components": components,
                "dependencies": [{"ref": "linkshim", "dependsOn": sorted(part["bom-ref"] for part in components)}]}
    return json.dumps(document, indent=1, ensure_ascii=False).encode() + b"\n"
