"""The archive's package lists of all suites whose libraries the tables need, by apt with lists and a cache of its own: the
machine's apt keeps its state."""
import os
import re
import subprocess
from pathlib import Path

from fetch.pool import PackError

SUITES = ["bullseye", "bookworm", "trixie", "sid"]


def configured_mirror():
    """The first URI and keyring of the system's own Debian sources."""
    texts = []
    for path in [Path("/etc/apt/sources.list"), *sorted(Path("/etc/apt/sources.list.d").glob("*"))]:
        if path.suffix in (".list", ".sources") and path.is_file():
            texts.append(path.read_text())
    text = "\n".join(texts)
    uri = os.environ.get("LINKSHIM_DEBIAN_MIRROR")
    if not uri:
        found = re.search(r"^URIs:\s*(\S*/debian/?)\s*$", text, re.M) or re.search(
            r"^deb\s+(?:\[[^]]*\]\s+)?(\S+/debian/?)\s", text, re.M)
        if not found:
            raise PackError("no Debian mirror in the apt sources; name one in LINKSHIM_DEBIAN_MIRROR")
        uri = found[1]
    keyring = "/usr/share/keyrings/debian-archive-keyring.gpg"
    if not Path(keyring).exists():
        raise PackError("missing package debian-archive-keyring")
    return uri, keyring


class Apt:
    """apt with its own lists and cache, away from the system's."""

    def __init__(self, folder):
        for sub in ("state/lists/partial", "cache/archives/partial"):
            (folder / sub).mkdir(parents=True, exist_ok=True)
        uri, keyring = configured_mirror()
        sources = folder / "sources.list"
        sources.write_text("".join(f"deb [signed-by={keyring}] {uri} {s} main\n" for s in SUITES))
        self.options = ["-o", f"Dir::Etc::SourceList={sources}", "-o", "Dir::Etc::SourceParts=/dev/null",
                        "-o", f"Dir::State={folder}/state", "-o", f"Dir::Cache={folder}/cache",
                        "-o", "Dir::Etc::Preferences=/dev/null", "-o", "Dir::Etc::PreferencesParts=/dev/null",
                        "-o", "APT::Sandbox::User=root", "-o", "Acquire::Languages=none",
                        "-o", "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false"]
        self.known = {}
        self.run("apt-get", "-qq", "update")

    def run(self, tool, *args, cwd=None):
        done = subprocess.run([tool, *self.options, *args], cwd=cwd, capture_output=True, text=True)
        if done.returncode:
            raise PackError(f"{tool} {' '.join(args[:3])}: {done.stderr.strip()}")
        return done.stdout

    def versions(self, names):
        """package -> suite -> version, of the packages that the archive has now"""
        found = self.known = {name: {} for name in names}
        for line in self.run("apt-cache", "madison", *names).splitlines():
            name, version, source = (part.strip() for part in line.split("|"))
            if source.endswith("Packages"):
                found[name][source.split()[1].split("/")[0]] = version
        return found

    def checksums(self, names):
        """(package, version) -> (file name, SHA-256)"""
        found = {}
        for record in self.run("apt-cache", "show", *names).split("\n\n"):
            field = dict(re.findall(r"^(Package|Version|Filename|SHA256): (.*)$", record, re.M))
            if "SHA256" in field:
                found[field["Package"], field["Version"]] = (os.path.basename(field["Filename"]), field["SHA256"])
        return found
