//! A pristine picture with what is known of it.

use super::raster::Raster;
use super::resize::Filter;

/// A point in pixels, x and y; the centre of the upper left pixel is (0, 0).
pub type Point = (f32, f32);

/// A piece of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// Its corners: upper left, upper right, lower right, lower left, as it is read.
    pub corners: [Point; 4],
    /// What it says; empty where nobody could read it.
    pub words: String,
}

/// A text that a forgery changed. Nothing in place of a text that nobody knows, an empty one where there is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Corners of the place: upper left, upper right, lower right, lower left, as it is read.
    pub corners: [Point; 4],
    /// What stood there.
    pub before: Option<String>,
    /// What stands there now.
    pub after: Option<String>,
}

impl Change {
    /// A change; texts that are empty are not known.
    pub fn of(corners: [Point; 4], before: &str, after: &str) -> Self {
        let known = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Self { corners, before: known(before), after: known(after) }
    }

    /// The text was taken away.
    pub fn erased(corners: [Point; 4], before: &str) -> Self {
        Self { after: Some(String::new()), ..Self::of(corners, before, "") }
    }

    /// The same elsewhere, where it lies wholly in a picture of the size.
    pub fn moved(&self, width: usize, height: usize, to: impl Fn(Point) -> Point) -> Option<Self> {
        let corners = self.corners.map(to);
        inside(&corners, width, height).then(|| Self { corners, ..self.clone() })
    }
}

/// Where a point comes to when the sides are multiplied: pixels are areas.
pub fn scaled((x, y): Point, sx: f32, sy: f32) -> Point {
    ((x + 0.5) * sx - 0.5, (y + 0.5) * sy - 0.5)
}

/// Whether points lie on a picture of the size.
fn inside(points: &[Point], width: usize, height: usize) -> bool {
    let (right, bottom) = (width as f32 - 0.5, height as f32 - 0.5);
    points.iter().all(|&(x, y)| x >= -0.5 && y >= -0.5 && x <= right && y <= bottom)
}

/// A face.
#[derive(Clone, Debug, PartialEq)]
pub struct Face {
    /// Corners of the face: upper left and lower right, brow to chin.
    pub corners: [Point; 2],
    /// Centres of the eyes, the one further left in the picture first.
    pub eyes: [Point; 2],
}

/// A picture, its texts and its faces.
#[derive(Clone, Debug)]
pub struct Scene {
    /// Pixels in stored orientation.
    pub picture: Raster,
    /// Pieces of text wholly inside.
    pub texts: Vec<Text>,
    /// Faces wholly inside.
    pub faces: Vec<Face>,
}

impl Scene {
    /// A picture of which nothing is known.
    pub fn bare(picture: Raster) -> Self {
        Self { picture, texts: Vec::new(), faces: Vec::new() }
    }

    /// The rectangle from (x, y), which must lie inside, with what lies wholly in it.
    pub fn crop(&self, x: usize, y: usize, width: usize, height: usize) -> Scene {
        let (dx, dy) = (x as f32, y as f32);
        self.moved(self.picture.crop(x, y, width, height), |(px, py)| (px - dx, py - dy))
    }

    /// The whole in another size.
    pub fn resize(&self, width: usize, height: usize, filter: Filter) -> Scene {
        let (sx, sy) = (width as f32 / self.picture.width as f32, height as f32 / self.picture.height as f32);
        self.moved(self.picture.resize(width, height, filter), |point| scaled(point, sx, sy))
    }

    /// The same things in another picture, where their points are moved; those not wholly in it are left out.
    fn moved(&self, picture: Raster, to: impl Fn(Point) -> Point) -> Scene {
        let inside = |points: &[Point]| inside(points, picture.width, picture.height);
        let texts = self.texts.iter().map(|text| Text { corners: text.corners.map(&to), words: text.words.clone() });
        let faces = self.faces.iter().map(|face| Face { corners: face.corners.map(&to), eyes: face.eyes.map(&to) });
        let texts = texts.filter(|text| inside(&text.corners)).collect();
        let faces = faces.filter(|face| inside(&face.corners)).collect();
        Scene { picture, texts, faces }
    }

    /// Whether a text, or a face, lies wholly in the rectangle.
    pub fn holds(&self, what: Needs, x: usize, y: usize, width: usize, height: usize) -> bool {
        let (left, top) = (x as f32, y as f32);
        let (right, bottom) = (left + width as f32 - 1.0, top + height as f32 - 1.0);
        let inside = |points: &[Point]| points.iter().all(|&(x, y)| x >= left && y >= top && x <= right && y <= bottom);
        match what {
            Needs::Nothing => true,
            Needs::Text => self.texts.iter().any(|text| inside(&text.corners)),
            Needs::Face => self.faces.iter().any(|face| inside(&face.corners)),
        }
    }
}

/// What a kind of forgery needs to find in its host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Any picture will do.
    Nothing,
    /// A piece of text.
    Text,
    /// A face.
    Face,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scene() -> Scene {
        let text =
            |x: f32, y: f32| Text { corners: [(x, y), (x + 10.0, y), (x + 10.0, y + 4.0), (x, y + 4.0)], words: "a".into() };
        let face = Face { corners: [(40.0, 40.0), (60.0, 64.0)], eyes: [(45.0, 48.0), (55.0, 48.0)] };
        let picture = Raster { width: 80, height: 80, rgb: vec![0; 80 * 80 * 3] };
        Scene { picture, texts: vec![text(4.0, 4.0), text(30.0, 34.0)], faces: vec![face] }
    }

    #[test]
    fn what_is_cut_through_is_left_out_and_the_rest_moves_along() {
        let part = scene().crop(8, 8, 60, 60);
        assert_eq!(part.texts.len(), 1);
        assert_eq!(part.texts[0].corners[0], (22.0, 26.0));
        assert_eq!(part.faces[0].eyes[0], (37.0, 40.0));
        assert!(scene().crop(0, 0, 50, 80).faces.is_empty());
        assert!(scene().holds(Needs::Face, 8, 8, 60, 60) && !scene().holds(Needs::Face, 0, 0, 50, 80));
    }

    #[test]
    fn resizing_maps_pixel_areas_not_centres() {
        let half = scene().resize(40, 40, Filter::Triangle);
        // The pixels 40 and 41 become pixel 20, whose centre is theirs.
        let [x, y] = [half.faces[0].corners[0].0, half.faces[0].corners[0].1];
        assert!((x - 19.75).abs() < 1e-5 && (y - 19.75).abs() < 1e-5, "{x} {y}");
    }
}
