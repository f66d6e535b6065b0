"""Every tunable of a run, in one place: name, type, range, default, unit, help, whether it may change during a run.

The command line's flags, the window's panel, the file schema, the table in the docs and the plot labels are all made
from the fields of ``TrainSettings``: to add a tunable, add a field here and use it.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_type_hints

import msgspec

from voxstudio.errors import UserError
from voxstudio.guidance.distillers import DISTILLERS
from voxstudio.guidance.priors import PRIORS
from voxstudio.training.tunable import Tunable, about

__all__ = ["TrainSettings", "Tunable", "fields", "schema"]

InitMode = Literal["from_map", "ground_plane", "cube", "empty"]
Cameras = Literal["orbit", "dataset", "mixed"]
LightingName = Literal["studio", "editor"]
LARGEST_SEED = 2**31 - 1


class TrainSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The settings of a run. Values are checked on construction: ``UserError`` names the field that is out of range."""

    prompt: Annotated[str, about("Prompt", "prompt", "What the world should become.", live=True)] = ""
    negative_prompt: Annotated[str, about("Avoid", "prompt", "What the pictures should not show.", live=True)] = ""

    prior: Annotated[
        str, about("Prior", "guidance", "The frozen image model that judges the pictures.", choices=PRIORS)
    ] = "pocket"
    distiller: Annotated[
        str,
        about("Distiller", "guidance", "How the prior's opinion becomes a gradient.", live=True, choices=DISTILLERS),
    ] = "sds"
    cfg_scale: Annotated[
        float,
        about(
            "Guidance",
            "guidance",
            "How strongly the prompt pulls: uncond + scale (cond - uncond); 1 is no guidance. The pocket prior is "
            "guided in its blocks, not its pixels, where the original's 7.5 overshoots: 1 to 3 works.",
            0.0,
            200.0,
            step=0.5,
            live=True,
            plotted=True,
        ),
    ] = 2.0
    cfg_from: Annotated[
        float,
        about(
            "Guided from",
            "guidance",
            "Noise level from which on the prompt pulls that strongly. Below it guidance is 1: a stronger pull only "
            "overdoes colours there. Windows and doors are decided late: from 0.3 on houses have none.",
            0.0,
            1.0,
            step=0.05,
            live=True,
        ),
    ] = 0.1

    hold: Annotated[
        int,
        about(
            "Steps a target",
            "guidance",
            "Steps towards what the prior was last asked for, before it is asked again. SDS holds the guess of a prior "
            "that knows blocks, as the pocket prior does, and the multi-step distiller its finished pictures; in all "
            "other cases the prior is asked in every step.",
            1,
            1000,
            unit="steps",
            live=True,
            idle_while=("distiller", "csd"),
        ),
    ] = 3
    small_until: Annotated[
        float,
        about(
            "Small until",
            "guidance",
            "Share of the run in which the prior judges pictures of half its size, and the pocket prior cells of two "
            "blocks: quicker, and enough to decide on shapes.",
            0.0,
            1.0,
            step=0.05,
            live=True,
        ),
    ] = 0.45

    init_mode: Annotated[InitMode, about("Start from", "start", "The world that the run begins with.")] = "from_map"
    dataset_id: Annotated[
        int,
        about("Map and dataset", "start", "The number of the map to start from and of its cameras.", 0, 1_000_000_000),
    ] = 1
    size_x: Annotated[
        int, about("Size X", "start", "Cells from west to east, where the start is not a map.", 1, 256)
    ] = 64
    size_y: Annotated[
        int, about("Size Y", "start", "Cells from floor to ceiling, where the start is not a map.", 1, 256)
    ] = 48
    size_z: Annotated[
        int, about("Size Z", "start", "Cells from north to south, where the start is not a map.", 1, 256)
    ] = 64
    strength: Annotated[
        float,
        about(
            "Strength",
            "start",
            "How far a run may leave the world it starts from: 0 leaves it nearly as it is, 1 is free.",
            0.0,
            1.0,
            step=0.05,
        ),
    ] = 0.95
    seed: Annotated[
        int, about("Seed", "start", "Same seed, same settings, same machine: same world.", 0, LARGEST_SEED)
    ] = 42

    steps: Annotated[int, about("Steps", "run", "Length of the run.", 1, 1_000_000, live=True)] = 500
    views_per_step: Annotated[
        int, about("Views a step", "run", "Cameras that look at the world in each step.", 1, 16, live=True)
    ] = 4
    cameras: Annotated[
        Cameras,
        about(
            "Cameras",
            "run",
            "Where they stand: on an orbit around the world, at the dataset's places (their middle square), or "
            "half and half.",
            live=True,
        ),
    ] = "orbit"
    lighting: Annotated[LightingName, about("Lighting", "run", "The light the prior sees the world in.")] = "studio"
    train_h: Annotated[
        int,
        about(
            "Picture height",
            "run",
            "Rows of a training picture, 0 for what the prior wants. Pictures are square: the larger of height "
            "and width counts, and is averaged down to the prior's resolution.",
            0,
            1024,
            unit="px",
        ),
    ] = 0
    train_w: Annotated[
        int, about("Picture width", "run", "Columns of a training picture; see the height.", 0, 1024, unit="px")
    ] = 0
    max_blocks: Annotated[
        int,
        about(
            "Most blocks",
            "run",
            "Upper bound on the blocks of the result, 0 for none. Hidden blocks go first, then the least certain; "
            "in the hard part of the run's pictures too. (The original drew a random subset each step.)",
            0,
            256**3,
        ),
    ] = 0
    min_piece: Annotated[
        int,
        about(
            "Smallest piece",
            "run",
            "Fewest blocks of a piece that floats free: smaller ones are not built, in the hard part of the run's "
            "pictures and in the result. What floated at the start may stay.",
            0,
            10_000,
        ),
    ] = 24
    min_patch: Annotated[
        int,
        about(
            "Smallest patch",
            "run",
            "Fewest blocks of a patch of one material, in the hard part of the run's pictures and in the result: "
            "smaller ones become what is around them. From 2 on, single blocks that stick out of a side are taken "
            "away, too. What was there at the start, is laid by hand or locked stays.",
            0,
            10_000,
        ),
    ] = 4

    lr: Annotated[
        float,
        about(
            "Learning rate",
            "optimizer",
            "Step of Adam on the logits. The original's 0.01 is too small to change a block in 500 steps; 0.05 to "
            "0.15 works.",
            1e-05,
            1.0,
            live=True,
            logarithmic=True,
            plotted=True,
        ),
    ] = 0.1
    block_pull: Annotated[
        float,
        about(
            "Block pull",
            "optimizer",
            "Strength of the pull on the blocks themselves, relative to that through their pictures, from a prior that "
            "knows blocks; 0 leaves it to the pictures.",
            0.0,
            100.0,
            step=0.25,
            live=True,
        ),
    ] = 4.0
    gradient_clip: Annotated[
        float,
        about(
            "Gradient clip",
            "optimizer",
            "Largest gradient of a pixel's channel, in units of the prior's residual; the pixel's direction is kept.",
            0.0001,
            100.0,
            live=True,
            logarithmic=True,
        ),
    ] = 0.1

    t_max_start: Annotated[
        float,
        about(
            "Noise, most, first",
            "schedule",
            "Upper bound of the noise level at the start.",
            0.0,
            1.0,
            step=0.01,
            live=True,
        ),
    ] = 0.85
    t_max_end: Annotated[
        float,
        about(
            "Noise, most, last",
            "schedule",
            "Upper bound of the noise level at the end.",
            0.0,
            1.0,
            step=0.01,
            live=True,
        ),
    ] = 0.02
    t_min_start: Annotated[
        float,
        about(
            "Noise, least, first",
            "schedule",
            "Lower bound of the noise level at the start.",
            0.0,
            1.0,
            step=0.01,
            live=True,
        ),
    ] = 0.75
    t_min_end: Annotated[
        float,
        about(
            "Noise, least, last",
            "schedule",
            "Lower bound of the noise level at the end.",
            0.0,
            1.0,
            step=0.01,
            live=True,
        ),
    ] = 0.0
    temp_start: Annotated[
        float,
        about(
            "Temperature, first",
            "schedule",
            "Softness of materials at the start; high mixes them.",
            0.05,
            10.0,
            step=0.05,
            live=True,
            plotted=True,
        ),
    ] = 2.0
    temp_end: Annotated[
        float,
        about(
            "Temperature, last",
            "schedule",
            "Softness of materials at the end; low decides.",
            0.05,
            10.0,
            step=0.05,
            live=True,
        ),
    ] = 0.5
    hard_from: Annotated[
        float,
        about(
            "Hard from",
            "schedule",
            "Share of the run after which pictures show whole blocks, so that the last one is what is exported; 1 "
            "is never.",
            0.0,
            1.0,
            step=0.05,
            live=True,
        ),
    ] = 0.9

    lambda_sparsity: Annotated[
        float,
        about(
            "Sparsity",
            "regularizers",
            "Penalty on opacity, relative to the prior's pull, over what the cameras see: fewer blocks. The original's "
            "0.001 was a share of all cells.",
            0.0,
            100.0,
            live=True,
            logarithmic=True,
            plotted=True,
        ),
    ] = 0.01
    lambda_entropy: Annotated[
        float,
        about(
            "Entropy",
            "regularizers",
            "Penalty on undecided blocks and materials, relative to the prior's pull: clears fog. The original's "
            "0.0001 leaves a fog that looks right and holds no blocks.",
            0.0,
            100.0,
            live=True,
            logarithmic=True,
            plotted=True,
        ),
    ] = 0.04
    lambda_smooth: Annotated[
        float,
        about(
            "Smoothness",
            "regularizers",
            "Penalty on neighbours that differ, relative to the prior's pull: fewer specks and holes.",
            0.0,
            100.0,
            live=True,
            logarithmic=True,
            plotted=True,
        ),
    ] = 0.0

    log_every: Annotated[
        int, about("Log every", "files", "Steps between lines of train.jsonl.", 1, 1_000_000, unit="steps", live=True)
    ] = 10
    image_every: Annotated[
        int,
        about(
            "Picture every", "files", "Steps between saved pictures, 0 for none.", 0, 1_000_000, unit="steps", live=True
        ),
    ] = 50
    save_map_every: Annotated[
        int, about("Map every", "files", "Steps between saved maps, 0 for none.", 0, 1_000_000, unit="steps", live=True)
    ] = 50
    checkpoint_every: Annotated[
        int,
        about(
            "Checkpoint every",
            "files",
            "Steps between checkpoints, 0 for only at the end.",
            0,
            1_000_000,
            unit="steps",
            live=True,
        ),
    ] = 100
    output_dir: Annotated[str, about("Run folder", "files", "Where the run writes its files.", kind="path")] = (
        "out_local/sds_training"
    )

    def __post_init__(self) -> None:
        for field in fields():
            field.check(getattr(self, field.name))
        for end in ("start", "end"):
            low, high = getattr(self, f"t_min_{end}"), getattr(self, f"t_max_{end}")
            if low > high:
                raise UserError(f"t_min_{end} ({low:g}) is above t_max_{end} ({high:g}); make it smaller.")

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> TrainSettings:
        """Settings from plain values, as a JSON file or a form has them. Raises ``UserError``."""
        if not isinstance(values, Mapping):
            raise UserError("Settings must be an object of names and values.")
        known = {field.name: field for field in fields()}
        try:
            # Our own words before msgspec's.
            for name, value in values.items():
                if name in known:
                    known[name].check(value)
            return msgspec.convert(dict(values), cls)
        except msgspec.ValidationError as error:
            raise UserError(f"Settings: {error}.") from error

    def with_(self, **changes: Any) -> TrainSettings:
        """A copy with some values changed, checked again."""
        return TrainSettings.of(self.as_dict() | changes)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return msgspec.to_builtins(self)


@functools.cache
def fields() -> tuple[Tunable, ...]:
    """Every tunable, in the order of the panel."""
    hints = get_type_hints(TrainSettings, include_extras=True)
    infos = msgspec.structs.fields(TrainSettings)
    return tuple(Tunable.of(info.name, info.default, hints[info.name]) for info in infos)


def tunable_of(name: str) -> Tunable:
    """The description of one setting."""
    return next(tunable for tunable in fields() if tunable.name == name)


def schema() -> dict[str, Any]:
    """The JSON schema of a settings file."""
    return msgspec.json.schema(TrainSettings)
