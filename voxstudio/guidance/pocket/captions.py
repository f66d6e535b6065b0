"""Captions of scenes, in as many wordings as templates allow."""

from __future__ import annotations

import numpy as np

from voxstudio.guidance.pocket.words import MAX_WORDS
from voxstudio.world.generators.relations import Thing
from voxstudio.world.generators.scenes import Scene
from voxstudio.world.generators.structures import KINDS_BY_NAME, SNOW
from voxstudio.world.palette import CLASSIC

NOUNS = {
    "castle": ("castle", "fortress", "stronghold", "citadel", "fort", "knight's castle"),
    "keep": ("keep", "castle keep", "square keep", "bastion"),
    "tower": ("tower", "square tower", "tall tower", "bell tower"),
    "round tower": ("round tower", "tower", "turret", "circular tower", "round castle tower"),
    "watchtower": ("watchtower", "watch tower", "lookout tower", "guard tower", "lookout"),
    "wall": ("wall", "rampart", "city wall", "defensive wall", "barrier"),
    "gate": ("gate", "gatehouse", "castle gate", "city gate", "gateway"),
    "maze": ("maze", "labyrinth"),
    "house": ("house", "home", "villa", "manor", "mansion"),
    "cottage": ("cottage", "cabin", "hut", "lodge", "farmhouse"),
    "barn": ("barn", "stable", "farm building", "farm"),
    "windmill": ("windmill", "mill"),
    "village": ("village", "hamlet", "settlement", "small town"),
    "tent": ("tent", "camp", "camping tent", "tipi"),
    "igloo": ("igloo", "snow house", "ice house"),
    "skyscraper": ("skyscraper", "office tower", "high rise", "tall building"),
    "church": ("church", "chapel", "cathedral", "abbey"),
    "temple": ("temple", "shrine", "greek temple", "roman temple"),
    "pagoda": ("pagoda", "chinese pagoda", "japanese pagoda", "buddhist temple"),
    "pyramid": ("pyramid", "egyptian pyramid", "great pyramid"),
    "ziggurat": ("ziggurat", "step pyramid", "mayan pyramid", "stepped pyramid", "aztec temple"),
    "dome": ("dome", "domed hall", "rotunda", "domed building"),
    "statue": ("statue", "sculpture", "colossus", "figure", "statue of a man"),
    "obelisk": ("obelisk", "monument", "stone needle"),
    "torii": ("torii", "torii gate", "japanese gate", "shrine gate"),
    "stone circle": ("stone circle", "ring of stones", "standing stones", "megaliths"),
    "observatory": ("observatory", "telescope dome", "star observatory", "astronomy tower"),
    "bridge": ("bridge", "river bridge", "footbridge", "crossing"),
    "aqueduct": ("aqueduct", "roman aqueduct"),
    "arch": ("arch", "triumphal arch", "archway"),
    "lighthouse": ("lighthouse", "light house", "beacon"),
    "well": ("well", "water well", "draw well", "wishing well"),
    "fountain": ("fountain", "water fountain"),
    "stairs": ("stairs", "staircase", "stairway", "steps", "flight of steps"),
    "garden": ("garden", "flower garden", "fenced garden", "vegetable garden"),
    "tree": ("tree", "oak tree", "oak", "maple tree", "apple tree"),
    "pine tree": ("pine tree", "pine", "fir tree", "fir", "christmas tree"),
    "palm tree": ("palm tree", "palm", "coconut palm", "coconut tree"),
    "forest": ("forest", "woods", "woodland", "grove"),
    "mushroom": ("mushroom", "toadstool", "giant mushroom", "fungus"),
    "cactus": ("cactus", "saguaro"),
    "snowman": ("snowman", "snow man", "man of snow"),
    "mountain": ("mountain", "peak", "mount", "summit"),
    "volcano": ("volcano", "fire mountain", "volcanic cone"),
    "island": ("island", "isle", "tropical island", "islet"),
    "lake": ("lake", "pond", "pool"),
    "river": ("river", "stream", "creek"),
    "boat": ("boat", "ship", "sailing ship", "sailing boat", "sailboat", "vessel"),
}
"""What each kind is called, its own name first: that one is said more often than the others."""

