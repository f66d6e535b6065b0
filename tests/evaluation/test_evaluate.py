"""The loop: what is done is not done again, what is on disk is whole, and a part says that it is one."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from voxstudio import storage
from voxstudio.bench.evaluation import run_rows, sample_rows
from voxstudio.cli import main
from voxstudio.errors import UserError
from voxstudio.evaluation import evaluate as evaluating
from voxstudio.evaluation.classifier.network import Classifier
from voxstudio.evaluation.classifier.verdict import Judge
from voxstudio.evaluation.denoising import denoising_errors, rank_of_prompt
from voxstudio.evaluation.evaluate import Judges, evaluate
from voxstudio.evaluation.plan import run_tasks, sample_tasks, settings_for
from voxstudio.evaluation.prompts import PROMPTS, choose
from voxstudio.evaluation.report import write_report
from voxstudio.evaluation.results import Result, Task
from voxstudio.evaluation.store import Store
from voxstudio.evaluation.summary import confusions, figures
from voxstudio.guidance.base import LinearPrediction, Views
from voxstudio.guidance.pocket.cells import alphas_cumprod
from voxstudio.guidance.pocket.model import Architecture, PocketModel
from voxstudio.guidance.priors.pocket import PocketPrior
from voxstudio.world.generators.starts import ground_plane

TINY = Architecture(cell=4, site=8, middle=16, deep=16, layers=1, heads=2, told=16)
SETTINGS = settings_for(2, {"size_x": 16, "size_y": 12, "size_z": 16, "views_per_step": 2})


@pytest.fixture
def judges() -> Judges:
    torch.manual_seed(0)
    prior = PocketPrior(PocketModel(TINY).eval())
    prior.resolution = 32
    return Judges(prior, Judge(Classifier().eval()), {"prior": "pocket", "weights": "none"})


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "evaluation")


class FakePrior:
    """Says that the noise is what it is where the text is the true one, and is wrong elsewhere."""

    name = "fake"
    resolution = 16
    alphas_cumprod = alphas_cumprod()

    def __init__(self, truth: str) -> None:
        self.truth = truth
        self.clean: torch.Tensor | None = None

    def encode_text(self, prompt: str, negative: str = "", ground: str = "") -> tuple[str, str]:
        return prompt, negative

    def to_latent(self, images: torch.Tensor) -> torch.Tensor:
        self.clean = images * 2 - 1
        return self.clean

    def to_image(self, latents: torch.Tensor) -> torch.Tensor:
        return latents

    def predict_noise(
        self, latents: torch.Tensor, t: torch.Tensor, conditioning: tuple[str, str], views: Views
    ) -> LinearPrediction:
        assert self.clean is not None
        abar = self.alphas_cumprod[t].view(-1, 1, 1, 1)
        noise = (latents - abar.sqrt() * self.clean) / (1 - abar).sqrt()
        first, second = (noise + (0.0 if text == self.truth else 0.01 * len(text)) for text in conditioning)
        return LinearPrediction(first, second)


def test_the_true_prompt_is_ranked_by_its_error() -> None:
    world = ground_plane((16, 12, 16))
    for prompt in (PROMPTS[0], PROMPTS[5]):
        assert rank_of_prompt(FakePrior(prompt.text), prompt, world, world) == 1
    # Wrong by as much as its text is long: as many are better as are shorter.
    shorter = sum(len(other.text) < len(PROMPTS[0].text) for other in PROMPTS if other.kind != "castle")
    assert rank_of_prompt(FakePrior("nothing"), PROMPTS[0], world, world) == shorter + 1
    odd, even = ([f"{'x' * (k + 1)}" for k in range(count)] for count in (3, 4))
    for texts in (odd, even):
        errors = denoising_errors(FakePrior("nothing"), texts, world, world)
        assert errors.shape == (len(texts),)
        assert errors.argsort().tolist() == list(range(len(texts)))


def test_a_second_call_does_only_what_is_left(judges: Judges, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    tasks = run_tasks(choose(["1"]), 2)
    steps: list[int] = []
    evaluate(tasks[:1], store, judges, SETTINGS, on_step=steps.append)
    assert steps == [1, 2]
    before = {path: path.stat().st_mtime_ns for path in (store.folder / "runs").iterdir()}
    done: list[Result] = []
    evaluate(tasks, store, judges, SETTINGS, on_step=steps.append, on_result=done.append)
    assert steps == [1, 2, 1, 2]
    assert [result.task.seed for result in done] == [1]
    assert {path: path.stat().st_mtime_ns for path in before} == before
    monkeypatch.setattr(evaluating, "run", lambda *_args, **_more: pytest.fail("nothing is left"))
    evaluate(tasks, store, judges, SETTINGS)
    assert [result.task for result in store.done(tasks)] == tasks


def test_a_result_has_its_scores_and_its_blocks(judges: Judges, store: Store) -> None:
    (task,) = run_tasks(choose(["1"]), 1)
    evaluate([task], store, judges, SETTINGS)
    scores = store.read(task).scores
    assert 1 <= scores["rank"] <= 48
    assert 1 <= scores["prior_rank"] <= len(PROMPTS)
    assert {"material_share", "largest_share", "soft_to_hard_db", "front_back", "seconds"} <= scores.keys()
    with np.load(store.folder / "runs" / f"{task.name}.npz") as saved:
        assert saved["blocks"].shape == (16, 12, 16)


def test_what_fails_on_the_way_leaves_whole_files_and_is_done_again(
    judges: Judges, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = run_tasks(choose(["1"]), 1)
    write = storage.write_json

    def killed(path: Path, value: object) -> None:
        if path.parent.name == "runs":
            raise KeyboardInterrupt
        write(path, value)

    monkeypatch.setattr(storage, "write_json", killed)
    with pytest.raises(KeyboardInterrupt):
        evaluate(tasks, store, judges, SETTINGS)
    monkeypatch.undo()
    assert not store.has(tasks[0])
    assert not list(store.folder.rglob(".*"))
    evaluate(tasks, store, judges, SETTINGS)
    assert store.has(tasks[0])


def test_stopping_in_the_middle_of_a_run_keeps_nothing_of_it(judges: Judges, store: Store) -> None:
    tasks = run_tasks(choose(["2"]), 1)
    steps: list[int] = []
    evaluate(tasks, store, judges, SETTINGS, on_step=steps.append, is_stopped=lambda: len(steps) > 2)
    assert len(steps) == 3
    assert [store.has(task) for task in tasks] == [True, False]


def test_results_made_otherwise_are_not_mixed(judges: Judges, store: Store) -> None:
    tasks = run_tasks(choose(["1"]), 1)
    evaluate(tasks, store, judges, SETTINGS)
    with pytest.raises(UserError, match=r"another steps \(2, not 3\).*--out"):
        evaluate(tasks, store, judges, SETTINGS.with_(steps=3))
    with pytest.raises(UserError, match="another weights"):
        evaluate(tasks, store, replace(judges, facts=judges.facts | {"weights": "others"}), SETTINGS)
    # Samples do not care for how runs are made.
    evaluate([], store, judges, SETTINGS.with_(steps=3))


def test_samples_are_judged_and_a_part_says_that_it_is_one(judges: Judges, store: Store) -> None:
    tasks = sample_tasks(choose(["igloo"]), 1)
    assert isinstance(judges.prior, PocketPrior)
    evaluate(tasks, store, judges, SETTINGS)
    samples = figures(store.done(tasks))
    assert samples.count == 2
    rows = [row.as_dict() for row in sample_rows(samples)]
    json_path, html_path = write_report(store, [*tasks, *run_tasks(choose(["3"]), 1)], rows)
    report = json.loads(json_path.read_text())
    assert report["is_partial"] and (report["done"], report["whole"]) == (2, 5)
    assert len(report["results"]) == 2
    html = html_path.read_text()
    assert "Partial: 2 of 5" in html
    # The page holds its pictures itself.
    assert html.count('src="data:image/png;base64,') == html.count("src=") == 2
    everything, _ = write_report(store, tasks, rows)
    assert not json.loads(everything.read_text())["is_partial"]


def result(kind: str, rank: int, wording: str = "caption", **scores: object) -> Result:
    task = Task("runs", f"a {kind}", kind, wording, 0)
    taken = (kind,) if rank == 1 else ("well",)
    return Result(task, taken, {"rank": rank, "is_family": rank < 3, "view_share": 0.5, **scores})


def test_figures_are_those_of_the_results_and_promises_are_judged() -> None:
    results = [result("castle", rank) for rank in (1, 1, 1, 2)] + [
        result("tower", 9, "unseen", is_material_commonest=True, material_share=0.7),
        result("tower", 1, "unseen", is_material_commonest=False, material_share=0.2),
    ]
    found = figures(results)
    assert found.top1 == pytest.approx(100 * 4 / 6)
    assert found.top5 == pytest.approx(100 * 5 / 6)
    assert found.family_top1 == pytest.approx(100 * 5 / 6)
    assert found.unseen_behind == pytest.approx(25)
    assert found.material_commonest == 50
    assert found.material_share == pytest.approx(45)
    assert found.seconds is None
    kept = {row.name: row.is_kept for row in run_rows(found, 500)}
    assert kept["runs top-1"] is False
    assert kept["runs unseen behind caption"] is False
    assert kept["runs top-1 by family"] is None
    assert "runs time, median" not in kept
    assert confusions(results) == [("castle", "well", 1), ("tower", "well", 1)]
    good = figures([result("castle", 1, seconds=119.0), result("castle", 1, "unseen", seconds=100.0)])
    assert {row.is_kept for row in run_rows(good, 500)} == {True, None}
    slow = figures([result("castle", 1, seconds=121.0)])
    assert {row.name: row.is_kept for row in run_rows(slow, 500)}["runs time, median"] is False
    # Of shorter runs no time is promised.
    assert {row.name: row.is_kept for row in run_rows(slow, 20)}["runs time, median"] is None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--prompts", "casle"], "no prompt or kind 'casle'"),
        (["--set", "cfg_scale"], "NAME=VALUE"),
        (["--set", "cfg_scale=lots"], "cfg_scale"),
        (["--set", "steps=3"], "steps"),
        (["--samples-only", "--runs-only"], "nothing to do"),
        (["--weights", "nowhere"], "no weights in nowhere"),
    ],
)
def test_bad_input_is_told_in_one_sentence(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["evaluate", *arguments]) == 2
    told = capsys.readouterr().err.strip().splitlines()
    assert len(told) == 1 and said in told[0]
    assert not list(tmp_path.iterdir())
