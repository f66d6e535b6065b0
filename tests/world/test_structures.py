"""Things that stand in a land: that each is built, of what it says, whole, and unlike the others."""

from __future__ import annotations

import cc3d
import numpy as np
import pytest

from voxstudio.world import measure
from voxstudio.world.generators.canvas import Canvas
from voxstudio.world.generators.lands import BIOMES, bare_land
from voxstudio.world.generators.relations import RELATIONS, RELATIONS_BY_NAME, Relation
from voxstudio.world.generators.scenes import RELATED_SHARE, SHAPES, Scene, scene
from voxstudio.world.generators.structures import KINDS, KINDS_BY_NAME, SNOW, STONE, WATER, Kind
from voxstudio.world.generators.structures.kind import GRASS
from voxstudio.world.palette import CLASSIC
from voxstudio.world.voxel_world import VoxelWorld

SEEDS = range(4)
each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
each_relation = pytest.mark.parametrize("relation", RELATIONS, ids=lambda relation: relation.name)


def changed(this: Scene) -> np.ndarray:
    return this.world.blocks != this.land.blocks


def make(kind: Kind, seed: int, shape: tuple[int, int, int] = (48, 40, 48)) -> Scene:
    return scene(np.random.default_rng(seed), kind, shape)


def test_there_are_many_kinds_and_the_old_names_stay():
    old = {"castle", "tower", "house", "pyramid", "tree", "mountain", "bridge", "wall", "church", "pine tree"}
    old |= {"forest", "lighthouse", "temple", "dome", "village"}
    assert old <= KINDS_BY_NAME.keys()
    assert len(KINDS_BY_NAME) == len(KINDS) >= 36


@pytest.mark.parametrize("shape", sorted({*SHAPES}))
@each_kind
def test_a_kind_builds_in_every_shape(kind: Kind, shape: tuple[int, int, int]):
    for seed in SEEDS:
        this = make(kind, seed, shape)
        assert this.world.shape == shape
        assert this.kind == kind.name
        assert this.relation == ""
        assert this.world.blocks.max() <= len(CLASSIC)
        count = int(changed(this).sum())
        # Enough to be seen, not so much that the land is gone.
        assert 0.002 * this.world.blocks.size < count < 0.45 * this.world.blocks.size, (seed, count)


@each_kind
def test_the_seed_decides(kind: Kind):
    first, again, other = (make(kind, seed).world.blocks.tobytes() for seed in (1, 1, 2))
    assert first == again
    assert first != other


@each_kind
def test_named_material_is_what_it_is_mostly_of(kind: Kind):
    if not kind.material_told:
        return
    for shape in ((32, 32, 32), (64, 48, 64)):
        for seed in range(6):
            this = make(kind, seed, shape)
            blocks = this.world.blocks[changed(this)]
            counts = np.bincount(blocks[blocks > 0], minlength=8)
            assert counts.argmax() == this.things[0].body, (shape, seed, counts, this.things)


@each_kind
def test_nothing_floats(kind: Kind):
    """Everything hangs together with the land, if only by an edge or a corner as leaves do."""
    for shape in ((32, 24, 32), (64, 48, 64)):
        for seed in SEEDS:
            this = make(kind, seed, shape)
            labels, pieces = cc3d.connected_components(this.world.occupied, connectivity=26, return_N=True)
            largest = np.bincount(labels.ravel())[1:].max()
            loose = np.count_nonzero(this.world.blocks) - largest
            assert loose <= 0.005 * changed(this).sum(), (shape, seed, pieces, loose)


def silhouette(kind: Kind) -> np.ndarray:
    """How often cells of a coarse grid are changed, and by what, over several seeds."""
    total = np.zeros((12, 10, 12, 3))
    for seed in range(8):
        this = make(kind, seed)
        cells = changed(this).reshape(12, 4, 10, 4, 12, 4)
        blocks = this.world.blocks.reshape(12, 4, 10, 4, 12, 4)
        total[..., 0] += cells.mean((1, 3, 5))
        total[..., 1] += (cells & (blocks == WATER)).mean((1, 3, 5))
        total[..., 2] += (cells & (blocks == GRASS)).mean((1, 3, 5))
    return total / 8


