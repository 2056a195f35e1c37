"""The pinned glibc packages: fetched by apt through private lists, checked by SHA-256, unpacked."""
import hashlib, json, os, re, shutil, subprocess, sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
import pool  # noqa: E402

from . import abilist  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
PINS = ROOT / "scripts/pins/glibc.json"
SOURCES = ROOT / "scripts/pins/glibc-source.json"
ABIS = ROOT / "scripts/pins/glibc-abis.json"
SUITES = ["bullseye", "bookworm", "trixie", "sid"]


def fail(message):
    sys.exit(Path(sys.argv[0]).name + ": " + message)


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
            fail("no Debian mirror in the apt sources; name one in LINKSHIM_DEBIAN_MIRROR")
        uri = found[1]
    keyring = "/usr/share/keyrings/debian-archive-keyring.gpg"
    if not Path(keyring).exists():
        fail("missing package debian-archive-keyring")
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
            fail(f"{tool} {' '.join(args[:3])}: {done.stderr.strip()}")
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


class Archives:
    """glibc's source archives, pinned by scripts/pins/glibc-source.json, and the lists of names in them."""

    def __init__(self, folder):
        self.folder, self.pins, self.lists = folder, json.loads(SOURCES.read_text()), {}

    def read(self, release):
        if release not in self.lists:
            self.folder.mkdir(parents=True, exist_ok=True)
            try:
                archive = pool.fetch(self.pins[release], self.folder)
            except pool.PackError as error:
                fail(str(error))
            self.lists[release] = abilist.read_archive(archive)
        return self.lists[release]


def names_of(abis):
    return sorted({abi[kind] for abi in abis for kind in ("libc", "libgcc", "libatomic") if kind in abi})


def update_pins(apt, abis):
    names = names_of(abis.values())
    versions, sums = apt.versions(names), apt.checksums(names)
    pins = {}
    for name in names:
        for suite in SUITES:
            version = versions.get(name, {}).get(suite)
            if version is None or (not name.startswith("libc6") and suite != first_suite(versions[name])):
                continue
            file, digest = sums[name, version]
            pins.setdefault(name, {})[suite] = {"version": version, "file": file, "sha256": digest}
    PINS.write_text(json.dumps(pins, indent=1, sort_keys=True) + "\n")


def first_suite(by_suite):
    """Runtime libraries are taken from the oldest suite alone: their newer versions are for newer systems."""
    return next(s for s in SUITES if s in by_suite)


def place(folder, name, suite):
    return folder / f"{name}_{suite}"


def is_unpacked(where, pin):
    return (where / ".sha256").exists() and (where / ".sha256").read_text() == pin["sha256"]


def fetch(apt, names, pins, folder):
    """Downloads and unpacks below `folder` whatever pinned packages of `names` are not there yet."""
    wanted = {}
    for name in names:
        for suite, pin in pins.get(name, {}).items():
            if not is_unpacked(place(folder, name, suite), pin) and apt.known[name].get(suite) == pin["version"]:
                wanted[pin["sha256"]] = (name, suite, pin)
    if not wanted:
        return
    download = folder / "download"
    shutil.rmtree(download, ignore_errors=True)
    download.mkdir(parents=True)
    apt.run("apt-get", "-qq", "download", *[f"{n}={p['version']}" for n, _, p in wanted.values()], cwd=download)
    for package in sorted(download.iterdir()):
        digest = hashlib.sha256(package.read_bytes()).hexdigest()
        if digest not in wanted:
            fail(f"{package.name}: SHA-256 differs from scripts/pins/glibc.json")
        name, suite, _ = wanted[digest]
        target = place(folder, name, suite)
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir()
        subprocess.run(["dpkg-deb", "-x", str(package), str(target)], check=True)
        (target / ".sha256").write_text(digest)
    shutil.rmtree(download)


def unpacked(folder, name, suite, pin):
    where = place(folder, name, suite)
    return where if is_unpacked(where, pin) else None


def snapshots_of(abi, pins, folder):
    """[(suite, package, pin, unpacked folder)] of the C library, oldest first; a missing one has no folder."""
    return [(suite, abi["libc"], pin, unpacked(folder, abi["libc"], suite, pin))
            for suite in SUITES if (pin := pins.get(abi["libc"], {}).get(suite))]


def runtime_of(abi, kind, pins, folder):
    name = abi.get(kind)
    for suite, pin in pins.get(name, {}).items():
        return (suite, name, pin, unpacked(folder, name, suite, pin))
    return None
