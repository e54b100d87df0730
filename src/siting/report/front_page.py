"""The page of a front, and that of a comparison of fronts."""

from __future__ import annotations

from markupsafe import Markup

from siting.front import Front
from siting.front_comparison import FrontComparison
from siting.report.front_content import front_content
from siting.report.fronts_content import fronts_content
from siting.report.page import policy, safe_json, script_of, style_of, template

STYLES = ("page.css", "chart.css", "front.css")


def render_front(front: Front) -> str:
    """Return the page of a front."""
    style, script = style_of(*STYLES), script_of("front.js")
    return template("front.html").render(
        front_content(front),
        policy=policy(style=style, script=script),
        style=Markup(style),
        script=Markup(script),
        data=Markup(safe_json({"front": front.to_dict()})),
    )


def render_fronts(comparison: FrontComparison) -> str:
    """Return the page of a comparison of fronts."""
    style, script = style_of(*STYLES), script_of("front.js")
    return template("fronts.html").render(
        fronts_content(comparison),
        policy=policy(style=style, script=script),
        style=Markup(style),
        script=Markup(script),
        data=Markup(safe_json({"comparison": comparison.to_dict()})),
    )