def test_kinds_differ_from_each_other():
    pictures = [silhouette(kind).ravel() for kind in KINDS]
    for first, one in zip(KINDS, pictures, strict=True):
        for second, two in zip(KINDS, pictures, strict=True):
            if first.name < second.name:
                apart = np.abs(one - two).sum() / max(one.sum(), two.sum())
                assert apart > 0.1, (first.name, second.name, apart)


@each_relation
def test_relations_hold_what_they_say(relation: Relation):
    for shape in ((32, 24, 32), (64, 48, 64)):
        for seed in SEEDS:
            this = scene(np.random.default_rng(seed), shape=shape, relation=relation)
            again = scene(np.random.default_rng(seed), shape=shape, relation=relation)
            assert this.world.blocks.tobytes() == again.world.blocks.tobytes()
            assert this.relation == relation.name
            assert this.kind in relation.kinds
            assert changed(this).sum() > 0.002 * this.world.blocks.size


def test_twins_stand_apart_and_are_alike():
    for seed in SEEDS:
        this = scene(np.random.default_rng(seed), KINDS_BY_NAME["tower"], (64, 48, 64), RELATIONS_BY_NAME["two"])
        above = changed(this) & (this.world.blocks > 0)
        assert measure.components(above).count == 2


def test_a_share_of_the_scenes_is_related():
    found = sum(bool(scene(np.random.default_rng(seed), shape=(32, 24, 32)).relation) for seed in range(300))
    assert 0.5 * RELATED_SHARE < found / 300 < 1.6 * RELATED_SHARE
    assert RELATED_SHARE <= 0.15


@pytest.mark.parametrize("biome", BIOMES, ids=lambda biome: biome.name)
def test_lands_are_level_under_the_site_and_have_their_water(biome):
    for seed in SEEDS:
        blocks, ground = bare_land(np.random.default_rng(seed), (64, 48, 64), biome, 32.0, 32.0, 18.0)
        heights = VoxelWorld(blocks).occupied.sum(axis=1)
        assert (heights[20:44, 20:44] == ground).all()
        assert (blocks == WATER).any() == bool(biome.water)
        if biome.rise:
            assert heights[0].mean() > ground + 3
        # A land has no caves.
        assert (np.diff((blocks > 0).astype(int), axis=1) <= 0).all()


def test_a_canvas_cuts_off_what_lies_outside():
    """Every solid far outside of the grid leaves it alone, and half inside fills its share."""
    blocks = np.zeros((8, 8, 8), np.uint8)
    far = Canvas(blocks, 100.0, 2, -50.0)
    far.box(0, 0, 3, 3, 0, 5, STONE)
    far.cylinder(0, 0, 3, 0, 5, STONE)
    far.tapered(0, 0, 3, 1, 0, 5, STONE)
    far.ball(0, 1, 0, 3, STONE)
    far.gable(0, 0, 3, 3, 0, STONE, 1.0, True)
    far.beam((0, 0, 0), (3, 3, 3), 2, STONE)
    far.vault(0, 0, 2, 2, 0, 2, True, STONE)
    far.merlons(0, 0, 3, 3, 1, STONE)
    far.ring_merlons(0, 0, 3, 1, STONE)
    assert not blocks.any()
    Canvas(blocks, 0.0, 0, 0.0).box(0, 0, 3, 3, 0, 100, SNOW)
    assert np.count_nonzero(blocks) == 3 * 3 * 8


def test_canvases_may_stand_on_each_other():
    blocks = np.zeros((8, 8, 8), np.uint8)
    Canvas(blocks, 4.0, 1, 4.0).at(2, -1, 3).box(0, 0, 1, 1, 0, 2, STONE)
    x, y, z = np.nonzero(blocks)
    assert (x.min(), x.max(), y.min(), y.max(), z.min(), z.max()) == (5, 6, 4, 5, 2, 3)
