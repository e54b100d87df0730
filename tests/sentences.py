"""What several tests of refusals share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from siting.errors import SitingError


def said(make: Callable[[], Any]) -> str:
    """The kind of error and the sentence with which something is refused."""
    with pytest.raises(SitingError) as caught:
        make()
    return f"{type(caught.value).__name__}: {caught.value}"
