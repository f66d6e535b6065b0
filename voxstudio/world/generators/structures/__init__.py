"""Things that stand in a land, each with variety in size, proportion and detail.

One function builds a kind, in the module of its theme; ``KINDS`` names them all. What people call them is the affair
of captions.
"""

from voxstudio.world.generators.structures import castles, houses, nature, sacred, water, works
from voxstudio.world.generators.structures.kind import (
    ANY,
    DIRT,
    GRASS,
    MASONRY,
    PLANK,
    SAND,
    SNOW,
    STONE,
    TILES,
    WATER,
    Kind,
)

__all__ = ("DIRT", "GRASS", "KINDS", "KINDS_BY_NAME", "PLANK", "SAND", "SNOW", "STONE", "WATER", "Kind")

_DRY = ("grass", "hills", "valley", "snow")
"""Lands of earth, into which water can be sunk."""
_GREEN = ("grass", "hills", "valley", "shore", "island")

KINDS = (
    Kind("castle", castles.castle, (STONE, STONE, STONE, SAND, SNOW, DIRT, PLANK), TILES, (0.7, 0.92), 3.0, 1.6),
    Kind("keep", castles.keep, MASONRY, TILES, (0.75, 0.95), 1.0, 1.5),
    Kind("tower", castles.tower, (STONE, *ANY), TILES, (0.65, 0.95), 2.6, 1.5),
    Kind("round tower", castles.round_tower, (STONE, *ANY), TILES, (0.65, 0.95), 1.2, 1.5),
    Kind("watchtower", castles.watchtower, (PLANK, PLANK, DIRT, STONE), TILES, (0.75, 0.95), 0.9, 1.5),
    Kind("wall", castles.wall, ANY, (), (0.62, 0.85), 1.0),
    Kind("gate", castles.gate, (STONE, *ANY), TILES, (0.72, 0.92), 1.0, 1.4),
    Kind("maze", castles.maze, (STONE, GRASS, GRASS, PLANK, SAND, SNOW), (), (0.8, 0.95), 0.8),
    Kind("house", houses.house, (PLANK, *ANY), (DIRT, PLANK, STONE, SNOW, SAND), (0.72, 0.95), 2.6, 1.5),
    Kind("cottage", houses.cottage, (PLANK, *ANY), (DIRT, PLANK, STONE, SNOW, SAND, GRASS), (0.75, 0.95), 1.2, 1.4),
    Kind("barn", houses.barn, (DIRT, DIRT, PLANK, PLANK, STONE), (STONE, SNOW, PLANK, DIRT), (0.75, 0.95), 0.9, 1.3),
    Kind("windmill", houses.windmill, (SNOW, STONE, PLANK, SAND, DIRT), (DIRT, PLANK, STONE), (0.8, 0.98), 1.0, 1.8),
    Kind("village", houses.village, (PLANK, STONE, SAND, SNOW, DIRT), (DIRT, PLANK, STONE, SNOW), (0.8, 0.95), 1.0),
    Kind("tent", houses.tent, (SNOW, SAND, PLANK, DIRT), (), (0.75, 0.95), 0.8, 1.2),
    Kind("igloo", houses.igloo, (SNOW,), (), (0.75, 0.95), 0.8, 1.0, ("snow", "snow", "grass", "hills")),
    Kind("skyscraper", houses.skyscraper, (STONE, SNOW, SAND, DIRT), (), (0.7, 0.95), 0.8, 1.6),
    Kind("church", sacred.church, (SNOW, *ANY), (DIRT, PLANK, STONE), (0.75, 0.95), 1.2, 1.7),
    Kind("temple", sacred.temple, (SAND, STONE, SNOW, PLANK), (SAND, STONE, PLANK, DIRT), (0.72, 0.92), 1.0, 1.2),
    Kind("pagoda", sacred.pagoda, (PLANK, SNOW, STONE, SAND), (DIRT, DIRT, STONE, PLANK), (0.75, 0.95), 0.8, 1.6),
    Kind("pyramid", sacred.pyramid, (SAND, SAND, SAND, STONE, SNOW, DIRT), (), (0.72, 0.95), 2.2),
    Kind("ziggurat", sacred.ziggurat, (SAND, SAND, STONE, DIRT, SNOW), (), (0.75, 0.95), 0.9),
    Kind("dome", sacred.dome, (STONE, SNOW, SAND, DIRT), (SNOW, STONE, WATER, SAND), (0.75, 0.95), 0.9, 1.2),
    Kind("statue", sacred.statue, (STONE, SNOW, SAND, DIRT, PLANK), (), (0.85, 0.98), 0.9, 1.9),
    Kind("obelisk", sacred.obelisk, (SAND, STONE, SNOW, DIRT), (), (0.75, 0.95), 0.6, 1.6),
    Kind("torii", sacred.torii, (DIRT, DIRT, PLANK, STONE, SNOW), (), (0.75, 0.95), 0.7, 1.2),
    Kind("stone circle", sacred.stone_circle, (STONE, STONE, SAND), (), (0.75, 0.95), 0.6),
    Kind("observatory", sacred.observatory, (STONE, SNOW, SAND, PLANK), (SNOW, STONE, SAND), (0.75, 0.95), 0.7, 1.3),
    Kind("bridge", works.bridge, (STONE, PLANK, SAND, SNOW, DIRT), (), (0.72, 0.92), 1.2),
    Kind("aqueduct", works.aqueduct, (STONE, SAND, SNOW, DIRT), (), (0.75, 0.95), 0.9, 1.2),
    Kind("arch", works.arch, (STONE, SAND, SNOW, DIRT, PLANK), (), (0.75, 0.95), 0.9, 1.3),
    Kind("lighthouse", works.lighthouse, (SNOW, SNOW, STONE, SAND), (DIRT, WATER, STONE), (0.8, 0.95), 1.0, 1.8),
    Kind("well", works.well, (STONE, STONE, SAND, SNOW, DIRT), (PLANK, DIRT), (0.82, 0.98), 0.8, 1.6),
    Kind("fountain", works.fountain, (STONE, SNOW, SAND), (), (0.75, 0.95), 0.8, 1.3),
    Kind("stairs", works.stairs, ANY, (), (0.7, 0.92), 0.8, 1.2),
    Kind("garden", works.garden, (PLANK, SNOW, STONE), (), (0.75, 0.95), 0.6, material_told=False, lands=_GREEN),
    Kind("tree", nature.tree, (DIRT, PLANK), (GRASS,), (0.75, 0.95), 1.2, 2.1, material_told=False),
    Kind(
        "pine tree",
        nature.pine,
        (DIRT, PLANK),
        (GRASS, GRASS, GRASS, SNOW),
        (0.75, 0.95),
        0.9,
        2.1,
        material_told=False,
    ),
    Kind("palm tree", nature.palm, (DIRT, PLANK), (GRASS,), (0.8, 0.98), 0.8, 1.8, material_told=False),
    Kind("forest", nature.forest, (DIRT, PLANK), (GRASS,), (0.75, 0.95), 0.9, material_told=False),
    Kind("mushroom", nature.mushroom, (DIRT, DIRT, PLANK, SAND, SNOW), (SNOW, SAND), (0.8, 0.95), 0.7, 1.4),
    Kind("cactus", nature.cactus, (GRASS,), (), (0.8, 0.95), 0.6, 1.8, ("desert", "dunes"), material_told=False),
    Kind("snowman", nature.snowman, (SNOW,), (DIRT, STONE), (0.8, 0.95), 0.7, 1.9, ("snow", "snow", "grass", "hills")),
    Kind("mountain", nature.mountain, (STONE, STONE, DIRT, SAND), (SNOW,), (0.8, 0.98), 1.2, 1.0),
    Kind("volcano", nature.volcano, (STONE, STONE, DIRT), (SAND, PLANK), (0.85, 0.98), 0.9, 1.0),
    Kind("island", water.island, (GRASS,), (), (0.8, 0.95), 0.9, 1.0, ("sea",), material_told=False),
    Kind("lake", water.lake, (WATER,), (SAND, SAND, STONE), (0.78, 0.95), 0.9, 0.5, _DRY, material_told=False),
    Kind("river", water.river, (WATER,), (SAND, SAND, STONE), (0.8, 0.95), 0.9, 0.5, _DRY, material_told=False),
    Kind("boat", water.boat, (PLANK, DIRT, DIRT, STONE, SNOW), (SNOW, SAND), (0.8, 0.95), 1.0, 1.5, ("sea",)),
)
"""Every kind, in a fixed order."""

KINDS_BY_NAME = {kind.name: kind for kind in KINDS}
