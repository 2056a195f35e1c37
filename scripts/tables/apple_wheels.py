"""What wheels for macOS tell of Apple's libraries: PyObjC's lists of names, and what programs are bound to."""
import ast
import re
import struct
import zipfile

CPUS = {0x01000007: "x86_64", 0x0100000C: "arm64"}
TWO_LEVEL = 0x80
LOADS = {0xC, 0x18, 0x1F, 0x20, 0x23}  # LC_LOAD_DYLIB and its weak, reexported, lazy and upward kinds


def declaredNames(text: str) -> tuple[set[str], set[str]]:
    """Symbols and classes in one of PyObjC's _metadata.py files."""
    symbols, classes = set(), set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name, value = node.targets[0].id, node.value
            if name == "functions" and isinstance(value, ast.Dict):
                symbols.update(key.value for key in value.keys if isinstance(key, ast.Constant))
            elif name == "constants" and isinstance(value, ast.Constant):
                symbols.update(word.split("@")[0] for word in value.value.split("$") if word)
        elif (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "r" and node.args
              and isinstance(node.args[0], ast.Constant)):
            classes.add(node.args[0].value.decode())
    return {"_" + name for name in symbols}, classes


def slices(data: bytes):
    """The Mach-O files in a file: those of a universal file, itself, or none."""
    if len(data) < 32:
        return
    if data[:4] == b"\xca\xfe\xba\xbe":
        for i in range(min(struct.unpack_from(">I", data, 4)[0], 8)):
            offset, size = struct.unpack_from(">2I", data, 8 + 20 * i + 8)
            yield data[offset:offset + size]
    elif data[:4] == b"\xcf\xfa\xed\xfe":
        yield data


def textAt(data: bytes, at: int) -> str:
    return data[at:data.index(b"\0", at)].decode()


def bindings(data: bytes):
    """(architecture, symbol, install name of its library) for what a Mach-O file needs."""
    _, cpu, _, _, commands, _, flags = struct.unpack_from("<7I", data)
    libraries, table, at = [], None, 32
    for _ in range(commands):
        command, size = struct.unpack_from("<2I", data, at)
        if command & 0x7FFFFFFF in LOADS:
            libraries.append(textAt(data, at + struct.unpack_from("<I", data, at + 8)[0]))
        elif command == 2:
            table = struct.unpack_from("<4I", data, at + 8)
        at += size
    if not table or not flags & TWO_LEVEL or cpu not in CPUS:
        return
    offset, count, strings, _ = table
    for i in range(count):
        name, kind, _, description, _ = struct.unpack_from("<IBBHQ", data, offset + 16 * i)
        ordinal = description >> 8
        if kind & 1 and not kind & 0xEE and 1 <= ordinal <= len(libraries):
            yield CPUS[cpu], textAt(data, strings + name), libraries[ordinal - 1]


def systemBindings(archive: zipfile.ZipFile) -> set[tuple[str, str, str]]:
    """The same for all Mach-O files of a wheel, less what is bound to libraries that are not the system's."""
    found = set()
    for info in archive.infolist():
        with archive.open(info) as file:
            head = file.read(4)
        if head in (b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe"):
            for part in slices(archive.read(info)):
                found.update(row for row in bindings(part) if row[2].startswith(("/usr/lib/", "/System/")))
    return {row for row in found if not row[1].startswith("$ld$")}


def libraryOf(path: str) -> str:
    """The table's name of a library: the outermost framework's, or a file's less its ending."""
    framework = re.search(r"/(\w+)\.framework/", path)
    return framework[1] if framework else path.rsplit("/", 1)[1].removesuffix(".dylib")
