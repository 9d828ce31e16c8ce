use super::super::super::raster::between;
use super::super::super::scene::Scene;
use super::align::{self, Fit};
use super::axes::Oval;
use super::{Edit, lay, pick};

/// Puts another person's face in the place of one, brow to chin or eyes to mouth.
pub fn swap(host: &Scene, donor: &mut dyn FnMut() -> Scene, rng: &mut fastrand::Rng) -> Option<Edit> {
    let (_, to) = pick(host, rng)?;
    let donor = donor();
    let (_, from) = pick(&donor, rng)?;
    let oval = region(rng);
    let fit = Fit::between(&host.picture, &to, &donor.picture, &from);
    let place = |point| fit.apply(point);
    if !align::covers(&donor.picture, &from, &[oval], place) {
        return None;
    }
    let patch = align::carry(&donor, &from, &host.picture, &to, &[oval], place);
    let mask = to.draw(&[oval], host.picture.width, host.picture.height);
    let meet = rng.u32(0..10) < 8;
    Some(lay(&host.picture, patch, mask, to.apart(), meet, rng))
}

/// What is exchanged: mostly the face from above the brows to the chin.
pub fn region(rng: &mut fastrand::Rng) -> Oval {
    let power = between(rng, 2.0, 2.8);
    if rng.u32(0..4) == 0 {
        Oval::new((0.0, 0.5), (between(rng, 0.8, 0.95), between(rng, 0.85, 0.98)), power, between(rng, 0.05, 0.2))
    } else {
        Oval::new((0.0, 0.55), (between(rng, 0.85, 1.0), between(rng, 1.02, 1.2)), power, between(rng, 0.1, 0.3))
    }
}
