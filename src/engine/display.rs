//! The picture as it is shown: smaller, turned the right way up, with an alpha channel.

use crate::input::{Photo, reduced};

/// RGBA8 in displayed orientation.
pub struct Shown {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// `width * height * 4`.
    pub rgba: Vec<u8>,
}

/// `photo` with its longest side at most `longest` pixels, by averaging.
#[must_use]
pub fn display(photo: &Photo, longest: u32) -> Shown {
    let (wide, high, rgb) = reduced(photo, longest);
    let rgba: Vec<u8> = rgb.chunks_exact(3).flat_map(|p| [p[0], p[1], p[2], 255]).collect();
    let (shown_wide, shown_high) = photo.orientation.displayed_size(wide, high);
    let rgba = if photo.orientation.value() == 1 { rgba } else { photo.orientation.apply(wide, high, 4, &rgba) };
    Shown { width: shown_wide as u32, height: shown_high as u32, rgba }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{Format, Orientation};

    fn photo(width: u32, height: u32, orientation: u32, value: impl Fn(u32, u32) -> u8) -> Photo {
        let rgb = (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).flat_map(|(x, y)| [value(x, y); 3]).collect();
        Photo {
            width,
            height,
            rgb,
            orientation: Orientation::new(orientation),
            format: Format::Png,
            jpeg: None,
            sha256: String::new(),
            notes: Vec::new(),
        }
    }

    #[test]
    fn small_pictures_stay_as_they_are() {
        let shown = display(&photo(3, 2, 1, |x, y| (x + 3 * y) as u8), 8);
        assert_eq!((shown.width, shown.height), (3, 2));
        assert_eq!(shown.rgba[4..8], [1, 1, 1, 255]);
        assert_eq!(shown.rgba[20..24], [5, 5, 5, 255]);
    }

    #[test]
    fn large_pictures_are_averaged_to_the_limit() {
        let shown = display(&photo(100, 7, 1, |x, _| if x % 2 == 0 { 0 } else { 200 }), 50);
        assert_eq!((shown.width, shown.height), (50, 3));
        assert!(shown.rgba.chunks_exact(4).all(|pixel| pixel == [100, 100, 100, 255]));
        let sliver = display(&photo(300, 1, 1, |_, _| 9), 10);
        assert_eq!((sliver.width, sliver.height), (10, 1));
    }

    #[test]
    fn what_lies_on_its_side_is_turned() {
        let shown = display(&photo(4, 2, 6, |x, _| x as u8 * 10), 2048);
        assert_eq!((shown.width, shown.height), (2, 4));
        assert_eq!(shown.rgba[0..4], [0, 0, 0, 255]);
        assert_eq!(shown.rgba[24..28], [30, 30, 30, 255]);
    }
}
