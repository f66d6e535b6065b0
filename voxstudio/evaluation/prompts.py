"""The fixed list of prompts that runs are judged on. Change it, and figures of before cannot be compared any more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voxstudio.errors import UserError
from voxstudio.world.generators.structures import KINDS_BY_NAME


@dataclass(frozen=True)
class Prompt:
    """What a run is asked for, and what should come of it."""

    text: str
    kind: str
    """The kind that a classifier should see; of a scene of two things the main one's."""
    materials: tuple[str, ...] = ()
    """Names of the materials that the text asks for; empty where it asks for none."""
    is_unseen: bool = False
    """Whether it is phrased unlike any caption (see ``captions.HELD_OUT_WORDINGS``)."""

    @property
    def wording(self) -> str:
        """``unseen`` or ``caption``."""
        return "unseen" if self.is_unseen else "caption"


_CAPTION_LIKE = (
    Prompt("a medieval stone castle", "castle", ("Stone",)),
    Prompt("a wooden house", "house", ("Plank",)),
    Prompt("a sandstone pyramid in the desert", "pyramid", ("Sand",)),
    Prompt("a lighthouse by the sea", "lighthouse"),
    Prompt("an oak tree", "tree"),
    Prompt("a stone bridge", "bridge", ("Stone",)),
    Prompt("a white church", "church", ("Snow",)),
    Prompt("a round tower made of brick", "round tower", ("Dirt",)),
    Prompt("a greek temple", "temple"),
    Prompt("a windmill on a green hill", "windmill"),
    Prompt("a snowy igloo", "igloo", ("Snow",)),
    Prompt("a rocky mountain with a snowy summit", "mountain", ("Stone", "Snow")),
    Prompt("a brown sailing ship", "boat", ("Dirt",)),
    Prompt("a fir tree in the snow", "pine tree"),
    Prompt("a wooden watchtower", "watchtower", ("Plank",)),
    Prompt("a forest", "forest"),
    Prompt("a mayan pyramid", "ziggurat"),
    Prompt("a grey gatehouse", "gate", ("Stone",)),
    Prompt("a pagoda among trees", "pagoda"),
    Prompt("a snowman", "snowman", ("Snow",)),
    Prompt("a sandstone aqueduct", "aqueduct", ("Sand",)),
    Prompt("a cactus in the desert", "cactus"),
    Prompt("a stone well with a wooden roof", "well", ("Stone", "Plank")),
    Prompt("a coconut palm on an island", "palm tree"),
)
_UNSEEN = (
    Prompt("the chateau of a king", "castle", is_unseen=True),
    Prompt("a suburban dwelling", "house", is_unseen=True),
    Prompt("tomb of the pharaoh", "pyramid", is_unseen=True),
    Prompt("a guiding lamp for sailors", "lighthouse", is_unseen=True),
    Prompt("an old beech", "tree", is_unseen=True),
    Prompt("a granite viaduct across a stream", "bridge", ("Stone",), is_unseen=True),
    Prompt("a minster", "church", is_unseen=True),
    Prompt("a wizard's spire", "round tower", is_unseen=True),
    Prompt("the parthenon", "temple", is_unseen=True),
    Prompt("miller's workplace with blades", "windmill", is_unseen=True),
    Prompt("an inuit shelter", "igloo", is_unseen=True),
    Prompt("the matterhorn", "mountain", is_unseen=True),
    Prompt("the great barricade", "wall", is_unseen=True),
    Prompt("passages to get lost in", "maze", is_unseen=True),
    Prompt("a woodcutter's shack of timber", "cottage", ("Plank",), is_unseen=True),
    Prompt("a shed for cattle", "barn", is_unseen=True),
    Prompt("a granite campanile", "tower", ("Stone",), is_unseen=True),
    Prompt("a nomad's shelter", "tent", is_unseen=True),
    Prompt("corporate headquarters", "skyscraper", is_unseen=True),
    Prompt("the white capitol's hemisphere", "dome", ("Snow",), is_unseen=True),
    Prompt("vesuvius", "volcano", is_unseen=True),
    Prompt("stonehenge", "stone circle", is_unseen=True),
    Prompt("arc de triomphe", "arch", is_unseen=True),
    Prompt("a giant champignon", "mushroom", is_unseen=True),
)
PROMPTS = tuple(prompt for pair in zip(_CAPTION_LIKE, _UNSEEN, strict=True) for prompt in pair)
"""Every prompt; both wordings in turn, so that the first few are a fair part of all. Twelve kinds have both."""


@dataclass(frozen=True)
class Choice:
    """What a part of the evaluation is about."""

    prompts: tuple[Prompt, ...]
    """For runs."""
    kinds: tuple[str, ...]
    """For samples of the prior."""


def choose(names: Sequence[str]) -> Choice:
    """What somebody asks for: everything, a number of prompts from the first on, or names of kinds and prompts.

    Names may stand in one word, with commas between them. Raises ``UserError`` for one that is unknown.
    """
    asked = [name for word in names for part in word.split(",") if (name := " ".join(part.lower().split()))]
    if not asked:
        return Choice(PROMPTS, tuple(KINDS_BY_NAME))
    prompts: list[Prompt] = []
    kinds: list[str] = []
    for name in asked:
        if name.isdigit():
            found = list(PROMPTS[: int(name)])
        else:
            found = [prompt for prompt in PROMPTS if name in (prompt.text, prompt.kind)]
        if not found and name not in KINDS_BY_NAME:
            raise UserError(
                f"There is no prompt or kind {name!r} to evaluate; give a number from 1 to {len(PROMPTS)}, a kind "
                f"such as {KINDS_BY_NAME.copy().popitem()[0]!r}, or a prompt of voxstudio/evaluation/prompts.py."
            )
        prompts += found
        kinds += [prompt.kind for prompt in found] or [name]
    return Choice(tuple(dict.fromkeys(prompts)), tuple(dict.fromkeys(kinds)))
