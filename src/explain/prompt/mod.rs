//! The visual prompt: the one picture that leaves, if the person asks for words.
//!
//! `I_ref = (I + M) >> 1` of the paper (arXiv 2411.14823, "(I + I_mask)/2"): the mask M is 255 inside and 0 outside, in
//! every channel, so that the whole picture stays, dimmed, and what was found is lit. Everything is in displayed
//! orientation. What a person painted over is solid before anything else happens, and neither its pixels nor the mask's
//! reach the bytes. Integer arithmetic alone: the same input gives the same bytes everywhere.

mod area;
mod digits;
mod exhibit;
mod sheet;
mod view;

use std::fmt;

use image::ExtendedColorType;
use image::codecs::jpeg::JpegEncoder;
use serde::{Deserialize, Serialize};

use super::catalogue;
use crate::input::Photo;
use crate::language::Language;
use crate::localize::Region;
use crate::words::Value;
use area::Picture;
use view::{Row, View};

pub use exhibit::{Exhibit, exhibit};

/// Longest side, in pixels, of what is sent; in mode `paper`, of each of the two that are joined.
pub const LONGEST: usize = 1024;
/// Regions that are named, the strongest first; more are shown and not named.
pub const MAX_REGIONS: usize = 9;
/// The quality of the JPEG.
pub const QUALITY: u8 = 90;
/// Most boxes that can be painted over; a stroke of the brush is dozens.
pub const MAX_REDACTIONS: usize = 4096;
/// Of the surroundings in mode `overlay_blurred`, no more than this many samples along each side are left, with 16 levels
/// a channel: 768 bits for the whole picture. Faces are told from about 7 by 10 samples on by those who know them (Sinha
/// et al., Proc. IEEE 94(11), 2006), and those are of the face alone.
pub const SURROUNDINGS: usize = 8;

/// What the model gets to see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// The whole picture, dimmed, with the mask lit.
    #[default]
    Overlay,
    /// The same, with everything outside the regions and a margin blurred beyond recovery.
    OverlayBlurred,
    /// The overlay around each region, on one sheet.
    Crops,
    /// The overlay and the original: what the paper sends.
    Paper,
}

impl Mode {
    /// Every mode.
    pub const ALL: [Self; 4] = [Self::Overlay, Self::OverlayBlurred, Self::Crops, Self::Paper];

    /// The name in messages and reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        ["overlay", "overlay_blurred", "crops", "paper"][self as usize]
    }

    /// Whether pixels of the picture leave as they are.
    #[must_use]
    pub fn sends_original(self) -> bool {
        self == Self::Paper
    }
}

/// A region as the model is told of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Counted from 1, in the order of the findings.
    pub id: usize,
    /// x, y, width, height in thousandths of the displayed picture's sides, whatever the mode shows of it.
    pub bbox: [u32; 4],
}

/// A part of what is sent: what it shows, and where in it. Boxes are x, y, width, height.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pane {
    /// Pixels of the displayed picture.
    pub of: [u32; 4],
    /// Pixels of what is sent.
    pub at: [u32; 4],
}

/// What is to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prompt {
    /// How it was made.
    pub mode: Mode,
    /// The bytes: a JPEG without any metadata.
    pub jpeg: Vec<u8>,
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// The regions that are named in it.
    pub places: Vec<Place>,
}

/// Why there is no prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PromptError {
    /// The mask has another number of pixels than the picture: expected, found.
    MaskSize(usize, usize),
    /// Without a region there is nothing to cut out or to leave sharp.
    NoRegions(Mode),
    /// More boxes to paint over than [`MAX_REDACTIONS`].
    TooManyRedactions(usize),
    /// The encoder's words.
    Encoder(String),
}

