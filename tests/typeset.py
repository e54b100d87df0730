"""A strict reader of the LaTeX that we write: what it takes, LaTeX takes."""

from __future__ import annotations

import re

COMMANDS = {
    "begin", "end", "toprule", "midrule", "bottomrule", "addlinespace", "infty",
    "textbackslash", "textasciitilde", "textasciicircum", "textless", "textgreater",
    "textbar", "textquotedbl", "varepsilon",
}  # fmt: skip


def rows_of(text: str) -> list[list[list[str]]]:
    """The cells of every tabular; an AssertionError where LaTeX would stop or warn."""
    tables: list[list[list[str]]] = []
    columns = 0
    for line in text.splitlines():
        assert line.isprintable(), line
        if line.startswith("%") or not line:
            continue
        begun = re.fullmatch(r"\\begin\{tabular\}\{([lrc]+)\}", line)
        if begun:
            assert columns == 0, "a table within a table"
            columns = len(begun[1])
            tables.append([])
        elif line == r"\end{tabular}":
            assert columns, "an end without a beginning"
            columns = 0
        elif re.fullmatch(r"\\(toprule|midrule|bottomrule|addlinespace)", line):
            assert columns
        else:
            assert line.endswith(r" \\"), line
            cells = re.split(r"(?<!\\)&", line.removesuffix(r" \\"))
            assert len(cells) == columns, line
            for cell in cells:
                check_cell(cell)
            tables[-1].append([cell.strip() for cell in cells])
    assert columns == 0, "a table that does not end"
    return tables


def check_cell(cell: str) -> None:
    """Braces and dollars are paired, special signs escaped, commands known."""
    assert set(re.findall(r"\\([A-Za-z]+)", cell)) <= COMMANDS, cell
    bare = re.sub(r"\\([A-Za-z]+|[&%$#_{}])", "", cell)
    assert "\\" not in bare, cell
    parts = bare.split("$")
    assert len(parts) % 2 == 1, f"a dollar too many: {cell}"
    for part in parts:
        depth = 0
        for sign in part:
            depth += (sign == "{") - (sign == "}")
            assert depth >= 0, cell
        assert depth == 0, cell
    for plain in parts[::2]:
        assert not set(plain) & set('&%#_^~<>|"'), cell
        assert all(x.isascii() or "À" <= x <= "ž" for x in plain), cell
