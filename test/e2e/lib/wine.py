"""Runs Windows programs of this machine's processor under Wine, in a prefix of the tests' own."""

import os
import shutil
import subprocess
from pathlib import Path

PLACES = ["/usr/lib/wine/wine64"]


class Unavailable(Exception):
    """Wine is missing; the text names the package."""


class Wine:
    """A Wine of its own, called by way of `linkshim run`; `close` ends its server."""

    def __init__(self, work: Path, runner: list, environment: dict):
        found = shutil.which("wine64") or next((path for path in PLACES if os.path.exists(path)), None)
        if not found:
            raise Unavailable("wine64 is missing: package wine64")
        self.program, self.runner, self.prefix = found, runner, work / "wine"
        self.variables = {**environment, "WINEPREFIX": str(self.prefix), "WINEDEBUG": "-all", "WINEARCH": "win64"}
        if not (self.prefix / "system.reg").exists():
            subprocess.run([found, "wineboot", "-i"], env=self.variables, capture_output=True, timeout=300)

    def run(self, program: Path, *arguments: str, cwd: Path | None = None, **environment) -> subprocess.CompletedProcess:
        """Status and output, with lines as on this machine; what Wine itself says on stderr is none of the program's."""
        done = subprocess.run([*self.runner, str(program), *arguments], cwd=cwd, env={**self.variables, **environment},
                              capture_output=True, timeout=120)
        done.stdout, done.stderr = (text.decode(errors="replace").replace("\r\n", "\n") for text in (done.stdout, done.stderr))
        return done

    def close(self) -> None:
        server = Path(self.program).resolve().parent / "wineserver"
        server = str(server) if server.exists() else "wineserver"
        subprocess.run([server, "-k"], env=self.variables, capture_output=True, timeout=60)
