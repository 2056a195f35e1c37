"""linkshim itself, its headers and its packs: the same bytes from another copy of the sources, in another folder."""

import os
import subprocess

import pytest

from layout import ROOT

# A pack of each kind: glibc's, musl's, MinGW's, WASI's; the headers of all Linux targets.
PACKS = ["aarch64-unknown-linux-gnu", "x86_64-unknown-linux-musl", "x86_64-pc-windows-gnu", "wasm32-wasip1"]


def files(prefix) -> dict[str, bytes]:
    share = prefix / "share/linkshim"
    headers = {path for path in (share / "headers").rglob("*") if path.is_file() and path.name not in (".lock", "manifest")}
    packs = {share / f"sysroots/{target}.pack" for target in PACKS}
    return {str(path.relative_to(prefix)): path.read_bytes() for path in [*headers, *packs, prefix / "bin/linkshim"]}


@pytest.mark.nightly
def test_built_twice(linkshim, tmp_path):
    """Takes some minutes: everything is compiled anew, and no compiler cache takes part."""
    # A pack names the scripts that made it: those of the installed tree are brought up to date first.
    subprocess.run(["/usr/bin/python3", "scripts/sysroots", "--prefix", str(linkshim.program.parents[1]), *PACKS], cwd=ROOT,
                   capture_output=True, check=True, timeout=3600)
    twin, prefix = tmp_path / "a twin/of the sources", tmp_path / "prefix"
    twin.mkdir(parents=True)
    sources = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    subprocess.run(["tar", "--null", "-T", "-", "-cf", str(tmp_path / "sources.tar")], cwd=ROOT, input=sources, check=True)
    subprocess.run(["tar", "-xf", str(tmp_path / "sources.tar"), "-C", str(twin)], check=True)
    environment = {**os.environ, "CCACHE_DISABLE": "1", "TZ": "Pacific/Apia", "LC_ALL": "C", "SOURCE_DATE_EPOCH": "1"}
    for command in (["cmake", "--preset", "release"], ["cmake", "--build", "--preset", "release", "--target", "linkshim"],
                    ["cmake", "--install", "build/release", "--prefix", str(prefix)],
                    ["/usr/bin/python3", "scripts/sysroots", "--prefix", str(prefix), "--headers", "linux"],
                    ["/usr/bin/python3", "scripts/sysroots", "--prefix", str(prefix), *PACKS]):
        done = subprocess.run(command, cwd=twin, env=environment, capture_output=True, text=True, timeout=3600)
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    made, wanted = files(prefix), files(linkshim.program.parents[1])
    different = sorted(name for name in made if wanted.get(name) != made[name])
    assert different == [] and len(made) > 1000
