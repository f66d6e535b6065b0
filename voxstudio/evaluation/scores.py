"""What is measured of a result, and what each figure is not."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Score:
    """A column of the report."""

    name: str
    """Its key in ``report.json``."""
    label: str
    unit: str
    help: str
    """What it measures, and then what it does not."""


_VERDICT = (
    "A small network, taught on other seeds of the same grammar of worlds as the prior and never used as guidance, "
    "looks from 8 sides and orders the kinds by mean log-probability."
)

SCORES = (
    Score(
        "rank",
        "Rank",
        "",
        f"{_VERDICT} 1: it takes the result for what was asked. It does not measure beauty, materials, nor anything "
        "that the grammar has no kind for, and it shares the grammar's idea of a thing with the prior.",
    ),
    Score(
        "is_family",
        "Family",
        "",
        "Whether the first kind is the true one or one of its look-alikes, as listed. Not a milder verdict on "
        "quality: it only forgives what blocks seen as a whole hardly show.",
    ),
    Score(
        "view_share",
        "Views right",
        "%",
        "Share of the 8 pictures that the same network names right one by one. Not independent tries: they show one "
        "thing.",
    ),
    Score(
        "prior_rank",
        "Prior's rank",
        "",
        "Place of the true prompt among those of the list for other kinds, by the prior's denoising error on pictures "
        "from where no run looks. It shows what the prior sees in the world, from new sides; since the same prior "
        "guided the run, it does not show that anybody else sees it.",
    ),
    Score(
        "material_share",
        "Material",
        "%",
        "Share of the blocks that stand above the ground and can be seen that are of a material that the prompt "
        "names (of a stone well with a wooden roof: of either). Says nothing of where they are; doors and trees count "
        "against it.",
    ),
    Score(
        "largest_share",
        "Largest piece",
        "%",
        "Share of all blocks that hang together by their faces. The ground is part of it, so that it shows floating "
        "pieces, not whether the thing itself is sound.",
    ),
    Score(
        "soft_to_hard_db",
        "Soft to hard",
        "dB",
        "PSNR of the exported blocks' pictures against those of the run's probabilities; more is better. Not a "
        "measure of quality: a decided wrong world scores high.",
    ),
    Score(
        "front_back",
        "Front is back",
        "%",
        "How alike opposite sides look, from 0 to 100. High is wrong only for things with a front: a round tower "
        "or a pyramid repeats rightly. A front that is repeated on two adjacent sides alone does not show.",
    ),
    Score("seconds", "Time", "s", "Wall time of the steps. Not of loading or scoring; other programs make it longer."),
)

SCORES_BY_NAME = {score.name: score for score in SCORES}
