"""The heads of the whole tile – image score and domain – fitted again at the end. They read features that they do not
shape, so they can be; and they must be: while training they see crops of a network that changes, and the maxima over a
tile are larger than those over a crop."""

import copy

import torch
from torch import nn
from torch.nn import functional as F

STEPS = 400
# There are few samples for so many features: inputs are left out at random while fitting, and what is said of a sample and of
# the same a block further on has to be alike.
LEFT_OUT = 0.3
ALIKE = 1.0


@torch.no_grad()
def features(network, batches):
    """What the heads read and what they should say of all batches: {"score": (M×C, M), "domain": (M×C, M)}."""
    seen, forged, context, domain = [], [], [], []
    for part in batches:
        out = network(part["rgb"], part["magnitude"], part["q"])
        seen.append(out["pooled"].float())
        forged.append(part["forged"])
        context.append(out["t32"].float().mean((2, 3)))
        domain.append(part["domain"])
    return {"score": (torch.cat(seen), torch.cat(forged)), "domain": (torch.cat(context), torch.cat(domain))}


def score_loss(logits, forged):
    """Forged and authentic samples count the same, however many there are of each."""
    weights = torch.where(forged > 0, 0.5 / forged.mean().clamp(min=1e-6), 0.5 / (1 - forged.mean()).clamp(min=1e-6))
    return F.binary_cross_entropy_with_logits(logits[:, 0], forged, weight=weights)


LOSSES = {"score": score_loss, "domain": F.cross_entropy}


def refit(first, second, loss, training, validation):
    """Fits the two layers of a head from a fresh start to `training` and keeps what is best on `validation`, be it the state
    they had. `training` holds features, features of the same samples a block further on, and labels; `validation` features and
    labels. Returns the loss on validation before and after."""
    logits = lambda a, b, x: b(F.relu(a(x)))
    with torch.no_grad():
        before = float(loss(logits(first, second, validation[0]), validation[1]))
    best, state = before, None
    mean, spread = training[0].mean(0), training[0].std(0).clamp(min=1e-4)
    a, b = copy.deepcopy(first).requires_grad_(True), copy.deepcopy(second).requires_grad_(True)
    for layer in (a, b):
        nn.init.kaiming_uniform_(layer.weight, nonlinearity="relu")
        nn.init.zeros_(layer.bias)
    seen, moved, held = ((x - mean) / spread for x in (training[0], training[1], validation[0]))
    both, labels = torch.cat([seen, moved]), torch.cat([training[2], training[2]])
    optimiser = torch.optim.AdamW([*a.parameters(), *b.parameters()], lr=1e-3, weight_decay=0.1)
    for _ in range(STEPS):
        optimiser.zero_grad(set_to_none=True)
        unlike = (logits(a, b, seen) - logits(a, b, moved)).square().mean()
        (loss(logits(a, b, F.dropout(both, LEFT_OUT)), labels) + ALIKE * unlike).backward()
        optimiser.step()
        with torch.no_grad():
            now = float(loss(logits(a, b, held), validation[1]))
        if now < best:
            best, state = now, copy.deepcopy((a.state_dict(), b.state_dict()))
    if state is not None:
        # The standardisation becomes part of the first layer.
        weight = state[0]["weight"] / spread
        first.load_state_dict({"weight": weight, "bias": state[0]["bias"] - weight @ mean})
        second.load_state_dict(state[1])
    return before, best
