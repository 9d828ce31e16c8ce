//! Parameters and multiply-adds of each part, from the same constructors that load the network: each layer says what it
//! takes and how often it multiplies that. Nothing is loaded and nothing computed.

use super::weights::{ModelError, Parameters, Places};

/// What a part of the network comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartCost {
    /// The part, as its tensors' names begin.
    pub name: String,
    /// Values in the model file.
    pub parameters: usize,
    /// Of convolutions and linear layers for one tile, and the additions of the frequency embedding. Norms, activations,
    /// pooling and resizing are not counted.
    pub multiply_adds: usize,
}

/// A source of parameters that counts them; what it hands out is zeros that nothing reads, so that the system need not
/// back them with memory.
pub struct Counting {
    /// In the order in which the network is built.
    pub parts: Vec<PartCost>,
    side: usize,
    positions: usize,
}

impl Counting {
    /// Counts for a tile of `side`² pixels.
    #[must_use]
    pub fn new(side: usize) -> Self {
        Self { parts: Vec::new(), side, positions: 0 }
    }

    fn part(&mut self, name: &str) -> &mut PartCost {
        let name = name.split('.').next().unwrap_or(name);
        let index = self.parts.iter().position(|part| part.name == name).unwrap_or_else(|| {
            self.parts.push(PartCost { name: name.to_owned(), ..PartCost::default() });
            self.parts.len() - 1
        });
        &mut self.parts[index]
    }
}

impl Parameters for Counting {
    fn take(&mut self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError> {
        let values = shape.iter().product();
        self.part(name).parameters += values;
        Ok(vec![0.0; values])
    }

    fn at(&mut self, places: Places) {
        self.positions = match places {
            Places::Stride(stride) => (self.side / stride).pow(2),
            Places::Cells(cells) => cells.pow(2),
        };
    }

    fn work(&mut self, name: &str, multiply_adds: usize) {
        let positions = self.positions;
        self.part(name).multiply_adds += multiply_adds * positions;
    }

    fn work_once(&mut self, name: &str, multiply_adds: usize) {
        self.part(name).multiply_adds += multiply_adds;
    }
}
