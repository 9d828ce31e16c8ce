"""The trainer's parts against independent computations."""

import io
import struct

import numpy as np
import torch
from torch.nn import functional as F

from omni_iml import average, burnpack, data, heads, losses, metrics, restart
from omni_iml.config import SMALL, TINY
from omni_iml.network import DynamicWeightFilter, OmniIml, Unit, affine, export
from omni_iml.train import centre_mask
from omni_iml.trunk import strided_depthwise


def record(side=64, seed=0):
    """One record as `omni-iml forge --stream` writes it."""
    rng = np.random.default_rng(seed)
    rgb = rng.integers(0, 256, (side, side, 3), dtype=np.uint8)
    coefficients = rng.integers(-40, 40, side * side).astype("<i2")
    mask = np.zeros((side, side), np.uint8)
    mask[8:24, 16:40] = 1
    header = b"OIF1" + struct.pack("<H6BI", side, 2, 3, 1, 0, 1, 0, 77)
    table = np.arange(1, 65).astype("<u2")
    return header + rgb.tobytes() + coefficients.tobytes() + table.tobytes() + mask.tobytes(), rgb, coefficients, mask


def test_records_are_read_back():
    (one, rgb, coefficients, mask), (two, *_) = record(), record(seed=1)
    samples = list(data.read_records(io.BytesIO(one + two)))
    assert len(samples) == 2
    sample = samples[0]
    assert (sample["rgb"] == rgb).all() and (sample["mask"] == mask).all()
    assert (sample["domain"], sample["kind"], sample["jpeg"], sample["aligned"], sample["forged"]) == (2, 3, 1, 0, 1)
    assert (sample["magnitude"].reshape(-1) == np.minimum(np.abs(coefficients), 20)).all()


def test_a_small_pool_gives_samples_and_keeps_no_more_than_it_may():
    count, reuse = 700, 8
    one = record()[0]
    process = type("Forge", (), {"stdout": io.BytesIO(one * count)})
    pool, rng = data.Pool(process, 300, reuse), np.random.default_rng(0)
    for _ in range(60):
        assert len(pool.draw(rng, 32)) == 32
    assert len(pool.samples) <= 300 and pool.received <= 60 * 32 * 1.25 / reuse + pool.enough + 1


def dct(blocks):
    """|DCT-II| of N×8×8 samples by the definition."""
    n, k = np.meshgrid(np.arange(8), np.arange(8))
    basis = np.cos((2 * n + 1) * k * np.pi / 16) * np.where(k == 0, 0.5**0.5, 1) / 2
    return np.abs(basis @ blocks @ basis.T)


