//! The types that reports carry. All of them are plain values of bounded size.

use serde::{Deserialize, Serialize};

use crate::input::Format;

/// What a file says beside its pixels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileFacts {
    /// The file's size, bytes.
    pub bytes: usize,
    /// `JPEG`, `PNG` and so on.
    pub format: String,
    /// Segments, chunks or blocks in the file's order, at most [`MAX_PARTS`](super::MAX_PARTS).
    pub parts: Vec<Part>,
    /// Parts beyond those.
    pub parts_left_out: usize,
    /// How a JPEG is written; nothing for other formats.
    pub jpeg: Option<JpegStructure>,
    /// What stands behind the picture's end, if anything does.
    pub trailing: Option<Trailing>,
    /// The colour profile.
    pub profile: Option<Profile>,
    /// What the metadata say, at most [`MAX_ENTRIES`](super::MAX_ENTRIES).
    pub entries: Vec<Entry>,
    /// Entries beyond those.
    pub entries_left_out: usize,
    /// Small copies of the picture that the file carries.
    pub thumbnails: Vec<Thumbnail>,
    /// What is worth saying, in the order of the kinds of [`Statement`].
    pub statements: Vec<Statement>,
    /// What is there and could not be read.
    pub unread: Vec<Unread>,
}

impl FileFacts {
    pub(super) fn new(bytes: usize, format: Format) -> Self {
        Self {
            bytes,
            format: format.name().to_owned(),
            parts: Vec::new(),
            parts_left_out: 0,
            jpeg: None,
            trailing: None,
            profile: None,
            entries: Vec::new(),
            entries_left_out: 0,
            thumbnails: Vec::new(),
            statements: Vec::new(),
            unread: Vec::new(),
        }
    }

    /// The same without entries that say where, by whom or with which very device (places, names, serial numbers).
    #[must_use]
    pub fn without_private(mut self) -> Self {
        self.entries.retain(|entry| !entry.private);
        self
    }
}

/// A segment of a JPEG, a chunk of a PNG or WebP, a block of a GIF, a directory of a TIFF.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The name in the format's standard: `APP1`, `DQT`, `IDAT`, `VP8X`.
    pub name: String,
    /// What it holds, where its first bytes say so: `Exif`, `XMP`, `ICC_PROFILE`.
    pub holds: Option<String>,
    /// Where it begins in the file, bytes.
    pub offset: usize,
    /// How many bytes its contents have, without name and length.
    pub bytes: usize,
}

/// How a JPEG is written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JpegStructure {
    /// By the frame header; nothing where there is none.
    pub coding: Option<Coding>,
    /// In the frame header's order.
    pub components: Vec<Sampling>,
    /// Sampling of the colours in the usual notation (`4:2:0`), where there is one.
    pub sampling: Option<String>,
    /// Quantisation tables in the file's order.
    pub tables: Vec<Table>,
    /// MCUs between restart markers; 0 for none.
    pub restart_interval: u16,
    /// Scans.
    pub scans: usize,
    /// Version of the JFIF marker, such as `1.01`.
    pub jfif: Option<String>,
    /// Transform of an Adobe marker: 0 none, 1 YCbCr, 2 YCCK.
    pub adobe_transform: Option<u8>,
    /// Whether there is an end marker.
    pub ended: bool,
}

closed_list! {
    /// How a JPEG's coefficients are coded.
    Coding {
        /// SOF0.
        Baseline = "baseline",
        /// SOF1.
        Extended = "extended",
        /// SOF2.
        Progressive = "progressive",
        /// Lossless, hierarchical or arithmetic.
        Other = "other",
    }
}

/// A component's sampling factors and table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sampling {
    /// Identifier in the frame header.
    pub id: u8,
    /// Horizontal factor.
    pub h: u8,
    /// Vertical factor.
    pub v: u8,
    /// Number of its quantisation table.
    pub table: u8,
}

/// A quantisation table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its number, 0 to 3.
    pub slot: u8,
    /// 64 values in natural order.
    pub values: Vec<u16>,
    /// The quality on the Independent JPEG Group's scale at which its encoder writes exactly these values; nothing for the
    /// tables of others.
    pub ijg: Option<Ijg>,
}

/// One of the Independent JPEG Group's tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ijg {
    /// 1 to 100.
    pub quality: u8,
    /// Made from the table for colours in place of that for luminance.
    pub chrominance: bool,
}

/// Bytes behind the picture's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trailing {
    /// How many.
    pub bytes: usize,
    /// What they look like by their first bytes.
    pub looks_like: LooksLike,
    /// The file's own metadata announce them, as phones do for previews and motion photos.
    pub announced: bool,
}

