//! Writing a model file, in the precisions that [`Weights::from_bytes`] reads.

use burn_pack::{Bytes, DType, Tensor, Writer};
use half::f16;

use super::FORMAT;
use super::weights::{ModelError, SCALE, Weights};

/// How a file's values are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Precision {
    /// 32 bits.
    F32,
    /// 16 bits, rounded to nearest.
    F16,
    /// 8 bits with a scale for each output channel where most of the values are, in dense and 1×1 convolutions and linear
    /// layers; 16 bits elsewhere.
    Q8,
}

/// Parts that stay at 16 bits at any precision below: what reads the finest traces, and what decides.
const FINE: [&str; 9] =
    ["frequency", "vision", "gate", "coarse_vision", "coarse_fused", "mask", "reliability", "score", "domain"];
/// The first layers of the trunks, which read pixels.
const STEMS: [&str; 2] = ["trunk.stem.", "trunk.s0.patch."];

/// Over which leading dimensions of a tensor each place has a scale of its own; nothing where the tensor is not to be
/// stored as integers.
fn scaled(name: &str, shape: &[usize]) -> Option<usize> {
    let part = name.split('.').next().unwrap_or_default();
    if FINE.contains(&part) || STEMS.iter().any(|stem| name.starts_with(stem)) {
        return None;
    }
    match shape {
        // Depthwise: one input each, so that a scale would be for a handful of values.
        [_, 1, ..] => None,
        // O×I×k×k and O×I.
        [_, _] | [_, _, _, _] => Some(1),
        // Several kernels, each O×I×k×k.
        [_, _, _, _, _] => Some(2),
        _ => None,
    }
}

/// The nearest whole multiples of one scale, which reach from −127 to 127.
fn quantise(values: &[f32]) -> (f32, Vec<i8>) {
    let most = values.iter().fold(0.0f32, |most, value| most.max(value.abs()));
    // A subnormal scale would lose the very values it is for.
    let scale = if most / 127.0 >= f32::MIN_POSITIVE { most / 127.0 } else { 1.0 };
    (scale, values.iter().map(|value| (value / scale).round() as i8).collect())
}