DESCRIPTIONS = {
    "castle": ("walls with a tower at each corner", "the seat of a medieval king", "a place that knights defend"),
    "keep": ("a great square block of a castle", "the strongest building of a castle"),
    "tower": ("a tall narrow building", "a high square building"),
    "round tower": ("a tall cylinder", "a tower with a circular plan"),
    "watchtower": ("a high platform on posts", "a hut on long legs", "a place to keep watch from"),
    "wall": ("a long line of defence", "a high fence of stone", "what keeps enemies out"),
    "gate": ("an entrance to a city", "a passage between two towers", "a doorway in a wall"),
    "maze": ("a puzzle of corridors", "walks between walls with dead ends"),
    "house": ("a place to live in", "a building with rooms and a pitched roof", "where a family lives"),
    "cottage": ("a small house in the country", "a tiny simple home"),
    "barn": ("a building for animals", "where a farmer keeps animals", "a store for crops"),
    "windmill": ("a building with turning sails", "a tower with four sails", "a mill that the wind turns"),
    "village": ("a group of houses", "several small houses together", "a few homes around a square"),
    "tent": ("a roof of cloth", "a cloth roof for camping"),
    "igloo": ("a hut of ice blocks", "a round house of snow"),
    "skyscraper": ("a very tall modern building", "a building of many floors", "a tall office building in a city"),
    "church": ("a place of worship", "a building with a steeple", "the house of god"),
    "temple": ("a building with rows of columns", "a hall of columns", "where ancient gods are worshipped"),
    "pagoda": ("a tower of many roofs", "an asian tower with curved roofs"),
    "pyramid": ("four triangles that meet in a point", "the grave of an egyptian king"),
    "ziggurat": ("a pyramid of terraces", "a mound of large steps", "a temple on top of terraces"),
    "dome": ("a hall with a round roof", "half a ball on a round hall"),
    "statue": ("a person made of stone", "a stone giant", "the figure of a person"),
    "obelisk": ("a tall thin pillar", "a pillar with a pointed top"),
    "torii": ("two posts with two beams", "a japanese archway"),
    "stone circle": ("tall stones in a ring", "a circle of ancient rocks"),
    "observatory": ("a building with a telescope", "a round building to look at the sky"),
    "bridge": ("a road over water", "a path across a river"),
    "aqueduct": ("a row of arches that carries water", "a water bridge"),
    "arch": ("a monument with an opening", "a great curved opening"),
    "lighthouse": ("a tower with a light for ships", "a light on the coast", "a striped tower by the sea"),
    "well": ("a hole to draw water from", "a place to fetch water"),
    "fountain": ("a basin that water rises from", "rising water in a basin"),
    "stairs": ("steps that lead up", "something to climb up"),
    "garden": ("rows of plants", "plants and flowers in beds"),
    "tree": ("a trunk with a crown of leaves", "a leafy plant with a thick trunk"),
    "pine tree": ("an evergreen tree", "a tree with needles", "a tree like a cone"),
    "palm tree": ("a tree of warm beaches", "a tree with long leaves at the top"),
    "forest": ("many trees", "a lot of trees close together"),
    "mushroom": ("a stalk with a round cap", "a spotted cap on a stalk"),
    "cactus": ("a plant of the desert", "a green plant with arms"),
    "snowman": ("a winter figure of snow", "balls of snow with arms and a hat"),
    "mountain": ("a high rock", "very high ground", "a high place to climb"),
    "volcano": ("a mountain with a crater", "a mountain of lava", "a mountain of fire"),
    "island": ("land in the middle of water", "a piece of land in the sea"),
    "lake": ("still water", "a body of water", "water in a hollow"),
    "river": ("running water", "water on its way to the sea"),
    "boat": ("something to sail in", "a craft with a mast and sails", "a floating craft"),
}
"""What each kind is, for those who do not call it by a name."""

