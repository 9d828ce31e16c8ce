use super::super::super::blend;
use super::super::super::quad::Quad;
use super::super::super::raster::{Raster, between};
use super::super::super::scene::{Change, Scene};
use super::super::Edit;
use super::{Sign, Work, legible, targets, with_clear_space};

/// Lays other texts, of the same or of another picture, into the place of one or more, in their perspective, with colours
/// matched to what was there or to the border.
pub fn replace(host: &Scene, donor: &mut dyn FnMut() -> Scene, rng: &mut fastrand::Rng) -> Option<Edit> {
    let targets = targets(host, rng)?;
    let own = legible(host);
    let other = (own.len() < 2 || rng.bool()).then(donor);
    let (from, texts) = match &other {
        Some(scene) => (&scene.picture, legible(scene)),
        None => (&host.picture, own),
    };
    let mut work = Work::on(&host.picture);
    for Sign { quad: old, words } in targets {
        let others = texts.iter().filter(|sign| other.is_some() || sign.quad.corners != old.corners);
        let Some(source) = fitting(others, &old, rng) else { continue };
        let change = Change::of(old.corners, words, source.words);
        let (Some(target), Some(source)) = (with_clear_space(&old), with_clear_space(&source.quad)) else { continue };
        let mut patch = work.picture.clone();
        target.lay(&mut patch, 12.0, from, &source);
        let mask = target.mask(patch.width, patch.height);
        let patch = coloured(&work.picture, patch, &mask, rng);
        work.lay(patch, mask, rng);
        work.changes.push(change);
    }
    work.done()
}

/// The text whose proportions agree best, with some luck, cut to the target's where it is longer, and then without words:
/// nobody knows which letters are left.
fn fitting<'a>(texts: impl Iterator<Item = &'a Sign<'a>>, target: &Quad, rng: &mut fastrand::Rng) -> Option<Sign<'a>> {
    let long = |quad: &Quad| quad.size().0 / quad.size().1;
    let wanted = long(target);
    let scored = texts.map(|sign| ((long(&sign.quad) / wanted).ln().abs() + rng.f32() * 0.7, sign));
    let (_, best) = scored.min_by(|a, b| a.0.total_cmp(&b.0))?;
    let ratio = long(&best.quad) / wanted;
    if ratio < 0.55 {
        return None;
    }
    if ratio < 1.3 {
        return Some(Sign { quad: best.quad.clone(), words: best.words });
    }
    let share = (between(rng, 1.0, 1.25) / ratio).min(1.0);
    let start = rng.f32() * (1.0 - share);
    Some(Sign { quad: best.quad.part((start, 0.0), (start + share, 1.0))?, words: "" })
}

fn coloured(host: &Raster, mut patch: Raster, mask: &[f32], rng: &mut fastrand::Rng) -> Raster {
    match rng.u32(0..10) {
        0..5 => {
            blend::match_colour(host, &mut patch, mask, between(rng, 0.6, 1.0));
            if rng.bool() { blend::match_border(host, &patch, mask) } else { patch }
        }
        5..9 => blend::match_border(host, &patch, mask),
        _ => patch,
    }
}
