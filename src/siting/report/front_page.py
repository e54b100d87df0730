"""The page of a front, and that of a comparison of fronts."""

from __future__ import annotations

from siting.front import Front
from siting.front_comparison import FrontComparison
from siting.report.front_content import front_content
from siting.report.fronts_content import fronts_content
from siting.report.page import filled

STYLES = ("page.css", "chart.css", "front.css")


def render_front(front: Front) -> str:
    """Return the page of a front."""
    return filled(
        "front.html",
        front_content(front),
        styles=STYLES,
        script="front.js",
        data={"front": front.to_dict()},
    )


def render_fronts(comparison: FrontComparison) -> str:
    """Return the page of a comparison of fronts."""
    return filled(
        "fronts.html",
        fronts_content(comparison),
        styles=STYLES,
        script="front.js",
        data={"comparison": comparison.to_dict()},
    )
