"""What tests of build tools share: two targets, two sources, and what linkshim prints for a tool."""

import shutil

import pytest

GNU, MUSL = "aarch64-unknown-linux-gnu.2.17", "aarch64-unknown-linux-musl"
TWICE = "int twice(int n) { return n * 2; }\n"
MAIN = """#include <stdio.h>
#include <string.h>
int twice(int);
int main(int count, char **words) { printf("%s %d\\n", words[1], twice((int)strlen(words[1]))); return count - 2; }
"""


def needs(*programs):
    for program in programs:
        if not shutil.which(program):
            pytest.skip(f"{program} is missing: scripts/install-test-needs")


def printed(linkshim, target, form):
    return linkshim.run(linkshim.program, "env", target, "--format", form).stdout
