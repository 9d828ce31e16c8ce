use super::super::super::grain::Grain;
use super::super::super::lettering::{self, Fonts};
use super::super::super::quad::Quad;
use super::super::super::raster::{Raster, between, blur_plane, normal, to_byte};
use super::super::super::scene::{Change, Scene};
use super::super::super::signs::{ink_box, words};
use super::super::super::{blend, shape};
use super::super::Edit;
use super::{Sign, Work, targets, with_clear_space};

/// Erases texts and sets others in their place, in a colour taken from the old ones; sharpness and grain come near those
/// of the place, as in an editor.
pub fn print(host: &Scene, rng: &mut fastrand::Rng) -> Option<Edit> {
    let fonts = lettering::fonts().ok()?;
    let mut work = Work::on(&host.picture);
    for Sign { quad: text, words: old } in targets(host, rng)? {
        let Some(region) = with_clear_space(&text) else { continue };
        let (width, height) = (work.picture.width, work.picture.height);
        let hard = region.mask(width, height);
        if shape::bounds(&hard, width).is_none() {
            continue;
        }
        let mut patch = blend::fill(&work.picture, &hard);
        let Some(ink) = ink(&work.picture, &patch, &text) else { continue };
        let Some(new) = set(&mut patch, &work.picture, &text, ink, fonts, rng) else { continue };
        let mask = blend::feather(&hard, width, height, between(rng, 0.6, 1.4));
        work.take(Edit::new(blend::alpha(&work.picture, &patch, &mask), mask));
        work.changes.push(Change::of(text.corners, old, &new));
    }
    work.done()
}

/// The mean colour of the twentieth of the text that differs most from the ground; nothing where no ink is to be seen.
fn ink(picture: &Raster, ground: &Raster, text: &Quad) -> Option<[f32; 3]> {
    let (width, height) = text.size();
    let (columns, rows) = (width as usize, height as usize);
    let mut pixels: Vec<(f32, [f32; 3])> = (0..columns * rows)
        .map(|i| {
            let (u, v) = ((i % columns) as f32 + 0.5, (i / columns) as f32 + 0.5);
            let (x, y) = text.place(u / columns as f32, v / rows as f32);
            let (old, bare) = (picture.sample(x, y), ground.sample(x, y));
            (old.iter().zip(bare).map(|(a, b)| (a - b).abs()).sum(), old)
        })
        .collect();
    let count = (pixels.len() / 20).max(1);
    pixels.select_nth_unstable_by(count, |a, b| b.0.total_cmp(&a.0));
    let strongest = &pixels[..count];
    let contrast = strongest.iter().map(|p| p.0).sum::<f32>() / count as f32;
    let mean = std::array::from_fn(|k| strongest.iter().map(|p| p.1[k]).sum::<f32>() / count as f32);
    (contrast > 60.0).then_some(mean)
}

/// Sets words of about the text's proportions, on `patch`, where the old ones are erased already, and says which.
fn set(patch: &mut Raster, old: &Raster, text: &Quad, ink: [f32; 3], fonts: &Fonts, rng: &mut fastrand::Rng) -> Option<String> {
    let (width, height) = text.size();
    let script = words::script(rng);
    let font = fonts.pick(script, rng);
    let lines = (0..4).filter_map(|_| {
        let phrase = words::phrase(script, rng);
        Some((font.line(&phrase, (1.3 * height).min(200.0))?, phrase))
    });
    let choices = lines.map(|(line, phrase)| {
        let [left, top, right, bottom] = ink_box(&line);
        let long = (right - left) as f32 / (bottom - top) as f32;
        ((long * height / width).ln().abs(), line, phrase, [left, top, right, bottom].map(|v| v as f32))
    });
    let (_, line, phrase, [left, top, right, bottom]) = choices.min_by(|a, b| a.0.total_cmp(&b.0))?;
    // As high as the old one, or lower where it would be too long; a fifth narrower at most.
    let long = (right - left) / (bottom - top);
    let tall = (width / height / long * 1.25).min(1.0);
    let wide = (long * tall * height / width).min(1.0);
    let (u, v) = ((1.0 - wide) * if rng.bool() { 0.5 } else { 0.0 }, (1.0 - tall) / 2.0);
    // The quadrangle of the whole line, so that its ink comes to where it shall.
    let (du, dv) = (wide / (right - left), tall / (bottom - top));
    let start = (u - left * du, v - top * dv);
    let quad = text.part(start, (start.0 + line.width as f32 * du, start.1 + line.height as f32 * dv))?;
    let bounds = text.bounds(6.0, patch.width, patch.height);
    let [x0, y0, x1, y1] = bounds;
    let alpha: Vec<[f32; 1]> = line.alpha.iter().map(|a| [*a]).collect();
    let cover = quad.spread(&alpha, line.width, line.height, bounds).into_iter().map(|[a]| a).collect();
    let grain = Grain::of(old, text.bounds(20.0, patch.width, patch.height));
    let blur = (grain.blur.unwrap_or(0.8).min(2.5) * between(rng, 0.5, 1.3)).powi(2) - 0.25;
    let cover = blur_plane(cover, x1 - x0, y1 - y0, blur.max(0.0).sqrt());
    let noise = grain.noise * between(rng, 0.2, 1.2);
    for (i, a) in cover.into_iter().enumerate() {
        let at = 3 * ((y0 + i / (x1 - x0)) * patch.width + x0 + i % (x1 - x0));
        let grain = noise * normal(rng);
        for (value, ink) in patch.rgb[at..at + 3].iter_mut().zip(ink) {
            let under = f32::from(*value);
            *value = to_byte(under + a * (ink - under) + grain);
        }
    }
    Some(phrase)
}