def test_turned_coefficients_are_those_of_the_turned_picture():
    rng = np.random.default_rng(3)
    side = 32
    grey = rng.integers(0, 256, (side, side)).astype(float)
    blocks = lambda picture: picture.reshape(side // 8, 8, side // 8, 8).transpose(0, 2, 1, 3)
    sample = {
        "rgb": np.repeat(grey.astype(np.uint8)[:, :, None], 3, 2), "mask": (grey > 128).astype(np.uint8),
        "magnitude": dct(blocks(grey)), "q": np.arange(64.0).reshape(8, 8),
    }
    for turn in range(8):
        rgb, mask, magnitude, q = data.dihedral(sample, turn, side, 0, 0)
        picture = rgb[:, :, 0].astype(float)
        assert np.allclose(magnitude, dct(blocks(picture))), turn
        assert ((picture > 128) == mask).all()
        assert (q == (sample["q"].T if turn & 4 else sample["q"])).all()


def test_mixing_kernels_and_mixing_outputs_agree():
    torch.manual_seed(0)
    block = DynamicWeightFilter(64, 4)
    x, v_g = torch.randn(3, 64, 12, 12), torch.randn(3, 64)
    a = block.weights(x, v_g)
    outputs = [torch.nn.functional.conv2d(x, k, padding=4, dilation=4) for k in block.kernels]
    expected = sum(a[:, i, None, None, None] * y for i, y in enumerate(outputs))
    assert torch.allclose(block.convolve(x, a), expected, atol=1e-4)


@torch.no_grad()
def test_folding_keeps_what_a_unit_computes():
    torch.manual_seed(0)
    network = OmniIml().eval()
    unit = network.coarse_vision.a
    unit.norm.running_mean.normal_()
    unit.norm.running_var.uniform_(0.5, 2)
    unit.norm.weight.normal_()
    unit.norm.bias.normal_()
    x = torch.randn(2, 32, 5, 5)
    stored = export(network)
    folded = torch.nn.functional.conv2d(x, stored["coarse_vision.a.weight"], stored["coarse_vision.a.bias"]).relu()
    assert torch.allclose(unit(x), folded, atol=1e-5)
    scale, shift = affine(unit.norm)
    assert torch.allclose(unit.norm(x.repeat(1, 2, 1, 1)), x.repeat(1, 2, 1, 1) * scale[:, None, None] + shift[:, None, None], atol=1e-5)


def test_strided_depthwise_is_one_convolution_with_and_without_a_gradient():
    torch.manual_seed(0)
    conv, x = torch.nn.Conv2d(6, 6, 3, 2, groups=6), torch.randn(2, 6, 8, 8)
    for first in (0, 1):
        expected = F.conv2d(F.pad(x, (1 - first, 1, 1 - first, 1)), conv.weight, conv.bias, 2, groups=6)
        assert torch.allclose(strided_depthwise(x, conv, first), expected, atol=1e-6)
        with torch.no_grad():
            assert torch.allclose(strided_depthwise(x, conv, first), expected, atol=1e-6)


def test_strided_depthwise_has_the_gradient_of_that_convolution():
    torch.manual_seed(4)
    conv = torch.nn.Conv2d(6, 6, 3, 2, groups=6)
    x = torch.randn(2, 6, 12, 16, requires_grad=True)
    weight = torch.randn(2, 6, 6, 8)
    parameters = (x, conv.weight, conv.bias)
    for first in (0, 1):
        gradients = []
        for y in (strided_depthwise(x, conv, first), conv(F.pad(x, (1 - first, 1, 1 - first, 1)))):
            gradients.append(torch.autograd.grad((y * weight).sum(), parameters))
        for ours, expected in zip(*gradients):
            assert torch.allclose(ours, expected, atol=1e-5)



@torch.no_grad()
def test_folding_keeps_what_a_convnext_computes():
    torch.manual_seed(0)
    trunk = OmniIml(TINY).trunk
    block = trunk.stages[1].blocks[0]
    block.scale.uniform_(0.5, 1.5)
    x = torch.randn(2, 12, 8, 8)
    weight, bias = trunk.shipped()["s1.b0.project"]
    inner = torch.nn.functional.gelu(block.expand(block.norm(block.dw(x))))
    assert torch.allclose(block(x), x + torch.nn.functional.conv2d(inner, weight, bias), atol=1e-5)
    weight, bias = trunk.shipped()["s0.patch"]
    rgb = torch.rand(1, 3, 16, 16)
    patches = torch.nn.functional.pixel_unshuffle(rgb, 4)
    assert torch.allclose(trunk.stages[0].patch(rgb), torch.nn.functional.conv2d(patches, weight, bias), atol=1e-5)


@torch.no_grad()
def test_what_is_for_training_alone_is_not_exported():
    for config in (SMALL, TINY):
        network = OmniIml(config)
        before = export(network)
        # As the anomaly enhancement hangs on the network.
        network.enhancement = torch.nn.Conv2d(config.width, config.width, 3)
        after = export(network)
        assert before.keys() == after.keys() and all((before[name] == after[name]).all() for name in before)
        assert not [name for name in after if "running" in name or "batches" in name or "scale" in name]


def test_small_has_at_most_five_million_parameters():
    assert sum(t.numel() for t in export(OmniIml()).values()) <= 5_000_000


def test_burnpack_headers(tmp_path):
    path = tmp_path / "x.bpk"
    digest, size = burnpack.save(path, {"b": torch.ones(3), "a": torch.tensor([[1.0, -2.0]])}, {"format": "f"})
    content = path.read_bytes()
    assert len(content) == size and len(digest) == 64
    magic, version, length = struct.unpack("<IHI", content[:10])
    assert (magic, version) == (0x4255524E, 1)
    start = -(-(10 + length) // 256) * 256
    assert np.frombuffer(content[start : start + 4], "<f2").tolist() == [1.0, -2.0]
    assert np.frombuffer(content[start + 256 : start + 262], "<f2").tolist() == [1.0, 1.0, 1.0]
    # RFC 8949, appendix A.
    assert burnpack.cbor({"a": 1, "b": [2, 3]}) == bytes.fromhex("a26161016162820203")
    assert burnpack.cbor(1000000) == bytes.fromhex("1a000f4240")


def test_the_gates_label():
    mask = torch.zeros(3, 1, 8, 8)
    mask[:2, :, :4] = 1
    good, bad = mask * 20 - 10, torch.full_like(mask, 10.0)
    vision = torch.stack([bad[0], good[1], bad[2]])
    fused = torch.stack([good[0], good[1], good[2]])
    label, counts = losses.gate_label(vision, fused, mask)
    assert label[0] == 1 and counts.tolist() == [1, 0, 1] and label[2] == 1
    label, counts = losses.gate_label(fused, vision, mask)
    assert label[0] == 0 and label[2] == 0


def test_metrics():
    assert metrics.auc([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]) == 0.75
    assert metrics.auc([1, 1, 1, 1], [0, 1, 0, 1]) == 0.5
    assert metrics.auc([1, 2], [1, 1]) is None
    f1, iou, _ = metrics.picture(np.array([[0.9, 0.9, 0.1, 0.1]]), np.array([[1, 0, 1, 0]]))
    assert abs(f1 - 0.5) < 1e-6 and abs(iou - 1 / 3) < 1e-6


class Shy(torch.nn.Module):
    """A network whose logits are right but for a constant: `gap` too low."""

    def __init__(self, truth, gap):
        super().__init__()
        self.truth, self.gap = truth, gap
        self.mask = torch.nn.Module()
        self.mask.out = Unit(1, 1, norm=False)
        torch.nn.init.zeros_(self.mask.out.conv.bias)

    def forward(self, rgb, magnitude, q, choose):
        logits = F.avg_pool2d(self.truth, 4) * 2 - 1 - self.gap + self.mask.out.conv.bias
        return {"mask": logits.expand(len(rgb), -1, -1, -1)}


def test_a_mask_that_is_too_shy_is_moved():
    sample = next(data.read_records(io.BytesIO(record()[0])))
    shy = Shy(torch.from_numpy(sample["mask"])[None, None].float(), 1.5)
    centre_mask(shy, [sample, sample], torch.device("cpu"))
    assert 0.5 < shy.mask.out.conv.bias.item() < 2


def test_a_head_is_fitted_from_a_fresh_start_without_touching_the_rest():
    torch.manual_seed(0)
    network = OmniIml().eval().requires_grad_(False)
    # As training can leave them: nothing passes the first layer.
    network.domain1.bias.fill_(-1e6)
    before = {name: tensor.clone() for name, tensor in network.state_dict().items()}

    def samples(count):
        domain = torch.arange(count) % 4
        x = 50 + 9 * torch.randn(count, network.domain1.in_features)
        for one in range(4):
            x[domain == one, 40 * one : 40 * one + 40] += 9
        return x, domain

    (seen, domain), validation = samples(800), samples(400)
    training = (seen, seen + torch.randn_like(seen), domain)
    loss, fitted = heads.refit(network.domain1, network.domain2, heads.LOSSES["domain"], training, validation)
    assert fitted < 0.5 * loss
    right = (network.domain2(F.relu(network.domain1(validation[0]))).argmax(1) == validation[1]).float().mean()
    assert right > 0.9
    changed = {name.split(".")[0] for name, tensor in network.state_dict().items() if not torch.equal(tensor, before[name])}
    assert changed == {"domain1", "domain2"}


def test_a_head_says_the_same_of_a_sample_a_block_further_on():
    torch.manual_seed(1)
    network = OmniIml().eval().requires_grad_(False)
    forged = (torch.arange(600) % 2).float()
    x = torch.randn(600, network.score1.in_features)
    # Both tell alike; the second is another one a block further on.
    x[:, 0] += 2 * forged
    x[:, 1] += 2 * forged
    moved = x.clone()
    moved[:, 1] = moved[:, 1].roll(2)
    said = lambda x: network.score2(F.relu(network.score1(x)))
    heads.refit(network.score1, network.score2, heads.LOSSES["score"], (x, moved, forged), (x, forged))
    steady, shaky = x.clone(), x.clone()
    steady[:, 0] += 1
    shaky[:, 1] += 1
    assert (said(steady) - said(x)).mean() > 2 * (said(shaky) - said(x)).mean() > 0


def test_a_block_on_shows_the_same_from_the_second_column_of_blocks():
    rng = np.random.default_rng(0)
    sample = {"rgb": rng.integers(0, 255, (24, 24, 3)), "mask": rng.integers(0, 2, (24, 24)), "magnitude": rng.integers(0, 20, (3, 3, 8, 8)), "domain": 2}
    on = data.a_block_on(sample)
    assert (on["rgb"] == sample["rgb"][:, 8:]).all() and (on["mask"] == sample["mask"][:, 8:]).all() and on["domain"] == 2
    assert (on["magnitude"] == sample["magnitude"][:, 1:]).all()


def test_a_training_starts_from_a_shipped_file(tmp_path):
    torch.manual_seed(4)
    trained = OmniIml()
    for norm in (m for m in trained.modules() if isinstance(m, torch.nn.BatchNorm2d)):
        for values, low, high in ((norm.running_mean, -1, 1), (norm.running_var, 0.5, 2), (norm.weight, 0.5, 1.5), (norm.bias, -0.5, 0.5)):
            torch.nn.init.uniform_(values, low, high)
    trained.eval()
    burnpack.save(tmp_path / "a.bpk", export(trained), {}, half=False)
    tensors = burnpack.load(tmp_path / "a.bpk")
    for name, tensor in export(trained).items():
        assert torch.equal(tensors[name], tensor), name
    started = OmniIml()
    restart.load(started, tensors)
    started.eval()

    def batch(seed):
        rng = torch.Generator().manual_seed(seed)
        rgb = torch.rand(8, 3, 64, 64, generator=rng) * 2 - 1
        magnitude = torch.randint(0, 21, (8, 8, 8, 64), generator=rng).to(torch.uint8)
        return {"rgb": rgb, "magnitude": magnitude, "q": torch.rand(8, 64, generator=rng) * 50}

    def same():
        with torch.no_grad():
            one, two = trained(**batch(1)), started(**batch(1))
        for name in ("t32", "f_freq", "gate", "dwf3", "mask", "score", "domain"):
            assert (one[name] - two[name]).abs().max() < 1e-4 * one[name].square().mean().sqrt(), name

    same()
    restart.settle(started, [batch(2), batch(3)])
    same()
    # What a norm does with a batch is now about what it does with its running statistics.
    for norm in (m for m in started.modules() if isinstance(m, torch.nn.BatchNorm2d)):
        norm.momentum = 0.0
    evaluated = started(**batch(2))["f_freq"]
    trained_on = started.train()(**batch(2))["f_freq"]
    assert (evaluated - trained_on).std() < 0.3 * evaluated.std()
    try:
        restart.load(OmniIml(), tensors | {"more": torch.zeros(1)})
    except SystemExit as error:
        assert "more" in str(error)
    else:
        raise AssertionError("a tensor too many was taken")


def test_a_mixture_lies_between_two_networks_and_a_share_of_nothing_is_the_first():
    torch.manual_seed(0)
    first, second = (export(OmniIml().eval()) for _ in range(2))
    first = {name: torch.as_tensor(tensor).float() for name, tensor in first.items()}
    for share in (0.0, 0.25, 1.0):
        mixed = average.mixture(first, second, share)
        for name, tensor in mixed.items():
            expected = (1 - share) * first[name] + share * torch.as_tensor(second[name]).float()
            assert torch.allclose(tensor, expected, atol=1e-6), name
    network = OmniIml()
    restart.load(network, average.mixture(first, second, 0.5))
