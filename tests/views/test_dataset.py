"""Datasets: matrices column by column, and a clear sentence for a view that is no camera."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from voxstudio.errors import UserError
from voxstudio.views import dataset
from voxstudio.views.camera import Camera
from voxstudio.views.dataset import Dataset, ring_cameras
from voxstudio.world import formats
from voxstudio.world.generators.starts import ground_plane
from voxstudio.world.generators.terrain import rolling_terrain

CAMERA = Camera.look_at((3, 7, 20), (1, 2, 0), width=1094, height=881)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A dataset of two cameras."""
    other = Camera.look_at((-9, 4, 2), (0, 0, 0), width=1094, height=881)
    Dataset.of_cameras(tmp_path / "3", [CAMERA, other]).save()
    return tmp_path / "3"


def read(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "metadata.json").read_bytes())


def change(folder: Path, edit: Callable[[dict[str, Any]], object]) -> None:
    """Edit the second view of a dataset on disk."""
    data = read(folder)
    edit(data["views"][1])
    (folder / "metadata.json").write_text(json.dumps(data))


def test_what_is_written(folder: Path) -> None:
    data = read(folder)
    assert (data["formatVersion"], data["viewCount"], data["captureId"]) == ("1.0", 2, None)
    assert data["imageSize"] == {"width": 1094, "height": 881}
    view = data["views"][0]
    assert (view["id"], view["index"], view["rgbPath"]) == ("view_001", 0, "images/000_view_001.png")
    assert view["intrinsics"] == {"fovYDegrees": 60.0, "aspect": 1094 / 881, "near": 0.1, "far": 500.0}
    assert view["depthPath"] is view["normalPath"] is None
    assert data["views"][1]["rgbPath"] == "images/001_view_002.png"


def test_matrices_are_column_major(folder: Path) -> None:
    """By the table of the format: the projection's places, and the translation in the last column."""
    view = read(folder)["views"][0]
    projection, matrix = view["projectionMatrix"], view["viewMatrix"]
    f = 1 / math.tan(math.radians(30))
    assert projection[0] == pytest.approx(f / (1094 / 881))
    assert projection[5] == pytest.approx(f)
    assert projection[10] == pytest.approx((500 + 0.1) / (0.1 - 500))
    assert projection[11] == -1.0
    assert projection[14] == pytest.approx(2 * 500 * 0.1 / (0.1 - 500))
    assert [projection[i] for i in (1, 2, 3, 4, 6, 7, 8, 9, 12, 13, 15)] == [0] * 11
    assert [matrix[i] for i in (3, 7, 11, 15)] == [0, 0, 0, 1]
    assert [matrix[i] for i in (0, 4, 8)] == pytest.approx(list(CAMERA.right))
    assert [matrix[i] for i in (2, 6, 10)] == pytest.approx([-part for part in CAMERA.forward])
    rows = np.array(view["viewProjectionMatrix"]).reshape(4, 4).T
    assert rows == pytest.approx(CAMERA.projection_matrix() @ CAMERA.view_matrix())


def test_cameras_round_trip_exactly(folder: Path) -> None:
    loaded = Dataset.load(folder)
    assert loaded.cameras[0] == CAMERA
    assert loaded.views[1].image_path == folder / "images" / "001_view_002.png"


def test_matrices_alone_are_enough(folder: Path) -> None:
    def strip(view: dict[str, Any]) -> None:
        for key in ("position", "forward", "up", "right", "intrinsics", "viewProjectionMatrix"):
            del view[key]

    expected = Dataset.load(folder).cameras[1]
    change(folder, strip)
    camera = Dataset.load(folder).cameras[1]
    assert camera.position == pytest.approx(expected.position)
    assert camera.forward == pytest.approx(expected.forward)
    assert camera.up == pytest.approx(expected.up)
    assert (camera.fov_y_deg, camera.near, camera.far) == pytest.approx((60, 0.1, 500))


def test_editor_precision_is_good_enough(folder: Path) -> None:
    """The editor computes in 32 bits."""

    def shorten(view: dict[str, Any]) -> None:
        for key in ("viewMatrix", "projectionMatrix", "position", "forward", "up", "right"):
            view[key] = np.array(view[key], np.float32).tolist()

    change(folder, shorten)
    assert Dataset.load(folder).cameras[1].far == 500.0


