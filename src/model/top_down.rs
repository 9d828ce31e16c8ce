//! Top-down fusion of the encoder's levels to F1..F4 (paper, section 3.4), merged at S/8 for the dynamic weight filters.

use burn::tensor::{Device, Tensor};

use super::frequency_head;
use super::layers::{Depthwise, Padding, Pointwise, global_mean, halve, up2};
use super::trunk::TAPS;
use super::weights::{ModelError, Parameters};

/// Channels of the decoder.
pub const WIDTH: usize = 64;

struct Smooth {
    depthwise: Depthwise,
    pointwise: Pointwise,
}

impl Smooth {
    fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        self.pointwise.relu(self.depthwise.forward(x))
    }
}

/// Laterals, a global context on the coarsest level, and a smoothing of each level.
pub struct TopDown {
    laterals: [Pointwise; 4],
    context: Pointwise,
    smooth: [Smooth; 4],
    merge: Pointwise,
}

impl TopDown {
    /// Takes `topdown.*`.
    pub fn new(source: &mut impl Parameters, device: &Device) -> Result<Self, ModelError> {
        let mut lateral = |name: &str, inputs: usize| Pointwise::new(&format!("topdown.{name}"), inputs, WIDTH, source, device);
        let laterals = [
            lateral("l4", TAPS[0])?,
            lateral("l8", TAPS[1] + frequency_head::CHANNELS)?,
            lateral("l16", TAPS[2])?,
            lateral("l32", TAPS[3])?,
        ];
        let context = lateral("context", TAPS[3])?;
        let merge = lateral("merge", 4 * WIDTH)?;
        let mut smooth = |level: &str| -> Result<Smooth, ModelError> {
            Ok(Smooth {
                depthwise: Depthwise::new(&format!("topdown.{level}.dw"), WIDTH, 3, 1, Padding::Same, source, device)?,
                pointwise: Pointwise::new(&format!("topdown.{level}.pw"), WIDTH, WIDTH, source, device)?,
            })
        };
        let smooth = [smooth("s4")?, smooth("s8")?, smooth("s16")?, smooth("s32")?];
        Ok(Self { laterals, context, smooth, merge })
    }

    /// Taps at S/4, S/8 (the chosen feature beside the gated frequency one), S/16, S/32 to F1..F4 and the merged S/8 map.
    pub fn forward(&self, taps: [Tensor<4>; 4]) -> ([Tensor<4>; 4], Tensor<4>) {
        let [t4, t8, t16, t32] = taps;
        let [n, channels, ..] = t32.dims();
        let context = self.context.relu(global_mean(t32.clone()).reshape([n, channels, 1, 1]));
        let p32 = self.laterals[3].forward(t32) + context;
        let p16 = self.laterals[2].forward(t16) + up2(p32.clone());
        let p8 = self.laterals[1].forward(t8) + up2(p16.clone());
        let p4 = self.laterals[0].forward(t4) + up2(p8.clone());
        let [s4, s8, s16, s32] = &self.smooth;
        let levels = [s4.forward(p4), s8.forward(p8), s16.forward(p16), s32.forward(p32)];
        let [f1, f2, f3, f4] = levels.clone();
        let merged = self.merge.relu(Tensor::cat(vec![halve(f1), f2, up2(f3), up2(up2(f4))], 1));
        (levels, merged)
    }
}
