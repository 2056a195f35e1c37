#!/usr/bin/env python3
"""Packs the symbol tables and the start files into the blob that sysroots/glibc/Tables.cpp reads.

usage: pack.py OUTPUT OBJECTS TABLES GENERATOR-SOURCE...

OUTPUT.bin is the blob, OUTPUT.h the digest of it and of the generator's sources. OBJECTS/<abi> holds what
compile_startfiles.py made, TABLES the <abi>.abi files. Tables.cpp describes the format. Same input, same bytes.
"""
import hashlib, os, re, sys, zlib
from pathlib import Path

KINDS = {"none": 0, "func": 1, "ifunc": 2, "data": 3, "rodata": 4, "tls": 5}


def varint(value):
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def version(text):
    """2.2.5 -> one number that orders like the version; 0 for none."""
    if not text:
        return 0
    parts = [int(p) for p in text.split(".")] + [0]
    return parts[0] * 100000 + parts[1] * 100 + parts[2]


def release(node):
    found = re.fullmatch(r"GLIBC_(\d+(?:\.\d+)+)", node)
    return version(found[1]) if found else 0


def options(words):
    return dict(w.split("=", 1) for w in words if "=" in w)


class Names:
    """All strings of all tables, sorted; before `freeze` only collected."""

    def __init__(self):
        self.seen, self.order = set(), None

    def __call__(self, text):
        if self.order is None:
            self.seen.add(text)
            return 0
        return self.order[text]

    def freeze(self):
        self.order = {name: i for i, name in enumerate(sorted(self.seen))}

    def encode(self):
        out, before = [varint(len(self.order))], b""
        for name in (n.encode() for n in self.order):
            same = len(os.path.commonprefix([before, name]))
            out += [varint(same), varint(len(name) - same), name[same:]]
            before = name
        return b"".join(out)


class Table:
    """One .abi file."""

    def __init__(self, path):
        self.header, self.libraries = {}, []
        for line in path.read_text().splitlines():
            words = line.split()
            if not words or words[0] == "#":
                continue
            if words[0] == "library":
                self.libraries.append({"words": words, "nodes": [], "undefined": [], "symbols": []})
            elif not self.libraries:
                self.header[words[0]] = words[1:]
            elif words[0] == "node" and (len(words) < 3 or not words[2].startswith("@")):
                self.libraries[-1]["nodes"].append(words[1:])
            elif words[0] == "undefined":
                self.libraries[-1]["undefined"].append(words[1])
            else:
                self.libraries[-1]["symbols"].append(words)

    def records(self, words, names):
        """The encoded history of a symbol: `[FLOOR] @@ KIND ...` parts between semicolons."""
        out, count = [], 0
        for part in " ".join(words).split(" ; "):
            fields = part.split()
            start = "" if fields[0] in ("@", "@@") else fields.pop(0)
            count += 1
            if fields == ["-"]:
                out += [varint(version(start)), varint(0)]
                continue
            more = options(fields)
            extras = any(k in more for k in ("size", "other", "alias"))
            flags = (1 | (fields[0] == "@@") << 1 | ("weak" in fields) << 2 | extras << 3 | KINDS[fields[1]] << 4)
            out += [varint(version(start)), varint(flags)]
            if extras:
                out += [varint(int(more.get("size", "0"))), varint(int(more.get("other", "0"), 0)),
                        varint(names(more["alias"]) + 1 if "alias" in more else 0)]
        return varint(count) + b"".join(out)

    def library(self, lib, names, signatures):
        words = lib["words"]
        more = options(words)
        needs = [w.split("=")[1] for w in words if w.startswith("needs=")]
        out = [varint(names(words[1])), varint("runtime" in words), varint(version(more.get("from"))),
               varint(version(more.get("until"))), varint(len(needs)), *[varint(names(n)) for n in needs]]
        order = {node[0]: i for i, node in enumerate(lib["nodes"])}
        out.append(varint(len(order)))
        for name, *rest in lib["nodes"]:
            facts = options(rest)
            parents = [order[p] for p in rest if "=" not in p]
            since = version(facts.get("from")) or (0 if "runtime" in words else release(name))
            out += [varint(names(name)), varint(since), varint(version(facts.get("until"))), varint(len(parents)),
                    *[varint(p) for p in parents]]
        out += [varint(len(lib["undefined"])), *[varint(names(n)) for n in lib["undefined"]]]
        out.append(varint(len(lib["symbols"])))
        before = 0
        for name, node, *rest in lib["symbols"]:
            at = names(name)
            signature = signatures.setdefault(self.records(rest, names), len(signatures))
            out += [varint(max(at - before, 0)), varint(order[node] + 1 if node != "-" else 0), varint(signature)]
            before = at
        return b"".join(out)

    def encode(self, names):
        elf = options(self.header["elf"])
        signatures = {}
        counts = {}
        for lib in self.libraries:
            for _, _, *rest in lib["symbols"]:
                key = self.records(rest, names)
                counts[key] = counts.get(key, 0) + 1
        for key in sorted(counts, key=lambda k: (-counts[k], k)):
            signatures[key] = len(signatures)
        libraries = b"".join(self.library(l, names, signatures) for l in self.libraries)
        head = [int(elf["machine"]), int(elf["class"]), int(elf["endian"] == "big"), int(elf["flags"], 0),
                version(self.header["first"][0]), version(self.header["newest"][0])]
        return (b"".join(map(varint, head)) + varint(len(signatures)) + b"".join(signatures) +
                varint(len(self.libraries)) + libraries)


def objects(folder):
    """The compressed start files and libc_nonshared members of one ABI: name, size, bytes each."""
    files = sorted(folder.glob("*.o")) + sorted(folder.glob("nonshared/*.o"))
    if not files:
        return varint(0) + varint(0)
    raw = varint(len(files))
    for file in files:
        name, data = str(file.relative_to(folder)).encode(), file.read_bytes()
        raw += varint(len(name)) + name + varint(len(data)) + data
    packed = zlib.compress(raw, 9)
    return varint(len(raw)) + varint(len(packed)) + packed


def main(output, object_folder, table_folder, *sources):
    tables = {p.stem: Table(p) for p in sorted(Path(table_folder).glob("*.abi"))}
    names = Names()
    for table in tables.values():
        table.encode(names)
    names.freeze()
    strings = names.encode()
    blob = [varint(len(strings)), strings, varint(len(tables))]
    for name, table in tables.items():
        packed = objects(Path(object_folder) / name)
        body = table.encode(names)
        blob += [varint(len(name)), name.encode(), varint(len(body)), varint(len(packed)), body, packed]
    blob = b"".join(blob)
    Path(output + ".bin").write_bytes(blob)
    digest = hashlib.sha256(blob)
    for source in sources:
        digest.update(Path(source).read_bytes())
    Path(output + ".h").write_text(f'#define LINKSHIM_GLIBC_GENERATION "{digest.hexdigest()[:32]}"\n')


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
