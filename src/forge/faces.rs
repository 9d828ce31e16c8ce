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
