"""One HTML file, offline and inert: what is data in it can never become code."""

from __future__ import annotations

import base64
import hashlib
import json
import math
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np
from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup

from siting.report.content import content_of
from siting.solution import Solution

if TYPE_CHECKING:
    from siting.comparison import Comparison

LISTED = 50_000
"""Clients up to which the page carries the whole assignment as data."""


def render(result: Solution | Comparison) -> str:
    """Return the page of an answer, or of the best answer of a comparison."""
    comparison = None if isinstance(result, Solution) else result
    solution = result if isinstance(result, Solution) else result.best
    return filled(
        "page.html",
        content_of(solution, comparison),
        styles=("page.css", "chart.css"),
        script="page.js",
        data=_data(solution, comparison),
    )


def filled(
    page: str,
    content: dict[str, Any],
    *,
    styles: Sequence[str],
    script: str,
    data: dict[str, Any],
) -> str:
    """A page with its content, style, script and data, and the policy that fits them.

    Parameters
    ----------
    page, styles, script
        Names of files that lie beside this one.
    """
    style, code = style_of(*styles), script_of(script)
    return template(page).render(
        content,
        policy=policy(style=style, script=code),
        style=Markup(style),
        script=Markup(code),
        data=Markup(safe_json(data)),
    )


def style_of(*names: str) -> str:
    """Style sheets, one after the other."""
    return "".join(_part(name) for name in names)


def script_of(name: str) -> str:
    """A script with what all pages share before it, closed in itself."""
    return f'"use strict";\n(() => {{\n{_part("shared.js")}\n{_part(name)}}})();\n'


def policy(*, style: str, script: str) -> str:
    """Content security policy that lets this style and script in, and nothing else."""
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src '{_digest(script)}'",
            f"style-src '{_digest(style)}'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def safe_json(value: Any) -> str:
    r"""JSON that cannot end the script element it stands in; unknown numbers are null.

    >>> safe_json({"id": "</script>", "gap": float("nan")})
    '{"id":"\\u003c/script\\u003e","gap":null}'
    """
    text = json.dumps(_plain(value), allow_nan=False, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _data(solution: Solution, comparison: Comparison | None) -> dict[str, Any]:
    """What the page shows, for those who want to compute with it."""
    town = solution.problem.instance
    whole = town.n <= LISTED
    data: dict[str, Any] = {"solution": solution.to_dict(assignment=whole)}
    if comparison is not None:
        data["comparison"] = comparison.to_dict()
    return data


def _plain(value: Any) -> Any:
    """Only what JSON knows; numbers that are not finite become None."""
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if isinstance(value, str | int | bool | None) else str(value)


def _exact(value: float) -> str:
    """All digits of a number, for machines; empty when it is unknown."""
    return repr(float(value)).removesuffix(".0") if math.isfinite(value) else ""


def _digest(text: str) -> str:
    """The hash by which a policy recognises a text."""
    raw = hashlib.sha256(text.encode()).digest()
    return "sha256-" + base64.b64encode(raw).decode()


def _part(name: str) -> str:
    """A file that lies beside this one."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


@cache
def template(name: str) -> Template:
    """A page with gaps to be filled; a gap without content is an error."""
    world = Environment(
        autoescape=True,
        loader=FunctionLoader(_part),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    world.filters["exact"] = _exact
    return world.get_template(name)
