//! Pictures that data sets and studies show to a model, beside those that a person may send: they hold pixels as they are.

use super::view::View;
use super::{Photo, PromptError, Region, displayed, encoded, join, sheet, whole};

/// What is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exhibit {
    /// The picture alone.
    Original,
    /// The mask, white inside, and the picture, joined as the paper's overlay and picture are.
    MaskAndOriginal,
    /// The sheet of crops around the regions twice: as overlay and as it is, joined likewise.
    Focus,
}

/// Such a picture as JPEG, and its sides in pixels. `mask` (128 and above is inside) and `regions` as for
/// [`super::build`].
///
/// # Errors
/// See [`PromptError`].
pub fn exhibit(photo: &Photo, mask: &[u8], regions: &[Region], what: Exhibit) -> Result<(Vec<u8>, [u32; 2]), PromptError> {
    let pixels = photo.width as usize * photo.height as usize;
    if mask.len() != pixels {
        return Err(PromptError::MaskSize(pixels, mask.len()));
    }
    let boxes = displayed(photo, regions);
    let view = View::new(photo, mask, 128, &[]);
    let picture = match what {
        Exhibit::Original => whole(&view, &[], View::original),
        Exhibit::MaskAndOriginal => join(&whole(&view, &boxes, View::mask), &whole(&view, &[], View::original)),
        Exhibit::Focus if boxes.is_empty() => return Err(PromptError::NoRegions(super::Mode::Crops)),
        Exhibit::Focus => join(&sheet::draw(&view, &boxes, View::overlay), &sheet::draw(&view, &boxes, View::original)),
    };
    let (width, height) = (picture.width as u32, picture.height as u32);
    Ok((encoded(&picture.rgb, width, height)?, [width, height]))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use image::RgbImage;

    use super::*;
    use crate::input::{Format, Orientation};

    #[test]
    fn each_exhibit_shows_what_it_says() {
        let (width, height) = (160u32, 120u32);
        let photo = Photo {
            width,
            height,
            rgb: [90, 90, 90].repeat((width * height) as usize),
            orientation: Orientation::default(),
            format: Format::Png,
            jpeg: None,
            sha256: String::new(),
            notes: vec![],
        };
        let inside = |i: u32| (40..80).contains(&(i % width)) && (30..60).contains(&(i / width));
        let mask: Vec<u8> = (0..width * height).map(|i| if inside(i) { 255 } else { 0 }).collect();
        let regions = [Region { bbox: [40, 30, 40, 30], area_fraction: 0.1, score: 1.0, reliability: 1.0 }];
        let shown = |what| -> RgbImage {
            let (jpeg, sides) = exhibit(&photo, &mask, &regions, what).unwrap();
            let picture = image::load_from_memory(&jpeg).unwrap().into_rgb8();
            assert_eq!(sides, [picture.width(), picture.height()]);
            picture
        };
        let near = |picture: &RgbImage, x, y, value: u8| {
            let found = picture.get_pixel(x, y).0[1];
            assert!(found.abs_diff(value) <= 3, "{found} at {x}, {y}");
        };
        let original = shown(Exhibit::Original);
        assert_eq!(original.dimensions(), (160, 120));
        near(&original, 60, 45, 90);
        let joined = shown(Exhibit::MaskAndOriginal);
        assert_eq!(joined.dimensions(), (160, 240));
        for (x, y, value) in [(60, 45, 255), (10, 10, 0), (60, 165, 90), (10, 130, 90)] {
            near(&joined, x, y, value);
        }
        // The crop's 104×92 pixels begin at (8, 47) of each sheet of 120×147, side by side; the region's middle is (52, 45) in
        // it. The overlay's is (90 + 255) >> 1.
        let focus = shown(Exhibit::Focus);
        assert_eq!(focus.dimensions(), (240, 147));
        near(&focus, 60, 92, 172);
        near(&focus, 180, 92, 90);
        assert_eq!(exhibit(&photo, &mask, &[], Exhibit::Focus).unwrap_err().kind(), "no-regions");
        assert_eq!(exhibit(&photo, &mask[1..], &[], Exhibit::Original).unwrap_err().kind(), "mask-size");
    }
}