def test_unknown_fields_come_back(folder: Path) -> None:
    data = read(folder)
    data["weather"] = {"rain": 1}
    data["captureId"] = "c7"
    data["views"][0]["note"] = "front"
    data["views"][0]["rgbPath"] = None
    (folder / "metadata.json").write_text(json.dumps(data))
    Dataset.load(folder).save()
    assert read(folder) == data


def test_images(folder: Path) -> None:
    small = Dataset.of_cameras(folder, [Camera.look_at((0, 0, 9), (0, 0, 0), width=6, height=4)])
    small.render_images(lambda camera: np.full((camera.height, camera.width, 3), 200, np.uint8))
    with Image.open(folder / "images" / "000_view_001.png") as image:
        assert image.size == (6, 4)
        assert image.getpixel((0, 0)) == (200, 200, 200)


def test_view_by_index(folder: Path) -> None:
    loaded = Dataset.load(folder)
    assert loaded.view(1).id == "view_002"
    for index in (-1, 2):
        with pytest.raises(UserError, match="views 0 to 1"):
            loaded.view(index)


def set_item(key: str, place: int, value: object) -> Callable[[dict[str, Any]], object]:
    return lambda view: view[key].__setitem__(place, value)


def mirror(view: dict[str, Any]) -> None:
    for place in (0, 4, 8, 12):
        view["viewMatrix"][place] *= -1


def transpose(view: dict[str, Any]) -> None:
    view["viewMatrix"] = np.array(view["viewMatrix"]).reshape(4, 4).T.ravel().tolist()


def square(view: dict[str, Any]) -> None:
    view["projectionMatrix"][0] = view["projectionMatrix"][5]


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (set_item("viewMatrix", 0, float("nan")), "viewMatrix holds something that is not a finite number"),
        (set_item("viewMatrix", 0, float("inf")), "viewMatrix holds something that is not a finite number"),
        (set_item("viewMatrix", 0, None), "viewMatrix holds something that is not a finite number"),
        (set_item("viewMatrix", 0, True), "viewMatrix holds something that is not a finite number"),
        (set_item("viewMatrix", 5, 0.2), "not unit vectors at right angles"),
        (set_item("viewMatrix", 15, 0.0), "no rigid motion"),
        (lambda view: view.update(viewMatrix=[0.0] * 16), "no rigid motion"),
        (lambda view: view.update(viewMatrix=[1.0] * 15), "viewMatrix must be 16 numbers"),
        (lambda view: view.update(viewMatrix="identity"), "viewMatrix must be 16 numbers"),
        (lambda view: view.pop("viewMatrix"), "viewMatrix must be 16 numbers"),
        (lambda view: view.pop("projectionMatrix"), "projectionMatrix must be 16 numbers"),
        (set_item("projectionMatrix", 11, 1.0), "not a perspective"),
        (set_item("projectionMatrix", 5, -1.7), "not a perspective"),
        (set_item("projectionMatrix", 10, -0.5), "not a perspective"),
        (set_item("projectionMatrix", 14, 0.0), "not a perspective"),
        (set_item("projectionMatrix", 0, 0.0), "not made for pictures of aspect 1.242"),
        (square, "not made for pictures of aspect 1.242"),
        (mirror, "mirrors the world"),
        (transpose, "columns may have been written as rows"),
        (set_item("position", 0, 5.0), "position contradicts the viewMatrix"),
        (set_item("forward", 1, 0.9), "forward contradicts the viewMatrix"),
        (set_item("right", 1, float("nan")), "right must be three finite numbers"),
        (lambda view: view.update(up=[0, 1]), "up must be three finite numbers"),
        (lambda view: view["intrinsics"].update(fovYDegrees=45), "intrinsics.fovYDegrees is 45"),
        (lambda view: view["intrinsics"].update(near=float("nan")), "intrinsics.near is nan"),
        (lambda view: view["intrinsics"].update(far="500"), "intrinsics.far is '500'"),
    ],
)
def test_what_is_no_camera_is_told_with_its_view(
    folder: Path, edit: Callable[[dict[str, Any]], object], says: str
) -> None:
    change(folder, edit)
    with pytest.raises(UserError, match=says) as caught:
        Dataset.load(folder)
    assert str(folder / "metadata.json") in str(caught.value)
    assert "view 1 (view_002)" in str(caught.value)


