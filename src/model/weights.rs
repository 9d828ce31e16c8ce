//! Reading a model file: limits first, then names, shapes and values, each with an error of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use burn_pack::{Bytes, DType, Reader};
use half::f16;

/// Largest model file that is read, bytes.
pub const MAX_FILE_BYTES: usize = 512 << 20;
/// Most tensors in a file.
pub const MAX_TENSORS: usize = 4096;
/// Most values in one tensor.
pub const MAX_VALUES: usize = 64 << 20;
/// Most values in a file; `full` has 152 million.
pub const MAX_VALUES_IN_ALL: usize = 192 << 20;
/// What the name of a tensor of scales ends in; before it stands the name of the integers that they are for.
pub const SCALE: &str = ".scale";

/// Why a model file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModelError {
    /// Over a limit: what, the limit and what was found.
    TooLarge(&'static str, usize, usize),
    /// Not a burnpack file, or a broken one.
    Unreadable(String),
    /// Not a network of this format and version.
    WrongFormat(String),
    /// A network of a size that is not known.
    UnknownSize(String),
    /// A tensor of the network is not in the file.
    Missing(String),
    /// A tensor has another shape: name, expected, found.
    WrongShape(String, Vec<usize>, Vec<usize>),
    /// Tensors in the file that the network does not have.
    Unused(Vec<String>),
    /// A tensor holds infinities or NaN.
    NotFinite(String),
    /// A tensor of scales holds one that is not above zero.
    Scale(String),
    /// A file cannot be made of the weights.
    Unwritable(String),
}

impl ModelError {
    /// A stable name for programs.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            ModelError::TooLarge(..) => "model-too-large",
            ModelError::Unreadable(_) => "model-unreadable",
            ModelError::WrongFormat(_) => "model-format",
            ModelError::UnknownSize(_) => "model-size",
            ModelError::Missing(_) => "model-missing-tensor",
            ModelError::WrongShape(..) => "model-wrong-shape",
            ModelError::Unused(_) => "model-unused-tensors",
            ModelError::NotFinite(_) => "model-not-finite",
            ModelError::Scale(_) => "model-scale",
            ModelError::Unwritable(_) => "model-unwritable",
        }
    }
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the model file cannot be used: ")?;
        match self {
            ModelError::TooLarge(what, limit, found) => write!(f, "{what} {found}, over the limit of {limit}"),
            ModelError::Unreadable(why) => write!(f, "it is damaged or no burnpack file ({why}); fetch it again"),
            ModelError::WrongFormat(found) => write!(f, "it is for another program or version ({found})"),
            ModelError::UnknownSize(found) => write!(f, "it is of a size that this version does not know (\"{found}\")"),
            ModelError::Missing(name) => write!(f, "it lacks the tensor {name}"),
            ModelError::WrongShape(name, expected, found) => write!(f, "{name} has shape {found:?} in place of {expected:?}"),
            ModelError::Unused(names) => write!(f, "it holds tensors that the network has not: {}", names.join(", ")),
            ModelError::NotFinite(name) => write!(f, "{name} holds values that are no numbers"),
            ModelError::Scale(name) => write!(f, "{name} holds a scale that is not above zero"),
            ModelError::Unwritable(why) => write!(f, "none can be made of these weights ({why})"),
        }
    }
}

impl std::error::Error for ModelError {}

/// A parsed model file: every tensor by name, as f32.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    size: String,
    tensors: BTreeMap<String, (Vec<usize>, Vec<f32>)>,
}