HELD_OUT_WORDINGS = {
    "castle": ("chateau of a king", "royal palace with walls", "fortified residence of a lord"),
    "keep": ("donjon", "fortified stone block"),
    "tower": ("campanile", "a steep belfry"),
    "round tower": ("wizard's spire", "rapunzel's prison", "minaret"),
    "watchtower": ("sentry post on stilts", "ranger's observation platform"),
    "wall": ("the great barricade", "bulwark across the country", "fortification line"),
    "gate": ("barbican", "portcullis between bastions", "the town's portal"),
    "maze": ("passages to get lost in", "confusing hedges", "minotaur's puzzle"),
    "house": ("a family residence", "suburban dwelling", "bungalow"),
    "cottage": ("a woodcutter's shack", "hobbit dwelling", "chalet"),
    "barn": ("place for cows and hay", "granary", "a shed for cattle"),
    "windmill": ("miller's workplace with blades", "dutch wind turbine"),
    "village": ("rural community", "a cluster of dwellings", "township"),
    "tent": ("nomad's shelter", "teepee", "wigwam"),
    "igloo": ("eskimo dwelling", "inuit shelter"),
    "skyscraper": ("downtown office block", "corporate headquarters"),
    "church": ("minster", "basilica", "where the priest preaches"),
    "temple": ("parthenon", "sanctuary of the gods"),
    "pagoda": ("oriental tiered sanctuary", "zen monastery"),
    "pyramid": ("tomb of the pharaoh", "giza landmark", "burial place of tutankhamun"),
    "ziggurat": ("mesopotamian sanctuary mound", "maya sacrificial altar"),
    "dome": ("planetarium", "cupola", "the capitol's hemisphere"),
    "statue": ("a man carved in rock", "effigy of a hero", "bronze warrior"),
    "obelisk": ("cleopatra's needle", "a monolith"),
    "torii": ("shinto entrance", "kyoto portal"),
    "stone circle": ("stonehenge", "druid site"),
    "observatory": ("astronomer's building", "where stars are watched"),
    "bridge": ("viaduct across a stream", "overpass over water", "a way across the brook"),
    "aqueduct": ("roman water channel on piers", "waterway on tall piers"),
    "arch": ("arc de triomphe", "a victory landmark to walk through"),
    "lighthouse": ("guiding lamp for sailors", "pharos"),
    "well": ("a shaft for drinking water", "cistern"),
    "fountain": ("splashing jet in a plaza", "trevi"),
    "stairs": ("a climb to nowhere", "ladder of stone"),
    "garden": ("flowerbeds behind a fence", "allotment", "orchard plot"),
    "tree": ("elm", "an old beech", "willow"),
    "pine tree": ("spruce", "conifer", "larch"),
    "palm tree": ("date plant on the beach", "tropical plant with fronds"),
    "forest": ("jungle", "wilderness of trunks", "thicket"),
    "mushroom": ("fly agaric", "giant champignon"),
    "cactus": ("prickly desert plant", "succulent with spines"),
    "snowman": ("frosty with a carrot nose", "three rolled snowballs"),
    "mountain": ("alp", "matterhorn", "everest"),
    "volcano": ("vesuvius", "erupting cone", "etna"),
    "island": ("atoll", "castaway's refuge in the ocean"),
    "lake": ("lagoon", "reservoir"),
    "river": ("the winding thames", "brook", "flowing waterway"),
    "boat": ("galleon", "pirate schooner", "yacht"),
}
"""Prompts for each kind that no caption is worded like, to see what the prior makes of words it never met."""

MATERIALS = {
    "Stone": ("stone", "grey stone", "grey", "rock", "granite"),
    "Plank": ("wooden", "plank", "timber", "wood"),
    "Snow": ("white", "snow", "snowy", "white marble", "ice"),
    "Sand": ("sandstone", "sand", "yellow", "sandy"),
    "Dirt": ("brown", "brick", "mud brick", "dirt", "clay"),
    "Grass": ("green", "grass", "leafy"),
    "Water": ("blue", "glass"),
}
"""Adjectives of each material of a building, the likeliest first."""

_COLOURS = {
    "Stone": ("grey", "dark grey"),
    "Plank": ("beige", "light brown", "tan"),
    "Snow": ("white", "snow white"),
    "Sand": ("yellow", "pale yellow"),
    "Dirt": ("brown", "dark brown"),
    "Grass": ("green", "leafy"),
    "Water": ("blue",),
}
_ROCK = _COLOURS | {
    "Stone": ("stone", "grey", "rocky"),
    "Snow": ("snowy", "white", "ice"),
    "Sand": ("sandy", "yellow", "sandstone"),
    "Dirt": ("brown", "dirt", "earth"),
}
_JOINERY = MATERIALS | {"Dirt": ("brown", "dark wooden", "dark brown")}
_OTHERS = (
    {kind: _COLOURS for kind in ("mushroom", "tent")}
    | {kind: _ROCK for kind in ("mountain", "volcano", "igloo", "snowman", "pine tree")}
    | {kind: _JOINERY for kind in ("boat", "torii", "pagoda", "watchtower", "windmill", "barn")}
)
"""Adjectives by kind where those of buildings would not do: no mushroom is of timber."""

