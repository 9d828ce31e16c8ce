"""The trunks: four stages, whose outputs (taps) lie at strides 4, 8, 16 and 32. `trunk(i, x)` runs stage i; stage 0 takes
RGB in -1..1. `trunk.tap(i, x)` is stage i's output as the decoder reads it."""

import torch
from torch import nn
from torch.nn import functional as F

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
# The blocks of each stage.
STAGES = ((0, 3), (3, 6), (6, 13), (13, 17))


class StridedDepthwise(torch.autograd.Function):
    """A depthwise 3×3 of stride two without bias. Its gradient is that of a convolution of stride one whose output was
    used at every second place alone: the same values in a sixth of the time on a processor."""

    @staticmethod
    def forward(ctx, x, weight, first):
        ctx.save_for_backward(x, weight)
        ctx.first = first
        y = F.conv2d(x, weight, None, 1, 1, 1, x.shape[1])[:, :, first::2, first::2]
        return y.contiguous(memory_format=torch.channels_last)

    @staticmethod
    def backward(ctx, gradient):
        x, weight = ctx.saved_tensors
        dense = torch.zeros_like(x)
        dense[:, :, ctx.first :: 2, ctx.first :: 2] = gradient
        needed = (*ctx.needs_input_grad[:2], False)
        gradients = torch.ops.aten.convolution_backward(
            dense, x, weight, None, [1, 1], [1, 1], [1, 1], False, [0, 0], x.shape[1], needed)
        return gradients[0], gradients[1], None


def strided_depthwise(x, conv, first):
    """A depthwise 3×3 of stride two from `first` on in both directions (1: padded right and below alone)."""
    if not torch.is_grad_enabled():
        return F.conv2d(F.pad(x, (1 - first, 1, 1 - first, 1)), conv.weight, conv.bias, stride=2, groups=conv.groups)
    weight, bias = conv.weight, conv.bias
    if torch.is_autocast_enabled(x.device.type):
        dtype = torch.get_autocast_dtype(x.device.type)
        x, weight = x.to(dtype), weight.to(dtype)
    y = StridedDepthwise.apply(x, weight, first)
    return y if bias is None else y + bias.to(y.dtype)[:, None, None]


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


class MobileNetV2(nn.Module):
    """MobileNetV2 1.0 (Sandler et al. 2018) with its norms folded away."""

    widths = (24, 32, 96, 320)

    def __init__(self):
        super().__init__()
        self.stem = trunk_conv(3, 32, 3, 2)
        blocks, width = [], 32
        for expansion, out, stride in BLOCKS:
            blocks.append(InvertedResidual(width, out, expansion, stride))
            width = out
        self.blocks = nn.ModuleList(blocks)

    def forward(self, stage, x):
        if stage == 0:
            x = F.relu6(self.stem(x))
        first, end = STAGES[stage]
        for block in self.blocks[first:end]:
            x = block(x)
        return x

    def tap(self, stage, x):
        return x

    def shipped(self):
        """Name -> (weight, bias) of the shipped file."""
        out = {"stem": (self.stem.weight, self.stem.bias)}
        for i, block in enumerate(self.blocks):
            for part in ("expand", "dw", "project"):
                conv = getattr(block, part)
                if conv is not None:
                    out[f"b{i}.{part}"] = (conv.weight, conv.bias)
        return out


class ChannelNorm(nn.LayerNorm):
    """Layer norm over the channels of each position."""

    def __init__(self, c):
        super().__init__(c, eps=1e-6)

    def forward(self, x):
        return super().forward(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


class ConvNeXtBlock(nn.Module):
    """Depthwise 7×7, norm, 1×1 to 4C, GELU, 1×1 back, layer scale; added to its input."""

    def __init__(self, c):
        super().__init__()
        self.dw = nn.Conv2d(c, c, 7, padding=3, groups=c)
        self.norm = ChannelNorm(c)
        self.expand, self.project = nn.Conv2d(c, 4 * c, 1), nn.Conv2d(4 * c, c, 1)
        self.scale = nn.Parameter(torch.full((c,), 1e-6))

    def forward(self, x):
        y = self.project(F.gelu(self.expand(self.norm(self.dw(x)))))
        return x + self.scale[:, None, None] * y


class ConvNeXtStage(nn.Module):
    """Patches become channels: 4×4 of the picture, then a norm, or a norm, then 2×2 of the stage before. Then blocks. The
    norm of the tap is what detectors built on ConvNeXt use: its features are not normed otherwise."""

    def __init__(self, i, o, depth, first):
        super().__init__()
        side = 4 if first else 2
        self.first = first
        self.norm = ChannelNorm(o if first else i)
        self.patch = nn.Conv2d(i, o, side, side)
        self.blocks = nn.ModuleList(ConvNeXtBlock(o) for _ in range(depth))
        self.tap = ChannelNorm(o)

    def forward(self, x):
        x = self.norm(self.patch(x)) if self.first else self.patch(self.norm(x))
        for block in self.blocks:
            x = block(x)
        return x


class ConvNeXt(nn.Module):
    """ConvNeXt (Liu et al. 2022). Weights that expect another range of RGB can be changed for ours exactly, in the first
    patch convolution: it pads nothing."""

    def __init__(self, config):
        super().__init__()
        self.widths = config.widths
        inputs = (3, *config.widths[:-1])
        stages = enumerate(zip(inputs, config.widths, config.depths, strict=True))
        self.stages = nn.ModuleList(ConvNeXtStage(i, o, depth, index == 0) for index, (i, o, depth) in stages)

    def forward(self, stage, x):
        return self.stages[stage](x)

    def tap(self, stage, x):
        return self.stages[stage].tap(x)

    def shipped(self):
        """Name -> (weight, bias) of the shipped file: patches as 1×1 after space-to-depth, layer scales multiplied in."""
        out = {}
        for i, stage in enumerate(self.stages):
            out[f"s{i}.patch"] = (stage.patch.weight.flatten(1)[:, :, None, None], stage.patch.bias)
            out[f"s{i}.norm"] = (stage.norm.weight, stage.norm.bias)
            out[f"s{i}.tap"] = (stage.tap.weight, stage.tap.bias)
            for j, block in enumerate(stage.blocks):
                for part in ("dw", "norm", "expand"):
                    module = getattr(block, part)
                    out[f"s{i}.b{j}.{part}"] = (module.weight, module.bias)
                scale = block.scale
                out[f"s{i}.b{j}.project"] = (block.project.weight * scale[:, None, None, None], block.project.bias * scale)
        return out
