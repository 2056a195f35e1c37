"""Where things lie in the repository, and the targets that most tests go through."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PROGRAMS = ROOT / "test/e2e/programs"
ORDER = ["x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu", "x86_64-unknown-linux-musl",
         "aarch64-unknown-linux-musl"]


def arch_of(target: str) -> str:
    return target.split("-")[0]
