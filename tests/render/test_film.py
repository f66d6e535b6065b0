"""Films: what is in them, and that none is left half."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from voxstudio.errors import UserError
from voxstudio.render import film

SIZE = (34, 21)
"""Width and height; an odd one, which MP4 cannot have."""


def pictures(count: int = 12) -> list[np.ndarray]:
    """Each redder than the one before."""
    result = np.zeros((count, SIZE[1], SIZE[0], 4), np.uint8)
    result[..., 0] = np.linspace(0, 250, count)[:, None, None]
    result[..., 3] = 255
    return list(result)


def record(name: str, path: Path, fps: float = 8.0) -> None:
    with film.FORMATS[name].open(path, fps) as add:
        for picture in pictures():
            add(picture)


def test_an_mp4_holds_all_pictures_in_order_and_as_long_as_asked(tmp_path: Path) -> None:
    av = pytest.importorskip("av")
    record("mp4", tmp_path / "turn.mp4")
    with av.open(str(tmp_path / "turn.mp4")) as container:
        frames = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
        assert container.duration == pytest.approx(1.5e6, rel=0.1)
    assert len(frames) == 12
    assert frames[0].shape == (20, 34, 3)
    reds = [int(frame[..., 0].mean()) for frame in frames]
    assert reds == sorted(reds)
    assert reds[-1] == pytest.approx(250, abs=12)


def test_a_gif_plays_for_ever_and_as_long_as_asked(tmp_path: Path) -> None:
    record("gif", tmp_path / "turn.gif")
    with Image.open(tmp_path / "turn.gif") as gif:
        assert gif.info["loop"] == 0
        lengths = []
        for number in range(getattr(gif, "n_frames", 0)):
            gif.seek(number)
            lengths.append(gif.info["duration"])
    assert len(lengths) == 12
    assert sum(lengths) == 1500


def test_png_pictures_keep_their_opacity(tmp_path: Path) -> None:
    clear = np.zeros((4, 4, 4), np.uint8)
    clear[0, 0] = (10, 20, 30, 40)
    with film.FORMATS["png"].open(tmp_path / "turn", 8.0) as add:
        add(clear)
        add(clear)
    assert sorted(path.name for path in (tmp_path / "turn").iterdir()) == ["0001.png", "0002.png"]
    assert np.array_equal(np.asarray(Image.open(tmp_path / "turn" / "0002.png")), clear)


@pytest.mark.parametrize("name", film.FORMATS)
def test_a_film_that_is_broken_off_leaves_nothing(name: str, tmp_path: Path) -> None:
    if name == "mp4":
        pytest.importorskip("av")
    path = tmp_path / f"turn{film.FORMATS[name].suffix}"
    with pytest.raises(ZeroDivisionError), film.FORMATS[name].open(path, 8.0) as add:
        add(pictures()[0])
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_without_av_one_is_told_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without_av(name: str, *rest: Any) -> Any:
        if name.split(".")[0] == "av":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without_av)
    with pytest.raises(UserError, match="pip install av"), film.FORMATS["mp4"].open(tmp_path / "turn.mp4", 8.0):
        pass
