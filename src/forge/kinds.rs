//! The kinds of forgery: each takes a host and gives the edited picture and the mask of what was edited.

mod copy_move;
mod document;
mod face;
mod natural;
mod object_jitter;
mod removal;
mod retouch;
mod splice;
mod street;

use super::raster::Raster;
use super::scene::{Change, Needs, Scene};
use super::shape::Mask;
use super::sources::Domain;

/// What was done to a sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, clap::ValueEnum)]
pub enum Kind {
    /// Nothing: only the processing chain.
    Authentic,
    /// A part of another picture pasted in.
    Splice,
    /// A part of the same picture pasted elsewhere.
    CopyMove,
    /// Something taken away and the hole filled.
    Removal,
    /// A region blurred, sharpened, made noisy, recoloured or resampled.
    Retouch,
    /// Something enlarged a little in its place (APSC-Net's object jitter).
    ObjectJitter,
    /// Characters or words of a page replaced by others of it, or of another page.
    TextReplace,
    /// Words or lines of a page taken away.
    TextErase,
    /// Characters, words or lines of a page pasted elsewhere on it.
    TextCopyMove,
    /// A part of another page laid in.
    PageSplice,
    /// Words of a page erased and others printed.
    TextPrint,
    /// Another person's face.
    FaceSwap,
    /// Other eyes, another nose or mouth.
    FacePart,
    /// A text on a sign replaced by another.
    SignReplace,
    /// A text on a sign taken away.
    SignErase,
    /// A text on a sign, or letters of it, pasted elsewhere.
    SignCopyMove,
    /// A text on a sign erased and another set in its place.
    SignPrint,
    /// The texture taken from a text on a sign (OSTF's texture jitter).
    SignJitter,
    /// A face's shape changed.
    FaceWarp,
    /// Skin smoothed, or blemishes taken away.
    FaceSmooth,
    /// A made-up face.
    FaceBlend,
    /// A part of another picture with its colour and light matched.
    MatchedSplice,
    /// A part of another picture that another camera took.
    CameraSplice,
    /// A thing of the picture pasted elsewhere, in the light of the place.
    ObjectCopyMove,
    /// A region drawn anew from pieces of the picture.
    PatchSynthesis,
    /// A region taken to a lower resolution and back.
    Resampled,
}

impl Kind {
    /// The kinds of `eval-v1` and `validation-v1`.
    pub const FIRST: [Kind; 5] = [Kind::Splice, Kind::CopyMove, Kind::Removal, Kind::Retouch, Kind::ObjectJitter];

    /// The kinds of forgery that a domain is trained on; those named twice are twice as likely.
    #[must_use]
    #[rustfmt::skip]
    pub fn of(domain: Domain) -> &'static [Kind] {
        use Kind::*;
        match domain {
            Domain::Natural => &[
                Splice, CopyMove, Removal, Retouch, ObjectJitter,
                MatchedSplice, CameraSplice, ObjectCopyMove, PatchSynthesis, Resampled,
            ],
            Domain::Document => &[
                TextReplace, TextReplace, TextErase, TextCopyMove, TextCopyMove, PageSplice, TextPrint, TextPrint,
                Splice, Removal, Retouch,
            ],
            Domain::Face => &[
                FaceSwap, FaceSwap, FaceSwap, FacePart, FacePart, FaceWarp, FaceWarp, FaceSmooth, FaceBlend, FaceBlend,
                Splice, Removal, Retouch,
            ],
            Domain::SceneText => &[
                SignReplace, SignReplace, SignErase, SignErase, SignCopyMove, SignCopyMove, SignPrint, SignPrint,
                SignJitter, SignJitter, Splice, CopyMove, Removal,
            ],
        }
    }

    /// What it needs to find in its host.
    #[must_use]
    pub fn needs(self) -> Needs {
        match self {
            Kind::FaceSwap | Kind::FacePart | Kind::FaceWarp | Kind::FaceSmooth | Kind::FaceBlend => Needs::Face,
            Kind::TextReplace | Kind::TextErase | Kind::TextCopyMove | Kind::PageSplice | Kind::TextPrint => Needs::Text,
            Kind::SignReplace | Kind::SignErase | Kind::SignCopyMove | Kind::SignPrint | Kind::SignJitter => Needs::Text,
            _ => Needs::Nothing,
        }
    }

    /// Whether it sets text, for which a font must be installed.
    #[must_use]
    pub fn prints(self) -> bool {
        matches!(self, Kind::TextPrint | Kind::SignPrint)
    }

    /// The number in the stream.
    #[must_use]
    pub fn code(self) -> u8 {
        self as u8
    }

    /// The name in file names and tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Kind::Authentic => "authentic",
            Kind::Splice => "splice",
            Kind::CopyMove => "copy-move",
            Kind::Removal => "removal",
            Kind::Retouch => "retouch",
            Kind::ObjectJitter => "object-jitter",
            Kind::TextReplace => "text-replace",
            Kind::TextErase => "text-erase",
            Kind::TextCopyMove => "text-copy-move",
            Kind::PageSplice => "page-splice",
            Kind::TextPrint => "text-print",
            Kind::FaceSwap => "face-swap",
            Kind::FacePart => "face-part",
            Kind::SignReplace => "sign-replace",
            Kind::SignErase => "sign-erase",
            Kind::SignCopyMove => "sign-copy-move",
            Kind::SignPrint => "sign-print",
            Kind::SignJitter => "sign-jitter",
            Kind::FaceWarp => "face-warp",
            Kind::FaceSmooth => "face-smooth",
            Kind::FaceBlend => "face-blend",
            Kind::MatchedSplice => "matched-splice",
            Kind::CameraSplice => "camera-splice",
            Kind::ObjectCopyMove => "object-copy-move",
            Kind::PatchSynthesis => "patch-synthesis",
            Kind::Resampled => "resampled",
        }
    }
}

