"""Branch and cut for coverage: every bound, cut and decision against all choices."""

from __future__ import annotations

import numpy as np
import pytest
from covering.ring import asked, choices, covered, left_of, values

from siting import solve
from siting.branching.relaxation import Fixed
from siting.covering.incumbent import Incumbent
from siting.covering.program import Program
from siting.covering.reduction import reduced
from siting.covering.relaxation import CoverRelaxation, decided
from siting.covering.work import Work
from siting.instance import Instance
from siting.limits import Limits, Trace
from siting.milp.hotlp import LPStatus
from siting.models import MCLP
from siting.solution import Proof, Termination
from siting.solvers.collapse import form_of

TENS = pytest.mark.parametrize("ten", range(30))


@TENS
@pytest.mark.parametrize("whole", [True, False])
def test_from_a_bad_design_the_best_is_found_and_proved(
    ten: int, whole: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without searches, so that bounds, cuts and branching must do it."""
    monkeypatch.setattr(Incumbent, "anneal", lambda *_, **__: None)
    for seed in range(10 * ten, 10 * ten + 10):
        left = left_of(seed, whole=whole)
        if left is None:
            continue
        best = Incumbent(left, Limits(), trace := Trace(Limits(), sign=-1.0))
        best.value = left.offset
        Work(left, best, limits=Limits(), trace=trace).run()
        optimum = values(left, choices(left)).max()
        assert best.value == pytest.approx(optimum, rel=1e-6), seed
        assert best.bound >= optimum - 1e-9, seed
        assert best.is_closed, seed
        assert asked(seed, whole=whole).rules.violation(best.design[None, :])[0] == 0


@TENS
def test_no_choice_breaks_a_cut_or_exceeds_a_bound(ten: int) -> None:
    """In any part, from any point on the way; and cuts do bring the bound down."""
    rng = np.random.default_rng(ten)
    for seed in range(10 * ten, 10 * ten + 10):
        left = left_of(seed)
        if left is None:
            continue
        designs = choices(left)
        worth, z = values(left, designs), covered(left, designs)
        program = Program(left, seed=seed)
        assert program.begin(seconds=10) is LPStatus.OPTIMAL
        for _ in range(4):
            some = designs[rng.integers(len(designs))]
            closed = ~some & (rng.random(len(some)) < 0.4)
            opened = some & (rng.random(len(some)) < 0.4)
            inside = ~(designs & closed).any(axis=1) & (designs | ~opened).all(axis=1)
            price = program.price()
            bound = price.bound(closed, opened, room=left.room)
            assert bound >= worth[inside].max() - 1e-9
            if not program.separate(hard=True):
                break
            sites, groups = program._cut_sites, program._cut_groups
            over = z.astype(float) @ groups.T - designs.astype(float) @ sites.T
            assert (over <= program._limit + 1e-9).all()
            assert program.solve(seconds=10) is LPStatus.OPTIMAL


def triangles(k: int) -> MCLP:
    """So many times three sites, each pair of which shares a client; 5 open for 3."""
    cost = np.ones((3 * k, 3 * k))
    for i in range(3 * k):
        cost[i, [i, i + 1 if i % 3 < 2 else i - 2]] = 0.0
    town = Instance.from_matrix(cost, demand=np.full(3 * k, 10.0))
    return MCLP(town, p=5 * k // 3, radius=0.5)


def test_cuts_close_odd_rings() -> None:
    """Half-open sites would cover all; with five sites one client in nine is left."""
    form = form_of(triangles(3))
    assert form is not None
    left = reduced(form)
    program = Program(left, seed=1)
    program.begin(seconds=10)
    none = np.zeros(len(left.site), dtype=bool)
    assert program.price().bound(none, none, room=left.room) == pytest.approx(90.0)
    for _ in range(9):  # a triangle that is whole at one point may be half at the next
        if not program.separate(hard=True):
            break
        program.solve(seconds=10)
    assert program.price().bound(none, none, room=left.room) == pytest.approx(80.0)
    assert program.cuts > 0
    program.purge(0)
    assert program.cuts == 0
    program.solve(seconds=10)
    assert program.price().bound(none, none, room=left.room) == pytest.approx(90.0)


@TENS
def test_what_is_decided_loses_no_choice_that_is_worth_finding(ten: int) -> None:
    """Whatever the slack, all choices within it are still in the part."""
    rng = np.random.default_rng(ten)
    for seed in range(10 * ten, 10 * ten + 10):
        left = left_of(seed)
        if left is None:
            continue
        designs = choices(left)
        worth = values(left, designs)
        program = Program(left, seed=1)
        program.begin(seconds=10)
        none = np.zeros(len(left.site), dtype=bool)
        price = program.price()
        bound = price.bound(none, none, room=left.room)
        slack = rng.random() * (bound - worth.min())
        part = decided(price, Fixed(none, none), room=left.room, slack=slack)
        good = designs[worth >= bound - slack]
        assert not (good & part.closed).any()
        assert (good | ~part.opened).all()


@TENS
def test_a_part_is_bounded_by_its_best_choice(ten: int) -> None:
    """What stays uncovered in a part is at least what the relaxation says."""
    rng = np.random.default_rng(ten)
    for seed in range(10 * ten, 10 * ten + 10):
        left = left_of(seed, whole=bool(seed % 2))
        if left is None:
            continue
        designs = choices(left)
        worth = values(left, designs)
        some = designs[rng.integers(len(designs))]
        part = Fixed(
            ~some & (rng.random(len(some)) < 0.3), some & (rng.random(len(some)) < 0.3)
        )
        inside = ~(designs & part.closed).any(axis=1)
        inside &= (designs | ~part.opened).all(axis=1)
        relaxation = CoverRelaxation(left, seed=1)
        least = relaxation.total - worth[inside].max()
        cutoff = least + rng.random()
        found = relaxation.relax(part, cutoff=cutoff, seconds=10)
        assert found is not None
        assert found.bound <= least + 1e-9
        best = designs[inside][worth[inside].argmax()]
        assert not (best & found.fixed.closed).any()
        full = found.fixed.opened.sum() >= left.room
        assert full or (best | ~found.fixed.opened).all()


def test_an_interrupt_leaves_the_design_and_a_certified_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Ctrl-C while cutting: what is known by then is the answer."""
    problem = triangles(6)
    whole = solve(problem, "collapse")
    assert whole.is_optimal
    assert whole.proof is Proof.CERTIFIED
    assert whole.objective == 160.0

    def interrupted(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(Program, "separate", interrupted)
    plan = solve(problem, "collapse")
    assert plan.termination is Termination.INTERRUPTED
    assert (plan.objective, plan.bound) == (160.0, 180.0)
    assert plan.proof is Proof.CERTIFIED
    assert plan.trace


def test_time_that_is_up_leaves_a_bracket(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped in the linear program, at the root."""
    monkeypatch.setattr(Program, "begin", lambda *_, **__: LPStatus.STOPPED)
    monkeypatch.setattr(Program, "solve", lambda *_, **__: LPStatus.STOPPED)
    plan = solve(triangles(6), "collapse")
    assert plan.termination is Termination.TIME_LIMIT
    assert (plan.objective, plan.bound) == (160.0, 180.0)
