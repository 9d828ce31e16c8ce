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


def picture(probability, mask):
    """F1, IoU and pixel AUC of one forged picture."""
    predicted, truth = probability >= 0.5, mask > 0
    tp, fp, fn = (predicted & truth).sum(), (predicted & ~truth).sum(), (~predicted & truth).sum()
    return 2 * tp / (2 * tp + fp + fn + 1e-8), tp / (tp + fp + fn + 1e-8), auc(probability, truth)
