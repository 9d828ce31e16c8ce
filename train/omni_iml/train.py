"""Trains within a time budget, resumes, evaluates and exports; see train/README.md."""

import argparse
import csv
import itertools
import math
import os
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from . import anomaly, burnpack, data, heads, losses, metrics, restart
from .network import OmniIml, export, load_trunk

TRUNK_RATE = 0.15
WARM_UP = 0.08
# Side of the forge's training samples, about a tile's; smaller crops of them come first. The heads of the whole tile
# are fitted to it at the end, and chosen on so many.
TILE = 448
SCORED = 400
# Batches that the norms of a network from a file are settled on.
SETTLED = 40
# The side of the crops until this part of the time. Pixel AUC rises at 256² more than at 128²; whole samples of 448² in a
# last part cost more and did not help.
STAGES = ((0.25, 128), (math.inf, 256))


class Average:
    """Exponential moving average of parameters and buffers; young ones follow faster."""

    def __init__(self, network, decay=0.998):
        self.decay, self.steps = decay, 0
        self.network = OmniIml()
        self.network.load_state_dict(network.state_dict())
        self.network.eval().requires_grad_(False)

    @torch.no_grad()
    def update(self, network):
        self.steps += 1
        decay = min(self.decay, (1 + self.steps) / (10 + self.steps))
        for mine, its in zip(self.network.state_dict().values(), network.state_dict().values()):
            if mine.is_floating_point():
                mine.lerp_(its.to(mine.device), 1 - decay)
            else:
                mine.copy_(its)


def chooser(progress, mask, rng):
    """How samples choose while training: at random in the warm-up, then by the label or by the gate, half each."""

    def choose(gate, p_vision, p_fused):
        n = len(gate)
        if progress < WARM_UP:
            return torch.from_numpy(rng.random(n) < 0.5).to(gate.device)
        eighth = (F.adaptive_avg_pool2d(mask, p_vision.shape[-2:]) > 0.5).float()
        label, _ = losses.gate_label(p_vision, p_fused, eighth)
        teacher = torch.from_numpy(rng.random(n) < 0.5).to(gate.device)
        return torch.where(teacher, label > 0, gate > 0)

    return choose


@torch.no_grad()
def predictions(network, samples, device, choose=None):
    """The network's output, the mask's logits at full size, and the samples, a batch at a time."""
    rng = np.random.default_rng(0)
    for start in range(0, len(samples), 8):
        part = {k: v.to(device) for k, v in data.batch(samples[start : start + 8], rng, samples[0]["rgb"].shape[0], False).items()}
        out = network(part["rgb"], part["magnitude"], part["q"], choose)
        yield out, F.interpolate(out["mask"].float(), scale_factor=4, mode="bilinear", align_corners=False), part


def validate(network, samples, device, choose=None, enhancement=None):
    """Figures on a fixed list of samples at their full size; those of the boxes that `enhancement` finds where it is given."""
    rows, scores, forged, fused, false_area, found, truth = [], [], [], [], [], [], []
    by_domain, domain_right = {}, []
    for out, logits, part in predictions(network, samples, device, choose):
        if enhancement is not None:
            found += [[tensor.cpu().numpy() for tensor in pair] for pair in enhancement(out)]
            truth += [boxes.cpu().numpy() for boxes in anomaly.region_boxes(part["mask"])]
        probability = logits.sigmoid()
        for i in range(len(probability)):
            p, m = probability[i, 0].cpu().numpy(), part["mask"][i, 0].cpu().numpy()
            if m.any():
                rows.append(metrics.picture(p, m))
                by_domain.setdefault(int(part["domain"][i]), []).append(rows[-1][0])
            else:
                false_area.append((p >= 0.5).mean())
        scores += out["score"].float().tolist()
        forged += part["forged"].tolist()
        fused += (out["gate"][:, 0] > 0).float().tolist()
        domain_right += (out["domain"].argmax(1) == part["domain"]).float().tolist()
    columns = [[value for value in column if value is not None] for column in zip(*rows)]
    f1, iou, pixel_auc = (float(np.mean(column)) for column in columns)
    figures = {"f1": f1, "iou": iou, "auc": pixel_auc, "image_auc": float(metrics.auc(scores, forged) or "nan"), "false_area": float(np.mean(false_area)), "fused": float(np.mean(fused))}
    if len(by_domain) > 1:
        figures |= {f"f1_{data.DOMAINS[domain]}": float(np.mean(f1)) for domain, f1 in sorted(by_domain.items())}
        figures["domain"] = float(np.mean(domain_right))
    if enhancement is not None:
        figures["ap50"] = metrics.average_precision(found, truth)
    return figures


