"""The losses (section 3.5 of the paper; weights ours) and the gate's label."""

import torch
from torch.nn import functional as F

MARGIN = 0.01


def mask_loss(logits, mask):
    """Binary cross-entropy with forged pixels counted twice, and Dice on forged samples."""
    logits = logits.float()
    cross_entropy = F.binary_cross_entropy_with_logits(logits, mask, pos_weight=logits.new_tensor(2.0))
    p = logits.sigmoid()
    overlap = (p * mask).sum((1, 2, 3))
    dice = 1 - (2 * overlap + 1) / (p.sum((1, 2, 3)) + mask.sum((1, 2, 3)) + 1)
    forged = mask.amax((1, 2, 3))
    return cross_entropy + 0.7 * (dice * forged).sum() / forged.sum().clamp(min=1)


def quality(logits, mask):
    """IoU at .5 on forged samples, one minus the false-positive area on authentic ones: N."""
    predicted = (logits.detach() > 0).float()
    inter = (predicted * mask).sum((1, 2, 3))
    union = predicted.sum((1, 2, 3)) + mask.sum((1, 2, 3)) - inter
    forged = mask.amax((1, 2, 3))
    return torch.where(forged > 0, inter / union.clamp(min=1), 1 - predicted.mean((1, 2, 3)))


def gate_label(p_vision, p_fused, mask):
    """1 where the fused coarse mask is better by the margin, 0 where the visual one is, and whether either is."""
    difference = quality(p_fused, mask) - quality(p_vision, mask)
    return (difference > 0).float(), (difference.abs() > MARGIN).float()


def total(out, data, domains_seen):
    """All losses by name, weighted; their sum is what is minimised."""
    mask = data["mask"]
    eighth = F.adaptive_avg_pool2d(mask, out["coarse_vision"].shape[-2:])
    eighth = (eighth > 0.5).float()
    up = F.interpolate(out["mask"].float(), scale_factor=4, mode="bilinear", align_corners=False)
    label, counts = gate_label(out["coarse_vision"], out["coarse_fused"], eighth)
    gate = F.binary_cross_entropy_with_logits(out["gate"][:, 0].float(), label, reduction="none")
    quarter = (F.avg_pool2d(mask, 4) > 0.5).float()
    right = ((out["mask"].detach() > 0).float() == quarter).float()
    losses = {
        "mask": mask_loss(up, mask),
        "coarse": 0.3 * (mask_loss(out["coarse_vision"], eighth) + mask_loss(out["coarse_fused"], eighth)),
        "gate": 0.1 * (gate * counts).sum() / counts.sum().clamp(min=1),
        "alignment": 0.1 * F.binary_cross_entropy_with_logits(out["gate"][:, 1].float(), data["aligned"]),
        "score": 0.1 * F.binary_cross_entropy_with_logits(out["score"].float(), data["forged"]),
        "reliability": 0.1 * F.binary_cross_entropy_with_logits(out["reliability"].float(), right),
    }
    if domains_seen > 1:
        losses["domain"] = 0.1 * F.cross_entropy(out["domain"].float(), data["domain"])
    return losses
