"""Omni-IML (arXiv 2411.14823) at size `small`, in PyTorch.

Every convolution has a bias in the exported file: batch norms exist while training and are folded by `export`.
Shapes are N×C×H×W for an input of side S; `t4` is the tap at S/4 and so on. Where the paper leaves a part open the
choice is ours; ARCHITECTURE.md says why.
"""

import torch
from torch import nn
from torch.nn import functional as F

CLIP = 20
LEVELS = CLIP + 1
WIDTH = 64
FREQUENCY = 96
DILATIONS = (1, 2, 4, 8)
DOMAINS = 4
# MobileNetV2 1.0: (expansion, channels, stride) of b0..b16.
BLOCKS = (
    [(1, 16, 1)]
    + [(6, 24, 2), (6, 24, 1)]
    + [(6, 32, 2), (6, 32, 1), (6, 32, 1)]
    + [(6, 64, 2)] + [(6, 64, 1)] * 3
    + [(6, 96, 1)] * 3
    + [(6, 160, 2)] + [(6, 160, 1)] * 2
    + [(6, 320, 1)]
)


def strided_depthwise(x, conv, first):
    """A depthwise 3×3 of stride two as every second value of one of stride one, from `first` on in both directions: the
    same values, and on a processor an eighth of the time to differentiate."""
    return F.conv2d(x, conv.weight, conv.bias, padding=1, groups=conv.groups)[:, :, first::2, first::2]


