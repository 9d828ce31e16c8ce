#!/usr/bin/env python3
"""Writes what the parity test compares: a network with weights of order one, inputs, and every part's output.

    PYTHONPATH=train python3 train/golden.py FOLDER

Norm statistics are random, so that folding is tested too; under a tenth of the ReLU6 inputs are clipped above, so that
no difference hides behind a clip.
"""

import sys
from pathlib import Path

import torch
from torch import nn

from omni_iml import burnpack
from omni_iml.network import OmniIml, export

SIDE = 128
TILES = 2


@torch.no_grad()
def randomise(network):
    for module in network.modules():
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            fan = module.weight[0].numel()
            module.weight.normal_(std=1.3 / fan**0.5)
            if module.bias is not None:
                module.bias.normal_(std=0.3)
        elif isinstance(module, nn.BatchNorm2d):
            module.weight.uniform_(0.5, 1.5)
            module.bias.normal_(std=0.3)
            module.running_mean.normal_(std=0.3)
            module.running_var.uniform_(0.5, 1.5)
    for module in network.trunk.modules():
        if isinstance(module, nn.Conv2d):
            module.weight.mul_(0.6)
    for block in network.filters:
        block.kernels.normal_(std=0.06)
    network.frequency.table.normal_(std=0.15)
    network.frequency.quantisation.weight.normal_(std=0.05)


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(1411)
    network = OmniIml()
    randomise(network)
    network.eval()
    clipped = []
    original = torch.nn.functional.relu6
    torch.nn.functional.relu6 = lambda x: (clipped.append((x > 6).float().mean().item()), original(x))[1]
    rgb = torch.randint(0, 256, (TILES, SIDE, SIDE, 3), dtype=torch.uint8)
    rgb[1] = (rgb[1] // 4 + torch.arange(SIDE)[:, None, None] % 160).to(torch.uint8)
    coefficients = (torch.randn(TILES, SIDE // 8, SIDE // 8, 64) * 200 / (1 + torch.arange(64.0)) ** 0.8).round()
    table = torch.randint(1, 100, (TILES, 64)).float()
    x = rgb.permute(0, 3, 1, 2).float() / 127.5 - 1
    magnitude = coefficients.abs().clamp(max=20).to(torch.uint8)
    tensors = {"rgb": rgb.float(), "coefficients": coefficients, "table": table}
    modes = {"auto": None, "vision": lambda gate, *_: gate > float("inf"), "fused": lambda gate, *_: gate > -float("inf")}
    with torch.no_grad():
        for mode, choose in modes.items():
            for name, value in network(x, magnitude, table, choose).items():
                tensors[f"{mode}.{name}"] = value
    share = max(clipped)
    assert share < 0.1, f"{share:.3f} of a ReLU6's inputs are clipped"
    burnpack.save(folder / "weights.bpk", export(network), {"format": "omni-iml", "version": "1", "size": "small"}, half=False)
    burnpack.save(folder / "golden.bpk", tensors, {"format": "omni-iml-golden", "version": "1"}, half=False)
    print(f"{folder}: {len(tensors)} tensors, at most {share:.3f} of a ReLU6 clipped")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