def centre_mask(network, samples, device):
    """Moves the mask's logits by the constant with the best sum of F1@.5 on forged samples and the area left alone on
    authentic ones: the weights in the losses need not leave the best threshold at one half."""
    shifts = np.linspace(-2, 2, 41)
    f1, alone = [], []
    for _, logits, part in predictions(network, samples, device):
        for logit, mask in zip(logits.cpu().numpy(), part["mask"].cpu().numpy()):
            if mask.any():
                f1.append([metrics.picture_f1(logit + shift >= 0, mask > 0) for shift in shifts])
            else:
                alone.append([(logit + shift < 0).mean() for shift in shifts])
    f1 = np.mean(f1, 0)
    alone = np.mean(alone, 0) if alone else np.ones(len(shifts))
    best = int((f1 + alone).argmax())
    with torch.no_grad():
        network.mask.out.conv.bias += float(shifts[best])
    print(f"mask logits moved by {shifts[best]:+.1f}: F1 {f1[20]:.4f} -> {f1[best]:.4f}, "
          f"false area {1 - alone[20]:.4f} -> {1 - alone[best]:.4f}", flush=True)


def forged(args, count, seed, side, split):
    """So many samples, one after the other. `args` has `forge`, `forge_threads` and `domains`."""
    process = data.start_forge(args.forge, count, seed, side, split, args.forge_threads, args.domains)
    made = 0
    for sample in data.read_records(process.stdout):
        made += 1
        yield sample
    process.wait()
    if made < count:
        raise SystemExit(f"omni-iml forge made {made} of {count} samples; its message is above")


def refit_heads(network, training, validation, device):
    """Fits the heads of the whole tile to samples of about a tile's size. `training` gives its samples, a block larger, each
    time anew: there are too many to hold."""

    def features(samples):
        samples, rng = iter(samples), np.random.default_rng(0)
        batches = iter(lambda: list(itertools.islice(samples, 8)), [])
        parts = (data.batch(some, rng, TILE, False) for some in batches)
        return heads.features(network, ({name: tensor.to(device) for name, tensor in part.items()} for part in parts))

    seen, moved = features(training()), features(map(data.a_block_on, training()))
    training = {name: (seen[name][0], moved[name][0], seen[name][1]) for name in seen}
    validation = features(validation)
    for name, first, second in (("score", network.score1, network.score2), ("domain", network.domain1, network.domain2)):
        before, after = heads.refit(first, second, heads.LOSSES[name], training[name], validation[name])
        print(f"{name}: loss on {SCORED} validation samples of {TILE}² {before:.4f} -> {after:.4f}", flush=True)


def validation_samples(args):
    """The samples that every validation of a training is made on."""
    return list(forged(args, args.validation, 7, 256, "validation"))


def finish(network, args, device):
    """What a network gets before it is exported, all of it on whole tiles: fitted heads, and a mask whose best threshold is
    one half."""
    validation = list(forged(args, SCORED, 5, TILE, "validation"))
    refit_heads(network, lambda: forged(args, 4 * SCORED, 3, TILE + 8, "train"), validation, device)
    centre_mask(network, validation, device)


def gated(network, validation, device):
    """Prints the figures with the gate held in each of its places."""
    for name, chosen in (("vision always", 0), ("fused always", 1)):
        always = lambda gate, *_: torch.full_like(gate, chosen) > 0.5
        print(name, validate(network, validation, device, always), flush=True)


def ship(network, path):
    """Writes the file that ships; its SHA-256 and size."""
    return burnpack.save(path, export(network), {"format": "omni-iml", "version": "1", "size": "small"})


def read_log(log):
    with open(log, newline="") as file:
        return list(csv.DictReader(file))


def append_row(log, row):
    """Adds a row. The log's columns are all that any of its rows has, for a training may be resumed with other ones."""
    rows = [*(read_log(log) if log.exists() else []), row]
    temporary = log.with_suffix(".tmp")
    with open(temporary, "w", newline="") as file:
        writer = csv.DictWriter(file, dict.fromkeys(name for r in rows for name in r))
        writer.writeheader()
        writer.writerows(rows)
    os.replace(temporary, log)


