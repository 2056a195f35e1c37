"""linkshim verify: the facts of real programs and libraries against what other readers say, what does not hold, and files
that are damaged."""

import json
import subprocess
from pathlib import Path

import pytest

import readelf

# One suite's glibc and libgcc_s for these; the loader, and libraries of each kind.
ARCHITECTURES = ["x86_64", "x32", "i386", "aarch64", "armhf", "armel", "riscv64", "powerpc64le", "powerpc64", "powerpc", "s390x", "mips",
                 "mips64el", "mipsr6el", "sparc64", "m68k"]
LIBRARIES = ["libc.so.6", "libm.so.6", "libpthread.so.0", "libgcc_s.so.1", "libnss_files.so.2"]
GLIBC = "2.36"


def verify(linkshim, *arguments):
    result = subprocess.run([linkshim.program, "verify", *map(str, arguments)], env=linkshim.environment, capture_output=True, text=True,
                            timeout=120)
    assert result.returncode in (0, 1), (arguments, result.returncode, result.stderr)
    return result


def facts(linkshim, *files, expect=0) -> list[dict]:
    result = verify(linkshim, "--json", *files)
    assert result.returncode == expect, result.stderr
    return json.loads(result.stdout)


def compare(found: dict, path: Path) -> None:
    """Every key that readelf speaks of."""
    wanted = readelf.facts(path)
    versions = {(row["library"], row["family"]): (row["version"], set(row["symbols"])) for row in found.get("versions", [])}
    assert {key: name for key, (name, _) in versions.items()} == {key: name for key, (name, _) in wanted["versions"].items()}, path
    for key, (_, users) in versions.items():  # readelf does not say of which library a symbol's version is
        assert users <= wanted["versions"][key][1], (path, key)
    for key in wanted.keys() - {"versions"}:
        value = found.get(key, [] if isinstance(wanted[key], list) else "" if isinstance(wanted[key], str) else None)
        assert (sorted(value) if key == "protections" else value) == wanted[key], (path, key)


@pytest.mark.parametrize("arch", ARCHITECTURES)
def test_a_distributions_libraries(linkshim, glibc_tree, arch):
    lib = glibc_tree(GLIBC, arch) / "lib"
    files = [lib / name for name in LIBRARIES if (lib / name).exists()] + sorted(lib.glob("ld*.so.[0-9]"))[:1]
    assert len(files) >= 4, sorted(path.name for path in lib.iterdir())
    for found, path in zip(facts(linkshim, *files), files, strict=True):
        compare(found, path)


def test_this_machines_own_programs(linkshim):
    files = [Path(name) for name in ("/bin/sh", "/bin/ls", "/usr/bin/env", "/usr/bin/readelf", "/usr/bin/perl")]
    files = [path.resolve() for path in files if path.exists()]
    assert len(files) >= 3
    for found, path in zip(facts(linkshim, *files), files, strict=True):
        compare(found, path)
    assert verify(linkshim, "--target", "x86_64-unknown-linux-gnu", *files).returncode == 0
    result = verify(linkshim, "--target", "aarch64-unknown-linux-gnu", "--static", files[0])
    assert result.returncode == 1
    assert "is for x86_64, 64-bit little-endian" in result.stderr and "is not static: it needs" in result.stderr
