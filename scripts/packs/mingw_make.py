"""What mingw-w64's Makefile.am makes for one architecture: which archives of compiled code, which import libraries.

Only as much of automake's language is read as those files use: variables, conditionals, `include`, and rules of the
form `lib64/libX.a: lib64/Y.def`.
"""
import dataclasses
import pathlib
import re

# The folder of an architecture in mingw-w64-crt, the suffix of its conditional, and how its .def.in files know it.
FOLDERS = {"x86": ("lib32", "LIB32", "DEF_I386"), "x86_64": ("lib64", "LIB64", "DEF_X64"),
           "aarch64": ("libarm64", "LIBARM64", "DEF_ARM64")}


@dataclasses.dataclass
class Archive:
    """An archive of the pack: its sources with their flags, an import library that it begins with, other archives that
    it is put together from."""
    sources: list[str] = dataclasses.field(default_factory=list)
    flags: list[str] = dataclasses.field(default_factory=list)
    definition: str = ""
    parts: list[str] = dataclasses.field(default_factory=list)


def logicalLines(path: pathlib.Path) -> list[str]:
    return path.read_text().replace("\\\n", " ").splitlines()


class Makefile:
    """`tree` is mingw-w64-crt, `arch` rustc's name of the architecture."""

    def __init__(self, tree: pathlib.Path, arch: str):
        self.tree, self.arch = tree, arch
        self.folder, condition, self.define = FOLDERS[arch]
        self.true = {condition}
        self.variables: dict[str, str] = {}
        self.rules: dict[str, list[str]] = {}
        self.read(tree / "Makefile.am", "")

    def read(self, path: pathlib.Path, reldir: str) -> None:
        active = [True]
        for line in logicalLines(path):
            line = line.replace("%reldir%", reldir)
            if match := re.match(r"if (!?)(\w+)", line):
                active.append(active[-1] and (match[2] in self.true) != bool(match[1]))
            elif re.match(r"else\b", line):
                active[-1] = active[-2] and not active[-1]
            elif re.match(r"endif\b", line):
                active.pop()
            elif active[-1]:
                self.readLine(line)

    def readLine(self, line: str) -> None:
        if match := re.match(r"(\w+)\s*(\+?)=\s*(.*)", line):
            before = self.variables.get(match[1], "") + " " if match[2] else ""
            self.variables[match[1]] = before + match[3]
        elif match := re.match(r"include (\S+)/Makefile.am", line):
            if (path := self.tree / match[1] / "Makefile.am").exists():
                self.read(path, match[1])
        elif match := re.match(r"(lib\S+\.a):\s*(.*)", line):
            self.rules[match[1]] = self.expand(match[2]).split()

    def expand(self, text: str) -> str:
        return re.sub(r"\$\((\w+)\)", lambda m: self.expand(self.variables.get(m[1], "")), text)

    def words(self, name: str) -> list[str]:
        return self.expand(self.variables.get(name, "")).split()

    def definition(self, name: str) -> str:
        """The .def or .def.in of a library, relative to the tree; empty where none is."""
        for folder in (self.folder, "lib-common"):
            for ending in (".def", ".def.in"):
                if (self.tree / folder / (name + ending)).exists():
                    return f"{folder}/{name}{ending}"
        return ""

    def script(self, name: str) -> list[str]:
        """The archives that ar's script puts together."""
        for folder in (self.folder, "lib-common"):
            if (path := self.tree / folder / (name + ".mri")).exists():
                return re.findall(r"^ADDLIB lib(\S+)\.a", path.read_text(), re.M)
        return []

    def compiled(self) -> dict[str, Archive]:
        """The archives with compiled code, by name."""
        found, folder = {}, self.folder
        for path in self.words(folder + "_LIBRARIES") + self.words("noinst_LIBRARIES"):
            if not (match := re.fullmatch(folder + r"/lib(\S+)\.a", path)):
                continue
            name = match[1]
            stem = f"{folder}_lib{re.sub(r'[^A-Za-z0-9_@]', '_', name)}_a"
            sources = [w for w in self.words(stem + "_SOURCES") if w.endswith((".c", ".S", ".s"))]
            flags = [w for v in ("_CPPFLAGS", "_CFLAGS") for w in self.words(stem + v) if w.startswith(("-D", "-m"))]
            linked = "DTDEF" in self.variables.get(stem + "_AR", "") or "DTLIB" in self.variables.get(stem + "_AR", "")
            found[name] = Archive(sources, flags, self.definition(name) if linked else "")
        return found

    def archives(self) -> dict[str, Archive]:
        """Every archive that the Makefile makes, by name, and what others are put together from."""
        found = self.compiled()
        data = [w for v in ("_DATA", "dx32_DATA", "dx64_DATA", "winrt32_DATA", "winrt64_DATA")
                for w in self.words(self.folder + v if v == "_DATA" else v)]
        wanted = [m[1] for w in data if (m := re.fullmatch(self.folder + r"/lib(\S+)\.a", w))]
        while wanted:
            if (name := wanted.pop()) in found:
                continue
            rule = self.rules.get(f"{self.folder}/lib{name}.a", [])
            if len(rule) == 1 and rule[0].endswith(".def"):
                folder, file = rule[0].split("/")
                found[name] = Archive(definition=self.definition(file[:-4]))
            elif parts := self.script(name):
                found[name] = Archive(parts=parts)
                wanted += parts
            else:
                found[name] = Archive(definition=self.definition(name.removesuffix("_def")))
        return found

    def startFiles(self) -> list[str]:
        """crt2.o and the like."""
        return [pathlib.PurePath(w).name for v in ("crt32_DATA", "crt64_DATA") for w in self.words(v)]
