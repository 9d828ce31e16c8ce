//! ConvNeXt (Liu et al. 2022), as its detectors use it: with a norm on each tap. Layer scales are multiplied into the
//! convolutions before them at export. Patch convolutions are space-to-depth and a 1×1; the first pads nothing, so weights
//! that expect another range of RGB can be changed for ours exactly.

use burn::tensor::activation::gelu;
use burn::tensor::{Device, Tensor};

use crate::model::layers::{Depthwise, Padding, Pointwise, tensor};
use crate::model::weights::{ModelError, Parameters, Places};

/// Added to a variance before its root.
const EPSILON: f32 = 1e-6;

/// Layer norm over the channels of each position.
struct ChannelNorm {
    weight: Tensor<4>,
    bias: Tensor<4>,
}

impl ChannelNorm {
    fn new(name: &str, channels: usize, source: &mut impl Parameters, device: &Device) -> Result<Self, ModelError> {
        let mut take = |part: &str| -> Result<Tensor<4>, ModelError> {
            Ok(tensor(source.take(&format!("{name}.{part}"), &[channels])?, [1, channels, 1, 1], device))
        };
        Ok(Self { weight: take("weight")?, bias: take("bias")? })
    }

    fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        let centred = x.clone() - x.mean_dim(1);
        let variance = centred.clone().square().mean_dim(1);
        centred / (variance + EPSILON).sqrt() * self.weight.clone() + self.bias.clone()
    }
}

/// Depthwise 7×7, norm, 1×1 to 4C, GELU, 1×1 back; added to its input.
struct Block {
    depthwise: Depthwise,
    norm: ChannelNorm,
    expand: Pointwise,
    project: Pointwise,
}

impl Block {
    fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        let y = self.norm.forward(self.depthwise.forward(x.clone()));
        x + self.project.forward(gelu(self.expand.forward(y)))
    }
}

struct Stage {
    norm: ChannelNorm,
    patch: Pointwise,
    blocks: Vec<Block>,
    tap: ChannelNorm,
}

/// The trunk.
pub struct ConvNeXt {
    stages: Vec<Stage>,
}

impl ConvNeXt {
    /// Takes `trunk.*` for the channels and blocks of each stage.
    pub fn new(
        widths: &[usize; 4],
        depths: &[usize; 4],
        source: &mut impl Parameters,
        device: &Device,
    ) -> Result<Self, ModelError> {
        let mut stages = Vec::with_capacity(4);
        for (i, (&width, &depth)) in widths.iter().zip(depths).enumerate() {
            let name = |part: &str| format!("trunk.s{i}.{part}");
            source.at(Places::Stride(4 << i));
            let (inputs, normed) = if i == 0 { (3 * 4 * 4, width) } else { (widths[i - 1] * 2 * 2, widths[i - 1]) };
            let norm = ChannelNorm::new(&name("norm"), normed, source, device)?;
            let patch = Pointwise::new(&name("patch"), inputs, width, source, device)?;
            let mut blocks = Vec::with_capacity(depth);
            for j in 0..depth {
                let name = |part: &str| format!("trunk.s{i}.b{j}.{part}");
                blocks.push(Block {
                    depthwise: Depthwise::new(&name("dw"), width, 7, 1, Padding::Same, source, device)?,
                    norm: ChannelNorm::new(&name("norm"), width, source, device)?,
                    expand: Pointwise::new(&name("expand"), width, 4 * width, source, device)?,
                    project: Pointwise::new(&name("project"), 4 * width, width, source, device)?,
                });
            }
            let tap = ChannelNorm::new(&name("tap"), width, source, device)?;
            stages.push(Stage { norm, patch, blocks, tap });
        }
        Ok(Self { stages })
    }

    /// Patches become channels: 4×4 of RGB, then a norm; or a norm, then 2×2 of the stage before. Then the blocks.
    pub fn stage(&self, index: usize, x: Tensor<4>) -> Tensor<4> {
        let stage = &self.stages[index];
        let x = match index {
            0 => stage.norm.forward(stage.patch.forward(space_to_depth(x, 4))),
            _ => stage.patch.forward(space_to_depth(stage.norm.forward(x), 2)),
        };
        stage.blocks.iter().fold(x, |x, block| block.forward(x))
    }

    /// A stage's output, normed.
    pub fn tap(&self, index: usize, x: Tensor<4>) -> Tensor<4> {
        self.stages[index].tap.forward(x)
    }
}

/// N×C×H×W to N×(C·side²)×H/side×W/side.
fn space_to_depth(x: Tensor<4>, side: usize) -> Tensor<4> {
    let [n, c, h, w] = x.dims();
    let (rows, columns) = (h / side, w / side);
    let patches = x.reshape([n, c, rows, side, columns, side]).permute([0, 1, 3, 5, 2, 4]);
    patches.reshape([n, c * side * side, rows, columns])
}
