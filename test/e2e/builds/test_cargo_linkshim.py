"""`cargo linkshim` and `linkshim run`: one command each, nothing to set."""

import os

import pytest

import elf
import running
from layout import ORDER, PROGRAMS, arch_of
from toolchain import forget


@pytest.mark.parametrize("target", ORDER)
def test_build_and_run(target, linkshim, toolchain, glibc_tree, work):
    chain = toolchain(target)
    asked = f"{target}.2.17" if target.endswith("gnu") else target
    folder = work / f"target-{target}"
    forget(folder, "std_all")
    variables = chain.variables(None)
    variables["PATH"] = f"{os.path.dirname(chain.cargo)}{os.pathsep}{linkshim.environment['PATH']}"
    linkshim.run(chain.cargo, "linkshim", "build", "--locked", "--release", "--target", asked,
                 cwd=PROGRAMS / "std_all", CARGO_TARGET_DIR=str(folder), **variables)
    program, arch = folder / target / "release/std_all", arch_of(target)
    facts, tree = elf.read(program), None
    assert facts.machine == arch
    if target.endswith("gnu"):
        assert (2, 2) <= facts.newest_glibc() <= (2, 17), facts.versions
        tree = glibc_tree("2.17", arch)
    else:
        assert facts.static
    running.check_std_all(program, arch, tree)
    # The child of an emulated program needs the emulator to be known to the kernel.
    environment = {"STD_ALL_SKIP": "child_process"} | ({"QEMU_LD_PREFIX": str(tree)} if tree else {})
    result = linkshim.run(linkshim.program, "run", asked, "--", program, check=False, **environment)
    wanted = "".join(f"ok {name}\n" for name in running.STD_ALL if name != "child_process")
    assert (result.returncode, result.stdout, result.stderr) == (0, wanted, "")
