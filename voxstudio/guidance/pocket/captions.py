"""Captions of scenes, in as many wordings as templates allow."""

from __future__ import annotations

import numpy as np

from voxstudio.world.generators.scenes import Scene

NOUNS = {
    "castle": ("castle", "castle", "castle", "fortress", "fort"),
    "tower": ("tower", "tower", "watchtower", "turret"),
    "house": ("house", "house", "cottage", "cabin", "hut"),
    "pyramid": ("pyramid", "pyramid", "tomb"),
    "tree": ("tree", "tree", "oak tree"),
    "mountain": ("mountain", "mountain", "peak", "hill"),
    "bridge": ("bridge", "bridge", "viaduct"),
    "wall": ("wall", "wall", "rampart", "barrier"),
    "church": ("church", "church", "chapel", "cathedral"),
    "pine tree": ("pine tree", "pine", "fir tree", "spruce"),
    "forest": ("forest", "forest", "woods", "grove"),
    "lighthouse": ("lighthouse", "lighthouse", "beacon"),
    "temple": ("temple", "temple", "shrine"),
    "dome": ("dome", "igloo", "dome"),
    "village": ("village", "village", "hamlet", "settlement"),
}

MATERIALS = {
    "Stone": ("stone", "stone", "grey stone", "rock"),
    "Plank": ("wooden", "wooden", "plank", "timber"),
    "Snow": ("snow", "white", "snowy", "white marble"),
    "Sand": ("sandstone", "sandstone", "sand", "yellow"),
    "Dirt": ("brown", "mud brick", "dirt", "brick"),
    "Grass": ("green", "grass", "leafy"),
    "Water": ("blue", "water"),
}

STYLES = {
    "castle": ("medieval", "old", "ancient"),
    "tower": ("medieval", "tall", "old"),
    "house": ("little", "cosy", "old"),
    "pyramid": ("egyptian", "ancient", "stepped"),
    "church": ("old", "village"),
    "temple": ("greek", "ancient"),
    "bridge": ("arched", "old"),
    "wall": ("long", "old", "defensive"),
    "mountain": ("rocky", "high"),
}

LANDS = {
    "grass": ("on a meadow", "on grass", "on a green plain", "in a field"),
    "hills": ("on rolling hills", "in the hills", "on green hills", "in a valley"),
    "desert": ("in the desert", "on sand"),
    "dunes": ("among dunes", "in the desert"),
    "snow": ("in the snow", "on a snowfield", "in winter"),
    "island": ("on an island", "by the sea", "surrounded by water"),
}


def caption(scene: Scene, rng: np.random.Generator) -> str:
    """One of many true descriptions; parts are left out at random, so that short prompts are known too."""
    words = []
    if scene.size and rng.random() < 0.35:
        words.append(scene.size)
    if scene.kind in STYLES and rng.random() < 0.4:
        words.append(_pick(STYLES[scene.kind], rng))
    if scene.kind not in ("tree", "forest", "pine tree") and rng.random() < 0.75:
        words.append(_pick(MATERIALS[scene.body], rng))
    words.append(_pick(NOUNS[scene.kind], rng))
    phrases = [_article(" ".join(words), rng)]
    if _has_roof(scene) and rng.random() < 0.4:
        phrases.append(f"with {_pick(MATERIALS[scene.roof], rng)} {_top(scene.kind)}")
    elif scene.details and rng.random() < 0.5:
        phrases.append("with " + _pick(scene.details, rng))
    if rng.random() < 0.5:
        phrases.append(_pick(LANDS[scene.biome], rng))
    return " ".join(phrases)


def _has_roof(scene: Scene) -> bool:
    """Whether something of another material tops the thing: castles and towers may have battlements instead."""
    if scene.kind in ("castle", "tower"):
        return scene.roof != scene.body and any("roof" in detail for detail in scene.details)
    return scene.roof != scene.body and scene.kind not in ("tree", "pine tree", "forest")


def _top(kind: str) -> str:
    return {"mountain": "summit", "lighthouse": "stripes"}.get(kind, "roof")


def _article(noun: str, rng: np.random.Generator) -> str:
    if rng.random() < 0.15:
        return noun
    return ("an " if noun[0] in "aeiou" else "a ") + noun


def _pick(options: tuple[str, ...], rng: np.random.Generator) -> str:
    return options[rng.integers(len(options))]
