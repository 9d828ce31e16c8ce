use super::ForgeError;
use super::chain::{self, Chain};
use super::jpeg::{Encoding, generation};
use super::kinds::{self, Kind};
use super::lettering::{self, Fonts};
use super::raster::{Raster, between};
use super::resize::Filter;
use super::scene::{Change, Face, Needs, Scene, scaled};
use super::signs;
use super::sources::{Domain, Sources};
use crate::frequency::{BlockDct, Coefficients};

/// What to make.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Side of the sample in pixels, a multiple of 8; nothing for the source's own size.
    pub size: Option<usize>,
    /// Which kinds.
    pub kinds: Kinds,
    /// Forged area as a fraction of the picture, log-uniform.
    pub area: (f32, f32),
    /// The processing after the forgery.
    pub chain: Chain,
}

/// One domain of a series: what its samples are made from, and how.
pub struct Part {
    /// The pristine pictures.
    pub sources: Sources,
    /// What to make of them.
    pub settings: Settings,
}

/// How the kind of a sample is chosen.
#[derive(Clone, Debug)]
pub enum Kinds {
    /// At random: authentic with the chance given, else one of the list.
    Drawn {
        /// Kinds of forgery, equally likely.
        forged: Vec<Kind>,
        /// Chance of an authentic sample.
        authentic: f32,
    },
    /// One after the other by the sample's index, and the hosts one after the other as well.
    InTurn(Vec<Kind>),
}

/// A picture, its coefficients and where it was forged.
pub struct Sample {
    /// Pixels as a decoder gives them.
    pub picture: Raster,
    /// Luminance coefficients of the same save.
    pub coefficients: Coefficients,
    /// 1 where the picture was altered.
    pub mask: Vec<u8>,
    /// What the picture shows.
    pub domain: Domain,
    /// What was done.
    pub kind: Kind,
    /// Whether the last JPEG grid, or the grid the coefficients were derived on, falls on that of the host's JPEG
    /// generation before; false where resizing left no such grid.
    pub aligned: bool,
    /// The last encoding; nothing where the sample was saved without loss.
    pub last: Option<Encoding>,
    /// The pixels that the last encoding was given.
    pub unsaved: Raster,
    /// The host's place in the list of its domain's sources.
    pub source: usize,
    /// Texts that were changed and lie wholly in the sample, as far as they are known.
    pub changes: Vec<Change>,
}

/// Draws before a sample is given up; one in three is refused in the ordinary run of things.
const ATTEMPTS: u32 = 4000;
/// The bounds of a forged area that the host decides on, as fractions of the picture.
const LEAST_FOUND: f32 = 0.0005;
const MOST_FOUND: f32 = 0.5;
/// Portraits that a kind may choose among.
const PEOPLE: usize = 6;
/// Draws with one host, kind and area before others are tried.
const PATIENCE: u32 = 40;

/// Makes sample `index` of the series `seed`; the same whatever was made before, on any number of threads. The parts
/// take turns.
///
/// # Errors
/// A source that cannot be read, sources too small for the size, or no font where one is needed.
pub fn make(parts: &[Part], seed: u64, index: u64, dct: &BlockDct) -> Result<Sample, ForgeError> {
    let mut rng = fastrand::Rng::with_seed(mix(mix(seed) ^ index));
    let Part { sources, settings } = &parts[index as usize % parts.len()];
    let turn = index / parts.len() as u64;
    let (kind, turn) = match &settings.kinds {
        Kinds::Drawn { forged, authentic } if rng.f32() >= *authentic => (forged[rng.usize(0..forged.len())], None),
        Kinds::Drawn { .. } => (Kind::Authentic, None),
        Kinds::InTurn(kinds) => (kinds[turn as usize % kinds.len()], Some(sources.turn(seed, turn))),
    };
    let fonts = if sources.written() || kind.prints() { Some(lettering::fonts()?) } else { None };
    let pen = fonts.filter(|_| sources.written());
    // Authentic samples hold what forged ones of the domain hold, as often: else text, or a face, would tell.
    let holds = match (&settings.kinds, kind, settings.size) {
        (Kinds::Drawn { forged, .. }, Kind::Authentic, Some(_)) => forged[rng.usize(0..forged.len())].needs(),
        _ => kind.needs(),
    };
    let mut source = turn.unwrap_or_else(|| rng.usize(0..sources.len()));
    let mut area = log_uniform(settings.area, &mut rng);
    for attempt in 1..=ATTEMPTS {
        if attempt % PATIENCE == 0 {
            source = rng.usize(0..sources.len());
            area = log_uniform(settings.area, &mut rng);
        }
        if let Some(sample) = draw(sources, settings, source, kind, holds, area, pen, dct, &mut rng)? {
            return Ok(sample);
        }
    }
    Err(ForgeError::NoSample { kind, size: settings.size })
}

