#!/usr/bin/env python3
"""Writes what `cargo xtask bench` compares: one network for both engines, one picture, and what PyTorch says of it.

    PYTHONPATH=train python3 train/export_onnx.py FOLDER SIDE

`small.bpk` and `manifest.json` are for ours, `small.onnx` for onnxruntime-web. The weights are random, of order one: time
does not depend on them, and a difference between the two cannot hide. Ours gets the picture's file, `picture.png`; the
other one gets tensors that are ready made, `rgb.f32` and `blocks.f32`, the latter with the embedding of the
coefficients summed and scaled, which ours does itself. So the comparison leans towards the other one.
"""

import json
import sys
from pathlib import Path
from types import MethodType

import numpy as np
import torch
from PIL import Image
from torch.nn import functional as F

from golden import randomise
from omni_iml import burnpack
from omni_iml.network import CLIP, OmniIml, export

# The newest operators that are needed are those of 18; onnxruntime-web knows them on every device.
OPSET = 18
# No coefficient lies this close to where it would be rounded the other way, so that two transforms give the same.
CLEARANCE = 1e-3


def picture(rng, side):
    """A grey picture with structure and noise: pixels, and its coefficients as the engine derives them (blocks, 64)."""
    n = np.arange(8)
    basis = np.cos((2 * n[None] + 1) * n[:, None] * np.pi / 16) * np.where(n == 0, np.sqrt(1 / 8), 0.5)[:, None]
    y, x = np.mgrid[0:side, 0:side]
    scene = 128 + 60 * np.sin(x / 37 + np.sin(y / 53)) + 30 * np.cos(y / 19)
    blocks = side // 8
    pixels = np.empty((side, side))
    coefficients = np.empty((blocks, blocks, 64))
    for by, bx in np.ndindex(blocks, blocks):
        place = np.s_[8 * by : 8 * by + 8, 8 * bx : 8 * bx + 8]
        while True:
            block = np.rint(scene[place] + rng.normal(scale=6, size=(8, 8))).clip(0, 255)
            exact = (basis @ (block - 128) @ basis.T).ravel()
            if (np.abs(exact - np.floor(exact) - 0.5) > CLEARANCE).all():
                break
        pixels[place], coefficients[by, bx] = block, np.rint(exact)
    return pixels.astype(np.uint8), coefficients


def convolve(self, x, a):
    """The dynamic weight filter of one sample as one convolution with a computed kernel, which onnxruntime runs fastest."""
    c = x.shape[1]
    mixed = (a @ self.kernels.flatten(1)).reshape(c, c, 3, 3)
    return F.conv2d(x, mixed, padding=self.dilation, dilation=self.dilation)


class Ready(torch.nn.Module):
    """The network on tensors that are ready made: pixels in -1..1 and embedded blocks."""

    def __init__(self, network):
        super().__init__()
        self.network = network
        network.frequency.embed = lambda blocks, _: blocks
        for block in network.filters:
            block.convolve = MethodType(convolve, block)

    def forward(self, rgb, blocks):
        out = self.network(rgb, blocks, None)
        return out["mask"], out["score"]


@torch.no_grad()
def main(folder, side):
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(1411)
    network = OmniIml()
    randomise(network)
    network.eval()
    sha256, size = burnpack.save(folder / "small.bpk", export(network), {"format": "omni-iml", "version": "1", "size": "small"}, half=False)
    thresholds = dict(mask=0.5, weak=0.3, moderate=0.5, strong=0.8, very_strong=0.95, unsure_margin=0.0, min_region_area=256)
    thresholds |= dict(least_side=1, least_quality=1)
    entry = {"name": "small", "file": "small.bpk", "sha256": sha256, "bytes": size, "tile": side, "overlap": 32, "thresholds": thresholds}
    (folder / "manifest.json").write_text(json.dumps({"models": [entry]}))

    pixels, coefficients = picture(np.random.default_rng(1411), side)
    Image.fromarray(np.repeat(pixels[..., None], 3, 2)).save(folder / "picture.png")
    rgb = torch.from_numpy(pixels).float()[None, None].repeat(1, 3, 1, 1) / 127.5 - 1
    magnitude = torch.from_numpy(np.abs(coefficients).clip(max=CLIP))[None]
    table = torch.ones(1, 64)
    said = network(rgb, magnitude, table)
    blocks = network.frequency.embed(magnitude, table)
    for name, tensor in (("rgb", rgb), ("blocks", blocks), ("mask", said["mask"])):
        (folder / f"{name}.f32").write_bytes(tensor.numpy().astype("<f4").tobytes())

    torch.onnx.export(
        Ready(network).eval(), (rgb, blocks), folder / "small.onnx", input_names=["rgb", "blocks"], output_names=["mask", "score"],
        opset_version=OPSET, dynamo=True, external_data=False,
    )
    mask = Ready(network)(rgb, blocks)[0]
    assert torch.allclose(mask, said["mask"], atol=1e-3 * said["mask"].std().item()), "what is exported is another network"
    print(f"{folder}: mask logits {said['mask'].mean():.3f} ± {said['mask'].std():.3f}, gate {said['gate'][0, 0]:.3f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
