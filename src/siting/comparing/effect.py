"""How much two methods differ, in words that are the same for answers and fronts."""

from __future__ import annotations

from siting.statistics.vargha_delaney import size_of


class Effect:
    """A difference that is told by its A12, which a subclass has as a field."""

    a12: float

    @property
    def size(self) -> str:
        """How large the effect is, in a word."""
        return size_of(self.a12)

    @property
    def words(self) -> str:
        """The size of the effect, and for whom it is."""
        if self.size == "negligible":
            return self.size
        return f"{self.size}, for the {'first' if self.a12 > 0.5 else 'second'}"
