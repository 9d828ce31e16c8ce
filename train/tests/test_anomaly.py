"""The anomaly enhancement: boxes, gradients, what it leaves alone, and trainings that are resumed with and without it."""

import csv
import types

import numpy as np
import pytest
import torch

from omni_iml import metrics
from omni_iml.anomaly import LEVELS, AnomalyEnhancement, region_boxes
from omni_iml.config import SMALL, TINY
from omni_iml.network import OmniIml, export
from omni_iml.train import Trainer, append_row, plot, read_log, validate
from omni_iml.trunk import STAGES


def inputs(n=4, side=64, seed=0):
    generator = torch.Generator().manual_seed(seed)
    rgb = torch.rand(n, 3, side, side, generator=generator) * 2 - 1
    magnitude = torch.randint(0, 21, (n, side // 8, side // 8, 64), generator=generator, dtype=torch.uint8)
    return rgb, magnitude, torch.full((n, 64), 7.0)


def two_rectangles(n=1, side=64):
    mask = torch.zeros(n, 1, side, side)
    mask[:, :, 5:22, 9:31] = 1
    mask[:, :, 40:57, 34:63] = 1
    return mask


def rows(boxes):
    return sorted(map(tuple, boxes.tolist()))


def test_boxes_of_two_rectangles_are_those_two():
    expected = [(9, 5, 31, 22), (34, 40, 63, 57)]
    empty, (boxes, turned) = torch.zeros(1, 1, 64, 64), region_boxes(torch.cat([two_rectangles(), two_rectangles().mT]))
    assert rows(boxes) == expected
    assert rows(turned) == [(y0, x0, y1, x1) for x0, y0, x1, y1 in expected]
    assert region_boxes(empty)[0].shape == (0, 4)


def test_a_winding_region_is_one_and_a_speck_is_none():
    mask = torch.zeros(1, 1, 96, 96)
    for row in range(0, 96, 16):
        mask[:, :, row : row + 4] = 1
        side = 0 if row // 16 % 2 else 92
        mask[:, :, row : row + 20, side : side + 4] = 1
    assert rows(region_boxes(mask)[0]) == [(0, 0, 96, 96)]
    mask = torch.zeros(1, 1, 64, 64)
    mask[:, :, 10:13, 10:15] = 1
    assert len(region_boxes(mask)[0]) == 0
    mask[:, :, 10:13, 15] = 1
    assert rows(region_boxes(mask)[0]) == [(10, 10, 16, 13)]


@pytest.mark.parametrize("config", [SMALL, TINY])
def test_the_box_loss_alone_moves_the_third_stage(config):
    torch.manual_seed(0)
    network = OmniIml(config).train()
    enhancement = AnomalyEnhancement(network.trunk.widths).train()
    sum(enhancement.losses(network(*inputs()), two_rectangles(4)).values()).backward()
    trunk = network.trunk
    stage = [p for b in trunk.blocks[slice(*STAGES[2])] for p in b.parameters()] if config is SMALL else [*trunk.stages[2].blocks.parameters()]
    assert all(p.grad is not None and p.grad.abs().max() > 0 for p in stage)
    assert all(p.grad is None for p in network.mask.parameters())
    for name in ("pyramid", "proposals", "regions"):
        assert any(p.grad.abs().max() > 0 for p in getattr(enhancement, name).parameters())


def test_authentic_crops_alone_have_a_loss():
    torch.manual_seed(0)
    network = OmniIml().train()
    losses = AnomalyEnhancement(network.trunk.widths).train().losses(network(*inputs()), torch.zeros(4, 1, 64, 64))
    assert len(losses) == 4 and all(torch.isfinite(loss) for loss in losses.values())
    assert losses["loss_objectness"] > 0 and losses["loss_classifier"] > 0
    assert losses["loss_rpn_box_reg"] == losses["loss_box_reg"] == 0


def test_it_learns_to_find_what_its_features_show():
    torch.manual_seed(0)
    enhancement = AnomalyEnhancement((8, 8, 8, 8))
    mask = two_rectangles(4, 128)
    shown = torch.nn.functional.interpolate(mask, size=32).expand(-1, 8, -1, -1)
    out = {name: torch.nn.functional.avg_pool2d(shown, 2**i) for i, name in enumerate(LEVELS)}
    optimiser = torch.optim.AdamW(enhancement.parameters(), 1e-3)
    for _ in range(60):
        optimiser.zero_grad()
        sum(enhancement.train().losses(out, mask).values()).backward()
        optimiser.step()
    boxes, scores = enhancement.eval()({name: level[:1] for name, level in out.items()})[0]
    truth = region_boxes(mask)[0].numpy()
    assert metrics.average_precision([(boxes.numpy(), scores.numpy())], [truth]) > 0.5


@torch.no_grad()
def test_the_network_is_the_same_with_and_without_it():
    torch.manual_seed(0)
    network = OmniIml().eval()
    names, before, shipped = network.state_dict().keys(), network(*inputs()), export(network)
    enhancement = AnomalyEnhancement(network.trunk.widths)
    enhancement.eval()(before)
    enhancement.train().losses(before, two_rectangles(4))
    after, exported = network(*inputs()), export(network)
    assert network.state_dict().keys() == names
    assert before.keys() == after.keys() and all(torch.equal(before[name], after[name]) for name in before)
    assert shipped.keys() == exported.keys() and all(torch.equal(shipped[name], exported[name]) for name in shipped)
    assert {name.split(".")[0] for name in exported} == {
        "trunk", "vision", "frequency", "fusion", "coarse_vision", "coarse_fused", "gate", "topdown", "dwf0", "dwf1", "dwf2", "dwf3",
        "mask", "reliability", "score", "domain"}
    assert not {t.data_ptr() for t in enhancement.parameters()} & {t.data_ptr() for t in network.parameters()}


def boxes(*rows):
    return np.array(rows, float).reshape(-1, 4)


def test_average_precision_by_hand():
    one, two, far = (0, 0, 10, 10), (20, 20, 40, 30), (60, 60, 70, 70)
    score = lambda *values: np.array(values)
    ap = metrics.average_precision
    assert ap([(boxes(one, two), score(0.9, 0.8))], [boxes(two, one)]) == 1
    assert ap([(boxes(), score())], [boxes(one)]) == 0
    assert ap([(boxes(one), score(0.9))], [boxes()]) is None
    # Right, wrong, right of two: precisions 1, 1/2, 2/3 at recalls 1/2, 1/2, 1.
    assert ap([(boxes(two, far, one), score(0.7, 0.8, 0.9))], [boxes(one, two)]) == pytest.approx(0.5 + 0.5 * 2 / 3)
    # Wrong, right, right: 2/3 holds from the first on.
    assert ap([(boxes(far, one, two), score(0.9, 0.8, 0.7))], [boxes(one, two)]) == pytest.approx(2 / 3)
    # A box found twice is wrong the second time; one true box is missed.
    assert ap([(boxes(one, one, two), score(0.9, 0.8, 0.7))], [boxes(one, two, far)]) == pytest.approx((1 + 2 / 3) / 3)
    # Ranks run over all pictures; a box counts in its own picture only; an authentic picture's are wrong.
    found = [(boxes(one), score(0.5)), (boxes(one), score(0.9)), (boxes(far), score(0.7))]
    assert ap(found, [boxes(one), boxes(two), boxes()]) == pytest.approx(0.5 * 1 / 3)
    # IoU of exactly one half counts, a little less does not.
    assert ap([(boxes((0, 0, 5, 10)), score(0.9))], [boxes(one)]) == 1
    assert ap([(boxes((0, 0, 4.9, 10)), score(0.9))], [boxes(one)]) == 0


def trainer(folder, *without):
    return Trainer(types.SimpleNamespace(without=without, trunk=None, start=None, checkpoints=folder, rate=1e-3, batch=1, seed=1))


def test_validation_has_the_boxes_precision():
    torch.manual_seed(0)
    network = OmniIml().eval()
    forged = Drawn().samples[0]
    samples = [forged, {**forged, "mask": np.zeros_like(forged["mask"]), "forged": 0}]
    enhancement = AnomalyEnhancement(network.trunk.widths).eval()
    figures = validate(network, samples, torch.device("cpu"), enhancement=enhancement)
    assert 0 <= figures["ap50"] <= 1
    assert "ap50" not in validate(network, samples, torch.device("cpu"))


class Drawn:
    """A pool of one sample."""

    def __init__(self, side=64):
        rng = np.random.default_rng(0)
        mask = two_rectangles(side=side)[0, 0].numpy().astype(np.uint8)
        self.samples = [{
            "rgb": rng.integers(0, 256, (side, side, 3), dtype=np.uint8), "magnitude": np.zeros((side // 8, side // 8, 8, 8), np.uint8),
            "q": np.ones((8, 8), np.float32), "mask": mask, "aligned": 1, "domain": 0, "forged": 1}]

    def draw(self, _, count):
        return self.samples * count


def moments(trainer, parameters):
    return [trainer.optimiser.state[p]["exp_avg"] for p in parameters if p in trainer.optimiser.state]


def test_trainings_are_resumed_with_and_without_it(tmp_path):
    old = trainer(tmp_path, "anomaly")
    old.step(Drawn(), 0.5)
    old.save()
    stored = torch.load(old.checkpoint, weights_only=True)
    assert "enhancement" not in stored and len(stored["optimiser"]["param_groups"]) == 2

    new = trainer(tmp_path)
    assert (new.samples, new.steps) == (old.samples, 1)
    assert all(torch.equal(a, b) for a, b in zip(old.network.state_dict().values(), new.network.state_dict().values(), strict=True))
    mine, its = moments(new, new.network.parameters()), moments(old, old.network.parameters())
    assert len(its) > 100 and all(torch.equal(a, b) for a, b in zip(mine, its, strict=True))
    assert not moments(new, new.enhancement.parameters())
    assert [group["scale"] for group in new.optimiser.param_groups] == [0.15, 1, 1]
    before = [p.clone() for p in new.enhancement.parameters()]
    new.step(Drawn(), 0.5)
    assert any(not torch.equal(a, b) for a, b in zip(before, new.enhancement.parameters()))
    new.save()

    again = trainer(tmp_path)
    assert all(torch.equal(a, b) for a, b in zip(again.enhancement.parameters(), new.enhancement.parameters(), strict=True))
    mine, its = moments(again, again.enhancement.parameters()), moments(new, new.enhancement.parameters())
    assert its and all(torch.equal(a, b) for a, b in zip(mine, its, strict=True))

    without = trainer(tmp_path, "anomaly")
    assert len(without.optimiser.param_groups) == 2
    assert torch.equal(moments(without, without.network.parameters())[0], moments(new, new.network.parameters())[0])
    without.step(Drawn(), 0.5)


def test_a_log_may_gain_a_column(tmp_path):
    log = tmp_path / "log.csv"
    old = {"minutes": 5.0, "samples": 100, "loss": 1.5, "f1": 0.4, "auc": 0.8, "image_auc": 0.7}
    with open(log, "w", newline="") as file:
        writer = csv.DictWriter(file, old)
        writer.writeheader()
        writer.writerow(old)
    append_row(log, {**old, "samples": 200, "ap50": 0.25})
    append_row(log, {**old, "samples": 300})
    assert [row["ap50"] for row in read_log(log)] == ["", "0.25", ""]
    assert [row["samples"] for row in read_log(log)] == ["100", "200", "300"]
    assert log.read_text().count("minutes") == 1
    plot(log, tmp_path / "log.png")
    assert (tmp_path / "log.png").stat().st_size > 1000