def plot(log, path):
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    rows = read_log(log)
    figure, axes = pyplot.subplots(1, 2, figsize=(11, 4))
    samples = [int(r["samples"]) for r in rows]
    axes[0].plot(samples, [float(r["loss"]) for r in rows])
    axes[0].set(xlabel="samples", ylabel="training loss")
    for name in ("f1", "auc", "image_auc", "ap50"):
        if name in rows[-1]:
            axes[1].plot(samples, [float(r[name] or "nan") for r in rows], label=name)
    axes[1].set(xlabel="samples", ylabel="validation", ylim=(0, 1))
    axes[1].legend()
    figure.tight_layout()
    figure.savefig(path)
    pyplot.close(figure)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, required=True, help="the whole training's time, resumed parts included; what --export does comes on top")
    parser.add_argument("--forge", default="omni-iml", help="the omni-iml binary [default: omni-iml on PATH]")
    parser.add_argument("--trunk", help="safetensors file with the ImageNet trunk to start from")
    parser.add_argument("--start", help="burnpack file of a trained network to start from, where there is no checkpoint yet")
    parser.add_argument("--checkpoints", type=Path, required=True, help="folder for checkpoint, log and plot")
    parser.add_argument("--export", type=Path, help="where to write the network as burnpack at the end")
    parser.add_argument("--batch", type=int, default=16, help="crops of 256² a step; as many pixels in crops of other sizes")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--reuse", type=int, default=6, help="times a forged sample is used")
    parser.add_argument("--pool", type=int, default=1500, help="samples kept in memory")
    parser.add_argument("--domains", default=",".join(data.DOMAINS), help="what is trained on, in turn; one named twice has twice the share")
    parser.add_argument("--forge-threads", type=int, default=1)
    parser.add_argument("--validation", type=int, default=160)
    parser.add_argument("--without", nargs="+", choices=("anomaly",), default=(), help="parts to leave out, for ablations")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def fitted(stored, own):
    """The optimiser's stored state for one whose last groups were added or left out since: new groups start fresh."""
    groups = [*stored["param_groups"], *own["param_groups"][len(stored["param_groups"]) :]][: len(own["param_groups"])]
    kept = {index for group in groups for index in group["params"]}
    return {"state": {index: state for index, state in stored["state"].items() if index in kept}, "param_groups": groups}


