//! What replies are made of.

use serde::{Deserialize, Serialize};

/// A remark about the file, in a form that the page can put into words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// Kebab-case, the same in every language.
    pub kind: String,
    /// English, for a kind that the page has no words for.
    pub message: String,
}

/// What the file is, known before the network has looked at it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Width in displayed orientation, pixels.
    pub width: u32,
    /// Height in displayed orientation, pixels.
    pub height: u32,
    /// `JPEG`, `PNG` and so on.
    pub format: String,
    /// Estimated quality of the last JPEG save, 1..=100.
    pub jpeg_quality: Option<u8>,
    /// Whether the coefficients were read from the file (true) or derived from its pixels.
    pub own_coefficients: bool,
    /// Remarks on the file.
    pub remarks: Vec<Remark>,
}

/// A sentence about the picture, and what it stands on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// `verdict`, `region`, `file`, `limits` or `next`.
    pub about: String,
    /// The marked place that it is about, from 1.
    pub region: Option<u32>,
    /// The sentence.
    pub text: String,
    /// Where in the report each figure of it stands (a JSON pointer), and the figure.
    pub figures: Vec<(String, String)>,
}

/// Something that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gone {
    /// What, kebab-case: `picture`, `repair`, `test`.
    pub what: String,
    /// To whom: scheme, host and port.
    pub to: String,
    /// Bytes of the request's body.
    pub bytes: u32,
    /// The server said something to it. Where it did not, nobody knows whether it arrived.
    pub answered: bool,
}

/// An entry of the file's metadata.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated {
    /// Where it stands, kebab-case: `exif`, `xmp`.
    pub source: String,
    /// Its name in the standard.
    pub name: String,
    /// Its value.
    pub text: String,
    /// It says where, by whom or with which very device; reports leave it out.
    pub private: bool,
}

/// A small copy of the picture in its file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SmallCopy {
    /// Where it stands, kebab-case.
    pub source: String,
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Whether it shows something else than the picture; nothing where that cannot be told.
    pub differs: Option<bool>,
    /// Itself, as a `data:` address.
    pub address: String,
}

/// A picture beside another one, in figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Compared {
    /// Width and height of what it shows of the other one, in the other one's pixels.
    pub shows: [u32; 2],
    /// How much larger it shows things: 1 is the same size.
    pub scale: f32,
    /// Share of it that the other one shows, 0..=1.
    pub covered: f32,
    /// Share of that which differs.
    pub changed: f32,
    /// Places where they differ.
    pub places: u32,
    /// Share of what the network marks that differs; nothing where it marks nothing.
    pub marked_that_differs: Option<f32>,
    /// Share of what differs that the network marks; nothing where nothing differs.
    pub different_that_is_marked: Option<f32>,
}

/// A lens as the page offers it, in words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Offer {
    /// Kebab-case.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// What it shows.
    pub shows: String,
    /// What to look at.
    pub look: String,
    /// What to ignore.
    pub ignore: String,
    /// What can be set.
    pub knobs: Vec<Knob>,
}

/// A parameter of a lens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Knob {
    /// Kebab-case.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// The least that it can be set to.
    pub least: f32,
    /// The most.
    pub most: f32,
    /// From one value to the next.
    pub step: f32,
    /// What it is where nobody sets it.
    pub default: f32,
}
