"""Omni-IML (arXiv 2411.14823) in PyTorch, at every size of `config.py`.

Every convolution has a bias in the exported file: batch norms exist while training and are folded by `export`.
Shapes are N×C×H×W for an input of side S; `t4` is the tap at S/4 and so on. Where the paper leaves a part open the
choice is ours; ARCHITECTURE.md says why.
"""

import torch
from torch import nn
from torch.nn import functional as F

from .config import SMALL
from .trunk import ConvNeXt, MobileNetV2, strided_depthwise

CLIP = 20
LEVELS = CLIP + 1
DILATIONS = (1, 2, 4, 8)
DOMAINS = 4


class Unit(nn.Module):
    """Convolution, batch norm where `norm`, ReLU where `act`."""

    def __init__(self, i, o, kernel=1, groups=1, stride=1, norm=True, act=True):
        super().__init__()
        self.conv = nn.Conv2d(i, o, kernel, stride, kernel // 2, groups=groups, bias=not norm)
        self.norm = nn.BatchNorm2d(o) if norm else None
        self.act = act
        self.strided_depthwise = stride == 2 and groups == i

    def forward(self, x):
        x = strided_depthwise(x, self.conv, 0) if self.strided_depthwise else self.conv(x)
        if self.norm is not None:
            x = self.norm(x)
        return F.relu(x) if self.act else x

    def folded(self):
        """Weight and bias with the norm's running statistics multiplied in."""
        weight, bias = self.conv.weight, self.conv.bias
        if self.norm is None:
            return weight, bias
        scale, shift = affine(self.norm)
        return weight * scale[:, None, None, None], shift


def affine(norm):
    """Scale and shift that a batch norm applies in evaluation."""
    scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    return scale, norm.bias - norm.running_mean * scale


def depthwise(c, kernel=3, act=True):
    return Unit(c, c, kernel, c, act=act)


def spatial(c, dense, stride=1, act=True):
    """A 3×3 that keeps the channels: `dense` or depthwise."""
    return Unit(c, c, 3, 1 if dense else c, stride, act=act)


class VisionHead(nn.Module):
    """F_rgb at S/8 from the trunk's first two stages and a high-pass residual joined at S/4 (section 3.2 of the paper;
    the residual is ours)."""

    def __init__(self, c):
        super().__init__()
        self.residual1 = Unit(96, 2 * c)
        self.residual2 = depthwise(2 * c)
        self.residual3 = Unit(2 * c, c, norm=False, act=False)
        nn.init.zeros_(self.residual3.conv.weight)
        nn.init.zeros_(self.residual3.conv.bias)

    def residual(self, rgb):
        """High-pass residuals of the grey picture and their magnitude, ×¼ and clipped to ±1: N×6×S×S."""
        grey = rgb[:, :1] * 0.299 + rgb[:, 1:2] * 0.587 + rgb[:, 2:] * 0.114
        p = F.pad(grey * 127.5, (1, 1, 1, 1), mode="replicate")
        second = lambda x, by: x.narrow(by, 0, x.shape[by] - 2) - 2 * x.narrow(by, 1, x.shape[by] - 2) + x.narrow(by, 2, x.shape[by] - 2)
        rows = second(p, 3)
        r = torch.cat([rows[:, :, 1:-1] / 2, second(p[..., 1:-1], 2) / 2, -second(rows, 2) / 4], 1) / 4
        r = r.clamp(-1, 1)
        return torch.cat([r, r.abs()], 1)

    def forward(self, rgb, trunk):
        x = trunk(0, rgb)
        with torch.autocast(rgb.device.type, enabled=False):
            r = F.pixel_unshuffle(self.residual(rgb.float()), 4)
        x = x + self.residual3(self.residual2(self.residual1(r)))
        return x, trunk(1, x)


class FrequencyBlock(nn.Module):
    def __init__(self, c, expansion):
        super().__init__()
        self.dw = depthwise(c, 7, act=False)
        self.expand = Unit(c, expansion * c)
        self.project = Unit(expansion * c, c, norm=False, act=False)

    def forward(self, x):
        return x + self.project(self.expand(self.dw(x)))


class FrequencyHead(nn.Module):
    """F_freq at S/8: for each 8×8 block the sum of one learned vector per (frequency, clipped magnitude), scaled by
    the quantisation table, then depthwise 7×7 blocks: local histograms of each frequency."""

    def __init__(self, config):
        super().__init__()
        c = config.frequency
        self.table = nn.Parameter(torch.randn(64 * LEVELS, c) * 0.1)
        self.quantisation = nn.Linear(64, c)
        nn.init.normal_(self.quantisation.weight, std=0.02)
        self.norm = nn.BatchNorm2d(c)
        self.blocks = nn.ModuleList(FrequencyBlock(c, config.frequency_expansion) for _ in range(config.frequency_blocks))

    def embed(self, magnitude, q):
        """`magnitude` N×Hb×Wb×64 (|c| clipped to 20), `q` N×64 -> N×C×Hb×Wb."""
        n, h, w, _ = magnitude.shape
        index = magnitude.long() + torch.arange(64, device=magnitude.device) * LEVELS
        bags = F.embedding_bag(index.reshape(-1, 64), self.table, mode="sum")
        bags = bags.reshape(n, h * w, -1) * (1 + self.quantisation(q.float().clamp(max=255) / 32))[:, None]
        return bags.transpose(1, 2).reshape(n, -1, h, w)

    def forward(self, magnitude, q):
        with torch.autocast(magnitude.device.type, enabled=False):
            x = self.embed(magnitude, q)
        x = F.relu(self.norm(x))
        for block in self.blocks:
            x = block(x)
        return x


class CoarseHead(nn.Module):
    """A coarse mask at S/8."""

    def __init__(self, i, config):
        super().__init__()
        c = config.heads
        self.a, self.b, self.c = Unit(i, c), spatial(c, config.dense), Unit(c, 1, norm=False, act=False)

    def forward(self, x):
        return self.c(self.b(self.a(x)))


class ModalGate(nn.Module):
    """Chooses F_rgb or F_fused for the whole sample; its second output says whether the 8×8 grid is aligned."""

    def __init__(self, i, config):
        super().__init__()
        c = config.heads
        self.a, self.b = Unit(i, c), spatial(c, config.dense, 2)
        self.c, self.d = Unit(c, c), spatial(c, config.dense, 2)
        self.e = Unit(c, c)
        self.fc1, self.fc2 = nn.Linear(2 * c, c), nn.Linear(c, 2)

    def forward(self, f_rgb, f_fused, p_rgb, p_fused):
        x = torch.cat([f_rgb, f_fused, p_rgb.sigmoid(), p_fused.sigmoid()], 1).detach()
        x = self.e(self.d(self.c(self.b(self.a(x)))))
        pooled = torch.cat([x.mean((2, 3)), x.amax((2, 3))], 1)
        return self.fc2(F.relu(self.fc1(pooled)))


def up2(x):
    return F.interpolate(x, scale_factor=2, mode="nearest")


class Smooth(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.dw, self.pw = spatial(config.width, config.dense, act=False), Unit(config.width, config.width)

    def forward(self, x):
        return self.pw(self.dw(x))


class TopDown(nn.Module):
    """F1 (S/4) to F4 (S/32), merged at S/8. The coarsest level also gets contexts pooled to a few cells a side (PSPNet's
    pyramid, added in place of concatenated); at `small` the picture's mean alone."""

    def __init__(self, config, taps):
        super().__init__()
        t4, t8, t16, t32 = taps
        c = config.width
        inputs = (t4, t8 + config.frequency, t16, t32)
        self.l4, self.l8, self.l16, self.l32 = (Unit(i, c, norm=False, act=False) for i in inputs)
        self.context = Unit(t32, c, norm=False)
        self.contexts = nn.ModuleDict({str(cells): Unit(t32, c, norm=False) for cells in config.pyramid})
        self.s4, self.s8, self.s16, self.s32 = (Smooth(config) for _ in range(4))
        self.merge = Unit(4 * c, c)

    def forward(self, t4, t8, t16, t32):
        p32 = self.l32(t32) + self.context(t32.mean((2, 3), keepdim=True))
        for cells, context in self.contexts.items():
            pooled = context(F.adaptive_avg_pool2d(t32, int(cells)))
            p32 = p32 + F.interpolate(pooled, size=t32.shape[-2:], mode="bilinear", align_corners=False)
        p16 = self.l16(t16) + up2(p32)
        p8 = self.l8(t8) + up2(p16)
        p4 = self.l4(t4) + up2(p8)
        f1, f2, f3, f4 = self.s4(p4), self.s8(p8), self.s16(p16), self.s32(p32)
        merged = self.merge(torch.cat([F.avg_pool2d(f1, 2), f2, up2(f3), up2(up2(f4))], 1))
        return (f1, f2, f3, f4), merged


class DynamicWeightFilter(nn.Module):
    """D_opt = Σ A_i W_i with A = sigmoid(FC(V_c, V_g)): four kernels mixed for each sample, then depthwise, pointwise."""

    def __init__(self, c, dilation):
        super().__init__()
        self.dilation = dilation
        self.fc1, self.fc2 = nn.Linear(2 * c, c // 2), nn.Linear(c // 2, 4)
        self.kernels = nn.Parameter(torch.randn(4, c, c, 3, 3) * (2 / (9 * c)) ** 0.5)
        self.norm = nn.BatchNorm2d(c)
        self.dw, self.pw = depthwise(c, act=False), Unit(c, c, norm=False, act=False)

    def weights(self, x, v_g):
        """A: N×4 in 0..1."""
        return torch.sigmoid(self.fc2(F.relu(self.fc1(torch.cat([x.mean((2, 3)), v_g], 1)))))

    def convolve(self, x, a):
        n, c, h, w = x.shape
        mixed = torch.einsum("ni,ioq->noq", a, self.kernels.flatten(2).to(a.dtype)).to(x.dtype)
        columns = F.unfold(x, 3, dilation=self.dilation, padding=self.dilation)
        return torch.bmm(mixed, columns).reshape(n, c, h, w)

    def forward(self, x, v_g):
        y = F.relu(self.norm(self.convolve(x, self.weights(x, v_g))))
        return x + self.pw(self.dw(y))


class MaskHead(nn.Module):
    """Mask logits at S/4, and the reliability of that mask from the same features."""

    def __init__(self, config):
        super().__init__()
        c = config.width
        self.low = Unit(c, c // 2)
        self.a, self.b, self.c = Unit(c + c // 2, c), spatial(c, config.dense), Unit(c, c)
        self.out = Unit(c, 1, norm=False, act=False)
        self.reliability_a, self.reliability_out = Unit(c, c // 2), Unit(c // 2, 1, norm=False, act=False)

    def forward(self, x, f1):
        features = self.c(self.b(self.a(torch.cat([up2(x), self.low(f1)], 1))))
        return self.out(features), self.reliability_out(self.reliability_a(features.detach()))


class OmniIml(nn.Module):
    """The network; `forward` gives every output as a dict."""

    def __init__(self, config=SMALL):
        super().__init__()
        self.config = config
        self.trunk = MobileNetV2() if config.convnext is None else ConvNeXt(config.convnext)
        t4, t8, _, t32 = taps = self.trunk.widths
        self.vision, self.frequency = VisionHead(t4), FrequencyHead(config)
        self.fusion = Unit(config.frequency, t8, norm=False, act=False)
        nn.init.zeros_(self.fusion.conv.weight)
        nn.init.zeros_(self.fusion.conv.bias)
        self.coarse_vision, self.coarse_fused = CoarseHead(t8, config), CoarseHead(t8 + config.frequency, config)
        self.gate, self.topdown = ModalGate(2 * t8 + 2, config), TopDown(config, taps)
        self.filters = nn.ModuleList(DynamicWeightFilter(config.width, d) for d in DILATIONS)
        self.mask = MaskHead(config)
        self.score1, self.score2 = nn.Linear(2 * config.width + 2, config.heads), nn.Linear(config.heads, 1)
        self.domain1, self.domain2 = nn.Linear(t32, config.heads), nn.Linear(config.heads, DOMAINS)

    def forward(self, rgb, magnitude, q, choose=None):
        """`rgb` N×3×S×S in -1..1, `magnitude` N×S/8×S/8×64, `q` N×64. `choose(gate_logit, p_rgb, p_fused)` gives the
        0/1 choice of each sample; without it the gate decides."""
        trunk = self.trunk
        x, f_rgb = self.vision(rgb, trunk)
        t4 = trunk.tap(0, x)
        f_freq = self.frequency(magnitude, q)
        projected = self.fusion(f_freq)
        f_fused = f_rgb + projected
        p_rgb = self.coarse_vision(f_rgb)
        p_fused = self.coarse_fused(torch.cat([f_fused, f_freq], 1))
        gate = self.gate(f_rgb, f_fused, p_rgb, p_fused)
        chosen = (gate[:, 0] > 0) if choose is None else choose(gate[:, 0], p_rgb, p_fused)
        g = chosen.to(f_rgb.dtype)[:, None, None, None]
        f = f_rgb + g * projected
        x = trunk(2, f)
        t8, t16, t32 = trunk.tap(1, f), trunk.tap(2, x), trunk.tap(3, trunk(3, x))
        levels, x = self.topdown(t4, torch.cat([t8, g * f_freq], 1), t16, t32)
        v_g = levels[0].mean((2, 3))
        merged, filtered = x, []
        for block in self.filters:
            x = block(x, v_g)
            filtered.append(x)
        mask, reliability = self.mask(x, levels[0])
        seen, m = x.detach(), mask.detach().sigmoid()
        pooled = torch.cat([seen.mean((2, 3)), seen.amax((2, 3)), m.mean((2, 3)), m.amax((2, 3))], 1)
        score = self.score2(F.relu(self.score1(pooled)))[:, 0]
        domain = self.domain2(F.relu(self.domain1(t32.detach().mean((2, 3)))))
        return {
            "t4": t4, "f_rgb": f_rgb, "f_freq": f_freq, "f_fused": f_fused, "coarse_vision": p_rgb, "coarse_fused": p_fused,
            "gate": gate, "t8": t8, "t16": t16, "t32": t32, **{f"f{i + 1}": level for i, level in enumerate(levels)}, "merged": merged,
            **{f"dwf{i}": y for i, y in enumerate(filtered)}, "mask": mask, "reliability": reliability, "pooled": pooled, "score": score, "domain": domain,
        }


def load_trunk(network, path):
    """Starts a MobileNetV2 trunk from the ImageNet weights of a safetensors file."""
    from safetensors.torch import load_file

    stored = load_file(path)
    state = {}
    for name, tensor in stored.items():
        block, _, rest = name.partition(".")
        key = f"blocks.{block[1:]}.{rest}" if block.startswith("b") else name
        state[key] = tensor.float()
    network.trunk.load_state_dict(state)


def parts(network):
    """Name in the shipped file -> the module or parameter that is shipped under it, beside the trunk's. What is not named
    here exists in training only."""
    n, top, frequency = network, network.topdown, network.frequency
    out = {f"vision.{part}": getattr(n.vision, part) for part in ("residual1", "residual2", "residual3")}
    out |= {"frequency.table": frequency.table, "frequency.quantisation": frequency.quantisation, "frequency.norm": frequency.norm}
    for i, block in enumerate(frequency.blocks):
        out |= {f"frequency.b{i}.{part}": getattr(block, part) for part in ("dw", "expand", "project")}
    out["fusion.project"] = n.fusion
    for head in ("coarse_vision", "coarse_fused"):
        out |= {f"{head}.{part}": getattr(getattr(n, head), part) for part in "abc"}
    out |= {f"gate.{part}": getattr(n.gate, part) for part in (*"abcde", "fc1", "fc2")}
    out |= {f"topdown.{part}": getattr(top, part) for part in ("l4", "l8", "l16", "l32", "context", "merge")}
    out |= {f"topdown.context{cells}": context for cells, context in top.contexts.items()}
    for part in ("s4", "s8", "s16", "s32"):
        out |= {f"topdown.{part}.{half}": getattr(getattr(top, part), half) for half in ("dw", "pw")}
    for i, block in enumerate(n.filters):
        out |= {f"dwf{i}": block, **{f"dwf{i}.{part}": getattr(block, part) for part in ("fc1", "fc2", "dw", "pw")}}
    out |= {f"mask.{part}": getattr(n.mask, part) for part in ("low", "a", "b", "c", "out")}
    out |= {"reliability.a": n.mask.reliability_a, "reliability.out": n.mask.reliability_out}
    return out | {"score.fc1": n.score1, "score.fc2": n.score2, "domain.fc1": n.domain1, "domain.fc2": n.domain2}


@torch.no_grad()
def shipped(network):
    """Name -> tensor of the shipped file, norms folded."""
    out = {}

    def put(name, weight, bias):
        out[f"{name}.weight"], out[f"{name}.bias"] = weight, bias

    for name, pair in network.trunk.shipped().items():
        put(f"trunk.{name}", *pair)
    for name, part in parts(network).items():
        match part:
            case nn.Parameter():
                out[name] = part
            case Unit():
                put(name, *part.folded())
            case nn.BatchNorm2d():
                put(name, *affine(part))
            case DynamicWeightFilter():
                scale, shift = affine(part.norm)
                out[f"{name}.kernels"], out[f"{name}.bias"] = part.kernels * scale[None, :, None, None, None], shift
            case nn.Linear():
                put(name, part.weight, part.bias)
            case _:
                raise TypeError(name)
    return out


def export(network):
    """The shipped file's tensors as f32 in this machine's memory."""
    return {name: tensor.detach().float().cpu().contiguous() for name, tensor in shipped(network).items()}