impl Weights {
    /// The bytes of a file that holds these weights.
    ///
    /// # Errors
    /// [`ModelError::NotFinite`] where a value is too large for 16 bits.
    pub fn to_bytes(&self, precision: Precision) -> Result<Vec<u8>, ModelError> {
        let mut tensors = Vec::new();
        let mut put = |name: &str, dtype: DType, shape: &[usize], bytes: Vec<u8>| {
            tensors.push(Tensor::new(name.to_owned(), dtype, shape.to_vec(), None, Bytes::from_bytes_vec(bytes)));
        };
        let f32s = |values: &[f32]| values.iter().flat_map(|value| value.to_le_bytes()).collect();
        for (name, shape, values) in self.tensors() {
            match (precision, scaled(name, shape)) {
                (Precision::F32, _) => put(name, DType::F32, shape, f32s(values)),
                (Precision::Q8, Some(leading)) => {
                    let scales = &shape[..leading];
                    let each = shape[leading..].iter().product::<usize>().max(1);
                    let (scale, whole): (Vec<f32>, Vec<Vec<i8>>) = values.chunks_exact(each).map(quantise).unzip();
                    put(name, DType::I8, shape, whole.concat().into_iter().map(|value| value as u8).collect());
                    put(&format!("{name}{SCALE}"), DType::F32, scales, f32s(&scale));
                }
                _ => {
                    let halves: Vec<f16> = values.iter().map(|&value| f16::from_f32(value)).collect();
                    if halves.iter().any(|value| !value.is_finite()) {
                        return Err(ModelError::NotFinite(name.to_owned()));
                    }
                    put(name, DType::F16, shape, halves.iter().flat_map(|value| value.to_le_bytes()).collect());
                }
            }
        }
        let writer = Writer::new(tensors).with_metadata("format", FORMAT).with_metadata("version", "1");
        let bytes = writer.with_metadata("size", self.size()).into_bytes();
        Ok(bytes.map_err(|e| ModelError::Unwritable(e.to_string()))?.to_vec())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use burn::tensor::Device;

    use super::super::weights::MadeUp;
    use super::super::{Config, OmniIml};
    use super::*;

    fn made_up(config: &Config) -> Weights {
        let mut source = MadeUp::new(11);
        OmniIml::build(config, &mut source, &Device::flex()).unwrap();
        source.into_weights(config.name)
    }

    fn again(weights: &Weights, precision: Precision) -> Weights {
        Weights::from_bytes(weights.to_bytes(precision).unwrap(), FORMAT).unwrap()
    }

    #[test]
    fn what_is_written_is_read_again_within_half_a_step() {
        for config in [&Config::SMALL, &Config::TINY] {
            let weights = made_up(config);
            let [full, half, eight] = [Precision::F32, Precision::F16, Precision::Q8].map(|p| again(&weights, p));
            let mut whole = 0;
            for (name, shape, values) in weights.tensors() {
                let [full, half, eight] = [&full, &half, &eight].map(|read| {
                    let (found, values) = read.get(name).unwrap();
                    assert_eq!(found, shape, "{name}");
                    values
                });
                assert_eq!(full, values, "{name}");
                assert!(half.iter().zip(values).all(|(a, b)| (a - b).abs() <= b.abs() / 2048.0 + 3e-8), "{name}");
                let Some(leading) = scaled(name, shape) else {
                    assert_eq!(eight, half, "{name}");
                    continue;
                };
                whole += values.len();
                let each = shape[leading..].iter().product();
                for (eight, values) in eight.chunks_exact(each).zip(values.chunks_exact(each)) {
                    let step = values.iter().fold(0.0f32, |most, v| most.max(v.abs())) / 127.0;
                    assert!(eight.iter().zip(values).all(|(a, b)| (a - b).abs() <= step * 0.5001), "{name}");
                    // The largest is exact, so that the steps are no larger than they have to be.
                    assert!(eight.iter().any(|a| (a.abs() - 127.0 * step).abs() <= step * 1e-3), "{name}");
                }
            }
            assert!(whole * 10 > weights.values() * 4, "{}: {whole} of {}", config.name, weights.values());
            assert_eq!(eight.size(), config.name);
            assert!(OmniIml::load(&eight, &Device::flex()).is_ok());
        }
    }

    #[test]
    fn a_file_is_as_small_as_its_precision_and_writes_itself_again() {
        let weights = made_up(&Config::SMALL);
        let sizes = [Precision::F32, Precision::F16, Precision::Q8].map(|p| weights.to_bytes(p).unwrap().len() as f64);
        let values = weights.values() as f64;
        for (size, bytes) in sizes.into_iter().zip([4.0, 2.0, 1.3]) {
            assert!(size > 0.8 * bytes * values && size < 1.1 * bytes * values, "{size} for {values} values");
        }
        let half = weights.to_bytes(Precision::F16).unwrap();
        assert!(again(&weights, Precision::F16).to_bytes(Precision::F16).unwrap() == half);
        let eight = weights.to_bytes(Precision::Q8).unwrap();
        assert!(again(&weights, Precision::Q8).to_bytes(Precision::Q8).unwrap() == eight);
    }

    #[test]
    fn what_has_no_scale_of_its_own_survives() {
        assert_eq!(quantise(&[0.0, -0.0]), (1.0, vec![0, 0]));
        assert_eq!(quantise(&[1e-44, 0.0]), (1.0, vec![0, 0]));
        assert_eq!(quantise(&[-2.54, 1.27, 0.0]), (2.54 / 127.0, vec![-127, 64, 0]));
        let mut weights = Weights::default();
        weights.insert("gate.fc1.weight", &[1], vec![70_000.0]);
        assert_eq!(weights.to_bytes(Precision::F16).map_err(|e| e.kind()), Err("model-not-finite"));
    }

    /// A file with one tensor of 2×3 integers and this scale.
    fn file(scale: Option<(DType, Vec<usize>, Vec<u8>)>) -> Result<Weights, ModelError> {
        let whole = Bytes::from_bytes_vec(vec![1, 2, 3, 0xff, 0x80, 127]);
        let mut tensors = vec![Tensor::new("a.weight".into(), DType::I8, vec![2, 3], None, whole)];
        if let Some((dtype, shape, bytes)) = scale {
            tensors.push(Tensor::new("a.weight.scale".into(), dtype, shape, None, Bytes::from_bytes_vec(bytes)));
        }
        let writer = Writer::new(tensors).with_metadata("format", FORMAT).with_metadata("version", "1");
        Weights::from_bytes(writer.into_bytes().unwrap().to_vec(), FORMAT)
    }

    #[test]
    fn integers_without_a_good_scale_are_refused() {
        let floats = |values: &[f32]| values.iter().flat_map(|v| v.to_le_bytes()).collect::<Vec<u8>>();
        let good = file(Some((DType::F32, vec![2], floats(&[0.5, 2.0])))).unwrap();
        assert_eq!(good.get("a.weight").unwrap().1, [0.5, 1.0, 1.5, -2.0, -256.0, 254.0]);
        assert_eq!(good.values(), 6);
        for (scale, kind) in [
            (None, "model-missing-tensor"),
            (Some((DType::F32, vec![3], floats(&[1.0; 3]))), "model-wrong-shape"),
            (Some((DType::F32, vec![1], floats(&[1.0]))), "model-wrong-shape"),
            (Some((DType::F32, vec![2, 1], floats(&[1.0; 2]))), "model-wrong-shape"),
            (Some((DType::F32, vec![2, 3], floats(&[1.0; 6]))), "model-wrong-shape"),
            (Some((DType::F32, vec![], floats(&[1.0]))), "model-wrong-shape"),
            (Some((DType::F32, vec![2], floats(&[1.0, f32::NAN]))), "model-not-finite"),
            (Some((DType::F32, vec![2], floats(&[1.0, f32::INFINITY]))), "model-not-finite"),
            (Some((DType::F32, vec![2], floats(&[1.0, 3e38]))), "model-not-finite"),
            (Some((DType::F32, vec![2], floats(&[1.0, 0.0]))), "model-scale"),
            (Some((DType::F32, vec![2], floats(&[1.0, -1.0]))), "model-scale"),
            (Some((DType::I8, vec![2], vec![1, 1])), "model-missing-tensor"),
        ] {
            let told = format!("{scale:?}");
            assert_eq!(file(scale).map(|_| ()).map_err(|e| e.kind()), Err(kind), "{told}");
        }
    }

    #[test]
    fn a_scale_that_belongs_to_nothing_is_left_over() {
        let mut weights = made_up(&Config::TINY);
        weights.insert("topdown.merge.bias.scale", &[1], vec![1.0]);
        let read = again(&weights, Precision::F32);
        assert_eq!(OmniIml::load(&read, &Device::flex()).map(|_| ()).map_err(|e| e.kind()), Err("model-unused-tensors"));
    }
}