class Unit(nn.Module):
    """Convolution, batch norm where `norm`, ReLU where `act`."""

    def __init__(self, i, o, kernel=1, groups=1, stride=1, norm=True, act=True):
        super().__init__()
        self.conv = nn.Conv2d(i, o, kernel, stride, kernel // 2, groups=groups, bias=not norm)
        self.norm = nn.BatchNorm2d(o) if norm else None
        self.act = act

    def forward(self, x):
        x = strided_depthwise(x, self.conv, 0) if self.conv.stride[0] == 2 else self.conv(x)
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


def depthwise(c, kernel=3, stride=1, norm=True, act=True):
    return Unit(c, c, kernel, c, stride, norm, act)


class TrunkConv(nn.Conv2d):
    """A convolution of the trunk: strided ones pad right and below alone, as the ImageNet weights expect."""

    def forward(self, x):
        if self.stride[0] == 1:
            return super().forward(x)
        if self.groups > 1:
            return strided_depthwise(x, self, 1)
        return super().forward(F.pad(x, (0, 1, 0, 1)))


def trunk_conv(i, o, kernel, stride=1, groups=1):
    padding = kernel // 2 if stride == 1 else 0
    return TrunkConv(i, o, kernel, stride, padding, groups=groups)


class InvertedResidual(nn.Module):
    def __init__(self, i, o, expansion, stride):
        super().__init__()
        self.expand = trunk_conv(i, i * expansion, 1) if expansion > 1 else None
        self.dw = trunk_conv(i * expansion, i * expansion, 3, stride, i * expansion)
        self.project = trunk_conv(i * expansion, o, 1)
        self.residual = stride == 1 and i == o

    def forward(self, x):
        y = x if self.expand is None else F.relu6(self.expand(x))
        y = self.project(F.relu6(self.dw(y)))
        return x + y if self.residual else y


class Trunk(nn.Module):
    """MobileNetV2 1.0 with its norms folded away. Taps after b2, b5, b12, b16: 24, 32, 96, 320 channels."""

    def __init__(self):
        super().__init__()
        self.stem = trunk_conv(3, 32, 3, 2)
        blocks, width = [], 32
        for expansion, out, stride in BLOCKS:
            blocks.append(InvertedResidual(width, out, expansion, stride))
            width = out
        self.blocks = nn.ModuleList(blocks)

    def run(self, x, first, last):
        for block in self.blocks[first : last + 1]:
            x = block(x)
        return x


class VisionHead(nn.Module):
    """F_rgb at S/8 from the trunk's first blocks and a high-pass residual joined at S/4 (section 3.2 of the paper;
    the residual is ours)."""

    def __init__(self):
        super().__init__()
        line = torch.tensor([1.0, -2.0, 1.0])
        zero = torch.zeros(3)
        kernels = torch.stack([
            torch.stack([zero, line, zero]) / 2,
            torch.stack([zero, line, zero]).T / 2,
            -torch.outer(line, line) / 4,
        ])
        self.register_buffer("kernels", kernels[:, None], persistent=False)
        self.residual1 = Unit(96, 48)
        self.residual2 = depthwise(48)
        self.residual3 = Unit(48, 24, norm=False, act=False)
        nn.init.zeros_(self.residual3.conv.weight)
        nn.init.zeros_(self.residual3.conv.bias)

    def residual(self, rgb):
        """High-pass residuals of the grey picture and their magnitude, ×¼ and clipped to ±1: N×6×S×S."""
        grey = rgb[:, :1] * 0.299 + rgb[:, 1:2] * 0.587 + rgb[:, 2:] * 0.114
        r = F.conv2d(F.pad(grey * 127.5, (1, 1, 1, 1), mode="replicate"), self.kernels) / 4
        r = r.clamp(-1, 1)
        return torch.cat([r, r.abs()], 1)

    def forward(self, rgb, trunk):
        t4 = trunk.run(F.relu6(trunk.stem(rgb)), 0, 2)
        with torch.autocast(rgb.device.type, enabled=False):
            r = F.pixel_unshuffle(self.residual(rgb.float()), 4)
        t4 = t4 + self.residual3(self.residual2(self.residual1(r)))
        return t4, trunk.run(t4, 3, 5)


class FrequencyBlock(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.dw = depthwise(c, 7, act=False)
        self.expand = Unit(c, 2 * c)
        self.project = Unit(2 * c, c, norm=False, act=False)

    def forward(self, x):
        return x + self.project(self.expand(self.dw(x)))


class FrequencyHead(nn.Module):
    """F_freq at S/8: for each 8×8 block the sum of one learned vector per (frequency, clipped magnitude), scaled by
    the quantisation table, then depthwise 7×7 blocks: local histograms of each frequency."""

    def __init__(self, c=FREQUENCY):
        super().__init__()
        self.table = nn.Parameter(torch.randn(64 * LEVELS, c) * 0.1)
        self.quantisation = nn.Linear(64, c)
        nn.init.normal_(self.quantisation.weight, std=0.02)
        self.norm = nn.BatchNorm2d(c)
        self.blocks = nn.ModuleList([FrequencyBlock(c), FrequencyBlock(c)])

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

    def __init__(self, i):
        super().__init__()
        self.a, self.b, self.c = Unit(i, WIDTH), depthwise(WIDTH), Unit(WIDTH, 1, norm=False, act=False)

    def forward(self, x):
        return self.c(self.b(self.a(x)))


class ModalGate(nn.Module):
    """Chooses F_rgb or F_fused for the whole sample; its second output says whether the 8×8 grid is aligned."""

    def __init__(self):
        super().__init__()
        self.a, self.b = Unit(66, WIDTH), depthwise(WIDTH, stride=2)
        self.c, self.d = Unit(WIDTH, WIDTH), depthwise(WIDTH, stride=2)
        self.e = Unit(WIDTH, WIDTH)
        self.fc1, self.fc2 = nn.Linear(2 * WIDTH, WIDTH), nn.Linear(WIDTH, 2)

    def forward(self, f_rgb, f_fused, p_rgb, p_fused):
        x = torch.cat([f_rgb, f_fused, p_rgb.sigmoid(), p_fused.sigmoid()], 1).detach()
        x = self.e(self.d(self.c(self.b(self.a(x)))))
        pooled = torch.cat([x.mean((2, 3)), x.amax((2, 3))], 1)
        return self.fc2(F.relu(self.fc1(pooled)))


def up2(x):
    return F.interpolate(x, scale_factor=2, mode="nearest")


class Smooth(nn.Module):
    def __init__(self):
        super().__init__()
        self.dw, self.pw = depthwise(WIDTH, act=False), Unit(WIDTH, WIDTH)

    def forward(self, x):
        return self.pw(self.dw(x))


class TopDown(nn.Module):
    """F1 (S/4) to F4 (S/32), merged at S/8."""

    def __init__(self):
        super().__init__()
        self.l4, self.l8, self.l16, self.l32 = (Unit(i, WIDTH, norm=False, act=False) for i in (24, 32 + FREQUENCY, 96, 320))
        self.context = Unit(320, WIDTH, norm=False)
        self.s4, self.s8, self.s16, self.s32 = Smooth(), Smooth(), Smooth(), Smooth()
        self.merge = Unit(4 * WIDTH, WIDTH)

    def forward(self, t4, t8, t16, t32):
        p32 = self.l32(t32) + self.context(t32.mean((2, 3), keepdim=True))
        p16 = self.l16(t16) + up2(p32)
        p8 = self.l8(t8) + up2(p16)
        p4 = self.l4(t4) + up2(p8)
        f1, f2, f3, f4 = self.s4(p4), self.s8(p8), self.s16(p16), self.s32(p32)
        merged = self.merge(torch.cat([F.avg_pool2d(f1, 2), f2, up2(f3), up2(up2(f4))], 1))
        return (f1, f2, f3, f4), merged


class DynamicWeightFilter(nn.Module):
    """D_opt = Σ A_i W_i with A = sigmoid(FC(V_c, V_g)): four kernels mixed for each sample, then depthwise, pointwise."""

    def __init__(self, dilation):
        super().__init__()
        self.dilation = dilation
        self.fc1, self.fc2 = nn.Linear(2 * WIDTH, 32), nn.Linear(32, 4)
        self.kernels = nn.Parameter(torch.randn(4, WIDTH, WIDTH, 3, 3) * (2 / (9 * WIDTH)) ** 0.5)
        self.norm = nn.BatchNorm2d(WIDTH)
        self.dw, self.pw = depthwise(WIDTH, act=False), Unit(WIDTH, WIDTH, norm=False, act=False)

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

    def __init__(self):
        super().__init__()
        self.low = Unit(WIDTH, 32)
        self.a, self.b, self.c = Unit(WIDTH + 32, WIDTH), depthwise(WIDTH), Unit(WIDTH, WIDTH)
        self.out = Unit(WIDTH, 1, norm=False, act=False)
        self.reliability_a, self.reliability_out = Unit(WIDTH, 32), Unit(32, 1, norm=False, act=False)

    def forward(self, x, f1):
        features = self.c(self.b(self.a(torch.cat([up2(x), self.low(f1)], 1))))
        return self.out(features), self.reliability_out(self.reliability_a(features.detach()))


class OmniIml(nn.Module):
    """The network; `forward` gives every output as a dict."""

    def __init__(self):
        super().__init__()
        self.trunk, self.vision, self.frequency = Trunk(), VisionHead(), FrequencyHead()
        self.fusion = Unit(FREQUENCY, 32, norm=False, act=False)
        nn.init.zeros_(self.fusion.conv.weight)
        nn.init.zeros_(self.fusion.conv.bias)
        self.coarse_vision, self.coarse_fused = CoarseHead(32), CoarseHead(32 + FREQUENCY)
        self.gate, self.topdown = ModalGate(), TopDown()
        self.filters = nn.ModuleList(DynamicWeightFilter(d) for d in DILATIONS)
        self.mask = MaskHead()
        self.score1, self.score2 = nn.Linear(2 * WIDTH + 2, WIDTH), nn.Linear(WIDTH, 1)
        self.domain1, self.domain2 = nn.Linear(320, WIDTH), nn.Linear(WIDTH, DOMAINS)

    def forward(self, rgb, magnitude, q, choose=None):
        """`rgb` N×3×S×S in -1..1, `magnitude` N×S/8×S/8×64, `q` N×64. `choose(gate_logit, p_rgb, p_fused)` gives the
        0/1 choice of each sample; without it the gate decides."""
        t4, f_rgb = self.vision(rgb, self.trunk)
        f_freq = self.frequency(magnitude, q)
        projected = self.fusion(f_freq)
        f_fused = f_rgb + projected
        p_rgb = self.coarse_vision(f_rgb)
        p_fused = self.coarse_fused(torch.cat([f_fused, f_freq], 1))
        gate = self.gate(f_rgb, f_fused, p_rgb, p_fused)
        chosen = (gate[:, 0] > 0) if choose is None else choose(gate[:, 0], p_rgb, p_fused)
        g = chosen.to(f_rgb.dtype)[:, None, None, None]
        f = f_rgb + g * projected
        t16 = self.trunk.run(f, 6, 12)
        t32 = self.trunk.run(t16, 13, 16)
        levels, x = self.topdown(t4, torch.cat([f, g * f_freq], 1), t16, t32)
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
            "gate": gate, "t16": t16, "t32": t32, **{f"f{i + 1}": level for i, level in enumerate(levels)}, "merged": merged,
            **{f"dwf{i}": y for i, y in enumerate(filtered)}, "mask": mask, "reliability": reliability, "score": score, "domain": domain,
        }


def load_trunk(network, path):
    """Starts the trunk from the ImageNet weights of a safetensors file."""
    from safetensors.torch import load_file

    stored = load_file(path)
    state = {}
    for name, tensor in stored.items():
        block, _, rest = name.partition(".")
        key = f"blocks.{block[1:]}.{rest}" if block.startswith("b") else name
        state[key] = tensor.float()
    network.trunk.load_state_dict(state)


@torch.no_grad()
def export(network):
    """Name -> tensor of the shipped file, norms folded."""
    out = {}

    def put(name, weight, bias):
        out[f"{name}.weight"], out[f"{name}.bias"] = weight, bias

    def unit(name, module):
        put(name, *module.folded())

    def linear(name, module):
        put(name, module.weight, module.bias)

    trunk = network.trunk
    linear("trunk.stem", trunk.stem)
    for i, block in enumerate(trunk.blocks):
        for part in ("expand", "dw", "project"):
            if getattr(block, part) is not None:
                linear(f"trunk.b{i}.{part}", getattr(block, part))
    for part in ("residual1", "residual2", "residual3"):
        unit(f"vision.{part}", getattr(network.vision, part))
    frequency = network.frequency
    out["frequency.table"] = frequency.table
    linear("frequency.quantisation", frequency.quantisation)
    put("frequency.norm", *affine(frequency.norm))
    for i, block in enumerate(frequency.blocks):
        for part in ("dw", "expand", "project"):
            unit(f"frequency.b{i}.{part}", getattr(block, part))
    unit("fusion.project", network.fusion)
    for head in ("coarse_vision", "coarse_fused"):
        for part in "abc":
            unit(f"{head}.{part}", getattr(getattr(network, head), part))
    for part in "abcde":
        unit(f"gate.{part}", getattr(network.gate, part))
    linear("gate.fc1", network.gate.fc1)
    linear("gate.fc2", network.gate.fc2)
    top = network.topdown
    for part in ("l4", "l8", "l16", "l32", "context", "merge"):
        unit(f"topdown.{part}", getattr(top, part))
    for part in ("s4", "s8", "s16", "s32"):
        unit(f"topdown.{part}.dw", getattr(top, part).dw)
        unit(f"topdown.{part}.pw", getattr(top, part).pw)
    for i, block in enumerate(network.filters):
        scale, shift = affine(block.norm)
        out[f"dwf{i}.kernels"] = block.kernels * scale[None, :, None, None, None]
        out[f"dwf{i}.bias"] = shift
        linear(f"dwf{i}.fc1", block.fc1)
        linear(f"dwf{i}.fc2", block.fc2)
        unit(f"dwf{i}.dw", block.dw)
        unit(f"dwf{i}.pw", block.pw)
    for part in ("low", "a", "b", "c", "out"):
        unit(f"mask.{part}", getattr(network.mask, part))
    unit("reliability.a", network.mask.reliability_a)
    unit("reliability.out", network.mask.reliability_out)
    linear("score.fc1", network.score1)
    linear("score.fc2", network.score2)
    linear("domain.fc1", network.domain1)
    linear("domain.fc2", network.domain2)
    return {name: tensor.detach().float().cpu().contiguous() for name, tensor in out.items()}
