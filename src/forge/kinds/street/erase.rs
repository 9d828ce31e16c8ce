use super::super::super::scene::{Change, Scene};
use super::super::{Edit, removal};
use super::{Sign, Work, targets, with_clear_space};

/// Takes texts away: most signs are smooth, so that the border is most often enough to fill from.
pub fn erase(host: &Scene, rng: &mut fastrand::Rng) -> Option<Edit> {
    let mut work = Work::on(&host.picture);
    for Sign { quad, words } in targets(host, rng)? {
        let Some(target) = with_clear_space(&quad) else { continue };
        let mask = target.mask(work.picture.width, work.picture.height);
        let edit = if rng.u32(0..10) < 6 {
            removal::smoothly(&work.picture, &mask, rng)
        } else {
            removal::fill(&work.picture, &mask, rng)
        };
        if let Some(edit) = edit {
            work.take(edit);
            work.changes.push(Change::erased(quad.corners, words));
        }
    }
    work.done()
}
