"""Omni-IML's anomaly enhancement: a detector of forged regions on the encoder's levels, as a loss that exists in
training alone. It reads the network's outputs and is no part of the network, so that nothing of it can be
exported. The detector is torchvision's Faster R-CNN, without its backbone and with few anchors, proposals and RoIs a crop.
"""

import torch
from torch import nn
from torch.nn import functional as F
from torchvision.models.detection.faster_rcnn import FastRCNNPredictor, TwoMLPHead
from torchvision.models.detection.image_list import ImageList
from torchvision.models.detection.roi_heads import RoIHeads
from torchvision.models.detection.rpn import AnchorGenerator, RegionProposalNetwork, RPNHead
from torchvision.ops import FeaturePyramidNetwork, MultiScaleRoIAlign, masks_to_boxes

# The encoder's levels, S/4 to S/32, after the gate's choice.
LEVELS = ("t4", "t8", "t16", "t32")
CHANNELS = 64
# Crops are turned, so that tall regions are as frequent as wide ones; with these three, every shape up to 1:4 has an
# anchor of an IoU of .7.
RATIOS = (0.5, 1.0, 2.0)
ANCHORS = (32, 64, 128, 256)
# Regions are told apart, and specks left out, by the cells of the finest level.
CELL = 4
# A batch is in random order: its first samples are random ones.
SHARE = 4
# Keeps the mask dominant. In the trunk's stages, the gradient of the four losses is then .4 to .7 of the mask loss's at the
# start, and .1 to .2 on a trained network.
WEIGHT = 0.1


def region_boxes(mask):
    """The box (x0, y0, x1, y1 in pixels, ends excluded) of every region of each mask: list of K×4. `mask` is N×1×S×S of
    0 and 1. Forged pixels in touching cells are one region; regions smaller than a cell are left out."""
    cells = F.max_pool2d(mask, CELL)
    index = torch.arange(1.0, cells[0].numel() + 1, device=mask.device).reshape(cells.shape[1:])
    # A region's label is its highest index, which spreads to all of its cells.
    labels, before = index * cells, None
    while before is None or not labels.equal(before):
        before, labels = labels, F.max_pool2d(labels, 3, 1, 1) * cells
    boxes = []
    for label, picture in zip(labels, F.interpolate(labels, scale_factor=CELL, mode="nearest")[:, 0] * mask[:, 0]):
        values = label.unique()
        regions = picture == values[values > 0][:, None, None]
        corners = masks_to_boxes(regions[regions.sum((1, 2)) >= CELL * CELL])
        boxes.append(corners + corners.new_tensor([0, 0, 1, 1]))
    return boxes


class AnomalyEnhancement(nn.Module):
    """`taps` are the channels of the levels. Anchors, thresholds and fractions are those of OSTF's detector, but for the
    ratios; it samples 256 anchors, 2000 proposals and 512 RoIs of whole pictures."""

    def __init__(self, taps):
        super().__init__()
        self.pyramid = FeaturePyramidNetwork(list(taps), CHANNELS)
        self.proposals = RegionProposalNetwork(
            AnchorGenerator(tuple((size,) for size in ANCHORS), (RATIOS,) * len(ANCHORS)), RPNHead(CHANNELS, len(RATIOS)),
            fg_iou_thresh=0.7, bg_iou_thresh=0.3, batch_size_per_image=64, positive_fraction=0.5,
            pre_nms_top_n={"training": 100, "testing": 200}, post_nms_top_n={"training": 100, "testing": 200}, nms_thresh=0.7)
        self.regions = RoIHeads(
            MultiScaleRoIAlign(list(LEVELS), 7, 2), TwoMLPHead(CHANNELS * 49, 256), FastRCNNPredictor(256, 2),
            fg_iou_thresh=0.5, bg_iou_thresh=0.5, batch_size_per_image=16, positive_fraction=0.25, bbox_reg_weights=None,
            score_thresh=0.05, nms_thresh=0.5, detections_per_img=100)

    def detect(self, out, boxes):
        levels = self.pyramid({name: out[name] for name in LEVELS})
        # Anchors take the features' type, and coordinates need more than bf16.
        levels = {name: level.float() for name, level in levels.items()}
        n, _, height, width = out["t4"].shape
        size = (4 * height, 4 * width)
        targets = boxes and [{"boxes": b, "labels": torch.ones(len(b), dtype=torch.int64, device=b.device)} for b in boxes]
        proposals, first = self.proposals(ImageList(out["t4"].new_empty(n, 1, *size), [size] * n), levels, targets)
        found, second = self.regions(levels, proposals, [size] * n, targets)
        return found, {**first, **second}

    def losses(self, out, mask):
        """The losses of proposals and of regions, class and box each, by name, on a share of the samples. For `train()`."""
        share = -(-len(mask) // SHARE)
        return self.detect({name: out[name][:share] for name in LEVELS}, region_boxes(mask[:share]))[1]

    @torch.no_grad()
    def forward(self, out):
        """The boxes found in each sample, K×4, and their scores, K. For `eval()`."""
        return [(found["boxes"], found["scores"]) for found in self.detect(out, None)[0]]
