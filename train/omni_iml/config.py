"""The network's sizes as plain numbers; `src/model/config.rs` holds the same ones, and `tests/parity.rs` compares them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ConvNeXtConfig:
    """A ConvNeXt's channels and blocks, stage by stage."""

    widths: tuple
    depths: tuple


@dataclass(frozen=True)
class Config:
    """One size. The decoder's narrow layers have half its width, the residual stem twice the channels of the tap at S/4."""

    name: str
    # None: MobileNetV2 1.0.
    convnext: ConvNeXtConfig | None
    # Channels of F_freq, and the blocks that follow the embedding.
    frequency: int
    frequency_blocks: int
    frequency_expansion: int
    # Channels of the coarse heads and the modal gate.
    heads: int
    # Channels of the decoder.
    width: int
    # Cells a side of the contexts that the coarsest level gets beside the picture's mean.
    pyramid: tuple
    # Whether the 3×3 convolutions of heads and decoder mix channels or are depthwise.
    dense: bool


SMALL = Config("small", None, 96, 2, 2, 64, 64, (), False)
MID = Config("mid", ConvNeXtConfig((96, 192, 384, 768), (3, 3, 9, 3)), 192, 3, 4, 128, 192, (2, 3, 6), False)
FULL = Config("full", ConvNeXtConfig((128, 256, 512, 1024), (3, 3, 27, 3)), 256, 3, 6, 256, 512, (2, 3, 6), True)
# Every part of `full`, narrow, for tests.
TINY = Config("tiny", ConvNeXtConfig((8, 12, 20, 28), (1, 2, 2, 1)), 24, 3, 3, 20, 16, (2, 3, 6), True)
SIZES = {config.name: config for config in (SMALL, MID, FULL, TINY)}
