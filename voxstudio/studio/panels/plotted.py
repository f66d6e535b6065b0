"""What the plots show: which numbers of a run, side by side on which card."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from voxstudio.studio.words import decimal, figures, noop


@dataclass(frozen=True)
class Curve:
    """One line of a plot."""

    series: str
    """Its name in the history."""
    label: str
    role: str
    """A colour of the theme."""
    form: Callable[[float], str] = field(default=partial(figures, count=2))


@dataclass(frozen=True)
class Card:
    """One plot."""

    title: str
    empty: str
    """What the plot will show, said while it is empty."""
    curves: tuple[Curve, ...]
    is_logarithmic: bool = False
    is_normalised: bool = False
    """Each curve fills the height by itself: their units have nothing in common."""


CARDS = (
    Card(
        noop("Loss"),
        noop("How far the pictures are from what the prior expects."),
        (Curve("losses.total", noop("total"), "accent_light"), Curve("losses.sds", noop("SDS"), "violet")),
    ),
    Card(
        noop("Regularizers"),
        noop("The price of many, undecided or scattered blocks."),
        (
            Curve("losses.sparsity", noop("sparsity"), "accent_light"),
            Curve("losses.entropy", noop("entropy"), "violet"),
            Curve("losses.smooth", noop("smooth"), "green"),
        ),
    ),
    Card(
        noop("Gradients"),
        noop("How hard the pictures and the blocks are pulled."),
        (
            Curve("grads.image_l2", noop("image"), "coral"),
            Curve("grads.occupancy_l2", noop("occupancy"), "accent_light"),
            Curve("grads.materials_l2", noop("materials"), "violet"),
        ),
        is_logarithmic=True,
    ),
    Card(
        noop("Schedule"),
        noop("How many blocks there are, and how temperature and learning rate move."),
        (
            Curve("blocks", noop("blocks"), "accent_light", partial(decimal, digits=0)),
            Curve("temperature", noop("temp"), "amber", partial(decimal, digits=2)),
            Curve("lr", noop("rate"), "green", figures),
        ),
        is_normalised=True,
    ),
)
