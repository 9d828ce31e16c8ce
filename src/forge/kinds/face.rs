//! What is done to faces, in the face's own coordinates: from the middle between the eyes, in distances between them.

mod align;
mod axes;
mod morph;
mod part;
mod smooth;
mod swap;
mod warp;

pub use morph::morph;
pub use part::part;
pub use smooth::smooth;
pub use swap::swap;
pub use warp::warp;

use super::super::blend;
use super::super::raster::{Raster, between};
use super::super::scene::{Face, Scene};
use super::super::shape::Mask;
use super::Edit;
use axes::Axes;

/// Pixels between the eyes below which a face has no parts to speak of.
const LEAST_APART: f32 = 14.0;

/// One of the faces that are large enough.
fn pick<'a>(scene: &'a Scene, rng: &mut fastrand::Rng) -> Option<(&'a Face, Axes)> {
    let large: Vec<&Face> = scene.faces.iter().filter(|face| Axes::of(face).apart() >= LEAST_APART).collect();
    if large.is_empty() {
        return None;
    }
    let face = large[rng.usize(0..large.len())];
    Some((face, Axes::of(face)))
}

/// Lays another skin in: its colours matched, its border met by a membrane where `meet` says so, its edge soft.
fn lay(host: &Raster, mut patch: Raster, mask: Mask, apart: f32, meet: bool, rng: &mut fastrand::Rng) -> Edit {
    blend::match_colour(host, &mut patch, &mask, between(rng, 0.7, 1.0));
    if meet {
        patch = blend::match_border(host, &patch, &mask);
    }
    let soft = blend::feather(&mask, host.width, host.height, (apart * between(rng, 0.02, 0.08)).max(0.8));
    Edit::new(blend::alpha(host, &patch, &soft), soft)
}

#[cfg(test)]
pub mod tests {
    use super::super::super::chain::Chain;
    use super::super::super::raster::to_byte;
    use super::super::super::sample::{Kinds, Part, Settings, make};
    use super::super::super::sources::{Domain, Sources};
    use super::super::{Kind, forge};
    use super::*;
    use crate::frequency::BlockDct;

    const KINDS: [Kind; 5] = [Kind::FaceSwap, Kind::FacePart, Kind::FaceWarp, Kind::FaceSmooth, Kind::FaceBlend];

    /// A drawn face, eyes 80 px apart, with grain.
    pub fn portrait(number: u32, mouth: f32, skin: f32) -> Scene {
        let (width, height) = (300usize, 300usize);
        let mut rng = fastrand::Rng::with_seed(number.into());
        let eyes = [(110.0, 100.0), (190.0, 100.0 + number as f32)];
        let face = Face { corners: [(60.0, 50.0), (240.0, 250.0)], eyes };
        let axes = Axes::of(&face);
        let rgb = (0..width * height).flat_map(|i| {
            let (u, v) = axes.of_picture(((i % width) as f32, (i / width) as f32));
            let eye = (u.abs() - 0.5).hypot(v * 1.6) < 0.18;
            let lips = (u / 0.45).hypot((v - mouth) / 0.1) < 1.0;
            let nose = (u / 0.25).hypot((v - mouth * 0.6) / 0.06) < 1.0;
            let head = (u / 1.1).hypot((v - 0.5) / 1.5) < 1.0;
            let tone = if eye || lips || nose {
                0.4 * skin
            } else if head {
                skin
            } else {
                90.0 + u * 10.0
            };
            let grain = rng.f32() * 16.0 - 8.0;
            [to_byte(tone + grain), to_byte(tone * 0.8 + grain), to_byte(tone * 0.7 + grain)]
        });
        Scene { picture: Raster { width, height, rgb: rgb.collect() }, texts: Vec::new(), faces: vec![face] }
    }

    fn edit(kind: Kind, host: &Scene, seed: u64) -> Option<Edit> {
        let mut donor = || portrait(5, 1.2, 180.0);
        forge(kind, host, &mut donor, 0.1, &mut fastrand::Rng::with_seed(seed))
    }

    #[test]
    fn the_mask_is_where_a_face_was_changed_and_a_seed_gives_it_again() {
        let host = portrait(0, 1.1, 190.0);
        for kind in KINDS {
            for seed in 0..6 {
                let (one, again) = (edit(kind, &host, seed).unwrap(), edit(kind, &host, seed).unwrap());
                assert!(again.picture == one.picture && again.mask == one.mask, "{} {seed}", kind.name());
                let (inside, changed) = one.altered(&host.picture, 0.5, &format!("{} {seed}", kind.name()));
                assert!(inside > 40 && changed * 10 > inside * 8, "{} {seed}: {changed} of {inside}", kind.name());
            }
        }
    }

    #[test]
    fn without_a_face_nothing_is_done() {
        let host = Scene::bare(portrait(0, 1.1, 190.0).picture);
        for kind in KINDS {
            assert!(edit(kind, &host, 1).is_none(), "{}", kind.name());
        }
        let mut nobody = || Scene::bare(portrait(0, 1.1, 190.0).picture);
        let swapped = swap(&portrait(0, 1.1, 190.0), &mut nobody, &mut fastrand::Rng::with_seed(1));
        assert!(swapped.is_none());
    }

    #[test]
    fn samples_smaller_than_a_face_hold_it_all_the_same() {
        let scenes = (0..4).map(|n| portrait(n, 1.1 + 0.03 * n as f32, 180.0 + 4.0 * n as f32)).collect();
        let chain = Chain { last_quality: (60, 95), lossless: 0.0, shared: 0.0 };
        let settings = Settings { size: Some(128), kinds: Kinds::InTurn(KINDS.to_vec()), area: (0.01, 0.3), chain };
        let parts = [Part { sources: Sources::of(Domain::Face, scenes), settings }];
        for index in 0..10 {
            let sample = make(&parts, 1, index, &BlockDct::new()).unwrap();
            assert_eq!(sample.kind, KINDS[index as usize % 5]);
            assert!(sample.mask.contains(&1));
        }
    }
}
