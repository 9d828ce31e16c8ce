use serde::{Deserialize, Serialize};

use super::Seen;
use super::credentials::{self, Credentials, ReasonKind};
use super::file::{FileFacts, examine};
use super::measure::{RegionEvidence, measure};
use crate::frequency::BLOCK;
use crate::input::Photo;
use crate::localize::{Findings, mask_level};

/// What was measured beside the network, in displayed orientation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Of the regions, in their order.
    pub regions: Vec<RegionEvidence>,
    /// Of the file.
    pub file: FileFacts,
    /// Its Content Credentials, if it carries any.
    #[serde(default)]
    pub credentials: Option<Credentials>,
    /// What the lenses saw, where they were asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lenses: Vec<Seen>,
}

impl Evidence {
    /// The same without what the file says of where, by whom or with which very device the picture was made.
    #[must_use]
    pub fn without_private(self) -> Self {
        let credentials = self.credentials.map(Credentials::without_private);
        Self { file: self.file.without_private(), credentials, ..self }
    }
}

/// Examines a file and measures what was found in its picture. `bytes` are those that `photo` was read from, `threshold`
/// (0..=1) is that of the mask. Credentials are found and not checked, which takes a module, or a thread, of its own.
#[must_use]
pub fn gather(bytes: &[u8], photo: &Photo, findings: &Findings, threshold: f32) -> Evidence {
    let regions = measure(photo, &findings.mask, mask_level(threshold), &findings.regions);
    let regions = regions.into_iter().map(|region| displayed(region, photo)).collect();
    let credentials = credentials::find(bytes, photo.format).map(|found| found.unread(ReasonKind::NotLoaded));
    Evidence { regions, file: examine(bytes, photo), credentials, lenses: Vec::new() }
}

/// Turns the places in what was measured as the picture is turned for display.
fn displayed(mut region: RegionEvidence, photo: &Photo) -> RegionEvidence {
    let turned = |bbox| photo.orientation.apply_box(bbox, photo.width, photo.height);
    if let Some(grid) = &mut region.grid {
        for corner in [&mut grid.inside, &mut grid.outside] {
            *corner = displayed_grid(*corner, photo);
        }
    }
    if let Some(duplicate) = &mut region.duplicate {
        duplicate.bbox = turned(duplicate.bbox);
        duplicate.offset = photo.orientation.apply_offset(duplicate.offset);
    }
    region
}

/// Where the first whole block of a grid begins in the displayed picture, whose sides need not be multiples of a block's.
fn displayed_grid([x, y]: [u8; 2], photo: &Photo) -> [u8; 2] {
    let side = BLOCK as i32;
    let (width, height) = ((photo.width % BLOCK as u32) as i32, (photo.height % BLOCK as u32) as i32);
    // A grid seen from the other side begins where the last block ends.
    let along = |turned: i32, at: u8, length: i32| if turned > 0 { i32::from(at) } else { length - i32::from(at) };
    let [right, down] = [photo.orientation.apply_offset([1, 0]), photo.orientation.apply_offset([0, 1])];
    let across = along(right[0] + right[1], x, width);
    let below = along(down[0] + down[1], y, height);
    let corner = if right[0] == 0 { [below, across] } else { [across, below] };
    corner.map(|at| at.rem_euclid(side) as u8)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::input::{Format, Orientation};

    #[test]
    fn grids_turn_with_the_picture() {
        // In every row and column of a picture, mark the pixels that begin a block of a grid; turned, they mark its ends or
        // beginnings, whichever way the picture is seen.
        let (width, height) = (29usize, 21usize);
        for value in 1..=8 {
            let orientation = Orientation::new(value);
            let photo = Photo {
                width: width as u32,
                height: height as u32,
                rgb: Vec::new(),
                orientation,
                format: Format::Jpeg,
                jpeg: None,
                sha256: String::new(),
                notes: Vec::new(),
            };
            for (x, y) in [(0, 0), (3, 5), (7, 1)] {
                let blocks: Vec<usize> =
                    (0..width * height).map(|i| (i % width + 8 - x) / 8 * 100 + (i / width + 8 - y) / 8).collect();
                let shown = orientation.apply(width, height, 1, &blocks);
                let wide = orientation.displayed_size(width, height).0;
                let [left, top] = displayed_grid([x as u8, y as u8], &photo).map(usize::from);
                let at = |x: usize, y: usize| shown[y * wide + x];
                assert_eq!(at(left + 8, top + 8), at(left + 15, top + 15), "orientation {value}, grid {x},{y}");
                assert_ne!(at(left + 8, top + 8), at(left + 7, top + 8), "orientation {value}, grid {x},{y}");
                assert_ne!(at(left + 8, top + 8), at(left + 8, top + 7), "orientation {value}, grid {x},{y}");
            }
        }
    }
}