/// The edited picture and the mask of the edit, before any processing.
pub struct Edit {
    /// The picture with the edit laid in.
    pub picture: Raster,
    /// 1 where the edit is, soft at its edge.
    pub mask: Mask,
    /// Texts that it changed, as far as that is known.
    pub changes: Vec<Change>,
}

impl Edit {
    /// An edit that is not of texts.
    pub(super) fn new(picture: Raster, mask: Mask) -> Self {
        Self { picture, mask, changes: Vec::new() }
    }
}

#[cfg(test)]
impl Edit {
    /// The number of pixels with a mask of `from` or more, and of those among them that differ from `host`. Fails where a
    /// pixel differs and has no mask.
    fn altered(&self, host: &Raster, from: f32, what: &str) -> (usize, usize) {
        let (mut inside, mut altered) = (0, 0);
        for (i, &m) in self.mask.iter().enumerate() {
            let same = self.picture.rgb[3 * i..3 * i + 3] == host.rgb[3 * i..3 * i + 3];
            assert!(m > 0.0 || same, "{what}: a pixel outside the mask changed");
            if m >= from {
                inside += 1;
                altered += usize::from(!same);
            }
        }
        (inside, altered)
    }
}

/// Forges `host`; `donor` is asked for only where another picture is needed: one of the same domain and the host's size,
/// or, where the kind needs a face, one of any size that holds a face if there is one.
/// Nothing where no acceptable edit was found.
pub fn forge(kind: Kind, host: &Scene, donor: &mut dyn FnMut() -> Scene, area: f32, rng: &mut fastrand::Rng) -> Option<Edit> {
    let picture = &host.picture;
    match kind {
        Kind::Authentic => None,
        Kind::Splice => splice::splice(picture, &donor().picture, area, rng),
        Kind::CopyMove => copy_move::copy_move(picture, area, rng),
        Kind::Removal => removal::removal(picture, area, rng),
        Kind::Retouch => Some(retouch::retouch(picture, area, rng)),
        Kind::ObjectJitter => object_jitter::object_jitter(picture, area, rng),
        Kind::TextReplace => document::replace(host, donor, rng),
        Kind::TextErase => document::erase(host, rng),
        Kind::TextCopyMove => document::copy_move(host, rng),
        Kind::PageSplice => document::page_splice(host, donor, area, rng),
        Kind::TextPrint => document::print(host, rng),
        Kind::FaceSwap => face::swap(host, donor, rng),
        Kind::FacePart => face::part(host, donor, rng),
        Kind::SignReplace => street::replace(host, donor, rng),
        Kind::SignErase => street::erase(host, rng),
        Kind::SignCopyMove => street::copy_move(host, rng),
        Kind::SignPrint => street::print(host, rng),
        Kind::SignJitter => street::jitter(host, rng),
        Kind::FaceWarp => face::warp(host, rng),
        Kind::FaceSmooth => face::smooth(host, rng),
        Kind::FaceBlend => face::morph(host, donor, rng),
        Kind::MatchedSplice => natural::matched_splice(picture, &donor().picture, area, rng),
        Kind::CameraSplice => natural::camera_splice(picture, &donor().picture, area, rng),
        Kind::ObjectCopyMove => natural::object_copy_move(picture, area, rng),
        Kind::PatchSynthesis => natural::patch_synthesis(picture, area, rng),
        Kind::Resampled => natural::resampled(picture, area, rng),
    }
}

