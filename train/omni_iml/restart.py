"""Starts a training from a shipped file. Its norms are folded away, so they are made anew: first such that they change
nothing, then with the statistics that their inputs have, so that training, which norms by batches, goes on from the same
function."""

import torch
from torch import nn

from .network import DynamicWeightFilter, Unit, parts

# A convolution before a norm may have any size; this is the one that PyTorch starts with (He's with a = sqrt 5).
LENGTH = 3**-0.5


@torch.no_grad()
def load(network, tensors):
    """Copies a file's tensors (name -> tensor) into a network that was just made. Every name must be used, once."""
    left = dict(tensors)

    def copy(parameter, name):
        parameter.copy_(left.pop(name))

    def identity(norm, scale, bias):
        norm.running_mean.zero_()
        norm.running_var.fill_(1 - norm.eps)
        norm.weight.copy_(scale)
        norm.bias.copy_(bias)

    for name, (weight, bias) in network.trunk.shipped().items():
        copy(weight, f"trunk.{name}.weight")
        copy(bias, f"trunk.{name}.bias")
    for name, part in parts(network).items():
        match part:
            case nn.Parameter():
                copy(part, name)
            case Unit(norm=None):
                copy(part.conv.weight, f"{name}.weight")
                copy(part.conv.bias, f"{name}.bias")
            case Unit():
                weight = left.pop(f"{name}.weight")
                size = weight.flatten(1).norm(dim=1).clamp(min=1e-6) / LENGTH
                part.conv.weight.copy_(weight / size[:, None, None, None])
                identity(part.norm, size, left.pop(f"{name}.bias"))
            case nn.BatchNorm2d():
                identity(part, left.pop(f"{name}.weight"), left.pop(f"{name}.bias"))
            case DynamicWeightFilter():
                copy(part.kernels, f"{name}.kernels")
                identity(part.norm, torch.ones_like(part.norm.weight), left.pop(f"{name}.bias"))
            case nn.Linear():
                copy(part.weight, f"{name}.weight")
                copy(part.bias, f"{name}.bias")
    if left:
        raise SystemExit(f"the file to start from has what this network has not: {', '.join(sorted(left))}")


@torch.no_grad()
def settle(network, batches):
    """Gives each norm the statistics of its inputs over `batches` (keyword arguments of `forward`); the network's function
    in evaluation stays what it was."""
    sums = {}

    def note(norm, inputs):
        x = inputs[0].float()
        entry = sums.setdefault(norm, [0, torch.zeros_like(norm.running_mean), torch.zeros_like(norm.running_mean)])
        entry[0] += x.numel() // x.shape[1]
        entry[1] += x.sum((0, 2, 3))
        entry[2] += x.square().sum((0, 2, 3))

    norms = [module for module in network.modules() if isinstance(module, nn.BatchNorm2d)]
    hooks = [norm.register_forward_pre_hook(note) for norm in norms]
    training = network.training
    network.eval()
    for batch in batches:
        network(**batch)
    network.train(training)
    for hook in hooks:
        hook.remove()
    for norm, (count, total, squares) in sums.items():
        mean = total / count
        variance = (squares / count - mean.square()).clamp(min=1e-6)
        scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
        norm.bias.add_((mean - norm.running_mean) * scale)
        norm.weight.copy_(scale * torch.sqrt(variance + norm.eps))
        norm.running_mean.copy_(mean)
        norm.running_var.copy_(variance)
