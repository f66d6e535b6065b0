"""The list of prompts, and how a part of it is chosen."""

from __future__ import annotations

import pytest

from voxstudio.errors import UserError
from voxstudio.evaluation.denoising import rivals_of
from voxstudio.evaluation.families import FAMILIES, family_of
from voxstudio.evaluation.plan import run_tasks, sample_tasks, settings_for
from voxstudio.evaluation.prompts import PROMPTS, choose
from voxstudio.guidance.pocket.captions import HELD_OUT_WORDINGS, MATERIALS, NOUNS
from voxstudio.world.generators.structures import KINDS_BY_NAME


def test_the_list_is_long_enough_and_covers_most_kinds() -> None:
    assert len(PROMPTS) >= 40
    assert sum(prompt.is_unseen for prompt in PROMPTS) >= 20
    kinds = {prompt.kind for prompt in PROMPTS}
    assert kinds <= KINDS_BY_NAME.keys()
    assert len(kinds) >= 0.7 * len(KINDS_BY_NAME)
    assert len({prompt.text for prompt in PROMPTS}) == len(PROMPTS)
    assert sum(bool(prompt.materials) for prompt in PROMPTS) >= 12


@pytest.mark.parametrize("prompt", PROMPTS, ids=lambda prompt: prompt.text)
def test_a_prompt_is_phrased_as_it_says(prompt) -> None:
    if prompt.is_unseen:
        bare = [wording.removeprefix("the ").removeprefix("a ") for wording in HELD_OUT_WORDINGS[prompt.kind]]
        assert any(wording in prompt.text for wording in bare)
        assert not any(f" {noun} " in f" {prompt.text} " for noun in NOUNS[prompt.kind])
    else:
        assert any(noun in prompt.text for noun in NOUNS[prompt.kind]) or prompt.kind == "round tower"
    for material in prompt.materials:
        told = (*MATERIALS[material], "rocky")
        assert any(word in prompt.text for word in told)


def test_a_part_is_a_number_or_names() -> None:
    assert choose(()).prompts == PROMPTS
    assert choose(()).kinds == tuple(KINDS_BY_NAME)
    assert choose(["3"]).prompts == PROMPTS[:3]
    castles = choose(["castle,  Stonehenge"])
    assert [prompt.kind for prompt in castles.prompts] == ["castle", "castle", "stone circle"]
    assert castles.kinds == ("castle", "stone circle")
    # A kind that no run is about still has samples.
    lake = choose(["lake"])
    assert lake.prompts == ()
    assert lake.kinds == ("lake",)


def test_an_unknown_name_is_one_clear_sentence() -> None:
    with pytest.raises(UserError, match=r"no prompt or kind 'casle'.*number from 1 to \d+"):
        choose(["castle", "casle"])


def test_tasks_come_seed_by_seed_and_have_names_of_their_own() -> None:
    tasks = run_tasks(choose(["3"]), 2)
    assert [task.seed for task in tasks] == [0, 0, 0, 1, 1, 1]
    everything = [*run_tasks(choose(()), 3), *sample_tasks(choose(()), 3)]
    assert len({(task.part, task.name) for task in everything}) == len(everything)
    samples = sample_tasks(choose(["igloo"]), 1)
    assert [(task.text, task.wording) for task in samples] == [
        ("an igloo", "caption"),
        (HELD_OUT_WORDINGS["igloo"][0], "unseen"),
    ]


def test_settings_are_the_usual_ones_from_flat_ground() -> None:
    settings = settings_for(20, {"cfg_scale": 9})
    assert (settings.init_mode, settings.steps, settings.cfg_scale) == ("ground_plane", 20, 9.0)
    with pytest.raises(UserError, match="seed"):
        settings_for(20, {"seed": 4})
    with pytest.raises(UserError, match="cfg"):
        settings_for(20, {"cfg_scales": 4})


def test_families_are_of_kinds_and_none_is_in_two() -> None:
    members = [kind for family in FAMILIES for kind in family]
    assert len(set(members)) == len(members)
    assert set(members) <= KINDS_BY_NAME.keys()
    assert family_of("snowman") == ("snowman",)
    assert "keep" in family_of("castle")


def test_another_wording_of_the_same_kind_is_no_rival() -> None:
    castle = PROMPTS[0]
    rivals = rivals_of(castle)
    assert len(rivals) == sum(prompt.kind != "castle" for prompt in PROMPTS)
    assert all(rival.kind != "castle" for rival in rivals)