/// The finaliser of SplitMix64 (Steele et al. 2014): seeds close together give series far apart.
pub fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

fn log_uniform((low, high): (f32, f32), rng: &mut fastrand::Rng) -> f32 {
    low * (high / low).powf(rng.f32())
}

/// One try; nothing where the source is too small, or the edit not visible or not of the area. With a `pen` the scene is
/// written on first.
#[allow(clippy::too_many_arguments, reason = "all of them are one sample's, from one caller")]
fn draw(
    sources: &Sources,
    settings: &Settings,
    source: usize,
    kind: Kind,
    holds: Needs,
    area: f32,
    pen: Option<&Fonts>,
    dct: &BlockDct,
    rng: &mut fastrand::Rng,
) -> Result<Option<Sample>, ForgeError> {
    let host = sources.scene(source)?;
    // Portraits are mostly framed around the face, whatever is done to them.
    let around = match (sources.domain(), host.faces.as_slice()) {
        (Domain::Face, faces @ [_, ..]) if holds == Needs::Face || rng.u32(0..10) < 8 => rng.choice(faces),
        _ => None,
    };
    let Some(frame) = Frame::choose(&host.picture, settings.size, around, rng) else { return Ok(None) };
    if pen.is_none() && !host.holds(holds, frame.x, frame.y, frame.cut.0, frame.cut.1) {
        return Ok(None);
    }
    let (mut scene, mut on_grid) = frame.canvas(&host, rng);
    if let Some(fonts) = pen {
        signs::write(&mut scene, fonts, rng);
        if scene.texts.is_empty() {
            return Ok(None);
        }
        // What was written and what was there get one history.
        scene.picture = generation(&scene.picture, &chain::encoding((60, 97), rng), dct).0;
        on_grid = true;
    } else if rng.u32(0..10) < if frame.shrunk { 6 } else { 3 } {
        scene.picture = generation(&scene.picture, &chain::encoding((55, 97), rng), dct).0;
        on_grid = true;
    }
    let mut mask = vec![0.0; scene.picture.width * scene.picture.height];
    let mut changes = Vec::new();
    let mut canvas = if kind == Kind::Authentic {
        scene.picture
    } else {
        let donor = sources.scene(other_than(source, sources.len(), rng))?;
        let mut people = Vec::new();
        if kind.needs() == Needs::Face {
            for _ in 0..PEOPLE {
                people.push(sources.scene(other_than(source, sources.len(), rng))?);
            }
            people.retain(|scene| !scene.faces.is_empty());
        }
        let mut donor_rng = rng.fork();
        let (width, height) = (scene.picture.width, scene.picture.height);
        let mut turn = people.iter().cycle();
        let mut cut_donor = || match turn.next() {
            Some(person) => donor_portrait(person, dct, &mut donor_rng),
            None => donor_patch(&donor, width, height, pen, dct, &mut donor_rng),
        };
        let Some(edit) = kinds::forge(kind, &scene, &mut cut_donor, area, rng) else { return Ok(None) };
        if !visible(&scene.picture, &edit) {
            return Ok(None);
        }
        (mask, changes) = (edit.mask, edit.changes);
        edit.picture
    };
    let (width, height) = frame.inner;
    let (outer_width, outer_height) = (width + Frame::MARGIN, height + Frame::MARGIN);
    let (sx, sy) = (outer_width as f32 / canvas.width as f32, outer_height as f32 / canvas.height as f32);
    if (canvas.width, canvas.height) != (outer_width, outer_height) {
        mask = resize_mask(&mask, canvas.width, canvas.height, outer_width, outer_height);
        canvas = canvas.resize(outer_width, outer_height, if rng.bool() { Filter::Triangle } else { Filter::CatmullRom });
        on_grid = false;
    }
    let offset = chain::offset(Frame::MARGIN, rng);
    let mask: Vec<u8> = (0..width * height)
        .map(|i| {
            let (x, y) = (i % width + offset.0, i / width + offset.1);
            u8::from(mask[y * outer_width + x] >= 0.5)
        })
        .collect();
    let kept = |point| {
        let (x, y) = scaled(point, sx, sy);
        (x - offset.0 as f32, y - offset.1 as f32)
    };
    let changes = changes.iter().filter_map(|change| change.moved(width, height, kept)).collect();
    let altered = mask.iter().map(|&m| usize::from(m)).sum::<usize>() as f32 / mask.len() as f32;
    let wanted = if kind.needs() == Needs::Nothing {
        (area * 0.7).max(settings.area.0)..=(area * 1.4).min(settings.area.1)
    } else {
        // Texts and faces have the size they have.
        LEAST_FOUND..=MOST_FOUND
    };
    if kind != Kind::Authentic && !wanted.contains(&altered) {
        return Ok(None);
    }
    let done = chain::process(canvas, width, height, offset, on_grid, &settings.chain, rng, dct);
    let chain::Processed { picture, coefficients, aligned, last, unsaved } = done;
    let domain = sources.domain();
    Ok(Some(Sample { picture, coefficients, mask, domain, kind, aligned, last, unsaved, source, changes }))
}