STYLES = {
    "castle": ("medieval", "old", "ancient", "mighty"),
    "keep": ("medieval", "massive", "old"),
    "tower": ("medieval", "old", "high"),
    "round tower": ("medieval", "old", "high"),
    "house": ("old", "family", "country"),
    "cottage": ("cosy", "old", "cute", "country"),
    "pyramid": ("ancient", "pointed"),
    "ziggurat": ("ancient", "terraced"),
    "church": ("old", "gothic"),
    "temple": ("ancient", "classical"),
    "bridge": ("arched", "old"),
    "aqueduct": ("ancient", "long", "old"),
    "wall": ("long", "old", "high"),
    "mountain": ("rocky", "high", "steep"),
    "tree": ("round", "old", "leafy"),
    "forest": ("deep", "dense", "green"),
    "skyscraper": ("modern", "high"),
    "river": ("winding", "wide"),
    "boat": ("old", "sailing"),
    "statue": ("standing", "heroic"),
    "barn": ("old", "long"),
    "dome": ("round", "great"),
    "volcano": ("active", "steep"),
}

SIZES = {"small": ("small", "little", "tiny"), "large": ("large", "big", "huge", "great")}

LANDS = {
    "grass": ("on a meadow", "on grass", "on a green plain", "in a field", "on flat land"),
    "hills": ("on rolling hills", "in the hills", "on green hills", "among hills"),
    "desert": ("in the desert", "on sand", "in a sandy desert"),
    "dunes": ("among dunes", "among sand dunes", "in the dunes"),
    "snow": ("in the snow", "on a snowfield", "in winter", "on a snowy plain"),
    "island": ("on an island", "surrounded by the sea", "on a small island"),
    "shore": ("by the sea", "on the shore", "on the coast", "at the beach"),
    "valley": ("in a valley", "in a green valley", "between high hills"),
    "sea": ("in the sea", "on the water", "in the ocean", "at sea"),
}


DESCRIBED = 0.12
"""Share of the things alone that are described in place of named."""


def caption(scene: Scene, rng: np.random.Generator) -> str:
    """One of many true descriptions; parts are left out at random, so that short prompts are known too."""
    main = scene.things[0]
    text = _related(scene, rng) if scene.relation else _with_details(main, scene.size, rng)
    land = _pick(LANDS[scene.biome], rng)
    if rng.random() < 0.45 and len(f"{text} {land}".replace("'", " ").split()) <= MAX_WORDS:
        return f"{text} {land}"
    return text


def _with_details(thing: Thing, size: str, rng: np.random.Generator) -> str:
    if rng.random() < DESCRIBED:
        return _pick(DESCRIPTIONS[thing.kind], rng)
    words = _article(_noun_phrase(thing, rng, size=size), rng)
    if _has_roof(thing) and rng.random() < 0.5:
        return f"{words} {with_top(thing.kind, _pick(_adjectives(thing.kind, thing.roof), rng))}"
    if thing.details and rng.random() < 0.45:
        return f"{words} with {_pick(thing.details, rng)}"
    return words


def _related(scene: Scene, rng: np.random.Generator) -> str:
    """Both things, or now and then the first alone."""
    first = scene.things[0]
    if scene.relation in ("two", "joined"):
        both = f"{_pick(('two', 'two', 'twin', 'a pair of'), rng)} {_noun_phrase(first, rng, plural=True)}"
        if scene.relation == "two":
            return both
        return f"{both} {_pick(('joined', 'connected', 'linked'), rng)} by a wall"
    main = _article(_noun_phrase(first, rng, often=0.6), rng)
    if scene.relation == "hilltop":
        hill = "rocky hill" if _name(scene.things[1].body) == "Stone" else "green hill"
        return f"{main} {_pick(('on a hill', 'on top of a hill', 'on a hilltop', f'on a {hill}'), rng)}"
    if scene.relation == "moat":
        return f"{main} {_pick(('with a moat', 'surrounded by a moat', 'inside a moat'), rng)}"
    if scene.relation == "walled":
        return (
            f"{main} {_pick(('surrounded by a wall', 'inside a wall', 'behind a wall', 'with a wall around it'), rng)}"
        )
    other = scene.things[1]
    if scene.relation == "among trees":
        trees = "trees" if other.kind == "tree" else _pick(("fir trees", "pine trees", "trees"), rng)
        return f"{main} {_pick(('surrounded by', 'among', 'between'), rng)} {trees}"
    beside = _article(_noun_phrase(other, rng, often=0.35), rng, always=True)
    draw = rng.integers(5)
    if draw == 0:
        return f"{main} and {beside}"
    if draw == 1:
        return f"{main} with {beside} next to it"
    return f"{main} {('beside', 'next to', 'near')[draw - 2]} {beside}"


