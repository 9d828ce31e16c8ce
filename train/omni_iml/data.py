"""Samples from `omni-iml forge --stream`, kept in a pool and reused with flips, turns and crops."""

import subprocess
import threading

import numpy as np
import torch

HEADER = 16
COEFFICIENT_CLIP = 20
# In the order of their numbers in the stream.
DOMAINS = ("natural", "document", "face", "scene_text")


def read_records(stream):
    """Yields samples until the stream ends; the record's layout is in train/README.md."""
    while True:
        header = stream.read(HEADER)
        if len(header) < HEADER:
            return
        if header[:4] != b"OIF1":
            raise ValueError("not a record of omni-iml forge --stream")
        side = int.from_bytes(header[4:6], "little")
        domain, kind, jpeg, aligned, forged = header[6:11]
        blocks = side // 8
        rgb = np.frombuffer(stream.read(side * side * 3), np.uint8).reshape(side, side, 3)
        coefficients = np.frombuffer(stream.read(side * side * 2), "<i2")
        magnitude = np.minimum(np.abs(coefficients.astype(np.int32)), COEFFICIENT_CLIP).astype(np.uint8)
        table = np.frombuffer(stream.read(128), "<u2").astype(np.float32)
        mask = np.frombuffer(stream.read(side * side), np.uint8).reshape(side, side)
        yield {
            "rgb": rgb, "magnitude": magnitude.reshape(blocks, blocks, 8, 8), "q": table.reshape(8, 8), "mask": mask,
            "domain": domain, "kind": kind, "aligned": aligned, "forged": forged, "jpeg": jpeg,
        }


def start_forge(binary, count, seed, size, split, threads, domains):
    """`domains` take turns: comma-separated, one that is named twice has twice the share."""
    command = [binary, "forge", "--stream", "--count", str(count), "--seed", str(seed), "--size", str(size),
               "--split", split, "--threads", str(threads), "--domain", domains]
    return subprocess.Popen(command, stdout=subprocess.PIPE, bufsize=1 << 20)


class Pool:
    """The latest samples of the stream; a sample is drawn up to `reuse` times before the stream must have replaced it."""

    def __init__(self, process, capacity, reuse):
        self.samples, self.capacity, self.reuse = [], capacity, reuse
        # So many must be there before the first is drawn.
        self.enough = min(256, capacity)
        self.received, self.drawn, self.failure = 0, 0, None
        self.ready = threading.Condition()
        self.process = process
        threading.Thread(target=self._fill, daemon=True).start()

    def _fill(self):
        try:
            for sample in read_records(self.process.stdout):
                with self.ready:
                    if len(self.samples) < self.capacity:
                        self.samples.append(sample)
                    else:
                        self.samples[self.received % self.capacity] = sample
                    self.received += 1
                    self.ready.notify_all()
                    # Not further ahead than the network consumes, or the forge would take its processor.
                    ahead = max(self.capacity * 0.25, self.enough)
                    self.ready.wait_for(lambda: self.drawn * 1.25 + ahead * self.reuse >= self.received * self.reuse)
            raise EOFError("the forge ended")
        except Exception as error:  # handed to the trainer, which raises it
            with self.ready:
                self.failure = error
                self.ready.notify_all()

    def draw(self, rng, count):
        with self.ready:
            self.ready.wait_for(lambda: self.failure or (len(self.samples) >= self.enough and self.drawn < self.received * self.reuse))
            if self.failure and len(self.samples) < self.enough:
                raise self.failure
            self.drawn += count
            self.ready.notify_all()
            return [self.samples[i] for i in rng.integers(0, len(self.samples), count)]


def dihedral(sample, turn, side, x, y):
    """The `side`² crop at block (x, y) under one of the eight symmetries: pixels, |coefficients| and table alike.

    Mirroring flips the sign of odd frequencies, which magnitudes do not see; transposing swaps the two frequencies.
    """
    blocks = side // 8
    rgb = sample["rgb"][y * 8 : y * 8 + side, x * 8 : x * 8 + side]
    mask = sample["mask"][y * 8 : y * 8 + side, x * 8 : x * 8 + side]
    magnitude, q = sample["magnitude"][y : y + blocks, x : x + blocks], sample["q"]
    if turn & 1:
        rgb, mask, magnitude = rgb[:, ::-1], mask[:, ::-1], magnitude[:, ::-1]
    if turn & 2:
        rgb, mask, magnitude = rgb[::-1], mask[::-1], magnitude[::-1]
    if turn & 4:
        rgb, mask = rgb.transpose(1, 0, 2), mask.T
        magnitude, q = magnitude.transpose(1, 0, 3, 2), q.T
    return rgb, mask, magnitude, q


def a_block_on(sample):
    """What the sample shows from its second column of blocks on."""
    return sample | {"rgb": sample["rgb"][:, 8:], "mask": sample["mask"][:, 8:], "magnitude": sample["magnitude"][:, 1:]}


def batch(samples, rng, side, augment=True):
    """Stacks samples into tensors for the network and the losses."""
    rgbs, masks, magnitudes, tables, forged = [], [], [], [], []
    for sample in samples:
        room = (sample["rgb"].shape[0] - side) // 8
        turn, x, y = (rng.integers(8), *rng.integers(0, room + 1, 2)) if augment else (0, 0, 0)
        if augment and sample["forged"] and room and rng.random() < 0.7:
            # A crop around a forged pixel: random ones would mostly miss small regions.
            rows, columns = np.nonzero(sample["mask"][::8, ::8])
            if len(rows):
                pick = rng.integers(len(rows))
                jitter = rng.integers(0, side // 8, 2)
                x = int(np.clip(columns[pick] - jitter[0], 0, room))
                y = int(np.clip(rows[pick] - jitter[1], 0, room))
        rgb, mask, magnitude, q = dihedral(sample, turn, side, x, y)
        rgbs.append(np.ascontiguousarray(rgb))
        masks.append(np.ascontiguousarray(mask))
        magnitudes.append(np.ascontiguousarray(magnitude).reshape(side // 8, side // 8, 64))
        tables.append(np.ascontiguousarray(q).reshape(64))
        forged.append(mask.any())
    stack = lambda arrays: torch.from_numpy(np.stack(arrays))
    return {
        "rgb": stack(rgbs).permute(0, 3, 1, 2).float() / 127.5 - 1,
        "mask": stack(masks)[:, None].float(),
        "magnitude": stack(magnitudes),
        "q": stack(tables),
        "aligned": torch.tensor([float(s["aligned"]) for s in samples]),
        "domain": torch.tensor([int(s["domain"]) for s in samples]),
        "forged": torch.tensor([float(f) for f in forged]),
    }
