//! Top-down fusion of the encoder's levels to F1..F4 (paper, section 3.4), merged at S/8 for the dynamic weight filters.

use burn::tensor::{Device, Tensor};

use super::config::Config;
use super::layers::{Pointwise, global_mean, halve, up2};
use super::pyramid::PooledContext;
use super::spatial::Spatial;
use super::weights::{ModelError, Parameters, Places};

struct Smooth {
    spatial: Spatial,
    pointwise: Pointwise,
}

impl Smooth {
    fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        self.pointwise.relu(self.spatial.forward(x))
    }
}

/// Laterals, contexts on the coarsest level (the picture's mean at every size, a pyramid at the larger ones), and a
/// smoothing of each level.
pub struct TopDown {
    laterals: [Pointwise; 4],
    context: Pointwise,
    contexts: Vec<PooledContext>,
    smooth: [Smooth; 4],
    merge: Pointwise,
}

impl TopDown {
    /// Takes `topdown.*`.
    pub fn new(config: &Config, source: &mut impl Parameters, device: &Device) -> Result<Self, ModelError> {
        let ([t4, t8, t16, t32], width) = (config.taps(), config.width);
        let mut level = |stride: usize, inputs: usize| -> Result<(Pointwise, Smooth), ModelError> {
            source.at(Places::Stride(stride));
            let lateral = Pointwise::new(&format!("topdown.l{stride}"), inputs, width, source, device)?;
            let name = |part: &str| format!("topdown.s{stride}.{part}");
            let spatial = Spatial::new(&name("dw"), width, 1, config.dense, source, device)?;
            Ok((lateral, Smooth { spatial, pointwise: Pointwise::new(&name("pw"), width, width, source, device)? }))
        };
        let (l4, s4) = level(4, t4)?;
        let (l8, s8) = level(8, t8 + config.frequency)?;
        let (l16, s16) = level(16, t16)?;
        let (l32, s32) = level(32, t32)?;
        source.at(Places::Stride(8));
        let merge = Pointwise::new("topdown.merge", 4 * width, width, source, device)?;
        source.at(Places::Cells(1));
        let context = Pointwise::new("topdown.context", t32, width, source, device)?;
        let contexts = config
            .pyramid
            .iter()
            .map(|&cells| PooledContext::new(&format!("topdown.context{cells}"), cells, t32, width, source, device))
            .collect::<Result<_, _>>()?;
        Ok(Self { laterals: [l4, l8, l16, l32], context, contexts, smooth: [s4, s8, s16, s32], merge })
    }

    /// Taps at S/4, S/8 (the chosen feature beside the gated frequency one), S/16, S/32 to F1..F4 and the merged S/8 map.
    pub fn forward(&self, taps: [Tensor<4>; 4]) -> ([Tensor<4>; 4], Tensor<4>) {
        let [t4, t8, t16, t32] = taps;
        let [n, channels, ..] = t32.dims();
        let context = self.context.relu(global_mean(t32.clone()).reshape([n, channels, 1, 1]));
        let p32 = self.laterals[3].forward(t32.clone()) + context;
        let p32 = self.contexts.iter().fold(p32, |p32, context| p32 + context.forward(t32.clone()));
        let p16 = self.laterals[2].onto(up2(p32.clone()), t16);
        let p8 = self.laterals[1].onto(up2(p16.clone()), t8);
        let p4 = self.laterals[0].onto(up2(p8.clone()), t4);
        let [s4, s8, s16, s32] = &self.smooth;
        let levels = [s4.forward(p4), s8.forward(p8), s16.forward(p16), s32.forward(p32)];
        let [f1, f2, f3, f4] = levels.clone();
        let merged = self.merge.relu(Tensor::cat(vec![halve(f1), f2, up2(f3), up2(up2(f4))], 1));
        (levels, merged)
    }
}
