"""The compiles that are measured: the same source and options by linkshim, by the clang that it starts, and by others."""

import os
import shlex
import shutil
import subprocess
import time
from dataclasses import replace
from pathlib import Path

from links import FLOOR, HERE, Missing, Places, environment
from measure import Command

TARGET = "aarch64-unknown-linux-gnu"
PARTS = 60      # functions in the medium C file
SOURCES = ("small.c", "medium.c", "small.cc", "medium.cc")
OPTIONS = ("-O2", "-Wall", "-fPIC", "-c")

PART = """
struct node_{n} {{ struct node_{n} *next; int key, values[{n} % 7 + 1]; }};
static int sum_{n}(const struct node_{n} *node, int limit) {{
  int sum = 0;
  for (; node && limit > 0; node = node->next, --limit)
    for (unsigned i = 0; i < sizeof node->values / sizeof *node->values; ++i)
      sum += node->values[i] * (node->key ^ {n});
  return sum;
}}
int use_{n}(char *text, size_t size, const struct node_{n} *node) {{
  int sum = sum_{n}(node, (int)strlen(text));
  switch (sum % 5) {{
  case 0: return snprintf(text, size, "%d of {n}", sum);
  case 1: return text[0] == 'x' ? atoi(text + 1) : sum;
  default: memset(text, sum, size); return sum / 3;
  }}
}}
"""


def medium_c(folder: Path) -> None:
    """A C file of some 1000 lines; the same every time."""
    text = "#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n"
    (folder / "medium.c").write_text(text + "".join(PART.format(n=n) for n in range(PARTS)))


class Compile:
    """One source, as the command of each compiler."""

    def __init__(self, places: Places, source: str):
        self.places, self.source = places, source
        self.folder = places.work / "compile"
        self.folder.mkdir(parents=True, exist_ok=True)
        for path in (HERE / "sources").iterdir():
            shutil.copy2(path, self.folder)
        medium_c(self.folder)
        tool = "c++" if source.endswith(".cc") else "cc"
        self.tool = places.linker(TARGET).with_name(f"{TARGET}.{FLOOR}-{tool}")
        self.tool.unlink(missing_ok=True)
        self.tool.symlink_to(places.linkshim)

    def _command(self, label: str, words: list, settings: dict) -> Command:
        output = self.folder / f"{label.replace(' ', '-')}.o"
        return Command(label, (*map(str, words), *OPTIONS, self.source, "-o", str(output)), settings, self.folder,
                       lambda: output.unlink(missing_ok=True))

    def linkshim(self) -> Command:
        return self._command("linkshim", [self.tool], environment(self.places))

    def compiler(self) -> tuple[str, list[str]]:
        """The clang that linkshim starts, and the words that it adds to the user's."""
        told = environment(self.places, LINKSHIM_CLANG=shutil.which("echo"))
        words = shlex.split(subprocess.run([self.tool, *OPTIONS, self.source], cwd=self.folder, env=told, check=True,
                                           capture_output=True, text=True).stdout)
        clang = subprocess.run([self.tool, "-c", self.source, "-###"], cwd=self.folder, env=environment(self.places),
                               check=True, capture_output=True, text=True).stderr
        folder = next(line.split(" ", 1)[1] for line in clang.splitlines() if line.startswith("InstalledDir: "))
        return str(Path(folder) / "clang"), words[:-len(OPTIONS) - 1]

    def direct(self) -> Command:
        program, words = self.compiler()
        return self._command("clang", [program, *words], environment(self.places, CLANG_NO_DEFAULT_CONFIG="1"))

    def own_cost(self) -> tuple[Command, Command]:
        """linkshim with a compiler that does nothing, and that compiler."""
        program, words = self.compiler()
        nothing = self.folder / "nothing" / os.path.basename(os.path.realpath(program))
        nothing.parent.mkdir(exist_ok=True)
        nothing.unlink(missing_ok=True)
        nothing.symlink_to(shutil.which("true"))
        settings = environment(self.places, LINKSHIM_CLANG=str(nothing))
        return (self._command("linkshim, no compiler", [self.tool], settings),
                self._command("no compiler", [nothing, *words], settings))

    def zig(self, cache: Path) -> Command:
        zig = next(self.places.venv.glob("lib/python3*/site-packages/ziglang/zig"), None)
        if not zig:
            raise Missing(f"ziglang is not in {self.places.venv}: scripts/install-test-needs")
        settings = environment(self.places, ZIG_GLOBAL_CACHE_DIR=str(cache), ZIG_LOCAL_CACHE_DIR=str(cache / "local"))
        driver = "c++" if self.source.endswith(".cc") else "cc"
        command = self._command("zig " + driver, [zig, driver, "-target", f"aarch64-linux-gnu.{FLOOR}"], settings)
        # zig keeps objects, and gives the same one again for the same source.
        source, text = self.folder / f"for-zig-{self.source}", (self.folder / self.source).read_text()
        words = tuple(str(source) if word == self.source else word for word in command.words)

        def prepare():
            command.before()
            source.write_text(f"{text}// {time.time_ns()}\n")
        return replace(command, words=words, before=prepare)

    def gcc(self) -> Command:
        name = "aarch64-linux-gnu-" + ("g++" if self.source.endswith(".cc") else "gcc")
        program = shutil.which(name)
        if not program:
            raise Missing(f"{name} is not there: apt-get install g++-aarch64-linux-gnu")
        return self._command(name, [program], environment(self.places))
