from __future__ import annotations

import numpy as np
import pytest

from voxstudio.render.cpu import CpuRenderer
from voxstudio.render.lighting import STUDIO
from voxstudio.training.oracle import SETTINGS, knowable, run_oracle, target_world
from voxstudio.world.generators.starts import ground_plane


def test_what_cannot_be_seen_is_not_asked_for():
    shape = (32, 32, 32)
    start, target = ground_plane(shape), target_world(shape)
    seen = knowable(target, start, CpuRenderer(2.0, STUDIO), seed=1)
    solid = target.occupied
    # The inside of the keep and of the ground, but not their surfaces.
    assert not seen[14:17, 6:10, 14:17].any() and solid[14:17, 6:10, 14:17].all()
    assert not seen[1:-1, 0, 1:-1].any()
    tops = solid & ~np.pad(solid, ((0, 0), (0, 1), (0, 0)))[:, 1:]
    assert seen[tops].mean() > 0.98
    assert seen[~solid].mean() > 0.97
    assert 0.3 < seen[solid].mean() < 0.6


def test_the_target_is_a_castle_of_several_materials():
    target = target_world((32, 32, 32))
    added = target.occupied & ~ground_plane((32, 32, 32)).occupied
    assert added.sum() > 1500
    assert len(np.unique(target.blocks)) >= 7


@pytest.mark.slow
def test_a_run_recovers_a_known_world_from_its_pictures():
    recovery = run_oracle(SETTINGS)
    assert recovery.iou >= 0.9
    assert recovery.material_accuracy >= 0.9
    assert recovery.start_iou < 0.5