fn other_than(source: usize, count: usize, rng: &mut fastrand::Rng) -> usize {
    if count == 1 { source } else { (source + rng.usize(1..count)) % count }
}

/// Which part of a source becomes the canvas that is forged, and how large the sample ends.
struct Frame {
    /// Upper left corner and size of the cut in the source.
    x: usize,
    y: usize,
    cut: (usize, usize),
    /// Size of what is forged, with the margin; smaller than the cut where the picture is first reduced to web size.
    canvas: (usize, usize),
    /// Size of the sample.
    inner: (usize, usize),
    shrunk: bool,
}

impl Frame {
    /// Pixels beyond the sample that an off-grid cut may use.
    const MARGIN: usize = 8;
    /// The least side of a sample, pixels.
    const LEAST: usize = 64;

    /// `around`: the face that a sample of a given size is to hold, small enough where the picture is first reduced.
    fn choose(host: &Raster, size: Option<usize>, around: Option<&Face>, rng: &mut fastrand::Rng) -> Option<Self> {
        let resized = rng.u32(0..4) == 0;
        // Before the forgery: crops of camera originals show little, what is passed around shows the whole scene.
        let shrink = if rng.u32(0..100) < 35 { between(rng, 0.45, 0.9) } else { 1.0 };
        let (inner, after, shrink) = match size {
            Some(side) => {
                let after = if resized { between(rng, 0.55, 1.5) } else { 1.0 };
                let least = (side + Self::MARGIN + 1) as f32 / after / host.width.min(host.height) as f32;
                let shrink = match around {
                    Some(face) => {
                        let [(left, top), (right, bottom)] = face.corners;
                        let most = (side as f32 / after / (1.06 * (right - left).max(bottom - top))).clamp(least, least.max(1.0));
                        between(rng, least, 1.15 * most).min(most)
                    }
                    None => shrink,
                };
                ((side, side), after, shrink.max(least))
            }
            None => {
                let after = if resized { between(rng, 0.6, 1.0) } else { 1.0 };
                let shrink = shrink.max(0.6);
                let whole = |side: usize| ((side as f32 * after * shrink) as usize).checked_sub(Self::MARGIN).map(|s| s / 8 * 8);
                ((whole(host.width)?, whole(host.height)?), after, shrink)
            }
        };
        if shrink > 1.0 || inner.0 < Self::LEAST || inner.1 < Self::LEAST {
            return None;
        }
        let before = |side: usize, factor: f32| (side as f32 / factor).round() as usize;
        let canvas = (before(inner.0 + Self::MARGIN, after), before(inner.1 + Self::MARGIN, after));
        let cut = (before(canvas.0, shrink).min(host.width), before(canvas.1, shrink).min(host.height));
        if canvas.0 > cut.0 || canvas.1 > cut.1 {
            return None;
        }
        let [(left, top), (right, bottom)] = around.map_or([(0.0, 0.0); 2], |face| face.corners);
        let place = |low: f32, high: f32, cut: usize, whole: usize, rng: &mut fastrand::Rng| {
            // Where the face fits, it is wholly inside.
            let (first, last) = ((high as usize + 2).saturating_sub(cut), (low as usize).min(whole - cut));
            if around.is_some() && first <= last { rng.usize(first..=last) } else { rng.usize(0..=whole - cut) }
        };
        let mut x = place(left, right, cut.0, host.width, rng);
        let mut y = place(top, bottom, cut.1, host.height, rng);
        if rng.u32(0..10) < 6 {
            (x, y) = (x / 8 * 8, y / 8 * 8);
        }
        Some(Self { x, y, cut, canvas, inner, shrunk: canvas != cut })
    }

