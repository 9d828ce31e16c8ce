"""The image score's head, fitted again at the end: while training it sees crops, but it is asked about whole tiles, and
maxima over a tile are larger than those over a crop."""

import copy

import torch
from torch import nn
from torch.nn import functional as F

STEPS = 400


@torch.no_grad()
def pooled(network, batches):
    """What the head reads (M×C) and whether the sample is forged (M), of all batches."""
    features, forged = [], []
    for part in batches:
        out = network(part["rgb"], part["magnitude"], part["q"])
        features.append(out["pooled"].float())
        forged.append(part["forged"])
    return torch.cat(features), torch.cat(forged)


def cross_entropy(logits, forged):
    """Forged and authentic samples count the same, however many there are of each."""
    weights = torch.where(forged > 0, 0.5 / forged.mean().clamp(min=1e-6), 0.5 / (1 - forged.mean()).clamp(min=1e-6))
    return F.binary_cross_entropy_with_logits(logits, forged, weight=weights)


def refit(network, training, validation):
    """Fits `network`'s score head to `training` and keeps the state that is best on `validation`, both as `pooled` gives
    them. Returns the cross-entropy on validation before and after."""
    head = nn.ModuleList([network.score1, network.score2])
    head.requires_grad_(True)
    logits = lambda x: network.score2(F.relu(network.score1(x)))[:, 0]
    with torch.no_grad():
        before = float(cross_entropy(logits(validation[0]), validation[1]))
    best, state = before, copy.deepcopy(head.state_dict())
    optimiser = torch.optim.AdamW(head.parameters(), lr=2e-3, weight_decay=0.1)
    for _ in range(STEPS):
        optimiser.zero_grad(set_to_none=True)
        cross_entropy(logits(training[0]), training[1]).backward()
        optimiser.step()
        with torch.no_grad():
            now = float(cross_entropy(logits(validation[0]), validation[1]))
        if now < best:
            best, state = now, copy.deepcopy(head.state_dict())
    head.load_state_dict(state)
    head.requires_grad_(False)
    return before, best
