//! What people need beside the mask and the paper does not have: an image score and the domain.

use burn::tensor::activation::{relu, sigmoid};
use burn::tensor::{Device, Tensor};

use super::config::Config;
use super::layers::{Linear, global_max, global_mean};
use super::weights::{ModelError, Parameters};

/// Two fully connected layers.
pub struct PooledHead {
    fc1: Linear,
    fc2: Linear,
}

impl PooledHead {
    fn new(
        name: &str,
        [inputs, inner, outputs]: [usize; 3],
        source: &mut impl Parameters,
        device: &Device,
    ) -> Result<Self, ModelError> {
        Ok(Self {
            fc1: Linear::new(&format!("{name}.fc1"), inputs, inner, source, device)?,
            fc2: Linear::new(&format!("{name}.fc2"), inner, outputs, source, device)?,
        })
    }

    fn forward(&self, x: Tensor<2>) -> Tensor<2> {
        self.fc2.forward(relu(self.fc1.forward(x)))
    }
}

/// Image score and domain.
pub struct Heads {
    score: PooledHead,
    domain: PooledHead,
}

impl Heads {
    /// Takes `score.*` and `domain.*`.
    pub fn new(config: &Config, source: &mut impl Parameters, device: &Device) -> Result<Self, ModelError> {
        let score = PooledHead::new("score", [2 * config.width + 2, config.heads, 1], source, device)?;
        Ok(Self { score, domain: PooledHead::new("domain", [config.taps()[3], config.heads, 4], source, device)? })
    }

    /// Logits N×1: is anything in the sample manipulated.
    pub fn score(&self, x: Tensor<4>, mask: Tensor<4>) -> Tensor<2> {
        let m = sigmoid(mask);
        let pooled = vec![global_mean(x.clone()), global_max(x), global_mean(m.clone()), global_max(m)];
        self.score.forward(Tensor::cat(pooled, 1))
    }

    /// Logits N×4: natural photograph, document, face, scene text.
    pub fn domain(&self, t32: Tensor<4>) -> Tensor<2> {
        self.domain.forward(global_mean(t32))
    }
}