def _noun_phrase(
    thing: Thing, rng: np.random.Generator, *, size: str = "", plural: bool = False, often: float = 0.75
) -> str:
    """Size, style and material, each perhaps, and a noun; the material with a chance of ``often``."""
    words = []
    if size and rng.random() < 0.7:
        words.append(_pick(SIZES[size], rng))
    elif thing.kind in STYLES and rng.random() < 0.25:
        words.append(_pick(STYLES[thing.kind], rng))
    nouns = NOUNS[thing.kind]
    # Trees go by the colour of their leaves, and green goes without saying.
    told = thing.body if KINDS_BY_NAME[thing.kind].material_told else thing.roof if thing.roof == SNOW else None
    if told and rng.random() < often:
        adjectives = _adjectives(thing.kind, told)
        # The plain word more often than the others, as with nouns.
        words.append(adjectives[0] if rng.random() < 0.5 else _pick(adjectives, rng))
    noun = nouns[0] if rng.random() < 0.3 else _pick(nouns, rng)
    # What the noun says already is not said twice.
    words = [word for word in dict.fromkeys(words) if word not in noun.split()]
    if plural:
        noun = several(noun)
    return " ".join([*words, noun])


def several(noun: str) -> str:
    """The noun in the plural."""
    if noun.endswith("man"):
        return f"{noun[:-3]}men"
    if " of " in noun:
        head, rest = noun.split(" of ", 1)
        return f"{several(head)} of {rest}"
    if noun.endswith(("s", "x", "ch", "sh")):
        return f"{noun}es"
    return f"{noun}s"


def _has_roof(thing: Thing) -> bool:
    """Whether something of another material tops the thing that a caption can name."""
    if thing.roof == thing.body or thing.kind not in _TOPS:
        return False
    # Castles and towers may have battlements instead.
    return thing.kind not in _BATTLED or any("pointed" in detail for detail in thing.details)


_BATTLED = ("castle", "keep", "tower", "round tower", "gate")
_ROOFED = ("house", "cottage", "barn", "windmill", "village", "church", "temple", "watchtower", "well", "observatory")
_TOPS = {kind: "roof" for kind in (*_BATTLED, *_ROOFED)} | {
    "castle": "roofs",
    "village": "roofs",
    "pagoda": "roofs",
    "gate": "roofs",
    "dome": "top",
    "mountain": "summit",
    "lighthouse": "stripes",
    "boat": "sails",
    "mushroom": "stalk",
    "snowman": "hat",
}
"""What the roof material is on, by kind, for kinds where it can be told."""


def with_top(kind: str, adjective: str) -> str:
    """What is said of the roof, or of what else is on top: ``with wooden roof``. The kind has to have one."""
    return f"with {adjective} {_TOPS[kind]}"


def _adjectives(kind: str, block: int) -> tuple[str, ...]:
    return _OTHERS.get(kind, MATERIALS)[_name(block)]


def _name(block: int) -> str:
    return CLASSIC.names[block - 1]


def with_article(noun: str) -> str:
    """``a tower``, ``an arch``, and without one what is several anyway."""
    if noun.endswith(("stones", "steps", "stairs", "woods", "megaliths")):
        return noun
    return f"{article(noun)} {noun}"


def article(word: str) -> str:
    """``a`` or ``an``."""
    return "an" if word[0] in "aeiou" else "a"


def _article(noun: str, rng: np.random.Generator, *, always: bool = False) -> str:
    return noun if not always and rng.random() < 0.15 else with_article(noun)


def _pick(options: tuple[str, ...], rng: np.random.Generator) -> str:
    return options[rng.integers(len(options))]
