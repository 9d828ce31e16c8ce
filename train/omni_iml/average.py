"""Averages a training's network with the one it started from, and exports it: along the straight line between the two there
is often a better one than either (Wortsman et al. 2022, WiSE-FT). See train/README.md."""

import argparse
from pathlib import Path

import torch

from . import burnpack, data, restart, train
from .network import OmniIml, export


def mixture(first, second, share):
    """Name -> tensor: `second` by this share, the rest `first`. Their norms are folded away, so that the line is straight in
    what is computed with."""
    return {name: torch.lerp(tensor, torch.as_tensor(second[name]).float(), share) for name, tensor in first.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--start", required=True, help="burnpack file that the training started from")
    parser.add_argument("--checkpoints", type=Path, required=True, help="the training's folder")
    parser.add_argument("--shares", type=float, nargs="+", required=True, help="of the trained network; the first is exported")
    parser.add_argument("--export", type=Path, help="where to write it; without, only the figures of each share are printed")
    parser.add_argument("--forge", default="omni-iml")
    parser.add_argument("--forge-threads", type=int, default=1)
    parser.add_argument("--domains", default=",".join(data.DOMAINS))
    parser.add_argument("--validation", type=int, default=160)
    args = parser.parse_args()
    state = torch.load(args.checkpoints / "checkpoint.pt", map_location="cpu", weights_only=True)
    trained = OmniIml()
    trained.load_state_dict(state["average"])
    first, second = burnpack.load(args.start), export(trained.eval())
    validation, device = train.validation_samples(args), torch.device("cpu")
    for share in args.shares:
        network = OmniIml()
        restart.load(network, mixture(first, second, share))
        network.eval().requires_grad_(False)
        print(f"share {share}: {train.validate(network, validation, device)}", flush=True)
        if args.export and share == args.shares[0]:
            train.finish(network, args, device)
            print(train.validate(network, validation, device), flush=True)
            train.gated(network, validation, device)
            digest, size = train.ship(network, args.export)
            print(f"{args.export}: {size} bytes, sha256 {digest}")


if __name__ == "__main__":
    main()
