use super::super::super::raster::between;
use super::super::super::scene::Scene;
use super::align::Partner;
use super::axes::Oval;
use super::{Edit, lay, pick};

/// Puts another person's face in the place of one, brow to chin or eyes to mouth.
pub fn swap(host: &Scene, donor: &mut dyn FnMut() -> Scene, rng: &mut fastrand::Rng) -> Option<Edit> {
    let (_, to) = pick(host, rng)?;
    let oval = region(rng);
    let partner = Partner::find(&host.picture, &to, donor, &[oval], rng)?;
    let patch = partner.carry(&host.picture, &to, &[oval]);
    let mask = to.draw(&[oval], host.picture.width, host.picture.height);
    let meet = rng.bool();
    let soft = if meet { 1.0 } else { 1.8 };
    Some(lay(&host.picture, patch, mask, soft * to.apart(), meet, rng))
}

/// What is exchanged: mostly the face from above the brows to the chin.
pub fn region(rng: &mut fastrand::Rng) -> Oval {
    let power = between(rng, 2.0, 2.8);
    if rng.u32(0..4) == 0 {
        Oval::new((0.0, 0.5), (between(rng, 0.72, 0.86), between(rng, 0.82, 0.95)), power, between(rng, 0.05, 0.2))
    } else {
        Oval::new((0.0, 0.58), (between(rng, 0.78, 0.93), between(rng, 0.98, 1.14)), power, between(rng, 0.1, 0.3))
    }
}
