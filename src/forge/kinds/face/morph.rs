use super::super::super::raster::{Raster, between};
use super::super::super::resize::Filter;
use super::super::super::scene::Scene;
use super::super::super::shape;
use super::align::Partner;
use super::axes::Axes;
use super::{Edit, LEAST_APART, lay, swap};

/// Puts made-up faces in the place of all that are there, as OpenForensics does: a mean of the face and a donor's, drawn
/// as a generator draws, laid in with colours and borders matched.
pub fn morph(host: &Scene, donor: &mut dyn FnMut() -> Scene, rng: &mut fastrand::Rng) -> Option<Edit> {
    let (width, height) = (host.picture.width, host.picture.height);
    let mut picture = host.picture.clone();
    let mut whole = vec![0.0f32; width * height];
    let faces: Vec<Axes> = host.faces.iter().map(Axes::of).filter(|axes| axes.apart() >= LEAST_APART).collect();
    if faces.is_empty() {
        return None;
    }
    for to in faces {
        let oval = swap::region(rng);
        let mut patch = Partner::find(&picture, &to, donor, &[oval], rng)?.carry(&picture, &to, &[oval]);
        let mask = to.draw(&[oval], width, height);
        let [left, top, right, bottom] = shape::frame(&mask, width, height, 12 + (to.apart() * 0.3) as usize)?;
        let (ours, theirs) =
            (picture.crop(left, top, right - left, bottom - top), patch.crop(left, top, right - left, bottom - top));
        patch.paste(&drawn(&ours, &theirs, between(rng, 0.4, 0.75), rng), left, top);
        let edit = lay(&picture, patch, mask, to.apart(), true, rng);
        picture = edit.picture;
        for (value, soft) in whole.iter_mut().zip(edit.mask) {
            *value = value.max(soft);
        }
    }
    Some(Edit::new(picture, whole))
}

/// The mean of two faces, `share` of it the second's, without the finest detail, at times sharpened again.
fn drawn(ours: &Raster, theirs: &Raster, share: f32, rng: &mut fastrand::Rng) -> Raster {
    let mix = |(&a, &b): (&u8, &u8)| (f32::from(a) * (1.0 - share) + f32::from(b) * share + 0.5) as u8;
    let mixed = Raster { rgb: ours.rgb.iter().zip(&theirs.rgb).map(mix).collect(), ..*ours };
    let factor = between(rng, 0.45, 1.0);
    let side = |side: usize| ((side as f32 * factor) as usize).max(4);
    let small = mixed.resize(side(mixed.width), side(mixed.height), Filter::Triangle);
    let back = small.resize(mixed.width, mixed.height, Filter::CatmullRom);
    if rng.bool() { back.sharpened(1.2, between(rng, 0.4, 1.2)) } else { back }
}
