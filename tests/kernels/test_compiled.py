"""The word that is said when kernels are compiled."""

from __future__ import annotations

import logging
from types import SimpleNamespace
from typing import Any

import pytest

from siting.kernels import compiled as home
from siting.kernels.compiled import EACH_TIME, ONCE, Notice, compiled


def compiling(module: str) -> Any:
    """What numba tells when it begins with a function of some module."""
    kernel = SimpleNamespace(__module__=module)
    return SimpleNamespace(data={"dispatcher": SimpleNamespace(py_func=kernel)})


def test_the_first_of_ours_is_news_and_no_other(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Who compiles functions of his own hears nothing of us."""
    caplog.set_level(logging.INFO, logger="siting")
    notice = Notice()
    notice.on_start(compiling("his.own"))
    assert not caplog.messages
    notice.on_start(compiling("siting.kernels.median"))
    notice.on_start(compiling("siting.kernels.cover"))
    assert caplog.messages == [ONCE]


def test_where_nothing_can_be_kept_the_word_is_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The wait comes with every run then, and there is a remedy."""

    def njit(function: Any = None, *, cache: bool = False) -> Any:
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return function

    notice = Notice()
    monkeypatch.setattr(home, "njit", njit)
    monkeypatch.setattr(home, "notice", notice)
    assert notice.words == ONCE
    assert compiled(len) is len
    assert notice.words == EACH_TIME
