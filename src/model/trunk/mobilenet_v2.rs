//! MobileNetV2 1.0 (Sandler et al. 2018), norms folded.

use burn::tensor::{Device, Tensor};

use crate::model::kernels::Activation;
use crate::model::layers::{Dense, Depthwise, Padding, Pointwise};
use crate::model::weights::{ModelError, Parameters, Places};

/// Channels of the taps at strides 4, 8, 16, 32.
pub const TAPS: [usize; 4] = [24, 32, 96, 320];
/// The first block of each stage and the one behind its last.
const STAGES: [(usize, usize); 4] = [(0, 3), (3, 6), (6, 13), (13, 17)];

/// (expansion, channels, stride) of blocks 0 to 16.
const BLOCKS: [(usize, usize, usize); 17] = [
    (1, 16, 1),
    (6, 24, 2),
    (6, 24, 1),
    (6, 32, 2),
    (6, 32, 1),
    (6, 32, 1),
    (6, 64, 2),
    (6, 64, 1),
    (6, 64, 1),
    (6, 64, 1),
    (6, 96, 1),
    (6, 96, 1),
    (6, 96, 1),
    (6, 160, 2),
    (6, 160, 1),
    (6, 160, 1),
    (6, 320, 1),
];

/// Expand 1×1, depthwise 3×3, project 1×1; added to its input where shapes allow.
struct InvertedResidual {
    expand: Option<Pointwise>,
    depthwise: Depthwise,
    project: Pointwise,
    residual: bool,
}

impl InvertedResidual {
    fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        let expanded = match &self.expand {
            Some(expand) => expand.relu6(x.clone()),
            None => x.clone(),
        };
        let y = self.depthwise.relu6(expanded);
        if self.residual { self.project.onto(x, y) } else { self.project.forward(y) }
    }
}

/// The trunk.
pub struct MobileNetV2 {
    stem: Dense,
    blocks: Vec<InvertedResidual>,
}

impl MobileNetV2 {
    /// Takes `trunk.*`.
    pub fn new(source: &mut impl Parameters, device: &Device) -> Result<Self, ModelError> {
        let mut at = 2;
        source.at(Places::Stride(at));
        let stem = Dense::new("trunk.stem", 3, 32, Padding::RightAndBelow.window(3, 2), source, device)?;
        let mut blocks = Vec::with_capacity(BLOCKS.len());
        let mut inputs = 32;
        for (i, (expansion, outputs, stride)) in BLOCKS.into_iter().enumerate() {
            let name = |part: &str| format!("trunk.b{i}.{part}");
            let inner = inputs * expansion;
            let expand = if expansion > 1 { Some(Pointwise::new(&name("expand"), inputs, inner, source, device)?) } else { None };
            at *= stride;
            source.at(Places::Stride(at));
            let padding = if stride == 2 { Padding::RightAndBelow } else { Padding::Same };
            let depthwise = Depthwise::new(&name("dw"), inner, 3, stride, padding, source, device)?;
            let project = Pointwise::new(&name("project"), inner, outputs, source, device)?;
            blocks.push(InvertedResidual { expand, depthwise, project, residual: stride == 1 && inputs == outputs });
            inputs = outputs;
        }
        Ok(Self { stem, blocks })
    }

    /// N×3×S×S to N×32×S/2×S/2.
    fn stem(&self, rgb: Tensor<4>) -> Tensor<4> {
        self.stem.forward(rgb, Activation::Relu6)
    }

    /// One stage; the first begins with the stem.
    pub fn stage(&self, index: usize, x: Tensor<4>) -> Tensor<4> {
        let x = if index == 0 { self.stem(x) } else { x };
        let (first, end) = STAGES[index];
        self.blocks[first..end].iter().fold(x, |x, block| block.forward(x))
    }
}