    /// The canvas, and whether its 8×8 grid is the source's.
    fn canvas(&self, host: &Scene, rng: &mut fastrand::Rng) -> (Scene, bool) {
        let cut = host.crop(self.x, self.y, self.cut.0, self.cut.1);
        if self.shrunk {
            let filter = if rng.bool() { Filter::Triangle } else { Filter::CatmullRom };
            return (cut.resize(self.canvas.0, self.canvas.1, filter), false);
        }
        (cut, self.x.is_multiple_of(8) && self.y.is_multiple_of(8))
    }
}

/// A face of another picture with what is around it, in its own size, with a JPEG life of its own half the time.
fn donor_portrait(donor: &Scene, dct: &BlockDct, rng: &mut fastrand::Rng) -> Scene {
    let [(left, top), (right, bottom)] = donor.faces[rng.usize(0..donor.faces.len())].corners;
    let around = between(rng, 0.1, 0.3) * (right - left);
    let low = |at: f32| (at - around).max(0.0) as usize;
    let high = |at: f32, end: usize| ((at + around) as usize).min(end);
    let (x, y) = (low(left), low(top));
    let mut cut = donor.crop(x, y, high(right, donor.picture.width) - x, high(bottom, donor.picture.height) - y);
    if rng.bool() {
        cut.picture = generation(&cut.picture, &chain::encoding((50, 97), rng), dct).0;
    }
    cut
}

/// A part of another picture the size of the canvas, reduced half the time, with a JPEG life of its own half the time.
/// With a `pen` it is written on, and always saved.
fn donor_patch(
    donor: &Scene,
    width: usize,
    height: usize,
    pen: Option<&Fonts>,
    dct: &BlockDct,
    rng: &mut fastrand::Rng,
) -> Scene {
    let factor = if rng.bool() { between(rng, 0.45, 1.0) } else { 1.0 };
    let side = |wanted: usize, there: usize| ((wanted as f32 / factor) as usize).min(there);
    let (w, h) = (side(width, donor.picture.width), side(height, donor.picture.height));
    let cut = donor.crop(rng.usize(0..=donor.picture.width - w), rng.usize(0..=donor.picture.height - h), w, h);
    let mut patch = if (w, h) == (width, height) {
        cut
    } else {
        // One factor for both sides; what is left over is cut off.
        let scale = (width as f32 / w as f32).max(height as f32 / h as f32);
        let whole = |side: usize, least: usize| ((side as f32 * scale).round() as usize).max(least);
        cut.resize(whole(w, width), whole(h, height), Filter::CatmullRom).crop(0, 0, width, height)
    };
    if let Some(fonts) = pen {
        signs::write(&mut patch, fonts, rng);
    }
    if pen.is_some() || rng.bool() {
        patch.picture = generation(&patch.picture, &chain::encoding((50, 97), rng), dct).0;
    }
    patch
}

/// An edit that changes hardly anything teaches nothing: at least 2 of 255 levels in the mean.
fn visible(before: &Raster, edit: &kinds::Edit) -> bool {
    let (mut sum, mut n) = (0u64, 0u64);
    for (i, _) in edit.mask.iter().enumerate().filter(|(_, m)| **m >= 0.5) {
        for k in 3 * i..3 * i + 3 {
            sum += u64::from(before.rgb[k].abs_diff(edit.picture.rgb[k]));
            n += 1;
        }
    }
    n > 0 && sum >= 2 * n
}

