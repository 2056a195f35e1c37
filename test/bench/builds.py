"""Whole builds by cargo, with linkshim and with cargo-zigbuild: a program of std, for one target."""

import shutil
from pathlib import Path

import links
from links import HERE, Missing, Places
from measure import Command

PROGRAM = HERE.parent / "e2e/programs/std_all"


def _prepared(places: Places, name: str, arch: str, state: str, caches: list[Path]):
    """What goes before a build: cold, without anything made before; warm, with the program itself to compile and link."""
    target = places.work / f"build-{name}-{arch}"

    def prepare():
        if state == "cold":
            for folder in [target, *caches]:
                shutil.rmtree(folder, ignore_errors=True)
        else:
            for folder in target.glob("*/*/.fingerprint/std_all-*"):
                shutil.rmtree(folder)
    return target, prepare


def _command(places: Places, chain, label: str, words: list, settings: dict, target: Path, prepare) -> Command:
    # Only the linker of the two differs: what cargo builds std with, where it has to, is the same.
    variables = {**settings, **chain.variables(None), "CARGO_TARGET_DIR": str(target)}
    return Command(label, tuple(str(word) for word in words), variables, PROGRAM, prepare)


def linkshim(places: Places, arch: str, state: str) -> Command:
    chain = links.toolchain(places, links.TARGETS[arch])
    target, prepare = _prepared(places, "linkshim", arch, state, [places.cache])
    settings = links.environment(places)
    settings["PATH"] = f"{places.linkshim.parent}:{settings['PATH']}"
    return _command(places, chain, "cargo linkshim", [chain.cargo, "linkshim", "build", "--release", "--locked", "--target",
                                                      f"{chain.target}.{links.FLOOR}"], settings, target, prepare)


def zigbuild(places: Places, arch: str, state: str) -> Command:
    chain = links.toolchain(places, links.TARGETS[arch])
    program = places.venv / "bin/cargo-zigbuild"
    if not program.exists():
        raise Missing(f"cargo-zigbuild is not in {places.venv}: scripts/install-test-needs")
    target, prepare = _prepared(places, "zigbuild", arch, state, [places.zig_cache])
    settings = links.environment(places, ZIG_GLOBAL_CACHE_DIR=str(places.zig_cache), CARGO=str(chain.cargo),
                                 ZIG_LOCAL_CACHE_DIR=str(places.zig_cache / "local"))
    settings["PATH"] = f"{places.venv / 'bin'}:{settings['PATH']}"
    return _command(places, chain, "cargo zigbuild", [program, "zigbuild", "--release", "--locked", "--target",
                                                      f"{chain.target}.{links.FLOOR}"], settings, target, prepare)
