//! The pictures that a PDF document (ISO 32000-2) holds, taken out one by one, to be checked like any other.
//!
//! A JPEG comes out as its own bytes, byte for byte, with all its traces; samples that are compressed without loss come out
//! as a PNG of the same values. What is drawn as text or lines is no picture and is not found here; neither are pictures
//! inside a page's own instructions (inline images), which are small by the standard's advice.
//!
//! Documents are hostile like every file: limits come first, what is compressed may not grow beyond what its picture needs,
//! and the reader (`lopdf`) runs where its failure is its own: in a thread here, in a worker in the page.

mod colour;
mod error;
mod samples;
#[cfg(test)]
mod tests;
mod walk;

use lopdf::{LoadOptions, ObjectId};

pub use error::{PdfError, Unread};

use crate::input::Limits;

/// Pictures with a side below this, pixels, are ornaments and lines, of which nothing can be said.
pub const MIN_SIDE: u32 = 32;
/// Most pictures of a document that are listed; a page's list takes no more.
pub const MAX_PICTURES: usize = 2000;
/// Most that a stream of the document's own structure may decompress to, bytes.
const STRUCTURE: usize = 64 << 20;

/// Whether a file calls itself a PDF document: within the first kilobyte, as readers have it.
#[must_use]
pub fn is_pdf(bytes: &[u8]) -> bool {
    bytes[..bytes.len().min(1024)].windows(5).any(|window| window == b"%PDF-")
}

/// A picture of a document, not taken out yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The first page that shows it, counted from 1; none where no page does.
    pub page: Option<u32>,
    /// It is a JPEG, and comes out as it is.
    pub jpeg: bool,
    id: ObjectId,
}

/// A document that was opened.
pub struct Document {
    inner: lopdf::Document,
    limits: Limits,
    entries: Vec<Entry>,
    pages: u32,
    small: u32,
}

impl Document {
    /// Opens a document and lists its pictures. `limits` hold for each of them, and its `file_bytes` for the document.
    ///
    /// # Errors
    /// See [`PdfError`].
    pub fn open(bytes: &[u8], limits: Limits) -> Result<Self, PdfError> {
        if bytes.len() > limits.file_bytes {
            return Err(PdfError::TooManyBytes(limits.file_bytes, bytes.len()));
        }
        guarded(|| {
            let options = LoadOptions { max_decompressed_size: Some(STRUCTURE), ..LoadOptions::default() };
            let inner = lopdf::Document::load_mem_with_options(bytes, options).map_err(PdfError::of)?;
            // What opens without a password has been decrypted by now.
            if inner.is_encrypted() {
                return Err(PdfError::Locked);
            }
            let walk::Found { entries, pages, small } = walk::find(&inner);
            Ok(Self { inner, limits, entries, pages, small })
        })
        .unwrap_or_else(|| Err(PdfError::Damaged("its reader gave up".to_owned())))
    }

    /// The pictures in the order of the pages, those that no page shows behind them; [`MAX_PICTURES`] at most.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// How many pages there are.
    #[must_use]
    pub fn pages(&self) -> u32 {
        self.pages
    }

    /// How many pictures were left out because a side is below [`MIN_SIDE`].
    #[must_use]
    pub fn small(&self) -> u32 {
        self.small
    }

    /// A name for the picture at `index` that tells it from all others of the document: `page-2-picture-3.jpg`, numbers
    /// counted from 1, pictures through the whole document; `no-page-picture-4.png` where no page shows it.
    #[must_use]
    pub fn name(&self, index: usize) -> Option<String> {
        let entry = self.entries.get(index)?;
        let page = entry.page.map_or_else(|| "no-page".to_owned(), |page| format!("page-{page}"));
        Some(format!("{page}-picture-{}.{}", index + 1, if entry.jpeg { "jpg" } else { "png" }))
    }

    /// The file of the picture at `index`.
    ///
    /// # Errors
    /// See [`Unread`].
    pub fn picture(&self, index: usize) -> Result<Vec<u8>, Unread> {
        let Some(entry) = self.entries.get(index) else { return Err(Unread::Damaged) };
        guarded(|| samples::take(&self.inner, entry.id, &self.limits)).unwrap_or(Err(Unread::Damaged))
    }
}

/// Runs the document's reader where it can do no harm: with room for what is nested, and so that a panic ends nothing else.
#[cfg(not(target_family = "wasm"))]
fn guarded<T: Send>(read: impl FnOnce() -> T + Send) -> Option<T> {
    const STACK: usize = 16 << 20;
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().name("pdf".to_owned()).stack_size(STACK).spawn_scoped(scope, read);
        thread.ok()?.join().ok()
    })
}

/// In the page it has a worker of its own, which ends with it.
#[cfg(target_family = "wasm")]
fn guarded<T>(read: impl FnOnce() -> T) -> Option<T> {
    Some(read())
}
