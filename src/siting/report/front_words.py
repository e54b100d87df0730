"""What a front means, in sentences: how sure it is, and what stands out."""

from __future__ import annotations

from collections.abc import Sequence

from siting.front import Front, unique_names
from siting.readable import at_most, counted, shown
from siting.report.words import ENDS, HEADLINES, sentence

HELD = (
    "No choice of sites is better in everything than a plan of which that is proved; "
    "which of the plans suits best is not a question of arithmetic."
)


FINE = (
    "Whatever else one may choose, one of these plans is at least as good in "
    "everything, to a millionth; values of these data may be as near as one likes."
)


def front_state(front: Front) -> str:
    """proved, fine, bounded, found, infeasible or none: the colour of the box."""
    if front.infeasible:
        return "infeasible"
    if not len(front):
        return "none"
    if front.complete:
        return "proved"
    if front.is_fine:
        return "fine"
    return "bounded" if front.proven.any() else "found"


def front_headline(front: Front) -> str:
    """How sure it is, in one line."""
    count = counted(len(front), "plan")
    sure = int(front.proven.sum())
    return {
        "proved": f"The whole front, proved: {count}",
        "fine": f"The whole front to a millionth, proved: {count}",
        "bounded": f"{count}, {'all' if sure == len(front) else f'{sure:,}'} proved; "
        "others may be missing",
        "found": f"{count} found, nothing is proved",
        "infeasible": HEADLINES["infeasible"],
        "none": HEADLINES["none"],
    }[front_state(front)]


def front_grounds(front: Front) -> str:
    """What that rests on."""
    kind = front_state(front)
    words = []
    if kind == "proved":
        words.append(
            "Whatever else one may choose, one of these plans is at least as good in "
            "everything."
        )
    if kind == "fine":
        words.append(FINE)
    if kind in ("proved", "fine", "bounded"):
        words.append(HELD)
    if kind == "found":
        words.append("Plans that are better in everything may exist.")
    if kind in ("infeasible", "none") and front.reason:
        words.append(sentence(front.reason))
    if kind in ("bounded", "found", "none"):
        words.append(sentence(ENDS[front.termination]))
    if kind in ("bounded", "found") and front.reason:
        words.append(sentence(front.reason))
    return " ".join(words)


def nothing_words(fronts: Sequence[Front]) -> str:
    """Why there is no point in any of several answers to one question."""
    why = next((f.reason for f in fronts if f.infeasible), None)
    if why is None:
        return "No method found a point."
    return f"No design keeps the rules. {sentence(why)}".strip()


def certificate_words(front: Front) -> str:
    """How much may be missing at most; empty where nothing is, or it is not known."""
    if front.is_fine or not len(front):
        return ""
    if front.unexplored is not None and not len(front.unexplored):
        return (
            "Whatever else one may choose, one of these plans is at least as good in "
            "everything, to a millionth."
        )
    lack = missing(front)
    if not lack:
        return ""
    return f"What is missing is at most {lack} of the hypervolume that can be had."


def missing(front: Front) -> str:
    """The most that may be missing, in per cent; empty where that says nothing."""
    part = front.certificate
    if front.complete or part is None:
        return ""
    lack = at_most(1 - part)
    return "" if lack in ("0 %", "100 %") else lack


def step_words(front: Front) -> str:
    """What differences the proof tells apart; empty where nothing is said."""
    if not front.step or not front.proven.any():
        return ""
    told = [
        f"{shown(factor * step)} {unit} in {name}".replace("  ", " ")
        for name, step, (factor, unit) in zip(
            unique_names(front.tradeoff),
            front.step,
            (p.told_in for p in front.tradeoff.problems),
            strict=True,
        )
        if step > 0
    ]
    if not told:
        return "Not known: values are told apart by a millionth."
    return f"By the data, values differ by at least {', '.join(told)}."


def standing_out(front: Front) -> dict[str, int]:
    """Words for points that one talks about first -> their positions."""
    if len(front) < 2:
        return {}
    names = unique_names(front.tradeoff)
    found = {f"best {name}": end for name, end in zip(names, front.ends, strict=True)}
    more = {"knee": front.knee, "compromise": front.compromise()}
    return found | {word: k for word, k in more.items() if k is not None}


MEANING = {
    "knee": "The knee lies deepest below the line between the ends: to go on in either "
    "direction costs more than it brings.",
    "compromise": "The compromise is the plan whose worst objective is least behind "
    "its own best, in ranges.",
}
"""What the words mean, for those that stand on the page."""


def site_sentences(front: Front, *, most: int = 40) -> list[str]:
    """Which sites are in every plan, and how many in some: what is safe to build."""
    if len(front) < 2:
        return []
    town, parts = front.tradeoff.instance, front.designs.mean(axis=0)
    every = [town.site_label[j] or town.sites[j] for j in (parts == 1).nonzero()[0]]
    ever = int((parts > 0).sum())
    of_all = "every plan" if front.complete else "every plan that was found"
    if every:
        some = ", ".join(every[:most])
        rest = f" and {len(every) - most:,} more" if len(every) > most else ""
        one = len(every) == 1
        first = f"{'1 site is' if one else f'{len(every):,} sites are'} in {of_all}: "
        built = "it" if one else "they"
        first += f"{some}{rest}. Whatever one prefers, {built} can be built first."
    else:
        first = f"No site is in {of_all}."
    never = f"{ever:,} of {town.m:,} possible sites are in some plan, "
    return [first, f"{never}{town.m - ever:,} in none."]