impl Weights {
    /// Parses a burnpack file whose metadata names `format`, version 1.
    ///
    /// # Errors
    /// See [`ModelError`].
    pub fn from_bytes(bytes: Vec<u8>, format: &str) -> Result<Self, ModelError> {
        if bytes.len() > MAX_FILE_BYTES {
            return Err(ModelError::TooLarge("bytes", MAX_FILE_BYTES, bytes.len()));
        }
        let length = bytes.len() as u64;
        let reader = Reader::from_bytes(Bytes::from_bytes_vec(bytes)).map_err(|e| ModelError::Unreadable(e.to_string()))?;
        let field = |name: &str| reader.metadata().get(name).cloned().unwrap_or_default();
        let found = format!("{} {}", field("format"), field("version"));
        if found != format!("{format} 1") {
            return Err(ModelError::WrongFormat(found));
        }
        let size = field("size");
        let count = reader.tensor_names().len();
        if count > MAX_TENSORS {
            return Err(ModelError::TooLarge("tensors", MAX_TENSORS, count));
        }
        let stored = reader.into_tensors().map_err(|e| ModelError::Unreadable(e.to_string()))?;
        // Else a small file could claim the same bytes a thousand times.
        if stored.iter().map(|tensor| tensor.byte_len() as u64).sum::<u64>() > length {
            return Err(ModelError::Unreadable("its tensors overlap".to_owned()));
        }
        let (mut tensors, mut integers, mut all) = (BTreeMap::new(), Vec::new(), 0);
        for tensor in stored {
            let (name, dtype, shape, _, bytes) = tensor.into_parts().map_err(|e| ModelError::Unreadable(e.to_string()))?;
            // Whole numbers of one byte become floats of four: counted before they do.
            let count = bytes.len() / dtype.size().max(1);
            all += count;
            if count > MAX_VALUES {
                return Err(ModelError::TooLarge("values in a tensor", MAX_VALUES, count));
            }
            if all > MAX_VALUES_IN_ALL {
                return Err(ModelError::TooLarge("values in all tensors", MAX_VALUES_IN_ALL, all));
            }
            let values: Vec<f32> = match dtype {
                DType::F16 => bytes.chunks_exact(2).map(|b| f16::from_le_bytes([b[0], b[1]]).to_f32()).collect(),
                DType::F32 => bytes.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect(),
                DType::I8 => {
                    integers.push(name.clone());
                    bytes.iter().map(|&b| f32::from(b as i8)).collect()
                }
                other => return Err(ModelError::Unreadable(format!("{name} is stored as {other:?}"))),
            };
            if values.iter().any(|v| !v.is_finite()) {
                return Err(ModelError::NotFinite(name));
            }
            tensors.insert(name, (shape.to_vec(), values));
        }
        for name in integers {
            expand(&mut tensors, name)?;
        }
        Ok(Self { size, tensors })
    }

    /// The network's size as the file names it; empty where it names none.
    #[must_use]
    pub fn size(&self) -> &str {
        &self.size
    }

    /// Shape and values of a tensor.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<(&[usize], &[f32])> {
        self.tensors.get(name).map(|(shape, values)| (shape.as_slice(), values.as_slice()))
    }

    /// Every tensor's name, shape and values, by name.
    pub fn tensors(&self) -> impl Iterator<Item = (&str, &[usize], &[f32])> {
        self.tensors.iter().map(|(name, (shape, values))| (name.as_str(), shape.as_slice(), values.as_slice()))
    }

    /// How many values all tensors hold.
    #[must_use]
    pub fn values(&self) -> usize {
        self.tensors.values().map(|(_, values)| values.len()).sum()
    }

    /// Puts a tensor in place of one of the same name.
    pub fn insert(&mut self, name: &str, shape: &[usize], values: Vec<f32>) {
        self.tensors.insert(name.to_owned(), (shape.to_vec(), values));
    }

    /// Takes a tensor out.
    pub fn remove(&mut self, name: &str) {
        self.tensors.remove(name);
    }
}

/// Multiplies what was stored as integers by its scales, which are taken out: one for each place of the tensor's first
/// dimensions, fewer than it has.
fn expand(tensors: &mut BTreeMap<String, (Vec<usize>, Vec<f32>)>, name: String) -> Result<(), ModelError> {
    let of_scales = format!("{name}{SCALE}");
    let (leading, scales) = tensors.remove(&of_scales).ok_or_else(|| ModelError::Missing(of_scales.clone()))?;
    let Some((shape, values)) = tensors.get_mut(&name) else { return Err(ModelError::Missing(name)) };
    if leading.is_empty() || leading.len() >= shape.len() || !shape.starts_with(&leading) {
        return Err(ModelError::WrongShape(of_scales, shape[..shape.len().min(1)].to_vec(), leading));
    }
    if scales.iter().any(|&scale| scale <= 0.0) {
        return Err(ModelError::Scale(of_scales));
    }
    let each = shape[leading.len()..].iter().product::<usize>().max(1);
    for (values, scale) in values.chunks_exact_mut(each).zip(&scales) {
        values.iter_mut().for_each(|value| *value *= scale);
    }
    if values.iter().any(|value| !value.is_finite()) {
        return Err(ModelError::NotFinite(name));
    }
    Ok(())
}

/// Where the parts of the network get their parameters from: by name and shape.
pub trait Parameters {
    /// The values of `name`, which must have `shape`.
    ///
    /// # Errors
    /// Missing, or of another shape.
    fn take(&mut self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError>;

    /// Where what is taken from here on is used. Only [`Counting`](super::count::Counting) listens to this and to what
    /// follows.
    fn at(&mut self, _places: Places) {}

    /// The layer `name` multiplies and adds so often at each of these places.
    fn work(&mut self, _name: &str, _multiply_adds: usize) {}

    /// The layer `name` multiplies and adds so often for a tile.
    fn work_once(&mut self, _name: &str, _multiply_adds: usize) {}
}

/// Where in a tile a layer is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Places {
    /// At one place in this many pixels a side.
    Stride(usize),
    /// At this many places a side, whatever the tile.
    Cells(usize),
}