impl PromptError {
    /// Every kind's name, for programs and for the catalogue (`prompt-error-NAME`).
    pub const KINDS: [&'static str; 4] = ["mask-size", "no-regions", "too-many-redactions", "encoder"];

    /// A stable name for programs.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        Self::KINDS[match self {
            Self::MaskSize(..) => 0,
            Self::NoRegions(_) => 1,
            Self::TooManyRedactions(_) => 2,
            Self::Encoder(_) => 3,
        }]
    }

    /// What happened and what to do now.
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        let number = |value: usize| Value::Number(u32::try_from(value).unwrap_or(u32::MAX));
        let say = |variables: &[_]| catalogue::say(&format!("prompt-error-{}", self.kind()), variables, language);
        match self {
            Self::MaskSize(expected, found) => say(&[("expected", number(*expected)), ("found", number(*found))]),
            Self::NoRegions(_) => say(&[]),
            Self::TooManyRedactions(found) => say(&[("found", number(*found)), ("limit", number(MAX_REDACTIONS))]),
            Self::Encoder(why) => say(&[("why", Value::Text(why))]),
        }
    }
}

impl fmt::Display for PromptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words(Language::En))
    }
}

impl std::error::Error for PromptError {}

/// Makes the picture to be sent. `mask` (0..=255, `threshold` and above is inside) and `regions`, strongest first, are in
/// stored orientation; `redactions`, boxes x, y, width, height to paint over, are in pixels of the displayed picture.
///
/// # Errors
/// See [`PromptError`].
pub fn build(
    photo: &Photo,
    mask: &[u8],
    threshold: u8,
    regions: &[Region],
    mode: Mode,
    redactions: &[[u32; 4]],
) -> Result<Prompt, PromptError> {
    let pixels = photo.width as usize * photo.height as usize;
    if mask.len() != pixels {
        return Err(PromptError::MaskSize(pixels, mask.len()));
    }
    if redactions.len() > MAX_REDACTIONS {
        return Err(PromptError::TooManyRedactions(redactions.len()));
    }
    if regions.is_empty() && matches!(mode, Mode::OverlayBlurred | Mode::Crops) {
        return Err(PromptError::NoRegions(mode));
    }
    let boxes = displayed(photo, regions);
    let mut view = View::new(photo, mask, threshold.max(1), redactions);
    let picture = match mode {
        Mode::Overlay => whole(&view, &boxes, View::overlay),
        Mode::OverlayBlurred => {
            // All regions stay sharp, the unnamed ones too.
            let all = regions.iter().map(|region| photo.orientation.apply_box(region.bbox, photo.width, photo.height));
            view.blur_outside(all.map(|bbox| bbox.map(|v| v as usize)));
            whole(&view, &boxes, View::overlay)
        }
        Mode::Crops => sheet::draw(&view, &boxes, View::overlay),
        Mode::Paper => join(&whole(&view, &boxes, View::overlay), &whole(&view, &[], View::original)),
    };
    let (width, height) = (picture.width as u32, picture.height as u32);
    let jpeg = encoded(&picture.rgb, width, height)?;
    Ok(Prompt { mode, jpeg, width, height, places: places(photo, regions) })
}

/// What [`build`] shows in this mode, and where: the whole once, or twice, or what is around each region that is named.
#[must_use]
pub fn panes(photo: &Photo, regions: &[Region], mode: Mode) -> Vec<Pane> {
    let (width, height) = photo.orientation.displayed_size(photo.width, photo.height);
    if mode == Mode::Crops {
        return sheet::Sheet::around(width as usize, height as usize, &displayed(photo, regions)).panes;
    }
    let (wide, high) = area::fitting(width as usize, height as usize, LONGEST);
    let (wide, high) = (wide as u32, high as u32);
    let whole = |left, top| Pane { of: [0, 0, width, height], at: [left, top, wide, high] };
    match mode {
        Mode::Paper if stacked(wide as usize, high as usize) => vec![whole(0, 0), whole(0, high)],
        Mode::Paper => vec![whole(0, 0), whole(wide, 0)],
        _ => vec![whole(0, 0)],
    }
}

/// The regions that are named in a picture of these, in stored orientation and strongest first, as a model is told of them.
#[must_use]
pub fn places(photo: &Photo, regions: &[Region]) -> Vec<Place> {
    let (width, height) = photo.orientation.displayed_size(photo.width as usize, photo.height as usize);
    let place = |(id, bbox)| Place { id, bbox: thousandths(bbox, width, height) };
    (1..).zip(displayed(photo, regions)).map(place).collect()
}

