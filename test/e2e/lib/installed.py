"""The installed program that the tests call, and copies of its tree."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Linkshim:
    """The installed program, its links in one folder, and the environment to call things in."""
    program: Path
    links: Path
    environment: dict

    def linker(self, name: str) -> Path:
        """The link of that name, for instance aarch64-unknown-linux-gnu.2.17-cc; made when missing."""
        path = self.links / name
        if not path.is_symlink():
            target = name.rsplit("-", 1)[0]
            made = subprocess.run([self.program, "links", self.links, target], env=self.environment,
                                  capture_output=True, text=True)
            assert made.returncode == 0, made.stderr
            assert path.is_symlink(), f"`linkshim links DIR {target}` made no {name}: {sorted(os.listdir(self.links))}"
        return path

    def run(self, *command, check=True, cwd=None, timeout=600, **environment) -> subprocess.CompletedProcess:
        """Runs any command in the known environment; on failure with `check` the output is in the message."""
        result = subprocess.run([str(word) for word in command], cwd=cwd, env={**self.environment, **environment},
                                capture_output=True, text=True, timeout=timeout)
        if check:
            assert result.returncode == 0, f"{command[0]} failed:\n{result.stdout}\n{result.stderr}"
        return result


def from_sources(target: str) -> str:
    """What linkshim says of installing a target whose data directory is neither an install's nor near the sources."""
    return f"linkshim sysroot install {target}"


def copy_install(prefix: Path, copy: Path) -> None:
    """Another installed tree with the same files; they take no room where both are on one disk."""
    def put(source: str, target: str) -> None:
        try:
            os.link(source, target)
        except OSError:
            shutil.copy2(source, target)
    shutil.copytree(prefix, copy, symlinks=True, copy_function=put)