@pytest.mark.parametrize("image", ["/etc/passwd", "../../x.png", 3])
def test_pictures_stay_in_the_dataset(folder: Path, image: object) -> None:
    change(folder, lambda view: view.update(rgbPath=image))
    with pytest.raises(UserError, match="leads out of the dataset"):
        Dataset.load(folder)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("[]", "no list of views"),
        ('{"views": []}', "no list of views"),
        ('{"views": [1]}', "imageSize must hold"),
        ('{"views": [1], "imageSize": {"width": 0, "height": 5}}', "imageSize must hold"),
        ('{"views": [1], "imageSize": {"width": 1e9, "height": 5}}', "imageSize must hold"),
        ('{"views": [1], "imageSize": {"width": 5, "height": 5}}', r"views\[0\] must be an object with an id"),
        ('{"views": [', "not whole JSON"),
    ],
)
def test_broken_files(tmp_path: Path, data: str, says: str) -> None:
    (tmp_path / "metadata.json").write_text(data)
    with pytest.raises(UserError, match=says):
        Dataset.load(tmp_path)


def test_missing_dataset(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"metadata\.json: No such file"):
        Dataset.load(tmp_path)


@pytest.mark.parametrize("count", [1, 2, 5, 12])
def test_ring_sees_the_world_from_all_sides(count: int) -> None:
    world = rolling_terrain((64, 48, 64), 6)
    cameras = ring_cameras(world, count)
    assert len(cameras) == len(set(cameras)) == count
    corners = np.array([[x, 0, z, 1] for x in (-64, 64) for z in (-64, 64)])
    for camera in cameras:
        clip = corners @ (camera.projection_matrix() @ camera.view_matrix()).T
        assert (clip[:, 3] > 0).all()
        assert (np.abs(clip[:, :2] / clip[:, 3:]) < 1).all(), "the whole floor is in the picture"
    if count == 12:
        sides = sorted(math.degrees(math.atan2(camera.position[0], camera.position[2])) % 360 for camera in cameras)
        assert np.diff(sides) == pytest.approx([30] * 11)
        assert len({round(camera.position[1], 6) for camera in cameras}) == 2


@pytest.mark.parametrize("size", [(0, 8, 8), (1, 0, 8), (1, 8, -1)])
def test_impossible_rings(size: tuple[int, int, int]) -> None:
    with pytest.raises(UserError, match="at least one camera and one pixel"):
        ring_cameras(ground_plane((8, 8, 8)), size[0], width=size[1], height=size[2])


def test_register(folder: Path) -> None:
    root = folder.parent
    (root / "registry.json").write_text(json.dumps({"next_sequence": 9, "owner": "me", "datasets": [{"sequence": 8}]}))
    for _ in range(2):
        dataset.register(root, Dataset.load(folder))
    registry = json.loads((root / "registry.json").read_bytes())
    assert (registry["next_sequence"], registry["owner"]) == (9, "me")
    assert [entry["sequence"] for entry in registry["datasets"]] == [8, 3]
    assert registry["datasets"][1]["imageCount"] == 2
    assert registry["datasets"][1]["imagesDir"] == "3/images"
    with pytest.raises(UserError, match="by a number"):
        dataset.register(root, Dataset.of_cameras(root / "mine", [CAMERA]))


def test_the_dataset_that_ships() -> None:
    root = Path(__file__).parents[2]
    shipped = Dataset.load(root / "datasets" / "1")
    assert (shipped.width, shipped.height) == (1094, 881)
    assert len(shipped.views) >= 12
    made = ring_cameras(formats.load(root / "maps" / "1").world, len(shipped.views))
    # Processors differ in the last digit of a sine.
    for mine, theirs in zip(shipped.cameras, made, strict=True):
        for name in ("position", "forward", "up"):
            assert getattr(mine, name) == pytest.approx(getattr(theirs, name), abs=1e-9)
        assert replace(mine, position=theirs.position, forward=theirs.forward, up=theirs.up) == theirs