/// Takes parameters out of a file and knows in the end which were left.
pub struct FromFile<'a> {
    weights: &'a Weights,
    left: BTreeSet<&'a str>,
}

impl<'a> FromFile<'a> {
    /// Everything is still to be taken.
    #[must_use]
    pub fn new(weights: &'a Weights) -> Self {
        Self { weights, left: weights.tensors.keys().map(String::as_str).collect() }
    }

    /// Checks that nothing was left.
    ///
    /// # Errors
    /// [`ModelError::Unused`].
    pub fn finish(self) -> Result<(), ModelError> {
        if self.left.is_empty() { Ok(()) } else { Err(ModelError::Unused(self.left.into_iter().map(str::to_owned).collect())) }
    }
}

impl Parameters for FromFile<'_> {
    fn take(&mut self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError> {
        let (found, values) = self.weights.get(name).ok_or_else(|| ModelError::Missing(name.to_owned()))?;
        if found != shape {
            return Err(ModelError::WrongShape(name.to_owned(), shape.to_vec(), found.to_vec()));
        }
        self.left.remove(name);
        Ok(values.to_vec())
    }
}

/// Makes up parameters of order one, different for each tensor, and keeps them.
#[cfg(test)]
pub struct MadeUp {
    state: u32,
    made: Weights,
}

#[cfg(test)]
impl MadeUp {
    /// The same seed gives the same values.
    pub fn new(seed: u32) -> Self {
        Self { state: seed, made: Weights::default() }
    }

    /// Values in −1..1 (Numerical Recipes' linear congruential generator).
    pub fn values(&mut self, count: usize) -> Vec<f32> {
        let mut next = || {
            self.state = self.state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (self.state >> 8) as f32 / (1 << 23) as f32 - 1.0
        };
        (0..count).map(|_| next()).collect()
    }

    /// Everything that was made up, as a file of this size would hold it.
    pub fn into_weights(self, size: &str) -> Weights {
        Weights { size: size.to_owned(), ..self.made }
    }
}

#[cfg(test)]
impl Parameters for MadeUp {
    fn take(&mut self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError> {
        let mut values = self.values(shape.iter().product());
        // Inputs of one output: behind the outputs' dimension, or, where several kernels are mixed, behind the second.
        let inputs: usize = match shape.len() {
            0 | 1 => 12,
            5 => shape[2..].iter().product(),
            _ => shape[1..].iter().product(),
        };
        // A variance of about 1.7 over the inputs, which makes up for what ReLU takes.
        let gain = (5.0 / inputs as f32).sqrt();
        values.iter_mut().for_each(|v| *v *= gain);
        self.made.insert(name, shape, values.clone());
        Ok(values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_claimed_twice_are_refused() {
        // RFC 8949, as far as it is needed: short texts, small maps and lists, numbers of two bytes.
        let text = |text: &str| [&[0x60 | text.len() as u8], text.as_bytes()].concat();
        let number = |value: u16| [&[0x19][..], &value.to_be_bytes()].concat();
        // Of 128 bytes.
        let tensor = |name: &str, start: u16| {
            let kind = [text(name), vec![0xa3], text("dtype"), text("F32"), text("shape"), vec![0x81], number(32)].concat();
            [kind, text("data_offsets"), vec![0x82], number(start), number(start + 128)].concat()
        };
        let read = |apart: u16| {
            let tensors: Vec<u8> = (0..8u16).flat_map(|i| tensor(&i.to_string(), i * apart)).collect();
            let metadata = [vec![0xa2], text("format"), text("x"), text("version"), text("1")].concat();
            let head = [vec![0xa2], text("tensors"), vec![0xa8], tensors, text("metadata"), metadata].concat();
            let mut file = b"NRUB\x01\0".to_vec();
            file.extend((head.len() as u32).to_le_bytes());
            file.extend(head);
            file.resize(file.len().next_multiple_of(256) + 7 * usize::from(apart) + 128, 0);
            Weights::from_bytes(file, "x").map(|weights| weights.values())
        };
        assert_eq!(read(256), Ok(8 * 32));
        assert_eq!(read(0), Err(ModelError::Unreadable("its tensors overlap".to_owned())));
    }

    #[test]
    fn what_is_no_model_is_refused() {
        assert_eq!(Weights::from_bytes(vec![0; 100], "omni-iml").map(|_| ()).map_err(|e| e.kind()), Err("model-unreadable"));
        assert_eq!(Weights::from_bytes(Vec::new(), "omni-iml").map(|_| ()).map_err(|e| e.kind()), Err("model-unreadable"));
    }
}
