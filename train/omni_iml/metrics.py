"""F1@.5 and IoU@.5 a picture, pixel and image AUC (IMDL-BenCo's definitions, forged pictures only)."""

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
