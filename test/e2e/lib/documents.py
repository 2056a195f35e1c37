"""What the pages of the documentation tell people to run."""

import re

from layout import ROOT


def blocks(document: str) -> list[str]:
    """The shell blocks of a page, in order."""
    return re.findall(r"^```sh\n(.*?)^```", (ROOT / document).read_text(), re.S | re.M)
