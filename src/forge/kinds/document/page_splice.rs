use super::super::super::raster::{Raster, between, to_byte};
use super::super::super::scene::{Change, Scene};
use super::super::super::shape::bilinear;
use super::super::Edit;
use super::draft::{Draft, shift};
use super::read::{Level, Page, Rect, Unit};

/// Lays a part of another page in: a line or a block of lines with its paper, levels matched or not, or its ink alone; or
/// a stamp made of it.
pub fn page_splice(host: &Scene, donor: &mut dyn FnMut() -> Scene, area: f32, rng: &mut fastrand::Rng) -> Option<Edit> {
    let donor = donor();
    let (page, other) = (Page::read(host)?, Page::read(&donor)?);
    let source = other.pick(&[Level::Word, Level::Line], rng)?;
    let mut draft = Draft::new(&page);
    if rng.u32(0..5) == 0 {
        stamp(&mut draft, &page, &other, source, rng)?;
        return draft.finish();
    }
    let part = block(&other, source, area, rng)?;
    let pixels = other.picture.crop(part.x, part.y, part.width, part.height);
    let paper = nearest_paper(&page, &part);
    let matched = if rng.u32(0..4) > 0 { shift(source.paper, paper) } else { [0.0; 3] };
    let (right, bottom) = (page.picture.width.checked_sub(part.width)?, page.picture.height.checked_sub(part.height)?);
    // In line with a text of the page, on blank paper, or across whatever is there.
    let line = page.pick(&[Level::Word, Level::Line], rng)?;
    let to = |x: usize, y: usize| Rect { x: x.min(right), y: y.min(bottom), ..part };
    let blank = (0..16).map(|_| to(rng.usize(0..=right), rng.usize(0..=bottom))).find(|to| page.inked(to) == 0);
    let to = match (rng.u32(0..3), blank) {
        (0, Some(blank)) => blank,
        (2, _) => to(rng.usize(0..=right), rng.usize(0..=bottom)),
        _ => to(
            (line.rect.x + part.x).saturating_sub(source.rect.x),
            (line.rect.bottom() + part.y).saturating_sub(source.rect.bottom()),
        ),
    };
    if page.inked(&to) == 0 && rng.bool() {
        draft.ink_alone(&pixels, source.paper, to.x, to.y);
    } else {
        draft.paste(&pixels, matched, to.x, to.y);
    }
    draft.finish()
}

/// A rectangle of about `area` of the page around `source`, cut between its lines where that is possible.
fn block(page: &Page, source: &Unit, area: f32, rng: &mut fastrand::Rng) -> Option<Rect> {
    let pixels = area * (page.picture.width * page.picture.height) as f32;
    let aspect = between(rng, 1.5, 8.0);
    let half = ((pixels * aspect).sqrt() / 2.0, (pixels / aspect).sqrt() / 2.0);
    let middle = |from: usize, length: usize| from as f32 + length as f32 / 2.0;
    let (x, y) = (middle(source.rect.x, source.rect.width), middle(source.rect.y, source.rect.height));
    let wanted = [x - half.0, y - half.1, x + half.0, y + half.1];
    let inside = |unit: &&Unit| {
        let (x, y) = (middle(unit.rect.x, unit.rect.width), middle(unit.rect.y, unit.rect.height));
        x >= wanted[0] && x <= wanted[2] && y >= wanted[1] && y <= wanted[3]
    };
    let all = page.units.iter().filter(inside).fold(source.rect, |all, unit| all.with(&unit.rect));
    let part = all.grown(rng.usize(2..9), page.picture);
    let most = page.picture.width * page.picture.height * 2 / 5;
    (part.width * part.height < most).then_some(part)
}

/// The paper of the text next to a place.
fn nearest_paper(page: &Page, place: &Rect) -> [f32; 3] {
    let apart = |unit: &&Unit| unit.rect.x.abs_diff(place.x) + unit.rect.y.abs_diff(place.y);
    page.units.iter().min_by_key(apart).map_or([255.0; 3], |unit| unit.paper)
}

/// Stamps a text of another page on: framed, in a stamp's colour, turned a little.
fn stamp(draft: &mut Draft, page: &Page, other: &Page, source: &Unit, rng: &mut fastrand::Rng) -> Option<()> {
    let text = source.rect.grown(2, other.picture);
    let rim = (text.height as f32 * between(rng, 0.3, 0.6)) as usize + 3;
    let (width, height) = (text.width + 2 * rim, text.height + 2 * rim);
    let cover = coverage(other, &text, source, rim, rng);
    let colour = [[200.0, 40.0, 50.0], [40.0, 60.0, 170.0], [60.0, 40.0, 130.0], [30.0, 110.0, 70.0]][rng.usize(0..4)];
    let (sin, cos) = between(rng, -0.3, 0.3).sin_cos();
    let (across, down) = (
        (width as f32 * cos + height as f32 * sin.abs()).ceil() as usize + 2,
        (width as f32 * sin.abs() + height as f32 * cos).ceil() as usize + 2,
    );
    let (right, bottom) = (page.picture.width.checked_sub(across)?, page.picture.height.checked_sub(down)?);
    let mut rgb = vec![255; across * down * 3];
    for (i, pixel) in rgb.chunks_exact_mut(3).enumerate() {
        let (dx, dy) = ((i % across) as f32 - across as f32 / 2.0, (i / across) as f32 - down as f32 / 2.0);
        let (x, y) = (dx * cos + dy * sin + width as f32 / 2.0, dy * cos - dx * sin + height as f32 / 2.0);
        if x < 0.0 || y < 0.0 || x > (width - 1) as f32 || y > (height - 1) as f32 {
            continue;
        }
        let share = bilinear(&cover, width, height, x, y);
        for (value, colour) in pixel.iter_mut().zip(colour) {
            *value = to_byte(255.0 - share * (255.0 - colour));
        }
    }
    let place = Rect { x: rng.usize(0..=right), y: rng.usize(0..=bottom), width: across, height: down };
    draft.ink_alone(&Raster { width: across, height: down, rgb }, [255.0; 3], place.x, place.y);
    draft.changes.push(Change::of(place.corners(), "", &source.letters));
    Some(())
}

/// How much ink a stamp leaves: that of the text and a frame, fainter here and there.
fn coverage(other: &Page, text: &Rect, source: &Unit, rim: usize, rng: &mut fastrand::Rng) -> Vec<f32> {
    let (width, height) = (text.width + 2 * rim, text.height + 2 * rim);
    let stroke = (rim / 4).max(2);
    let strength = between(rng, 0.6, 1.0);
    let (phase, wave) = (rng.f32() * 6.0, between(rng, 6.0, 20.0));
    let full = source.paper[1] - source.ink[1];
    let mut cover = vec![0.0; width * height];
    for y in 0..height {
        for x in 0..width {
            let edge = x.min(y).min(width - 1 - x).min(height - 1 - y);
            let letters = x >= rim && y >= rim && x < rim + text.width && y < rim + text.height;
            let there = if letters {
                let place = (text.y + y - rim) * other.picture.width + text.x + x - rim;
                ((source.paper[1] - f32::from(other.picture.rgb[3 * place + 1])) / full - 0.15).clamp(0.0, 0.85) / 0.85
            } else {
                f32::from(u8::from((1..1 + stroke).contains(&edge)))
            };
            let worn = 0.8 + 0.2 * (x as f32 / wave + phase).sin() * (y as f32 / wave).cos();
            cover[y * width + x] = there * strength * worn * between(rng, 0.85, 1.0);
        }
    }
    cover
}
