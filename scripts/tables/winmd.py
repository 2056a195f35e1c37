"""Reads the imported functions out of Windows metadata (.winmd): a .NET assembly, ECMA-335 part II, chapters 22 to 24."""
import dataclasses
import struct

# The columns of the tables that are read, and of those before them, whose sizes tell where they begin: a number is a size
# in bytes, `s`, `g` and `b` an index into a heap, a list of table numbers an index into the largest of them.
RESOLUTION, TYPE, HAS_CONSTANT = (2, [0, 26, 35, 1]), (2, [2, 1, 27]), (2, [4, 8, 23])
PARENT, METHOD, ATTRIBUTE_TYPE = (3, [2, 1, 26, 6, 27]), (1, [6, 10]), (3, [6, 10])
ATTRIBUTE_OWNER = (5, [6, 4, 1, 2, 8, 9, 10, 0, 14, 23, 20, 17, 26, 27, 32, 35, 38, 39, 40, 42, 44, 43])
COLUMNS = {
    0: [2, "s", "g", "g", "g"], 1: [RESOLUTION, "s", "s"], 2: [4, "s", "s", TYPE, [4], [6]], 4: [2, "s", "b"],
    6: [4, 2, 2, "s", "b", [8]], 8: [2, 2, "s"], 9: [[2], TYPE], 10: [PARENT, "s", "b"], 11: [2, HAS_CONSTANT, "b"],
    12: [ATTRIBUTE_OWNER, ATTRIBUTE_TYPE, "b"], 13: [(1, [4, 8]), "b"], 14: [2, (2, [2, 6, 32]), "b"], 15: [2, 4, [2]],
    16: [4, [4]], 17: ["b"], 18: [[2], [20]], 20: [2, "s", TYPE], 21: [[2], [23]], 23: [2, "s", "b"],
    24: [2, [6], (1, [20, 23])], 25: [[2], METHOD, METHOD], 26: ["s"], 27: ["b"], 28: [2, (1, [4, 6]), "s", [26]]}
TYPE_REFERENCE, MEMBER, CUSTOM_ATTRIBUTE, MODULE, IMPORT = 1, 10, 12, 26, 28
ATTRIBUTE = "SupportedOSPlatformAttribute"


@dataclasses.dataclass(frozen=True)
class Function:
    dll: str  # in lower case
    name: str
    system: str  # as in windows8.0; empty where the metadata does not say


class Metadata:
    def __init__(self, data: bytes):
        root = data.index(b"BSJB")
        at = root + 16 + struct.unpack_from("<I", data, root + 12)[0] + 2
        count, at, streams = struct.unpack_from("<H", data, at)[0], at + 2, {}
        for _ in range(count):
            offset, _ = struct.unpack_from("<II", data, at)
            end = data.index(0, at + 8)
            streams[data[at + 8:end]] = root + offset
            at += 8 + (end - at - 8) // 4 * 4 + 4
        self.data, self.strings, self.blobs = data, streams[b"#Strings"], streams[b"#Blob"]
        self.readHeads(streams[b"#~"])

    def readHeads(self, at: int) -> None:
        """How many rows each table has, how wide its columns are, and where it begins."""
        heaps, present = self.data[at + 6], struct.unpack_from("<Q", self.data, at + 8)[0]
        at += 24
        self.rows = [0] * 64
        for number in range(64):
            if present >> number & 1:
                self.rows[number] = struct.unpack_from("<I", self.data, at)[0]
                at += 4
        heap = {name: 4 if heaps & bit else 2 for name, bit in (("s", 1), ("g", 2), ("b", 4))}
        self.widths, self.places = {}, {}
        for number, columns in COLUMNS.items():
            self.widths[number] = [self.width(column, heap) for column in columns]
            self.places[number] = at
            at += self.rows[number] * sum(self.widths[number])

    def width(self, column, heap: dict[str, int]) -> int:
        if isinstance(column, int):
            return column
        if isinstance(column, str):
            return heap[column]
        bits, tables = column if isinstance(column, tuple) else (0, column)
        return 4 if max(self.rows[table] for table in tables) >= 1 << (16 - bits) else 2

    def row(self, table: int, number: int) -> list[int]:
        at, found = self.places[table] + (number - 1) * sum(self.widths[table]), []
        for width in self.widths[table]:
            found.append(int.from_bytes(self.data[at:at + width], "little"))
            at += width
        return found

    def text(self, at: int) -> str:
        begin = self.strings + at
        return self.data[begin:self.data.index(0, begin)].decode()

    def blobText(self, at: int) -> str:
        """The first string of a custom attribute's value: two bytes of prolog, then its length and its bytes."""
        begin = self.blobs + at
        begin += 1 if self.data[begin] < 0x80 else 2 if self.data[begin] < 0xC0 else 4
        return self.data[begin + 3:begin + 3 + self.data[begin + 2]].decode()

    def attributeName(self, member: int) -> str:
        owner = self.row(MEMBER, member)[0]
        return self.text(self.row(TYPE_REFERENCE, owner >> 3)[1]) if owner & 7 == 1 else ""

    def systems(self) -> dict[int, str]:
        """The system that each method wants, by the method's number."""
        names: dict[int, str] = {}
        found = {}
        for number in range(1, self.rows[CUSTOM_ATTRIBUTE] + 1):
            owner, kind, value = self.row(CUSTOM_ATTRIBUTE, number)
            if owner & 31 or kind & 7 != 3:
                continue
            if kind not in names:
                names[kind] = self.attributeName(kind >> 3)
            if names[kind] == ATTRIBUTE:
                found[owner >> 5] = self.blobText(value)
        return found

    def functions(self) -> list[Function]:
        systems, found = self.systems(), []
        for number in range(1, self.rows[IMPORT] + 1):
            _, method, name, module = self.row(IMPORT, number)
            dll = self.text(self.row(MODULE, module)[0]).lower()
            found.append(Function(dll, self.text(name), systems.get(method >> 1, "")))
        return found