/// A mask, soft in 0..=1, resampled to a size.
pub fn resize_mask(mask: &[f32], width: usize, height: usize, to_width: usize, to_height: usize) -> Vec<f32> {
    let (sx, sy) = (width as f32 / to_width as f32, height as f32 / to_height as f32);
    (0..to_width * to_height)
        .map(|i| {
            let (x, y) = ((i % to_width) as f32, (i / to_width) as f32);
            super::shape::bilinear(mask, width, height, (x + 0.5) * sx - 0.5, (y + 0.5) * sy - 0.5)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::super::raster::to_byte;
    use super::super::stream;
    use super::*;
    use crate::frequency::from_pixels;

    /// Pictures with things in them: soft backgrounds, discs and stripes.
    fn sources() -> Sources {
        let picture = |n: usize| {
            let (width, height) = (320, 288 + 16 * n);
            let rgb = (0..width * height).flat_map(|i| {
                let (x, y) = ((i % width) as f32, (i / width) as f32);
                let disc = (x - 150.0 - 9.0 * n as f32).hypot(y - 140.0) < 40.0 + 6.0 * n as f32;
                let stripe = ((x * 0.11).sin() * (y * 0.07 + n as f32).cos() * 60.0).abs();
                let grain = (i * 7919 % 23) as f32;
                let tone = if disc { 190.0 } else { 70.0 + x * 0.2 } + stripe + grain;
                [to_byte(tone), to_byte(tone * 0.8 + 8.0 * n as f32), to_byte(200.0 - tone * 0.5)]
            });
            Raster { width, height, rgb: rgb.collect() }
        };
        Sources::of(Domain::Natural, (0..4).map(|n| Scene::bare(picture(n))).collect())
    }

    fn settings(kinds: Kinds) -> Settings {
        let chain = Chain { last_quality: (55, 100), lossless: 0.2, shared: 0.2 };
        Settings { size: Some(128), kinds, area: (0.01, 0.3), chain }
    }

    fn mixed() -> Settings {
        settings(Kinds::Drawn { forged: Kind::FIRST.to_vec(), authentic: 0.25 })
    }

    fn part(settings: Settings) -> Part {
        Part { sources: sources(), settings }
    }

    fn records(seed: u64, threads: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        let made = stream::in_order(&[part(mixed())], seed, 12, threads, |_, sample| {
            stream::write_record(&mut bytes, &sample).unwrap();
            Ok(ControlFlow::Continue(()))
        });
        assert_eq!(made.unwrap(), 12);
        bytes
    }

    #[test]
    fn a_seed_gives_the_same_bytes_on_any_number_of_threads() {
        let one = records(5, 1);
        assert_eq!(one.len(), 12 * (16 + 128 * 128 * 3 + 128 * 128 * 2 + 64 * 2 + 128 * 128));
        assert_eq!(&one[..4], b"OIF1");
        assert!(one == records(5, 3), "three threads give other bytes than one");
        assert!(one != records(6, 1), "two seeds give the same bytes");
    }

    #[test]
    fn a_reader_that_leaves_ends_the_stream_without_an_error() {
        let taken = stream::in_order(&[part(mixed())], 1, 1000, 2, |index, _| {
            Ok(if index == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
        });
        assert_eq!(taken.unwrap(), 2);
    }

    #[test]
    fn the_mask_says_what_the_kind_says_and_has_the_area_asked_for() {
        let dct = BlockDct::new();
        for kind in Kind::FIRST.into_iter().chain([Kind::Authentic]) {
            let parts = [part(settings(Kinds::InTurn(vec![kind])))];
            for index in 0..6 {
                let sample = make(&parts, 3, index, &dct).unwrap();
                assert_eq!(sample.kind, kind);
                let area = sample.mask.iter().map(|&m| f32::from(m)).sum::<f32>() / sample.mask.len() as f32;
                if kind == Kind::Authentic {
                    assert!(area == 0.0);
                } else {
                    assert!((0.01..=0.3).contains(&area), "{} {index}: {area}", kind.name());
                }
            }
        }
    }

    #[test]
    fn coefficients_and_pixels_are_of_one_generation() {
        let (parts, dct) = ([part(mixed())], BlockDct::new());
        for index in 0..16 {
            let sample = make(&parts, 9, index, &dct).unwrap();
            let (width, height) = (sample.picture.width, sample.picture.height);
            let again = from_pixels(&sample.picture.rgb, width, height);
            if sample.last.is_none() {
                assert_eq!(sample.coefficients, again);
                continue;
            }
            assert!(sample.coefficients.jpeg);
            let table = sample.coefficients.table;
            let off = sample.coefficients.values.iter().zip(&again.values).enumerate();
            // Clipping to 0..=255 moves a few.
            let far = off
                .filter(|(i, (file, pixels))| (i32::from(**file) * i32::from(table[i % 64]) - i32::from(**pixels)).abs() > 8)
                .count();
            assert!(far * 50 < again.values.len(), "sample {index}: {far} of {} differ", again.values.len());
        }
    }

    #[test]
    fn sources_that_are_too_small_are_an_error_and_not_a_hang() {
        let settings = Settings { size: Some(512), ..mixed() };
        let error = make(&[part(settings)], 1, 0, &BlockDct::new()).err().unwrap();
        assert_eq!(error.kind(), "no-sample");
    }
}
