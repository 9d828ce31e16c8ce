//! Where the picture lies in its window: zoom, pan and their limits. Plain numbers, no browser.

/// The probability, 0..=255, from which on a place is marked at a threshold in per cent.
#[must_use]
pub fn level_of(threshold: u32) -> u8 {
    (threshold * 255).div_ceil(100).min(255) as u8
}

/// Zoom and place of a picture in a window, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// CSS pixels that one pixel of the picture takes.
    pub scale: f64,
    /// Left edge of the picture in the window.
    pub x: f64,
    /// Upper edge of the picture in the window.
    pub y: f64,
}

/// Widths and heights of window (CSS pixels) and picture (pixels).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sizes {
    /// The window's width and height.
    pub window: (f64, f64),
    /// The picture's width and height.
    pub picture: (f64, f64),
}

/// Largest zoom: CSS pixels per pixel.
const CLOSEST: f64 = 16.0;

/// `value` between `low` and `high`. `f64::clamp` would print its bounds where they are wrong, and to be able to print
/// floats costs the page five kilobytes.
#[allow(clippy::manual_clamp, reason = "see above")]
#[must_use]
pub fn within(low: f64, value: f64, high: f64) -> f64 {
    value.max(low).min(high)
}

impl Sizes {
    /// The scale at which the whole picture is seen; small pictures are not blown up beyond twice their size.
    #[must_use]
    pub fn fit_scale(&self) -> f64 {
        let across = self.window.0 / self.picture.0.max(1.0);
        let down = self.window.1 / self.picture.1.max(1.0);
        within(1e-4, across.min(down), 2.0)
    }

    /// The whole picture, in the middle.
    #[must_use]
    pub fn fit(&self) -> View {
        self.hold(View { scale: self.fit_scale(), x: 0.0, y: 0.0 })
    }

    /// The smallest scale: fit, or one to one where the picture is smaller than its window.
    fn farthest(&self) -> f64 {
        self.fit_scale().min(1.0)
    }

    /// `view` with its scale between the farthest and the closest, and with no needless gap at the edges: a picture that
    /// is smaller than the window is centred, a larger one covers it.
    #[must_use]
    pub fn hold(&self, view: View) -> View {
        let scale = within(self.farthest(), view.scale, CLOSEST);
        let axis = |at: f64, window: f64, picture: f64| {
            let slack = window - picture * scale;
            if slack >= 0.0 { slack / 2.0 } else { within(slack, at, 0.0) }
        };
        View { scale, x: axis(view.x, self.window.0, self.picture.0), y: axis(view.y, self.window.1, self.picture.1) }
    }

    /// `view` zoomed by `factor`, the point (`x`, `y`) of the window staying where it is.
    #[must_use]
    pub fn zoom(&self, view: View, factor: f64, x: f64, y: f64) -> View {
        let scale = within(self.farthest(), view.scale * factor, CLOSEST);
        let ratio = scale / view.scale;
        self.hold(View { scale, x: x - (x - view.x) * ratio, y: y - (y - view.y) * ratio })
    }

    /// `view` moved by (`dx`, `dy`).
    #[must_use]
    pub fn pan(&self, view: View, dx: f64, dy: f64) -> View {
        self.hold(View { x: view.x + dx, y: view.y + dy, ..view })
    }

    /// Whether `view` is at the scale of the whole picture.
    #[must_use]
    pub fn is_fit(&self, view: View) -> bool {
        (view.scale / self.fit_scale() - 1.0).abs() < 1e-3
    }

    /// `view` moved, if need be, so that the box (`x`, `y`, width, height, in pixels of the picture) is in sight.
    #[must_use]
    pub fn reveal(&self, view: View, area: [f64; 4]) -> View {
        let middle = (view.x + (area[0] + area[2] / 2.0) * view.scale, view.y + (area[1] + area[3] / 2.0) * view.scale);
        if (0.0..=self.window.0).contains(&middle.0) && (0.0..=self.window.1).contains(&middle.1) {
            return view;
        }
        self.pan(view, self.window.0 / 2.0 - middle.0, self.window.1 / 2.0 - middle.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZES: Sizes = Sizes { window: (800.0, 600.0), picture: (4000.0, 2000.0) };

    #[test]
    fn fit_shows_all_of_it_in_the_middle() {
        assert_eq!(SIZES.fit(), View { scale: 0.2, x: 0.0, y: 100.0 });
        let small = Sizes { window: (800.0, 600.0), picture: (10.0, 10.0) };
        assert_eq!(small.fit(), View { scale: 2.0, x: 390.0, y: 290.0 });
    }

    #[test]
    fn zoom_keeps_the_point_under_the_finger() {
        let near = SIZES.zoom(SIZES.fit(), 5.0, 400.0, 300.0);
        assert_eq!(near.scale, 1.0);
        let far = SIZES.zoom(near, 2.0, 123.0, 456.0);
        let before = ((123.0 - near.x) / near.scale, (456.0 - near.y) / near.scale);
        let after = ((123.0 - far.x) / far.scale, (456.0 - far.y) / far.scale);
        assert!((before.0 - after.0).abs() < 1e-9 && (before.1 - after.1).abs() < 1e-9);
    }

    #[test]
    fn limits_hold() {
        assert_eq!(SIZES.zoom(SIZES.fit(), 0.01, 0.0, 0.0), SIZES.fit());
        assert_eq!(SIZES.zoom(SIZES.fit(), 1e9, 0.0, 0.0).scale, 16.0);
        let small = Sizes { window: (800.0, 600.0), picture: (400.0, 400.0) };
        assert_eq!(small.zoom(small.fit(), 0.1, 0.0, 0.0), View { scale: 1.0, x: 200.0, y: 100.0 });
        assert!(small.is_fit(small.fit()) && !small.is_fit(small.zoom(small.fit(), 0.1, 0.0, 0.0)));
        let near = SIZES.zoom(SIZES.fit(), 5.0, 0.0, 0.0);
        assert_eq!(SIZES.pan(near, 1e9, 1e9), View { scale: 1.0, x: 0.0, y: 0.0 });
        assert_eq!(SIZES.pan(near, -1e9, -1e9), View { scale: 1.0, x: -3200.0, y: -1400.0 });
    }

    #[test]
    fn a_place_out_of_sight_is_brought_to_the_middle() {
        let near = SIZES.zoom(SIZES.fit(), 5.0, 0.0, 0.0);
        let moved = SIZES.reveal(near, [2000.0, 1000.0, 100.0, 100.0]);
        assert_eq!((moved.x, moved.y), (400.0 - 2050.0, 300.0 - 1050.0));
        assert_eq!(SIZES.reveal(moved, [2000.0, 1000.0, 100.0, 100.0]), moved);
    }
}
