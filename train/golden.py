#!/usr/bin/env python3
"""Writes what the parity test compares: networks with weights of order one, inputs, every part's output, and the parts'
parameters and multiply-adds at every size.

    PYTHONPATH=train python3 train/golden.py FOLDER

Norm statistics and layer scales are random, so that folding is tested too; under a tenth of the ReLU6 inputs are clipped
above, so that no difference hides behind a clip.
"""

import json
import sys
from pathlib import Path

import torch
from torch import nn
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.utils.flop_counter import FlopCounterMode

from omni_iml import burnpack
from omni_iml.config import SIZES, SMALL, TINY
from omni_iml.network import DILATIONS, OmniIml, export, shipped
from omni_iml.trunk import ConvNeXtBlock, MobileNetV2

# Not square, so that no part takes one side for the other.
HEIGHT, WIDTH = 128, 192
TILES = 2


@torch.no_grad()
def randomise(network):
    for module in network.modules():
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            fan = module.weight[0].numel()
            module.weight.normal_(std=1.3 / fan**0.5)
            if module.bias is not None:
                module.bias.normal_(std=0.3)
        elif isinstance(module, (nn.BatchNorm2d, nn.LayerNorm)):
            module.weight.uniform_(0.5, 1.5)
            module.bias.normal_(std=0.3)
        elif isinstance(module, ConvNeXtBlock):
            module.scale.uniform_(0.5, 1.5)
        if isinstance(module, nn.BatchNorm2d):
            module.running_mean.normal_(std=0.3)
            module.running_var.uniform_(0.5, 1.5)
    if isinstance(network.trunk, MobileNetV2):
        for module in network.trunk.modules():
            if isinstance(module, nn.Conv2d):
                module.weight.mul_(0.6)
    for block in network.filters:
        block.kernels.normal_(std=0.06)
    network.frequency.table.normal_(std=0.15)
    network.frequency.quantisation.weight.normal_(std=0.05)


def write(config, folder, prefix):
    """Weights, inputs and outputs of one size."""
    torch.manual_seed(1411)
    network = OmniIml(config)
    randomise(network)
    network.eval()
    clipped = [0.0]
    original = torch.nn.functional.relu6
    torch.nn.functional.relu6 = lambda x: (clipped.append((x > 6).float().mean().item()), original(x))[1]
    rgb = torch.randint(0, 256, (TILES, HEIGHT, WIDTH, 3), dtype=torch.uint8)
    rgb[1] = (rgb[1] // 4 + torch.arange(HEIGHT)[:, None, None] % 160).to(torch.uint8)
    coefficients = (torch.randn(TILES, HEIGHT // 8, WIDTH // 8, 64) * 200 / (1 + torch.arange(64.0)) ** 0.8).round()
    table = torch.randint(1, 100, (TILES, 64)).float()
    x = rgb.permute(0, 3, 1, 2).float() / 127.5 - 1
    magnitude = coefficients.abs().clamp(max=20).to(torch.uint8)
    tensors = {"rgb": rgb.float(), "coefficients": coefficients, "table": table}
    modes = {"auto": None, "vision": lambda gate, *_: gate > float("inf"), "fused": lambda gate, *_: gate > -float("inf")}
    with torch.no_grad():
        for mode, choose in modes.items():
            for name, value in network(x, magnitude, table, choose).items():
                tensors[f"{mode}.{name}"] = value
    torch.nn.functional.relu6 = original
    share = max(clipped)
    assert share < 0.1, f"{share:.3f} of a ReLU6's inputs are clipped"
    metadata = {"format": "omni-iml", "version": "1", "size": config.name}
    burnpack.save(folder / f"{prefix}weights.bpk", export(network), metadata, half=False)
    burnpack.save(folder / f"{prefix}golden.bpk", tensors, {"format": "omni-iml-golden", "version": "1"}, half=False)
    print(f"{config.name}: {len(tensors)} tensors, at most {share:.3f} of a ReLU6 clipped")


def count(config, side):
    """Parameters and multiply-adds of each part for one tile, on tensors without memory; the latter by PyTorch's own
    counter, which reads the shapes of every convolution and matrix product as it is called."""
    counter = FlopCounterMode(display=False)
    with FakeTensorMode(), torch.no_grad():
        network = OmniIml(config).eval()
        inputs = torch.empty(1, 3, side, side), torch.empty(1, side // 8, side // 8, 64), torch.empty(1, 64)
        with counter:
            network(*inputs)
        sizes = {name: tensor.numel() for name, tensor in shipped(network).items()}
    parameters = {}
    for name, values in sizes.items():
        part = name.split(".")[0]
        parameters[part] = parameters.get(part, 0) + values
    work = {name: sum(operations.values()) // 2 for name, operations in counter.get_flop_counts().items()}
    modules = {"trunk": "trunk", "fusion": "fusion", "coarse_vision": "coarse_vision", "coarse_fused": "coarse_fused"}
    modules |= {"gate": "gate", "topdown": "topdown"} | {f"dwf{i}": f"filters.{i}" for i in range(len(DILATIONS))}
    multiply_adds = {part: work[f"OmniIml.{module}"] for part, module in modules.items()}
    # The sums of the embedding bag, one addition for each coefficient and channel.
    additions = side * side * config.frequency
    multiply_adds["frequency"] = work["OmniIml.frequency"] + additions
    # Three fixed filters of 3×3 on the grey picture, which are differences in the trainer.
    residual = side * side * 3 * 9
    return {"side": side, "parameters": parameters, "multiply_adds": multiply_adds, "all": work["Global"] + additions + residual}


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    write(SMALL, folder, "")
    write(TINY, folder, "tiny-")
    counts = {name: count(config, 512) for name, config in SIZES.items()}
    (folder / "counts.json").write_text(json.dumps(counts, indent=1))
    for name, of in counts.items():
        print(f"{name}: {sum(of['parameters'].values()):,} parameters, {of['all'] / 1e9:.2f} G multiply-adds")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
