//! Colour spaces (ISO 32000-2, 8.6), as far as scans and photographs use them: device and calibrated ones, those of an ICC
//! profile by the number of its components, and palettes of these. Profiles are not applied: the network was trained on
//! samples as they are stored, as is every other picture here.

use lopdf::{Document, Object};

use super::Unread;

/// What a picture's samples stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Colours {
    Grey,
    Rgb,
    Cmyk,
    /// The colours that the samples are numbers of.
    Palette(Vec<[u8; 3]>),
}

impl Colours {
    pub(super) fn read(document: &Document, object: &Object) -> Result<Self, Unread> {
        Self::at(document, object, false)
    }

    fn at(document: &Document, object: &Object, nested: bool) -> Result<Self, Unread> {
        let follow = |object| document.dereference(object).map(|(_, object)| object).map_err(|_| Unread::Colours);
        let object = follow(object)?;
        if let Ok(name) = object.as_name() {
            return Self::named(name);
        }
        let parts = object.as_array().map_err(|_| Unread::Colours)?;
        let part = |index: usize| parts.get(index).ok_or(Unread::Colours).and_then(follow);
        let name = part(0)?.as_name().map_err(|_| Unread::Colours)?;
        match name {
            b"ICCBased" => {
                let profile = part(1)?.as_stream().map_err(|_| Unread::Colours)?;
                match super::samples::whole(document, &profile.dict, b"N") {
                    Some(1) => Ok(Self::Grey),
                    Some(3) => Ok(Self::Rgb),
                    Some(4) => Ok(Self::Cmyk),
                    _ => Err(Unread::Colours),
                }
            }
            // One palette within another is not allowed, and would be a way into a circle.
            b"Indexed" | b"I" if !nested => Self::palette(&Self::at(document, part(1)?, true)?, part(3)?),
            _ => Self::named(name),
        }
    }

    fn named(name: &[u8]) -> Result<Self, Unread> {
        match name {
            b"DeviceGray" | b"CalGray" | b"G" => Ok(Self::Grey),
            b"DeviceRGB" | b"CalRGB" | b"RGB" => Ok(Self::Rgb),
            b"DeviceCMYK" | b"CalCMYK" | b"CMYK" => Ok(Self::Cmyk),
            _ => Err(Unread::Colours),
        }
    }

    fn palette(base: &Self, table: &Object) -> Result<Self, Unread> {
        let components = base.components();
        // No more than a byte can number.
        let most = 256 * components;
        let bytes = match table {
            Object::String(bytes, _) => bytes.clone(),
            Object::Stream(stream) => stream.get_plain_content_with_limit(most + 64).map_err(|_| Unread::Damaged)?,
            _ => return Err(Unread::Colours),
        };
        let mut rgb = Vec::new();
        base.paint(&Decode::plain(8), &bytes[..bytes.len().min(most) / components * components], &mut rgb);
        if base.is_grey() {
            rgb = rgb.into_iter().flat_map(|grey| [grey; 3]).collect();
        }
        Ok(Self::Palette(rgb.as_chunks().0.to_vec()))
    }

    /// Samples of a pixel.
    pub(super) fn components(&self) -> usize {
        match self {
            Self::Grey | Self::Palette(_) => 1,
            Self::Rgb => 3,
            Self::Cmyk => 4,
        }
    }

    /// Whether [`paint`](Self::paint) gives one byte a pixel, and not three.
    pub(super) fn is_grey(&self) -> bool {
        matches!(self, Self::Grey)
    }

    /// Adds the pixels that `codes` stand for.
    pub(super) fn paint(&self, decode: &Decode, codes: &[u8], pixels: &mut Vec<u8>) {
        match self {
            Self::Grey => pixels.extend(codes.iter().map(|&code| decode.level(0, code))),
            Self::Rgb => pixels.extend(codes.iter().enumerate().map(|(at, &code)| decode.level(at % 3, code))),
            Self::Cmyk => pixels.extend(codes.as_chunks::<4>().0.iter().flat_map(|codes| {
                let [c, m, y, k] = [0, 1, 2, 3].map(|at| 255 - u16::from(decode.level(at, codes[at])));
                [c, m, y].map(|ink| (ink * k / 255) as u8)
            })),
            Self::Palette(colours) => {
                pixels.extend(codes.iter().flat_map(|&code| colours.get(usize::from(code)).copied().unwrap_or_default()));
            }
        }
    }
}

/// What samples are mapped to (8.9.5.2): for each component a level, 0..=255, for each value of a sample.
pub(super) struct Decode([[u8; 256]; 4]);

impl Decode {
    /// As the picture says, or from nothing to all.
    pub(super) fn read(document: &Document, object: Option<&Object>, colours: &Colours, bits: usize) -> Self {
        let said = object.and_then(|object| document.dereference(object).ok()?.1.as_array().ok());
        let Some(said) = said.filter(|said| said.len() >= 2 * colours.components()) else { return Self::plain(bits) };
        let bound = |at: usize, other: f32| said.get(at).and_then(|bound| bound.as_float().ok()).unwrap_or(other);
        Self::between(bits, |component| [bound(2 * component, 0.0), bound(2 * component + 1, 1.0)])
    }

    fn plain(bits: usize) -> Self {
        Self::between(bits, |_| [0.0, 1.0])
    }

    fn between(bits: usize, bounds: impl Fn(usize) -> [f32; 2]) -> Self {
        let most = ((1u32 << bits.min(8)) - 1) as f32;
        Self([0, 1, 2, 3].map(|component| {
            let [from, to] = bounds(component);
            std::array::from_fn(|code| {
                ((from + (to - from) * (code as f32 / most).min(1.0)).clamp(0.0, 1.0) * 255.0).round() as u8
            })
        }))
    }

    fn level(&self, component: usize, code: u8) -> u8 {
        self.0[component][usize::from(code)]
    }
}
