"""What a site is before anything is decided."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """Whether a site may, must or must not be open, and whose it is."""

    CANDIDATE = "candidate"
    REQUIRED = "required"
    EXISTING = "existing"
    FORBIDDEN = "forbidden"
    COMPETITOR = "competitor"
