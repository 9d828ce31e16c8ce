//! Forgeries of text in street scenes, on quadrangles.

mod copy_move;
mod erase;
mod jitter;
mod print;
mod replace;

pub use copy_move::copy_move;
pub use erase::erase;
pub use jitter::jitter;
pub use print::print;
pub use replace::replace;

use super::super::quad::Quad;
use super::super::raster::Raster;
use super::super::scene::{Change, Scene};
use super::super::shape::Mask;
use super::{Edit, lay};

/// Texts less high than this, in pixels, are not forged: nobody could read what was done.
const LEAST_HEIGHT: f32 = 8.0;
/// Nor are those smaller than this, in square pixels.
const LEAST_AREA: f32 = 160.0;

/// A text of a scene.
struct Sign<'a> {
    quad: Quad,
    /// What it says; empty where nobody could read it.
    words: &'a str,
}

/// The texts of a scene that are large enough.
fn legible(scene: &Scene) -> Vec<Sign<'_>> {
    let signs = scene.texts.iter().filter_map(|text| Some(Sign { quad: Quad::new(text.corners)?, words: &text.words }));
    let large = |sign: &Sign| {
        let (width, height) = sign.quad.size();
        width.min(height) >= LEAST_HEIGHT && width * height >= LEAST_AREA
    };
    signs.filter(large).collect()
}

/// One to three of them; nothing where there is none.
fn targets<'a>(scene: &'a Scene, rng: &mut fastrand::Rng) -> Option<Vec<Sign<'a>>> {
    let mut signs = legible(scene);
    rng.shuffle(&mut signs);
    signs.truncate([1, 1, 1, 2, 2, 3][rng.usize(0..6)]);
    (!signs.is_empty()).then_some(signs)
}

/// The quadrangle with the clear space around it that goes with a text: a tenth of its height, a pixel at least.
fn with_clear_space(quad: &Quad) -> Option<Quad> {
    quad.grown((quad.size().1 * 0.1).max(1.0))
}

/// An edit of several regions.
struct Work {
    picture: Raster,
    mask: Mask,
    /// Texts that were changed.
    changes: Vec<Change>,
}

impl Work {
    fn on(host: &Raster) -> Self {
        Self { picture: host.clone(), mask: vec![0.0; host.width * host.height], changes: Vec::new() }
    }

    /// Lays a patch in as every kind does.
    fn lay(&mut self, patch: Raster, mask: Mask, rng: &mut fastrand::Rng) {
        let edit = lay(&self.picture, patch, mask, rng);
        self.take(edit);
    }

    /// Goes on from an edit of the picture so far.
    fn take(&mut self, edit: Edit) {
        self.picture = edit.picture;
        self.mask.iter_mut().zip(edit.mask).for_each(|(old, new)| *old = old.max(new));
    }

