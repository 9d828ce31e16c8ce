"""F1@.5 and IoU@.5 a picture, pixel and image AUC (IMDL-BenCo's definitions, forged pictures only); AP@.5 of boxes."""

import numpy as np


def auc(scores, labels):
    """Area under the ROC curve by ranks, ties shared; nothing when a class is missing."""
    scores, labels = np.asarray(scores, np.float64).ravel(), np.asarray(labels).ravel() > 0
    positives, negatives = labels.sum(), (~labels).sum()
    if not positives or not negatives:
        return None
    values, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    return (ranks[labels].sum() - positives * (positives + 1) / 2) / (positives * negatives)


def picture_f1(predicted, truth):
    """F1 of one picture's pixels, both given as booleans."""
    return 2 * (predicted & truth).sum() / (predicted.sum() + truth.sum() + 1e-8)


def picture(probability, mask):
    """F1, IoU and pixel AUC of one forged picture."""
    predicted, truth = probability >= 0.5, mask > 0
    both, either = (predicted & truth).sum(), (predicted | truth).sum()
    return picture_f1(predicted, truth), both / (either + 1e-8), auc(probability, truth)


def box_iou(a, b):
    """IoU of each box of `a` (N×4) with each of `b` (M×4), corners as (x0, y0, x1, y1): N×M."""
    size = np.clip(np.minimum(a[:, None, 2:], b[None, :, 2:]) - np.maximum(a[:, None, :2], b[None, :, :2]), 0, None)
    both = size.prod(2)
    area = lambda boxes: (boxes[:, 2:] - boxes[:, :2]).prod(1)
    return both / (area(a)[:, None] + area(b)[None] - both)


def average_precision(found, truth, threshold=0.5):
    """Average precision of one class over all pictures, interpolated at all points (Pascal VOC 2010). `found` holds each
    picture's boxes (N×4) and scores (N), `truth` its true boxes (M×4). A box is right when the true box that it covers
    best is covered by `threshold` and no box of a higher score has it. Nothing when there are no true boxes."""
    total = sum(map(len, truth))
    if not total:
        return None
    scores, right = [], []
    for (boxes, confidences), true in zip(found, truth, strict=True):
        taken = np.zeros(len(true), bool)
        order = np.argsort(-confidences, kind="stable")
        for overlaps in box_iou(boxes[order], true):
            best = overlaps.argmax() if len(true) else None
            hit = best is not None and overlaps[best] >= threshold and not taken[best]
            if hit:
                taken[best] = True
            right.append(hit)
        scores += confidences[order].tolist()
    hits = np.cumsum(np.array(right, np.float64)[np.argsort(-np.array(scores), kind="stable")])
    precision = hits / np.arange(1, len(hits) + 1)
    best_from_here = np.maximum.accumulate(precision[::-1])[::-1]
    return float((np.diff(hits, prepend=0) * best_from_here).sum() / total)
