"""The past of a run: worlds with their thumbnails, compressed, within a bounded memory. Knows neither Qt nor torch."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field, replace

import numpy as np

BUDGET_BYTES = 64 << 20
MOST_MOMENTS = 240
"""More could not be told apart on a slider of a few hundred pixels."""
_LEVEL = 1
"""Of zlib: the best is ten times slower, and it is done between two steps."""


@dataclass(frozen=True)
class Moment:
    """The hard world after a step, compressed as its difference from the world that the run started from."""

    step: int
    packed: bytes
    thumbnail: bytes
    """RGBA pixels, see ``studio.thumbnails``, compressed; empty if there is none."""
    is_set_back: bool = False
    """Whether the run was put back here: what lay after belongs to another past."""

    @classmethod
    def of(
        cls,
        step: int,
        blocks: np.ndarray,
        start: np.ndarray,
        pixels: np.ndarray | None = None,
        *,
        is_set_back: bool = False,
    ) -> Moment:
        """Blocks uint8 [X, Y, Z], like ``start``. What a run leaves alone is zero in the difference, and tiny."""
        # Rows of equal bytes are most of what there is: to look for anything else makes it larger.
        packed = _packed(np.bitwise_xor(blocks, start), zlib.Z_RLE)
        return cls(step, packed, b"" if pixels is None else _packed(pixels), is_set_back)

    def copy(self) -> Moment:
        """The same with memory of its own, taken by the thread that asks.

        A run's thread takes memory for large arrays all the time. What is kept in the middle of it keeps the room
        around it from being used again, and the program would grow from run to run by more than it keeps.
        """
        return replace(self, packed=bytes(bytearray(self.packed)), thumbnail=bytes(bytearray(self.thumbnail)))

    def blocks(self, start: np.ndarray) -> np.ndarray:
        """The blocks, exactly, given the start they were packed with: a new array."""
        difference = np.frombuffer(zlib.decompress(self.packed), np.uint8)
        return np.bitwise_xor(difference.reshape(start.shape), start)

    def pixels(self, shape: tuple[int, int, int]) -> np.ndarray | None:
        """The thumbnail, uint8 of ``shape``, None if there is none."""
        return np.frombuffer(zlib.decompress(self.thumbnail), np.uint8).reshape(shape) if self.thumbnail else None

    @property
    def size(self) -> int:
        """Bytes that it holds."""
        return len(self.packed) + len(self.thumbnail)


@dataclass
class Timeline:
    """Moments of one run by rising step. Beyond a bound the densest places are thinned; first and latest stay."""

    start: np.ndarray | None = None
    """The blocks that the run started from, uint8 [X, Y, Z]."""
    moments: list[Moment] = field(default_factory=list)
    budget: int = BUDGET_BYTES
    most: int = MOST_MOMENTS

    def __post_init__(self) -> None:
        self._size = sum(moment.size for moment in self.moments)

    def add(self, moment: Moment) -> None:
        """Appends; a moment that is not after the last one takes the place of all that lay after it."""
        while self.moments and self.moments[-1].step >= moment.step:
            self._forget(-1)
        self.moments.append(moment)
        self._size += moment.size
        self.thin(self.most, self.budget)

    def until(self, step: int) -> Timeline:
        """What lies no later than a step, as a timeline of its own."""
        kept = [moment for moment in self.moments if moment.step <= step]
        return Timeline(self.start, kept, self.budget, self.most)

    def thin(self, most: int, budget: int) -> None:
        """Forgets all but so many moments and bytes, evenly spread; first and latest stay."""
        while len(self.moments) > 2 and (len(self.moments) > most or self._size > budget):
            steps = [moment.step for moment in self.moments]
            # The one that leaves the smallest gap, the oldest of equals: gaps double from the past on, and stay even.
            self._forget(min(range(1, len(steps) - 1), key=lambda place: steps[place + 1] - steps[place - 1]))

    def blocks(self, place: int) -> np.ndarray:
        """The blocks of a moment: a new array. Raises ``IndexError`` beyond the last one."""
        moment = self.moments[place]
        assert self.start is not None
        return moment.blocks(self.start)

    def nearest(self, step: int) -> int:
        """The place of the moment nearest to a step, the later of two. Raises ``ValueError`` if there is none."""
        return min(range(len(self.moments)), key=lambda place: (abs(self.moments[place].step - step), -place))

    def pictured(self, place: int) -> int:
        """The place of the moment with a thumbnail nearest to another place, or that itself if there is none."""
        return min(self._pictured(), key=lambda other: (abs(other - place), other), default=place)

    def spread(self, count: int) -> list[int]:
        """Up to ``count`` places, evenly from the first to the last: of moments with a thumbnail, if there are any."""
        places = self._pictured() or list(range(len(self.moments)))
        last = len(places) - 1
        if last < 1 or count < 2:
            return places[:count]
        return [places[k] for k in sorted({round(last * k / (count - 1)) for k in range(count)})]

    @property
    def size(self) -> int:
        """Bytes of all moments."""
        return self._size

    def _pictured(self) -> list[int]:
        return [place for place, moment in enumerate(self.moments) if moment.thumbnail]

    def _forget(self, place: int) -> None:
        self._size -= self.moments.pop(place).size


def _packed(numbers: np.ndarray, strategy: int = zlib.Z_DEFAULT_STRATEGY) -> bytes:
    packer = zlib.compressobj(_LEVEL, strategy=strategy)
    view: memoryview = np.ascontiguousarray(numbers).data
    return packer.compress(view) + packer.flush()