/// Scale, turn, mirror and place: where a patch of `from` lands in the host.
pub(super) struct Placement {
    /// Centre in the donor and in the host, pixels.
    pub from: (f32, f32),
    pub to: (f32, f32),
    /// Size in the host over size in the donor.
    pub scale: f32,
    /// Radians.
    pub turn: f32,
    pub mirror: bool,
}

impl Placement {
    /// Pixels around the region that are carried over with it, for a blend that compares borders.
    const AROUND: f32 = 12.0;

    /// Carries donor and mask over to a picture of the host's size. Whole-pixel moves copy samples untouched.
    pub fn apply(&self, donor: &Raster, mask: &[f32], width: usize, height: usize) -> (Raster, Mask) {
        let (sin, cos) = (-self.turn).sin_cos();
        let mut out = Raster { width, height, rgb: vec![0; width * height * 3] };
        let mut moved = vec![0.0; width * height];
        let Some([left, top, right, bottom]) = self.reach(donor, mask, width, height) else { return (out, moved) };
        for y in top..bottom {
            for x in left..right {
                let i = y * width + x;
                let (dx, dy) = (x as f32 - self.to.0, y as f32 - self.to.1);
                let (u, v) = ((dx * cos - dy * sin) / self.scale, (dx * sin + dy * cos) / self.scale);
                let (x, y) = (self.from.0 + if self.mirror { -u } else { u }, self.from.1 + v);
                if x >= 0.0 && y >= 0.0 && x <= (donor.width - 1) as f32 && y <= (donor.height - 1) as f32 {
                    moved[i] = super::shape::bilinear(mask, donor.width, donor.height, x, y);
                }
                let pixel = donor.sample(x, y);
                for (k, value) in pixel.into_iter().enumerate() {
                    out.rgb[3 * i + k] = super::raster::to_byte(value);
                }
            }
        }
        (out, moved)
    }

    /// The rectangle of the host that the region can reach: left, top, and right and bottom, not included.
    fn reach(&self, donor: &Raster, mask: &[f32], width: usize, height: usize) -> Option<[usize; 4]> {
        let [x0, y0, x1, y1] = super::shape::bounds(mask, donor.width)?.map(|v| v as f32);
        let (sin, cos) = self.turn.sin_cos();
        let mut reach = [f32::MAX, f32::MAX, f32::MIN, f32::MIN];
        for (x, y) in [(x0, y0), (x1, y0), (x0, y1), (x1, y1)] {
            let (u, v) = ((x - self.from.0) * if self.mirror { -self.scale } else { self.scale }, (y - self.from.1) * self.scale);
            let (x, y) = (self.to.0 + u * cos - v * sin, self.to.1 + u * sin + v * cos);
            reach = [reach[0].min(x), reach[1].min(y), reach[2].max(x), reach[3].max(y)];
        }
        let low = |v: f32| (v - Self::AROUND).max(0.0) as usize;
        let high = |v: f32, end: usize| ((v + Self::AROUND).max(0.0) as usize + 1).min(end);
        Some([low(reach[0]).min(width), low(reach[1]).min(height), high(reach[2], width), high(reach[3], height)])
    }
}

/// Lays a patch in: hard, feathered or with its border matched; the mask is what the blend made visible.
pub(super) fn lay(host: &Raster, patch: Raster, mask: Mask, rng: &mut fastrand::Rng) -> Edit {
    let (width, height) = (host.width, host.height);
    let choice = rng.u32(0..10);
    let patch = if choice >= 8 { super::blend::match_border(host, &patch, &mask) } else { patch };
    let soft = if choice < 4 {
        mask.clone()
    } else {
        super::blend::feather(&mask, width, height, super::raster::between(rng, 0.6, 2.2))
    };
    // Where the patch has no samples the mask stays zero whatever the feather did.
    let soft: Mask = soft.iter().zip(&mask).map(|(s, m)| if *m > 0.0 { *s } else { 0.0 }).collect();
    Edit::new(super::blend::alpha(host, &patch, &soft), soft)
}