closed_list! {
    /// What bytes look like.
    LooksLike {
        /// Another JPEG: a preview, the other half of a stereo picture, a depth map, or an older picture.
        Jpeg = "jpeg",
        /// A PNG.
        Png = "png",
        /// A ZIP archive.
        Zip = "zip",
        /// A RAR or 7z archive.
        Archive = "archive",
        /// A PDF document.
        Pdf = "pdf",
        /// A film: MP4, QuickTime.
        Video = "video",
        /// The block that Samsung's phones append.
        Samsung = "samsung",
        /// Nothing but zeros.
        Zeros = "zeros",
        /// Readable text.
        Text = "text",
        /// Something else.
        Unknown = "unknown",
    }
}

/// A colour profile (ICC.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Its description, such as `sRGB IEC61966-2.1`.
    pub name: Option<String>,
    /// Its maker's four letters.
    pub creator: Option<String>,
    /// `mntr` for a display, `scnr` for a scanner or camera, `prtr` for a printer, `spac` for a space.
    pub class: String,
    /// `RGB`, `GRAY`, `CMYK`.
    pub space: String,
    /// Such as `2.1`.
    pub version: String,
    /// When it was made, `YYYY-MM-DD hh:mm:ss`, if it says so.
    pub created: Option<String>,
    /// Its size, bytes.
    pub bytes: usize,
}

/// Where an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// EXIF: the picture's own directories.
    Exif,
    /// EXIF's directory of places.
    Gps,
    /// XMP.
    Xmp,
    /// IPTC-IIM.
    Iptc,
    /// Photoshop's image resources.
    Photoshop,
    /// A text chunk of a PNG.
    PngText,
    /// A comment of a JPEG or GIF.
    Comment,
    /// JFIF's extension, which may hold a small copy.
    Jfif,
    /// A colour profile.
    Icc,
}

impl Source {
    /// A stable name, as in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Source::Exif => "exif",
            Source::Gps => "gps",
            Source::Xmp => "xmp",
            Source::Iptc => "iptc",
            Source::Photoshop => "photoshop",
            Source::PngText => "png-text",
            Source::Comment => "comment",
            Source::Jfif => "jfif",
            Source::Icc => "icc",
        }
    }
}

/// One entry of the metadata.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Where it stands.
    pub source: Source,
    /// Its name in the standard (`DateTimeOriginal`, `xmp:CreatorTool`).
    pub name: String,
    /// Its value in words, without control characters, at most [`MAX_CHARS`](super::text::MAX_CHARS) long.
    pub text: String,
    /// The value is longer than what is kept.
    pub cut: bool,
    /// It says where, by whom or with which very device the picture was made. Reports can leave it out.
    pub private: bool,
}

/// A small copy of the picture in its file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Thumbnail {
    /// Where it stands.
    pub source: Source,
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Its size, bytes.
    pub bytes: usize,
    /// Its quality on the Independent JPEG Group's scale, by the nearest luminance table.
    pub quality: Option<u8>,
    /// Set against the picture; nothing where it is too small or too flat to tell.
    pub compared: Option<Comparison>,
}

/// A small copy set against the picture, which is shrunk to its size.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// How the small copy lies over the picture.
    pub fit: Fit,
    /// How the picture is turned to lie as the small copy does: an EXIF orientation, 1 for not at all.
    pub turned: u8,
    /// Part of the small copy that shows the picture, without bars: x, y, width, height in its pixels.
    pub area: [u32; 4],
    /// Mean difference of brightness, 0..255, once overall brightness and contrast are made equal.
    pub difference: f32,
    /// The same in the cell that differs most.
    pub worst: f32,
    /// Above one of the thresholds: the two show different things.
    pub differs: bool,
    /// Where they differ.
    pub map: DifferenceMap,
}

/// How a small copy lies over the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fit {
    /// Both have the same shape.
    Whole,
    /// The small copy has bars at two of its sides.
    Bars,
    /// The small copy shows the picture's middle.
    Middle,
    /// The small copy is squeezed.
    Squeezed,
}

/// Differences of brightness in the area of a small copy, at most [`MAX_MAP_SIDE`](super::MAX_MAP_SIDE) a side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DifferenceMap {
    /// Values in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// 0..=255, row-major.
    pub values: Vec<u8>,
}

