"""A picture of the benchmark's ratios: how much CPU each of the others takes where linkshim takes one."""

import html

# The rows that are drawn, and what the others' bars are called.
ROWS = [
    ("A small program", [("hello/aarch64/direct", "rust-lld alone"), ("hello/aarch64/zig", "zig cc"),
                         ("hello/aarch64/zigbuild", "cargo-zigbuild"), ("hello/aarch64/gcc", "GCC, GNU ld")]),
    ("ripgrep", [("ripgrep/aarch64/direct", "rust-lld alone"), ("ripgrep/aarch64/zig", "zig cc"),
                 ("ripgrep/aarch64/zigbuild", "cargo-zigbuild"), ("ripgrep/aarch64/gcc", "GCC, GNU ld")]),
    ("ripgrep, dev profile", [("ripgrep-dev/aarch64/direct", "rust-lld alone"), ("ripgrep-dev/aarch64/zigbuild", "cargo-zigbuild"),
                              ("ripgrep-dev/aarch64/gcc", "GCC, GNU ld")]),
    ("a C file, 1000 lines", [("compile/medium.c/direct", "clang alone"), ("compile/medium.c/zig", "zig cc"),
                              ("compile/medium.c/gcc", "GCC")]),
]
WIDTH, LABEL, BAR, GAP, FIGURE = 720, 190, 18, 8, 60


def draw(ratios: dict[str, float]) -> str:
    """The SVG text. `ratios`: CPU of linkshim over the other's, by row; rows that were not measured are left out."""
    groups = [(title, [(label, 1 / ratios[name]) for name, label in rows if name in ratios]) for title, rows in ROWS]
    groups = [(title, measured) for title, measured in groups if measured]
    scale = (WIDTH - LABEL - FIGURE) / max([1.0, *(value for _, measured in groups for _, value in measured)])
    parts, y = [], 44
    for title, measured in groups:
        parts.append(f'<text x="8" y="{y}" font-weight="bold">{html.escape(title)}</text>')
        y += GAP
        for label, value, color in [("linkshim", 1.0, "#2f6fab"), *((label, value, "#b8b8b8") for label, value in measured)]:
            length = value * scale
            parts.append(f'<text x="20" y="{y + 13}">{html.escape(label)}</text>'
                         f'<rect x="{LABEL}" y="{y}" width="{length:.0f}" height="{BAR - 3}" fill="{color}"/>'
                         f'<text x="{LABEL + length + 6:.0f}" y="{y + 13}">{value:.2f}</text>')
            y += BAR
        y += 3 * GAP
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y}" viewBox="0 0 {WIDTH} {y}" '
            'font-family="sans-serif" font-size="13">\n<rect width="100%" height="100%" fill="white"/>\n'
            '<text x="8" y="20">CPU time for the same work, linkshim = 1; less is better</text>\n' + "\n".join(parts) + "\n</svg>\n")
