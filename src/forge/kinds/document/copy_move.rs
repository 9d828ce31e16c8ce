use super::super::super::raster::between;
use super::super::super::scene::{Change, Scene};
use super::super::Edit;
use super::draft::{Draft, Fill, shift};
use super::places;
use super::read::{Level, Page, Rect, Unit};

/// Copies characters, words or lines elsewhere on the page by whole pixels: onto others, beside others, or anywhere on
/// blank paper; sometimes by multiples of 8 px, which blinds grid analysis.
pub fn copy_move(host: &Scene, rng: &mut fastrand::Rng) -> Option<Edit> {
    let page = Page::read(host)?;
    let mut draft = Draft::new(&page);
    let levels: &[Level] = match rng.u32(0..10) {
        0..3 => &[Level::Character],
        3..9 => &[Level::Word],
        _ => &[Level::Line],
    };
    let eight = rng.u32(0..4) == 0;
    let only_ink = rng.u32(0..3) == 0;
    for _ in 0..places(rng) {
        let source = page.pick(levels, rng)?;
        let rim = rng.usize(1..4);
        let around = source.rect.grown(rim, page.picture);
        let part = page.picture.crop(around.x, around.y, around.width, around.height);
        if rng.bool() {
            let Some((to, target)) = onto(&page, source, &around, eight, rng) else { continue };
            let all = to.with(&target.rect.grown(2, page.picture));
            if !draft.free(&all) {
                continue;
            }
            let fill = Fill::draw(rng);
            if (only_ink || to != all) && draft.clear(all, fill, rng).is_none() {
                continue;
            }
            if only_ink {
                draft.ink(&part, source.paper, to.x, to.y);
            } else {
                draft.paste(&part, shift(source.paper, target.paper), to.x, to.y);
            }
            draft.changes.push(Change::of(all.corners(), &target.letters, &source.letters));
        } else {
            let Some(to) = (0..12).find_map(|_| blank(&page, &around, eight, rng)).filter(|to| draft.free(to)) else { continue };
            if only_ink {
                draft.ink_alone(&part, source.paper, to.x, to.y);
            } else {
                draft.paste(&part, [0.0; 3], to.x, to.y);
            }
            draft.changes.push(Change { before: Some(String::new()), ..Change::of(to.corners(), "", &source.letters) });
        }
    }
    draft.finish()
}

/// Another unit that the source can cover, and where that puts it.
fn onto<'p>(page: &'p Page, source: &Unit, around: &Rect, eight: bool, rng: &mut fastrand::Rng) -> Option<(Rect, &'p Unit)> {
    let ratio = |a: usize, b: usize| a as f32 / b as f32;
    let targets: Vec<&Unit> = page
        .units
        .iter()
        .filter(|unit| {
            unit.level == source.level
                && !unit.rect.overlaps(around)
                && unit.letters != source.letters
                && (0.7..1.4).contains(&ratio(unit.rect.width, source.rect.width))
                && (0.8..1.25).contains(&ratio(unit.rect.height, source.rect.height))
        })
        .collect();
    let target = targets.get(rng.usize(0..targets.len().max(1)))?;
    let down = target.rect.bottom() as isize - source.rect.bottom() as isize;
    let across = target.rect.x as isize - source.rect.x as isize;
    Some((moved(page, around, across, down, eight)?, target))
}

/// A blank place: beside a text, as a figure gets another digit, or anywhere.
fn blank(page: &Page, around: &Rect, eight: bool, rng: &mut fastrand::Rng) -> Option<Rect> {
    let to = if rng.u32(0..3) > 0 {
        let beside = page.pick(&[Level::Word], rng)?;
        let gap = (between(rng, 0.0, 0.6) * beside.rect.height as f32) as isize;
        let left =
            if rng.bool() { beside.rect.right() as isize + gap } else { beside.rect.x as isize - gap - around.width as isize };
        let down = beside.rect.bottom() as isize + 1 - around.bottom() as isize;
        moved(page, around, left - around.x as isize, down, eight)?
    } else {
        let (right, bottom) = (page.picture.width - around.width, page.picture.height - around.height);
        let (x, y) = (rng.usize(0..=right) as isize, rng.usize(0..=bottom) as isize);
        moved(page, around, x - around.x as isize, y - around.y as isize, eight)?
    };
    (page.inked(&to) == 0).then_some(to)
}

/// The rectangle elsewhere, if it stays on the page and leaves where it was.
fn moved(page: &Page, rect: &Rect, across: isize, down: isize, eight: bool) -> Option<Rect> {
    let step = |by: isize| if eight { (by as f32 / 8.0).round() as isize * 8 } else { by };
    let x = usize::try_from(rect.x as isize + step(across)).ok()?;
    let y = usize::try_from(rect.y as isize + step(down)).ok()?;
    let to = Rect { x, y, ..*rect };
    (to.right() <= page.picture.width && to.bottom() <= page.picture.height && !to.overlaps(rect)).then_some(to)
}