    /// Nothing where nothing was laid in.
    fn done(self) -> Option<Edit> {
        let Self { picture, mask, changes } = self;
        mask.iter().any(|m| *m >= 0.5).then_some(Edit { picture, mask, changes })
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::lettering;
    use super::super::super::raster::to_byte;
    use super::super::super::scene::Text;
    use super::super::{Kind, forge};
    use super::*;

    /// A wall with grain and three boards of dark bars that stand for letters.
    fn scene(turn: f32) -> Scene {
        let (width, height) = (240, 200);
        let boards = [(20.0, 20.0, 90.0, 30.0), (120.0, 90.0, 100.0, 24.0), (30.0, 140.0, 70.0, 26.0)];
        let texts: Vec<Text> = boards
            .iter()
            .map(|&(x, y, w, h)| Text {
                corners: [(x, y), (x + w, y + turn), (x + w, y + h + turn), (x, y + h)],
                words: "ILIL".into(),
            })
            .collect();
        let quads: Vec<Quad> = texts.iter().map(|text| Quad::new(text.corners).unwrap()).collect();
        let rgb = (0..width * height).flat_map(|i| {
            let (x, y) = ((i % width) as f32, (i / width) as f32);
            let grain = (i * 7919 % 1009 % 17) as f32;
            let mut tone = 90.0 + x * 0.2 + grain;
            for (n, quad) in quads.iter().enumerate() {
                let (u, v) = quad.own(x, y);
                if (0.0..1.0).contains(&u) && (0.0..1.0).contains(&v) {
                    let bar = (u * (5.0 + 7.0 * u + 3.0 * n as f32)).fract() < 0.4 + 0.1 * n as f32 && (0.15..0.85).contains(&v);
                    tone = if bar { 30.0 + 25.0 * n as f32 } else { 210.0 - 20.0 * n as f32 } + grain;
                }
            }
            [to_byte(tone), to_byte(tone * 0.9), to_byte(tone * 0.7 + 20.0)]
        });
        Scene { picture: Raster { width, height, rgb: rgb.collect() }, texts, faces: Vec::new() }
    }

    fn forged(kind: Kind, host: &Scene, seed: u64) -> Option<Edit> {
        forge(kind, host, &mut || scene(7.0), 0.05, &mut fastrand::Rng::with_seed(seed))
    }

    fn kinds() -> Vec<Kind> {
        let mut kinds = vec![Kind::SignReplace, Kind::SignErase, Kind::SignCopyMove, Kind::SignJitter];
        match lettering::fonts() {
            Ok(_) => kinds.push(Kind::SignPrint),
            Err(_) => println!("sign-print skipped: no font is installed"),
        }
        kinds
    }

    #[test]
    fn the_mask_says_what_changed() {
        for kind in kinds() {
            let mut made = 0;
            for seed in 0..24 {
                let host = scene(-5.0 + seed as f32 * 0.5);
                let Some(edit) = forged(kind, &host, seed) else { continue };
                made += 1;
                let (inside, altered) = edit.altered(&host.picture, 0.5, &format!("{} {seed}", kind.name()));
                assert!(altered * 10 > inside * 6, "{} {seed}: {altered} of {inside} changed", kind.name());
            }
            assert!(made >= 16, "{}: {made} of 24 draws", kind.name());
        }
    }

    #[test]
    fn a_seed_gives_the_same_edit() {
        for kind in kinds() {
            let (one, two) = (forged(kind, &scene(3.0), 5), forged(kind, &scene(3.0), 5));
            assert!(one.map(|e| (e.picture, e.mask)) == two.map(|e| (e.picture, e.mask)), "{}", kind.name());
        }
    }

    #[test]
    fn without_text_large_enough_there_is_nothing_to_forge() {
        let mut tiny = scene(0.0);
        tiny.texts.truncate(1);
        tiny.texts[0].corners = [(20.0, 20.0), (60.0, 20.0), (60.0, 27.0), (20.0, 27.0)];
        let bare = Scene::bare(tiny.picture.clone());
        for kind in kinds() {
            assert!(forged(kind, &bare, 1).is_none() && forged(kind, &tiny, 1).is_none(), "{}", kind.name());
        }
    }

    #[test]
    fn what_was_changed_is_told() {
        for kind in kinds() {
            let mut told = 0;
            for change in (0..24).filter_map(|seed| forged(kind, &scene(-3.0), seed)).flat_map(|edit| edit.changes) {
                told += 1;
                let (before, after) = (change.before.as_deref(), change.after.as_deref());
                let ours = Some("ILIL");
                match kind {
                    Kind::SignErase => assert_eq!((before, after), (ours, Some(""))),
                    Kind::SignJitter => assert_eq!((before, after), (ours, ours)),
                    Kind::SignCopyMove => assert_eq!((before, after), (None, ours)),
                    Kind::SignReplace => assert!(before == ours && after.is_none_or(|text| text == "ILIL")),
                    _ => assert!(before == ours && after.is_some_and(|text| !text.is_empty())),
                }
            }
            assert!(told > 4, "{}: {told}", kind.name());
        }
    }

    #[test]
    fn erased_text_leaves_no_ink() {
        let host = scene(0.0);
        let ink = |picture: &Raster, mask: &[f32]| {
            mask.iter().enumerate().filter(|(i, m)| **m > 0.9 && picture.rgb[3 * i] < 60).count()
        };
        let (mut before, mut after) = (0, 0);
        for seed in 0..16 {
            let edit = forged(Kind::SignErase, &host, seed).unwrap();
            before += ink(&host.picture, &edit.mask);
            after += ink(&edit.picture, &edit.mask);
        }
        // A fill by patches may fetch a few bars from the other boards.
        assert!(before > 1000 && after * 8 < before, "{after} of {before}");
    }
}
