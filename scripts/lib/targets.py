"""The rows of triples/Triples.td that the packs need."""
import dataclasses
import json
import pathlib
import subprocess

from objects import tool

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


@dataclasses.dataclass(frozen=True)
class Row:
    triple: str       # rustc's name
    llvm: str         # clang's --target
    muslArch: str     # musl's name of the architecture, empty where we bring no musl
    flags: tuple      # code generation flags for clang
    interpreter: str  # the dynamic loader's path


# Until every row of the table is there.
STAND_IN = """
aarch64-unknown-linux-musl         aarch64-unknown-linux-musl       aarch64
arm-unknown-linux-musleabi         arm-unknown-linux-musleabi       arm      -march=armv6 -mfloat-abi=soft
arm-unknown-linux-musleabihf       arm-unknown-linux-musleabihf     arm      -march=armv6 -mfpu=vfpv2 -mfloat-abi=hard
armv5te-unknown-linux-musleabi     arm-unknown-linux-musleabi       arm      -march=armv5te -mfloat-abi=soft
armv7-unknown-linux-musleabi       armv7-unknown-linux-musleabi     arm      -march=armv7-a -mfloat-abi=soft
armv7-unknown-linux-musleabihf     armv7-unknown-linux-musleabihf   arm      -march=armv7-a -mfpu=vfpv3-d16 -mfloat-abi=hard
thumbv7neon-unknown-linux-musleabihf armv7-unknown-linux-musleabihf arm      -march=armv7-a -mfpu=neon -mfloat-abi=hard -mthumb
i586-unknown-linux-musl            i586-unknown-linux-musl          i386     -march=pentium
i686-unknown-linux-musl            i686-unknown-linux-musl          i386     -march=pentium4
loongarch64-unknown-linux-musl     loongarch64-unknown-linux-musl   loongarch64
mips-unknown-linux-musl            mips-unknown-linux-musl          mips     -march=mips32r2 -msoft-float
mipsel-unknown-linux-musl          mipsel-unknown-linux-musl        mips     -march=mips32r2 -msoft-float
mips64-openwrt-linux-musl          mips64-unknown-linux-musl        mips64   -march=mips64r2 -mabi=64 -msoft-float
mips64-unknown-linux-muslabi64     mips64-unknown-linux-musl        mips64   -march=mips64r2 -mabi=64
mips64el-unknown-linux-muslabi64   mips64el-unknown-linux-musl      mips64   -march=mips64r2 -mabi=64
powerpc-unknown-linux-musl         powerpc-unknown-linux-musl       powerpc
powerpc64-unknown-linux-musl       powerpc64-unknown-linux-musl     powerpc64 -mabi=elfv2
powerpc64le-unknown-linux-musl     powerpc64le-unknown-linux-musl   powerpc64 -mabi=elfv2
riscv32gc-unknown-linux-musl       riscv32-unknown-linux-musl       riscv32  -march=rv32gc -mabi=ilp32d
riscv64gc-unknown-linux-musl       riscv64-unknown-linux-musl       riscv64  -march=rv64gc -mabi=lp64d
s390x-unknown-linux-musl           s390x-unknown-linux-musl         s390x    -march=z10
x86_64-unknown-linux-musl          x86_64-unknown-linux-musl        x86_64
"""


def fromTable(table: pathlib.Path) -> list[Row]:
    text = subprocess.check_output([tool("llvm-tblgen"), "--dump-json", "-I", str(table.parent), str(table)], text=True)
    records = json.loads(text)
    rows = []
    for name in records["!instanceof"].get("Target", []):
        r = records[name]
        rows.append(Row(r["triple"], r["llvm"], r.get("muslArch") or "", tuple((r.get("clangFlags") or "").split()),
                        r.get("interpreter") or ""))
    return rows


def allRows() -> list[Row]:
    """Every target, sorted by its name."""
    table = ROOT / "triples" / "Triples.td"
    rows = fromTable(table) if table.exists() else []
    if not rows:
        for line in STAND_IN.strip().splitlines():
            triple, llvm, arch, *flags = line.split()
            rows.append(Row(triple, llvm, arch, tuple(flags), ""))
    return sorted(rows, key=lambda row: row.triple)
