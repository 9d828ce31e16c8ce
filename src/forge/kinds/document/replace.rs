use super::super::super::resize::Filter;
use super::super::super::scene::{Change, Scene};
use super::super::Edit;
use super::draft::{Draft, Fill, shift};
use super::places;
use super::read::{Level, Page, Rect, Unit};

/// Replaces characters or words by others of the same page, or of another, that are like them in size, ink and paper
/// (DocTamper's selective tampering synthesis).
pub fn replace(host: &Scene, donor: &mut dyn FnMut() -> Scene, rng: &mut fastrand::Rng) -> Option<Edit> {
    let page = Page::read(host)?;
    let other = (rng.u32(0..5) < 2).then(donor);
    let other = other.as_ref().and_then(Page::read);
    let mut draft = Draft::new(&page);
    let level = if rng.u32(0..5) < 2 { Level::Character } else { Level::Word };
    let (whole, fill) = (rng.bool(), Fill::draw(rng));
    for _ in 0..places(rng) {
        let Some((target, source, from)) = (0..8).find_map(|_| {
            let target = page.pick(&[level], rng)?;
            let (from, units) = match &other {
                Some(other) => (other, &other.units),
                None => (&page, &page.units),
            };
            let alike: Vec<&Unit> = units.iter().filter(|unit| alike(unit, target)).collect();
            let source = alike.get(rng.usize(0..alike.len().max(1)))?;
            draft.free(&target.rect).then_some((target, *source, from))
        }) else {
            continue;
        };
        put(&mut draft, target, source, from, whole.then_some(fill), rng);
    }
    draft.finish()
}

/// Whether one may stand for the other without being told by size or tone.
fn alike(unit: &Unit, target: &Unit) -> bool {
    let near = |a: usize, b: usize, share: f32| (a as f32 - b as f32).abs() <= (share * b as f32).max(1.0);
    let bright = |colour: [f32; 3]| colour.iter().sum::<f32>() / 3.0;
    let tone = |a: [f32; 3], b: [f32; 3]| (bright(a) - bright(b)).abs() <= 20.0;
    unit.level == target.level
        && unit.rect != target.rect
        && (unit.letters.is_empty() || unit.letters != target.letters)
        && near(unit.rect.width, target.rect.width, 0.2)
        && near(unit.rect.height, target.rect.height, 0.12)
        && tone(unit.ink, target.ink)
        && tone(unit.paper, target.paper)
        && (unit.paper_spread - target.paper_spread).abs() <= 4.0
        && (unit.ink_spread - target.ink_spread).abs() <= 12.0
}

/// Lays the source where the target is: with the paper around it, or, given a fill, its ink on new paper.
fn put(draft: &mut Draft, target: &Unit, source: &Unit, from: &Page, fill: Option<Fill>, rng: &mut fastrand::Rng) {
    // Paper of the target that has to go with it.
    let rim = rng.usize(1..4);
    let around = source.rect.grown(rim, from.picture);
    let mut part = from.picture.crop(around.x, around.y, around.width, around.height);
    let place = target.rect.grown(rim, &draft.picture);
    let same = (around.width, around.height) == (place.width, place.height);
    if !same && rng.bool() {
        part = part.resize(place.width, place.height, Filter::CatmullRom);
    }
    // Both stand on one base line and begin at one place.
    let x = place.x.min(draft.picture.width - part.width.min(draft.picture.width));
    let y = place.bottom().saturating_sub(part.height);
    let laid = Rect { x, y, width: part.width, height: part.height };
    let all = laid.with(&place);
    if all.right() > draft.picture.width || all.bottom() > draft.picture.height || !draft.free(&all) {
        return;
    }
    let change = Change::of(all.corners(), &target.letters, &source.letters);
    if let Some(fill) = fill {
        if draft.clear(all, fill, rng).is_some() {
            draft.ink(&part, source.paper, x, y);
            draft.changes.push(change);
        }
        return;
    }
    // A narrower one leaves a rest of the target to be covered.
    if laid != all && draft.clear(all, Fill::Paper, rng).is_none() {
        return;
    }
    let matched = rng.u32(0..4) > 0;
    draft.paste(&part, if matched { shift(source.paper, target.paper) } else { [0.0; 3] }, x, y);
    draft.changes.push(change);
}
