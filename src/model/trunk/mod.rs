//! The trunk: four stages whose outputs (taps) lie at strides 4, 8, 16, 32. The paper's parts attach to the taps; callers
//! run stage by stage, because the gate's choice comes in after the second. The paper does not name its trunk; both are
//! our choice.

mod convnext;
pub mod mobilenet_v2;

use burn::tensor::{Device, Tensor};

use super::config::TrunkConfig;
use super::weights::{ModelError, Parameters};
use convnext::ConvNeXt;
use mobilenet_v2::MobileNetV2;

/// Either trunk.
#[allow(clippy::large_enum_variant, reason = "there is one for each network")]
pub enum Trunk {
    /// Of `small`.
    MobileNetV2(MobileNetV2),
    /// Of `mid` and `full`.
    ConvNeXt(ConvNeXt),
}

impl Trunk {
    /// Takes `trunk.*`.
    pub fn new(config: &TrunkConfig, source: &mut impl Parameters, device: &Device) -> Result<Self, ModelError> {
        Ok(match config {
            TrunkConfig::MobileNetV2 => Self::MobileNetV2(MobileNetV2::new(source, device)?),
            TrunkConfig::ConvNeXt { widths, depths } => Self::ConvNeXt(ConvNeXt::new(widths, depths, source, device)?),
        })
    }

    /// Runs stage 0 (RGB in −1..=1, N×3×S×S, to S/4), 1 (to S/8), 2 (to S/16) or 3 (to S/32).
    pub fn stage(&self, stage: usize, x: Tensor<4>) -> Tensor<4> {
        match self {
            Self::MobileNetV2(trunk) => trunk.stage(stage, x),
            Self::ConvNeXt(trunk) => trunk.stage(stage, x),
        }
    }

    /// A stage's output as the decoder reads it, of the same shape: a ConvNeXt's features are normed.
    pub fn tap(&self, stage: usize, x: Tensor<4>) -> Tensor<4> {
        match self {
            Self::MobileNetV2(_) => x,
            Self::ConvNeXt(trunk) => trunk.tap(stage, x),
        }
    }
}
