"""Headers of the free libraries in Apple's SDKs, from other publishers of the same code (scripts/pins/apple-headers.json):
they go beside the C library's, and what they declare is what the stubs of those libraries export.
"""
import fnmatch
import json
import pathlib
import subprocess

from fetch import crates, llvm, pool, wheels
from packs import headers_pack

Files = dict[str, bytes]


def pins() -> dict:
    return {library: pin for library, pin in pool.readPins("apple-headers").items() if library != "_"}


def packed(pin: dict) -> Files:
    """All files of an entry's package, by their names in it; of a Debian package its headers and "copyright"."""
    if "package" in pin:
        return headers_pack.readPackage(pin["package"])
    if "wheel" in pin:
        with wheels.wheel(pin["wheel"]["name"], pin["wheel"]) as archive:
            return {name: archive.read(name) for name in archive.namelist() if name.endswith((".h", ".txt"))}
    folder = crateOf(pin)
    wanted = [*pin["files"], pin.get("licence", "")]
    return {str(path.relative_to(folder)): path.read_bytes() for pattern in filter(None, wanted) for path in folder.glob(pattern)}


def crateOf(pin: dict) -> pathlib.Path:
    name, known = pin["crate"], pool.readPins("apple")["crates"]
    return crates.sources({name: known[name]}) / f"{name}-{known[name]['version']}"


def headers(pin: dict, files: Files) -> Files:
    """The headers of an entry by their places below usr/include."""
    found: Files = {}
    for pattern, places in pin["files"].items():
        named = [name for name in sorted(files) if fnmatch.fnmatchcase(name, pattern) and name.count("/") == pattern.count("/")]
        if not named:
            raise pool.PackError(f"no {pattern} in the package that scripts/pins/apple-headers.json names")
        found |= {place if place.endswith(".h") else place + name.rpartition("/")[2]: files[name] for name in named for place in places}
    return found


def fill(include: pathlib.Path, licences: pathlib.Path) -> None:
    """Writes all headers below `include`, and the licences as COPYRIGHT.LIBRARY."""
    for library, pin in pins().items():
        files = packed(pin)
        for name, text in headers(pin, files).items():
            (include / name).parent.mkdir(parents=True, exist_ok=True)
            (include / name).write_bytes(text)
        if "licence" in pin:
            (licences / f"COPYRIGHT.{library}").write_bytes(files[pin["licence"]])


def declared(sdk: pathlib.Path) -> dict[str, set[str]]:
    """Library -> the functions and variables that its headers in an SDK declare, without those of the libraries before it;
    those of the C library, which they include, are among them."""
    found: dict[str, set[str]] = {}
    for library, pin in pins().items():
        names = pin.get("read") or sorted(headers(pin, packed(pin)))
        text = "".join(f"#include <{name}>\n" for name in names if not name.startswith("libxml2/"))
        command = [llvm.tool("clang"), "--target=arm64-apple-macos15", "-isysroot", str(sdk), "-w", "-fsyntax-only", "-Xclang",
                   "-ast-dump=json", "-x", "c", "-"]
        command += ["-I", str(crateOf(pin) / pin["within"])] if "within" in pin else []
        done = subprocess.run(command, input="#include <stdio.h>\n#include <sys/types.h>\n" + text, capture_output=True,
                              text=True)
        if done.returncode:
            raise pool.PackError(f"the headers of {library} do not compile\n{done.stderr}")
        others = set().union(*found.values(), pin.get("without", ()))
        found[library] = {node["name"] for node in json.loads(done.stdout)["inner"] if isExtern(node)} - others
    return found


def isExtern(node: dict) -> bool:
    """Whether a declaration in clang's tree is of something that a library has."""
    if "iconv" in node.get("name", "") or node.get("name", "").startswith("__builtin_"):
        return False
    if node["kind"] == "VarDecl":
        return node.get("storageClass") == "extern"
    return node["kind"] == "FunctionDecl" and node.get("storageClass") != "static" and not any(
        part["kind"] == "CompoundStmt" for part in node.get("inner", ()))


def dependsOn() -> str:
    """Changes with what the headers depend on."""
    known = pool.readPins("apple")["crates"]
    return pathlib.Path(__file__).read_text() + json.dumps([pool.readPins("apple-headers"), [
        known[pin["crate"]] for pin in pins().values() if "crate" in pin]])