class Trainer:
    def __init__(self, args):
        self.args = args
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        # A processor without bf16 instructions emulates them, fifteen times slower than f32.
        self.half = self.device.type == "cuda" or torch.cpu._is_avx512_bf16_supported()
        torch.manual_seed(args.seed)
        self.network = OmniIml()
        if args.trunk:
            load_trunk(self.network, args.trunk)
        if args.start:
            restart.load(self.network, burnpack.load(args.start))
        self.network.to(self.device)
        self.enhancement = None if "anomaly" in args.without else anomaly.AnomalyEnhancement(self.network.trunk.widths).to(self.device)
        trained = [self.network] if self.enhancement is None else [self.network, self.enhancement]
        for module in (m for part in trained for m in part.modules()):
            if isinstance(module, torch.nn.Conv2d):
                module.to(memory_format=torch.channels_last)
        trunk = list(self.network.trunk.parameters())
        ids = {id(p) for p in trunk}
        rest = [p for p in self.network.parameters() if id(p) not in ids]
        groups = [{"params": trunk, "scale": TRUNK_RATE}, {"params": rest, "scale": 1.0}]
        if self.enhancement is not None:
            groups.append({"params": list(self.enhancement.parameters()), "scale": 1.0})
        self.optimiser = torch.optim.AdamW(groups, lr=args.rate, weight_decay=0.02)
        self.average = Average(self.network)
        self.average.network.to(self.device)
        self.seconds, self.samples, self.steps = 0.0, 0, 0
        self.checkpoint = args.checkpoints / "checkpoint.pt"
        args.checkpoints.mkdir(parents=True, exist_ok=True)
        if self.checkpoint.exists():
            self.resume()
        # A resumed run draws other samples than those before it.
        self.rng = np.random.default_rng([args.seed, self.steps])
        self.log = args.checkpoints / "log.csv"

    def resume(self):
        state = torch.load(self.checkpoint, map_location=self.device, weights_only=True)
        self.network.load_state_dict(state["network"])
        self.average.network.load_state_dict(state["average"])
        self.optimiser.load_state_dict(fitted(state["optimiser"], self.optimiser.state_dict()))
        if self.enhancement is not None and "enhancement" in state:
            self.enhancement.load_state_dict(state["enhancement"])
        self.average.steps = state["average_steps"]
        self.seconds, self.samples, self.steps = state["seconds"], state["samples"], state["steps"]
        print(f"resumed at {self.seconds / 60:.1f} minutes, {self.samples} samples", flush=True)

    def save(self):
        state = {
            "network": self.network.state_dict(), "average": self.average.network.state_dict(), "average_steps": self.average.steps,
            "optimiser": self.optimiser.state_dict(), "seconds": self.seconds, "samples": self.samples, "steps": self.steps,
        }
        if self.enhancement is not None:
            state["enhancement"] = self.enhancement.state_dict()
        temporary = self.checkpoint.with_suffix(".tmp")
        torch.save(state, temporary)
        os.replace(temporary, self.checkpoint)

    def settle(self, pool):
        """Norms of a network that starts from a file, and its average, which is the same at first."""
        parts = (data.batch(pool.draw(self.rng, 8), self.rng, 256) for _ in range(SETTLED))
        names = ("rgb", "magnitude", "q")
        restart.settle(self.network, ({name: part[name].to(self.device) for name in names} for part in parts))
        self.average.network.load_state_dict(self.network.state_dict())

    def step(self, pool, progress):
        side = next(side for until, side in STAGES if progress < until)
        side = min(side, pool.samples[0]["rgb"].shape[0]) if pool.samples else side
        count = round(self.args.batch * (256 / side) ** 2)
        part = data.batch(pool.draw(self.rng, count), self.rng, side)
        part = {k: v.to(self.device, non_blocking=True) for k, v in part.items()}
        part["rgb"] = part["rgb"].contiguous(memory_format=torch.channels_last)
        rate = self.args.rate * (min(1, progress / 0.02 + 0.05) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1, progress)))))
        for group in self.optimiser.param_groups:
            group["lr"] = rate * group["scale"]
        self.network.train()
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.half):
            out = self.network(part["rgb"], part["magnitude"], part["q"], chooser(progress, part["mask"], self.rng))
            boxes = {} if self.enhancement is None else self.enhancement.train().losses(out, part["mask"])
        parts = losses.total(out, part, len(part["domain"].unique()))
        parts |= {name: anomaly.WEIGHT * loss for name, loss in boxes.items()}
        loss = sum(parts.values())
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
        if self.enhancement is not None:
            # By itself: what it has to learn from nothing must not slow the network down.
            torch.nn.utils.clip_grad_norm_(self.enhancement.parameters(), 5.0)
        self.optimiser.step()
        self.average.update(self.network)
        self.samples += count
        self.steps += 1
        return float(loss.detach())

    def report(self, validation, recent):
        self.average.network.to(self.device)
        enhancement = self.enhancement and self.enhancement.eval()
        figures = validate(self.average.network, validation, self.device, enhancement=enhancement)
        row = {"minutes": round(self.seconds / 60, 2), "samples": self.samples, "loss": round(float(np.mean(recent)), 4), **{k: round(v, 4) for k, v in figures.items() if v is not None}}
        append_row(self.log, row)
        print(row, flush=True)
        self.save()
        plot(self.log, self.log.with_suffix(".png"))

    def run(self):
        args = self.args
        validation = validation_samples(args)
        process = data.start_forge(args.forge, 10**9, 1000 + args.seed + self.steps, TILE, "train", args.forge_threads, args.domains)
        pool = data.Pool(process, args.pool, args.reuse)
        if args.start and self.steps == 0:
            self.settle(pool)
        budget, recent = args.minutes * 60, []
        started, before, reported = time.monotonic(), self.seconds, time.monotonic()
        try:
            while self.seconds < budget:
                recent.append(self.step(pool, self.seconds / budget))
                self.seconds = before + time.monotonic() - started
                if time.monotonic() - reported > 300:
                    self.report(validation, recent[-50:])
                    self.seconds = before + time.monotonic() - started
                    reported = time.monotonic()
        finally:
            process.kill()
        if recent:
            self.report(validation, recent[-50:])
        gated(self.average.network, validation, self.device)
        if args.export:
            finish(self.average.network, args, self.device)
            digest, size = ship(self.average.network, args.export)
            print(f"{args.export}: {size} bytes, sha256 {digest}; {self.samples} samples in {self.seconds:.0f} s")


if __name__ == "__main__":
    Trainer(arguments()).run()
