//! Pages of layouts that the receipts at hand do not have, drawn in the fonts installed, for training.

mod decor;
mod layout;
mod scan;
mod sheet;
mod words;

use super::chain;
use super::jpeg::generation;
use super::raster::between;
use super::scene::Scene;
use super::{ForgeError, lettering};
use crate::frequency::BlockDct;

/// A page with its words: drawn, at times printed and scanned, then saved once as a whole.
///
/// # Errors
/// No font is installed.
pub fn page(seed: u64) -> Result<Scene, ForgeError> {
    let fonts = lettering::fonts()?;
    let mut rng = fastrand::Rng::with_seed(seed);
    let drawn = layout::draw(fonts, &mut rng);
    let clean = rng.u32(0..20) < 7;
    let mut scene = if clean { drawn } else { scan::scanned(drawn, &mut rng) };
    if !clean && rng.u32(0..3) == 0 {
        scene.picture = grey(scene.picture);
    }
    scene.picture = generation(&scene.picture, &chain::encoding((68, 98), &mut rng), &BlockDct::new()).0;
    Ok(scene)
}

/// As an office scanner saves it.
fn grey(mut picture: super::Raster) -> super::Raster {
    for pixel in picture.rgb.chunks_exact_mut(3) {
        let light = (u32::from(pixel[0]) * 77 + u32::from(pixel[1]) * 150 + u32::from(pixel[2]) * 29) >> 8;
        pixel.fill(light as u8);
    }
    picture
}

/// A colour between two levels of each channel.
fn colour(low: f32, high: f32, rng: &mut fastrand::Rng) -> [f32; 3] {
    std::array::from_fn(|_| between(rng, low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_page_with_ink_in_its_words() {
        if lettering::fonts().is_err() {
            println!("skipped: no font is installed");
            return;
        }
        for seed in 0..16 {
            let scene = page(seed).unwrap();
            let again = page(seed).unwrap();
            assert!(scene.picture == again.picture && scene.texts == again.texts, "page {seed} differs");
            let (width, height) = (scene.picture.width, scene.picture.height);
            assert!((500..=1000).contains(&width) && (500..=1000).contains(&height), "{width}×{height}");
            assert!(scene.texts.len() >= 8, "page {seed} has {} words", scene.texts.len());
            let mut blank = 0;
            for text in &scene.texts {
                assert!(!text.words.is_empty());
                let xs = text.corners.map(|(x, _)| x);
                let ys = text.corners.map(|(_, y)| y);
                let (left, right) = (xs[0].min(xs[3]), xs[1].max(xs[2]));
                let (top, bottom) = (ys[0].min(ys[1]), ys[2].max(ys[3]));
                assert!(left >= 0.0 && top >= 0.0 && right < width as f32 && bottom < height as f32, "{text:?}");
                assert!((4.0..60.0).contains(&(ys[3] - ys[0])) && right > left, "{text:?}");
                let levels = (top as usize..=bottom as usize)
                    .flat_map(|y| (left as usize..=right as usize).map(move |x| (x, y)))
                    .map(|(x, y)| scene.picture.rgb[(y * width + x) * 3 + 1]);
                let (least, most) = levels.fold((255, 0), |(least, most), v| (v.min(least), v.max(most)));
                blank += usize::from(most - least < 30);
            }
            assert!(blank * 20 <= scene.texts.len(), "page {seed}: {blank} of {} words without ink", scene.texts.len());
        }
    }

    #[test]
    fn pages_differ() {
        if lettering::fonts().is_err() {
            println!("skipped: no font is installed");
            return;
        }
        let (one, other) = (page(1).unwrap(), page(2).unwrap());
        assert!(one.picture != other.picture && one.texts != other.texts);
    }
}
