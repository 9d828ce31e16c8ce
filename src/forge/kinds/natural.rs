//! Forgeries of photographs beyond the first five kinds.

mod camera_splice;
mod matched_splice;
mod object_copy_move;
mod patch_synthesis;
mod resampled;
mod surroundings;

pub use camera_splice::camera_splice;
pub use matched_splice::matched_splice;
pub use object_copy_move::object_copy_move;
pub use patch_synthesis::patch_synthesis;
pub use resampled::resampled;

use super::super::blend;
use super::super::raster::{Raster, between};
use super::super::shape::{self, Mask};
use super::Edit;

/// Lays a cut-out thing in with an edge of a pixel or two, its border met by a membrane one time in `meet`.
fn lay_clean(host: &Raster, patch: Raster, mask: Mask, meet: u32, rng: &mut fastrand::Rng) -> Edit {
    let patch = if rng.u32(0..meet) == 0 { blend::match_border(host, &patch, &mask) } else { patch };
    let soft = blend::feather(&mask, host.width, host.height, between(rng, 0.5, 1.4));
    // No patch where the mask is empty.
    let soft: Mask = soft.iter().zip(&mask).map(|(s, m)| if *m > 0.0 { *s } else { 0.0 }).collect();
    Edit::new(blend::alpha(host, &patch, &soft), soft)
}

/// A thing to cut out, of about the area after scaling.
fn thing(picture: &Raster, area: f32, scale: f32, most: f32, rng: &mut fastrand::Rng) -> Mask {
    shape::segment(picture, (area / (scale * scale)).min(most), rng)
}

#[cfg(test)]
mod tests {
    use super::super::super::raster::to_byte;
    use super::super::super::scene::Scene;
    use super::super::{Kind, forge};
    use super::*;

    const KINDS: [Kind; 5] =
        [Kind::MatchedSplice, Kind::CameraSplice, Kind::ObjectCopyMove, Kind::PatchSynthesis, Kind::Resampled];

    /// Discs on a textured ground.
    fn picture(number: usize) -> Raster {
        let (width, height) = (200, 176);
        let mut rng = fastrand::Rng::with_seed(number as u64);
        let rgb = (0..width * height).flat_map(|i| {
            let (x, y) = ((i % width) as f32, (i / width) as f32);
            let disc = (x - 70.0 - 30.0 * number as f32).hypot(y - 80.0) < 34.0;
            let tone = if disc { 190.0 } else { 80.0 + 20.0 * (x * 0.3).sin() * (y * 0.2).cos() } + rng.f32() * 30.0;
            [to_byte(tone), to_byte(tone * 0.8), to_byte(220.0 - tone)]
        });
        Raster { width, height, rgb: rgb.collect() }
    }

    #[test]
    fn the_mask_is_where_the_picture_was_changed_and_a_seed_gives_it_again() {
        let host = Scene::bare(picture(0));
        for kind in KINDS {
            for seed in 0..8 {
                let run = || {
                    let mut donor = || Scene::bare(picture(1));
                    forge(kind, &host, &mut donor, 0.08, &mut fastrand::Rng::with_seed(seed))
                };
                let (one, again) = (run().unwrap(), run().unwrap());
                assert!(again.picture == one.picture && again.mask == one.mask, "{} {seed}", kind.name());
                let (inside, changed) = one.altered(&host.picture, 0.5, &format!("{} {seed}", kind.name()));
                assert!(inside > 200 && changed * 10 > inside * 9, "{} {seed}: {changed} of {inside}", kind.name());
            }
        }
    }
}
