//! Where the faces are in the pristine portraits.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::scene::Face;

/// Left, top, right and bottom of the face, then x and y of the left and of the right eye, pixels.
type Note = [f32; 8];

static FACES: LazyLock<HashMap<String, Vec<Note>>> =
    LazyLock::new(|| serde_json::from_str(include_str!("faces.json")).expect("a test reads it"));

/// The faces of the picture with this path in the manifest.
pub fn of(name: &str) -> Vec<Face> {
    let face = |&[left, top, right, bottom, ax, ay, bx, by]: &Note| Face {
        corners: [(left, top), (right, bottom)],
        eyes: [(ax, ay), (bx, by)],
    };
    FACES.get(name).map(|notes| notes.iter().map(face).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_noted_face_is_a_box_with_level_eyes_inside() {
        assert!(FACES.len() > 400, "{} portraits are marked", FACES.len());
        for name in FACES.keys() {
            for Face { corners: [(left, top), (right, bottom)], eyes: [(ax, ay), (bx, by)] } in of(name) {
                assert!(left >= 0.0 && top >= 0.0 && right - left > 40.0 && bottom - top > 40.0, "{name}");
                assert!(left < ax && ax < bx && bx < right, "{name}: {left} {ax} {bx} {right}");
                assert!(top < ay.min(by) && ay.max(by) < (top + bottom) / 2.0 + 40.0, "{name}: {top} {ay} {by} {bottom}");
                assert!((by - ay).abs() < 0.45 * (bx - ax), "{name}: the eyes are not level");
                assert!((0.35..0.7).contains(&((bx - ax) / (right - left))), "{name}: the eyes do not fit the box");
            }
        }
    }
}