/// The boxes of those that are named, as they are displayed.
fn displayed(photo: &Photo, regions: &[Region]) -> Vec<[usize; 4]> {
    let turned = |region: &Region| photo.orientation.apply_box(region.bbox, photo.width, photo.height);
    regions.iter().take(MAX_REGIONS).map(|region| turned(region).map(|v| v as usize)).collect()
}

/// Interleaved RGB8 as what is sent: a JPEG without any metadata.
pub(crate) fn encoded(rgb: &[u8], width: u32, height: u32) -> Result<Vec<u8>, PromptError> {
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY)
        .encode(rgb, width, height, ExtendedColorType::Rgb8)
        .map_err(|e| PromptError::Encoder(e.to_string()))?;
    Ok(jpeg)
}

/// Side of the picture that tests a connection: above what any model takes at least.
const TEST_SIDE: usize = 224;

/// A picture of a digit, 1 to 9, to test a connection with: nothing of the person's.
pub(super) fn digit(digit: u8) -> Result<Prompt, PromptError> {
    let (mode, side) = (Mode::Overlay, TEST_SIDE as u32);
    Ok(Prompt { mode, jpeg: encoded(&drawn(digit).rgb, side, side)?, width: side, height: side, places: Vec::new() })
}

fn drawn(digit: u8) -> Picture {
    let mut picture = Picture { width: TEST_SIDE, height: TEST_SIDE, rgb: [70, 110, 160].repeat(TEST_SIDE * TEST_SIDE) };
    digits::draw(&mut picture, [26, 1], 17, usize::from(digit.clamp(1, 9)) - 1);
    picture
}

/// The digit, if these pixels (interleaved RGB8) are a picture to test a connection with, saved as a JPEG once or twice.
#[cfg(feature = "gateway")]
pub(crate) fn tested_digit(rgb: &[u8], width: u32, height: u32) -> Option<u8> {
    if (width as usize, height as usize) != (TEST_SIDE, TEST_SIDE) {
        return None;
    }
    // What saving changes is a level or two in the mean; the digits are dozens apart.
    let same = |digit: &u8| {
        let sum: u64 = drawn(*digit).rgb.iter().zip(rgb).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
        sum <= 4 * rgb.len() as u64
    };
    (1..=9).find(same)
}

/// The whole of a view, with the boxes' numbers where there are several.
fn whole<'a>(view: &View<'a>, boxes: &[[usize; 4]], row: Row<'a>) -> Picture {
    let (width, height) = area::fitting(view.width, view.height, LONGEST);
    let mut picture = area::reduce(view.width, view.height, width, height, |y, line| row(view, y, 0, line));
    if boxes.len() > 1 {
        let scaled = |[x, y, w, h]: [usize; 4]| {
            [x * width / view.width, y * height / view.height, w * width / view.width, h * height / view.height]
        };
        let scaled: Vec<[usize; 4]> = boxes.iter().map(|&bbox| scaled(bbox)).collect();
        digits::number(&mut picture, &scaled);
    }
    picture
}

/// Whether two pictures of this size are joined one below the other: where they are longest.
fn stacked(width: usize, height: usize) -> bool {
    width >= height
}

/// Two pictures of one size, joined: a landscape below the other, a portrait beside it.
fn join(first: &Picture, second: &Picture) -> Picture {
    let (width, height) = (first.width, first.height);
    if stacked(width, height) {
        return Picture { width, height: 2 * height, rgb: [first.rgb.as_slice(), &second.rgb].concat() };
    }
    let rows = first.rgb.chunks_exact(3 * width).zip(second.rgb.chunks_exact(3 * width));
    Picture { width: 2 * width, height, rgb: rows.flat_map(|(a, b)| a.iter().chain(b)).copied().collect() }
}

/// A box in thousandths of the picture's sides; never empty.
fn thousandths([x, y, w, h]: [usize; 4], width: usize, height: usize) -> [u32; 4] {
    let share = |from: usize, length: usize, whole: usize| {
        let start = (1000 * from / whole).min(999);
        let end = (1000 * (from + length)).div_ceil(whole).clamp(start + 1, 1000);
        (start as u32, (end - start) as u32)
    };
    let ((x, w), (y, h)) = (share(x, w, width), share(y, h, height));
    [x, y, w, h]
}

#[cfg(test)]
mod tests;
