//! The module that takes the pictures out of a PDF document: a worker of its own loads it for such a file.

use omni_iml::input::Limits;
use omni_iml::pdf::Document;
use wasm_bindgen::prelude::wasm_bindgen;

fn main() {}

/// A document that was opened.
#[wasm_bindgen]
pub struct Album(Document);

#[wasm_bindgen]
impl Album {
    /// Opens a document's bytes.
    ///
    /// # Errors
    /// The kind of what went wrong, as the catalogue knows it.
    pub fn open(bytes: &[u8]) -> Result<Album, String> {
        Document::open(bytes, Limits::PAGE).map(Self).map_err(|error| error.kind().to_owned())
    }

    /// How many pictures there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.entries().len()
    }

    /// How many more were left out because they are ornaments by their size.
    #[must_use]
    pub fn small(&self) -> u32 {
        self.0.small()
    }

    /// The page that shows a picture first; 0 where none does.
    #[must_use]
    pub fn page(&self, index: usize) -> u32 {
        self.0.entries().get(index).and_then(|entry| entry.page).unwrap_or(0)
    }

    /// A picture's file; nothing where it cannot be read.
    #[must_use]
    pub fn picture(&self, index: usize) -> Option<Vec<u8>> {
        self.0.picture(index).ok()
    }
}
