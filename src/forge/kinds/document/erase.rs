use super::super::super::scene::{Change, Scene};
use super::super::Edit;
use super::draft::{Draft, Fill};
use super::places;
use super::read::{Level, Page};

/// Takes words or whole lines away; paper covers them.
pub fn erase(host: &Scene, rng: &mut fastrand::Rng) -> Option<Edit> {
    let page = Page::read(host)?;
    let mut draft = Draft::new(&page);
    let fill = Fill::draw(rng);
    let levels: &[Level] = if rng.u32(0..3) == 0 { &[Level::Line, Level::Word] } else { &[Level::Word] };
    for _ in 0..places(rng) {
        let unit = page.pick(levels, rng)?;
        let rect = unit.rect.grown(rng.usize(2..5), &host.picture);
        if draft.free(&rect) {
            draft.clear(rect, fill, rng)?;
            draft.changes.push(Change::erased(rect.corners(), &unit.letters));
        }
    }
    draft.finish()
}
