//! What happens to a picture after it was forged, or was not: the same for both.

use super::jpeg::{Encoding, generation};
use super::raster::{Raster, between, normal, to_byte};
use crate::frequency::{BlockDct, Coefficients, from_pixels};

/// The end of the chain.
pub struct Processed {
    /// Pixels as a decoder gives them.
    pub picture: Raster,
    /// Luminance coefficients of the same generation.
    pub coefficients: Coefficients,
    /// Whether the last grid falls on that of the host's generation before; false where there was none.
    pub aligned: bool,
    /// The last encoding; nothing where the picture was saved without loss.
    pub last: Option<Encoding>,
    /// The pixels that the last encoding was given.
    pub unsaved: Raster,
}

/// The limits of a chain.
#[derive(Clone, Debug)]
pub struct Chain {
    /// Quality of the last generation, both ends included.
    pub last_quality: (u32, u32),
    /// Chance that the last save is lossless.
    pub lossless: f32,
    /// Chance that the picture went through a platform or over a screen in between.
    pub shared: f32,
}

impl Chain {
    /// What training samples go through.
    pub const TRAINING: Chain = Chain { last_quality: (55, 100), lossless: 0.12, shared: 0.15 };
}

/// An encoding of a random quality: IJG tables mostly, at times bent ones as cameras have.
pub fn encoding(quality: (u32, u32), rng: &mut fastrand::Rng) -> Encoding {
    // The better of two draws: high qualities are the common ones.
    let quality = rng.u32(quality.0..=quality.1).max(rng.u32(quality.0..=quality.1));
    let subsampled = rng.u32(0..10) < 7;
    if rng.u32(0..6) == 0 { Encoding::bent(quality, subsampled, rng) } else { Encoding::ijg(quality, subsampled) }
}

/// Where a sample starts in the picture that it is cut from: half the time at the corner, where its grid is the picture's,
/// else anywhere in the margin.
pub fn offset(margin: usize, rng: &mut fastrand::Rng) -> (usize, usize) {
    if rng.bool() { (0, 0) } else { (rng.usize(0..margin), rng.usize(0..margin)) }
}

/// Blurs or adds noise to the whole picture at times, saves it at times, then cuts `width`×`height` out of it from `offset`
/// on, which may be off its grid, and saves that. `on_grid`: the picture's own grid is that of its last JPEG generation.
#[allow(clippy::too_many_arguments, reason = "all of them are one picture's processing, from one caller")]
pub fn process(
    mut picture: Raster,
    width: usize,
    height: usize,
    offset: (usize, usize),
    on_grid: bool,
    chain: &Chain,
    rng: &mut fastrand::Rng,
    dct: &BlockDct,
) -> Processed {
    match rng.u32(0..20) {
        0 => picture = picture.blur(between(rng, 0.4, 1.0)),
        1 | 2 => {
            let sigma = between(rng, 1.0, 4.0);
            for value in &mut picture.rgb {
                *value = to_byte(f32::from(*value) + sigma * normal(rng));
            }
        }
        _ => {}
    }
    let mut between_saves = false;
    if chain.shared > 0.0 && rng.f32() < chain.shared {
        (picture, between_saves) = share(picture, rng, dct);
    }
    if rng.u32(0..4) == 0 {
        picture = generation(&picture, &encoding((60, 98), rng), dct).0;
        between_saves = true;
    }
    let aligned = offset == (0, 0) && (on_grid || between_saves);
    let cut = picture.crop(offset.0, offset.1, width, height);
    if rng.f32() < chain.lossless {
        let coefficients = from_pixels(&cut.rgb, width, height);
        return Processed { picture: cut.clone(), coefficients, aligned, last: None, unsaved: cut };
    }
    let last = encoding(chain.last_quality, rng);
    let (picture, coefficients) = generation(&cut, &last, dct);
    Processed { picture, coefficients, aligned, last: Some(last), unsaved: cut }
}

/// What happens to a picture on its way: a platform sharpens what it has reduced and saves it as it saves all; a
/// screenshot has the screen's tones and no save. Says whether it was saved.
fn share(picture: Raster, rng: &mut fastrand::Rng, dct: &BlockDct) -> (Raster, bool) {
    if rng.u32(0..3) == 0 {
        let (gain, lift) = (between(rng, 0.92, 1.06), between(rng, -8.0, 8.0));
        let rgb = picture.rgb.iter().map(|&value| to_byte(f32::from(value) * gain + lift)).collect();
        return (Raster { rgb, ..picture }, false);
    }
    let (soft, amount) = (picture.blur(between(rng, 0.6, 1.2)), between(rng, 0.0, 0.8));
    let sharper = |(&value, &soft): (&u8, &u8)| {
        let value = f32::from(value);
        to_byte(value + amount * (value - f32::from(soft)))
    };
    let rgb = picture.rgb.iter().zip(&soft.rgb).map(sharper).collect();
    let quality = rng.u32(70..=88);
    (generation(&Raster { rgb, ..picture }, &Encoding::ijg(quality, true), dct).0, true)
}
