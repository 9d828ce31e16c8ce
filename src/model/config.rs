//! The network's sizes as plain numbers; `train/omni_iml/config.py` holds the same ones, and `tests/parity.rs` compares
//! them. The paper gives one figure, 152 M parameters; every number here is our own choice.

/// The trunk and its sizes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrunkConfig {
    /// MobileNetV2 1.0, whose sizes are fixed.
    MobileNetV2,
    /// ConvNeXt.
    ConvNeXt {
        /// Channels of each stage.
        widths: [usize; 4],
        /// Blocks of each stage.
        depths: [usize; 4],
    },
}

/// One size of the network. The decoder's narrow layers have half its width, the residual stem twice the channels of the
/// tap at S/4.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Config {
    /// The size in a model file's metadata.
    pub name: &'static str,
    /// What everything else attaches to.
    pub trunk: TrunkConfig,
    /// Channels of F_freq.
    pub frequency: usize,
    /// Blocks behind the embedding.
    pub frequency_blocks: usize,
    /// How much wider those blocks are inside.
    pub frequency_expansion: usize,
    /// Channels of the coarse heads and the modal gate.
    pub heads: usize,
    /// Channels of the decoder.
    pub width: usize,
    /// Cells a side of the contexts that the coarsest level gets beside the picture's mean.
    pub pyramid: &'static [usize],
    /// Whether the 3×3 convolutions of heads and decoder mix channels or are depthwise.
    pub dense: bool,
}

impl Config {
    /// For a page: 2.8 M parameters.
    pub const SMALL: Self = Self {
        name: "small",
        trunk: TrunkConfig::MobileNetV2,
        frequency: 96,
        frequency_blocks: 2,
        frequency_expansion: 2,
        heads: 64,
        width: 64,
        pyramid: &[],
        dense: false,
    };

    /// For a desktop: 36 M parameters, ConvNeXt-T.
    pub const MID: Self = Self {
        name: "mid",
        trunk: TrunkConfig::ConvNeXt { widths: [96, 192, 384, 768], depths: [3, 3, 9, 3] },
        frequency: 192,
        frequency_blocks: 3,
        frequency_expansion: 4,
        heads: 128,
        width: 192,
        pyramid: &[2, 3, 6],
        dense: false,
    };

    /// The paper's: 152 M parameters, ConvNeXt-B.
    pub const FULL: Self = Self {
        name: "full",
        trunk: TrunkConfig::ConvNeXt { widths: [128, 256, 512, 1024], depths: [3, 3, 27, 3] },
        frequency: 256,
        frequency_blocks: 3,
        frequency_expansion: 6,
        heads: 256,
        width: 512,
        pyramid: &[2, 3, 6],
        dense: true,
    };

    /// Every part of `full`, narrow, for tests.
    pub const TINY: Self = Self {
        name: "tiny",
        trunk: TrunkConfig::ConvNeXt { widths: [8, 12, 20, 28], depths: [1, 2, 2, 1] },
        frequency: 24,
        frequency_blocks: 3,
        frequency_expansion: 3,
        heads: 20,
        width: 16,
        pyramid: &[2, 3, 6],
        dense: true,
    };

    /// The size of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        [&Self::SMALL, &Self::MID, &Self::FULL, &Self::TINY].into_iter().find(|config| config.name == name)
    }

    /// Channels of the trunk's taps at strides 4, 8, 16, 32.
    #[must_use]
    pub fn taps(&self) -> [usize; 4] {
        match self.trunk {
            TrunkConfig::MobileNetV2 => super::trunk::mobilenet_v2::TAPS,
            TrunkConfig::ConvNeXt { widths, .. } => widths,
        }
    }
}