/// Something that the file says and that a person should know. None of them proves a forgery.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "kebab-case")]
pub enum Statement {
    /// The file says that it was made, or made up, by a program that makes pictures from words.
    Generated {
        /// Where it says so.
        source: Source,
        /// The entry's name.
        name: String,
        /// What it says.
        claim: Claim,
        /// The program, if it is named.
        program: Option<String>,
    },
    /// A program is named that changes pictures.
    EditorNamed {
        /// Where.
        source: Source,
        /// The entry's name.
        name: String,
        /// The program.
        program: String,
        /// What it is for.
        class: ProgramClass,
        /// The entry's text.
        text: String,
    },
    /// The file lists the steps by which it came about.
    EditHistory {
        /// The first of them, at most [`MAX_STEPS`](super::MAX_STEPS).
        steps: Vec<Step>,
        /// All of them.
        count: usize,
    },
    /// The file says that it was put together from other documents.
    MadeFromOthers {
        /// The entry's name.
        name: String,
        /// How many documents it lists.
        count: usize,
    },
    /// The file carries texts that were set on the picture.
    TextLayers {
        /// The first of them, at most [`MAX_STEPS`](super::MAX_STEPS).
        texts: Vec<String>,
        /// All of them.
        count: usize,
    },
    /// Parts of the file that only editors write.
    EditorParts {
        /// Which.
        signs: Vec<Sign>,
    },
    /// Two dates disagree: the file was saved again after it was taken, or before.
    DatesDisagree {
        /// When it was taken, or made.
        first: Date,
        /// When it was changed.
        second: Date,
        /// From the first to the second, seconds.
        apart: i64,
        /// Both dates say their time zone, so that the distance is exact.
        zoned: bool,
    },
    /// The size that the metadata state is not the picture's.
    SizeDisagrees {
        /// Where it is stated.
        source: Source,
        /// The entry's name.
        name: String,
        /// Width and height stated.
        stated: [u32; 2],
        /// Width and height of the stored picture.
        real: [u32; 2],
        /// Both have the same shape, as after scaling; otherwise it was cropped, too, or made anew.
        same_shape: bool,
    },
    /// A small copy shows something else than the picture: it may be from before a change.
    ThumbnailDiffers {
        /// Its place in [`FileFacts::thumbnails`].
        thumbnail: usize,
        /// Mean difference, 0..255.
        difference: f32,
        /// Difference in the cell that differs most.
        worst: f32,
    },
    /// A small copy has another shape than the picture, and shows something else: the picture may have been cropped.
    ThumbnailShape {
        /// Its place in [`FileFacts::thumbnails`].
        thumbnail: usize,
        /// Width over height of the small copy, without bars.
        stated: f32,
        /// Width over height of the picture.
        real: f32,
    },
    /// There are bytes behind the picture's end that nothing announces.
    TrailingData {
        /// How many.
        bytes: usize,
        /// What they look like.
        looks_like: LooksLike,
    },
}

impl Statement {
    /// A stable name, as in JSON.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Statement::Generated { .. } => "generated",
            Statement::EditorNamed { .. } => "editor-named",
            Statement::EditHistory { .. } => "edit-history",
            Statement::MadeFromOthers { .. } => "made-from-others",
            Statement::TextLayers { .. } => "text-layers",
            Statement::EditorParts { .. } => "editor-parts",
            Statement::DatesDisagree { .. } => "dates-disagree",
            Statement::SizeDisagrees { .. } => "size-disagrees",
            Statement::ThumbnailDiffers { .. } => "thumbnail-differs",
            Statement::ThumbnailShape { .. } => "thumbnail-shape",
            Statement::TrailingData { .. } => "trailing-data",
        }
    }
}

/// What a file says about how much of it was made up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Claim {
    /// Made by a trained model (IPTC's `trainedAlgorithmicMedia`, or a generator's own entry).
    Whole,
    /// Put together, with parts that a trained model made (`compositeWithTrainedAlgorithmicMedia`).
    Parts,
    /// Made by a program without a trained model (`algorithmicMedia`), or put together with such parts
    /// (`compositeSynthetic`).
    Synthetic,
}

/// What a program that changes pictures is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProgramClass {
    /// Edits pixels: Photoshop, GIMP.
    Editor,
    /// Develops whole photographs: Lightroom, Capture One.
    Developer,
    /// Adds effects, texts and stickers on a phone or in a browser: Snapseed, Canva.
    App,
    /// Converts and resizes, mostly by command: ImageMagick.
    Converter,
}

/// A step of a history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// `created`, `saved`, `converted` and so on.
    pub action: String,
    /// When, as written.
    pub when: Option<String>,
    /// The program.
    pub program: Option<String>,
}

/// A part that only editors write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sign {
    /// Photoshop's image resources beyond IPTC entries, which others write too.
    PhotoshopResources,
    /// The segment of Photoshop's "Save for Web".
    SaveForWeb,
}

/// A date as a file states it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Date {
    /// Where.
    pub source: Source,
    /// The entry's name.
    pub name: String,
    /// As written.
    pub text: String,
}

/// Something that is there and was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unread {
    /// What.
    pub source: Source,
    /// Why.
    pub why: Why,
}

/// Why something was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// It is larger, deeper or has more parts than anything ordinary.
    OverLimit,
    /// It is damaged; what came before the damage is kept.
    Damaged,
    /// It is written in a way that is not read here.
    Unsupported,
}
