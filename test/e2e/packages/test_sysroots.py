"""scripts/sysroots: what it leaves in the data directory."""

import subprocess

import pytest

from layout import ROOT


def listing(share) -> set[str]:
    return {str(path.relative_to(share)) for path in share.rglob("*") if path.is_file() and path.name != ".lock"}


@pytest.mark.parametrize("target, header", [("aarch64-apple-darwin", "headers/darwin/usr/include/pthread.h"),
                                            ("wasm32-wasip1", "wasi/wasm32-wasip1/include/stdio.h")])
def test_a_kept_pack_comes_with_its_headers(target, header, tmp_path):
    """With --keep the second tree gets the pack of the first, and no recipe runs: the rest must be the same."""
    trees = []
    for name in ("first", "second"):
        command = ["/usr/bin/python3", "scripts/sysroots", "--prefix", tmp_path / name, "--keep", tmp_path / "kept", target]
        subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=600)
        trees.append(listing(tmp_path / name / "share/linkshim"))
    assert trees[0] == trees[1]
    assert {header, f"sysroots/{target}.pack"} <= trees[0]
