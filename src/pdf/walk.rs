//! Which pictures a document holds, and on which page each is seen first.

use std::collections::HashSet;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::samples::{is_jpeg, whole};
use super::{Entry, MAX_PICTURES, MIN_SIDE};

/// How deep forms within forms, and pages within page trees, are followed.
const DEPTH: usize = 32;

/// What a document holds.
pub(super) struct Found {
    pub entries: Vec<Entry>,
    pub pages: u32,
    pub small: u32,
}

/// Lists the pictures, each once: first those of the pages, in their order, then what no page shows.
pub(super) fn find(document: &Document) -> Found {
    let mut walk = Walk { document, seen: HashSet::new(), entries: Vec::new(), small: 0 };
    // What masks another picture is none by itself.
    let all = document.objects.values().filter_map(image);
    walk.seen.extend(
        all.flat_map(|image| [image.dict.get(b"SMask"), image.dict.get(b"Mask")])
            .filter_map(|mask| mask.ok()?.as_reference().ok()),
    );
    let mut pages = 0;
    for page in document.page_iter() {
        pages += 1;
        if let Some(resources) = resources(document, page) {
            walk.resources(resources, pages, 0);
        }
    }
    for (&id, object) in &document.objects {
        if let Some(image) = image(object) {
            walk.take(id, image, None);
        }
    }
    Found { entries: walk.entries, pages, small: walk.small }
}

/// The stream of a picture.
fn image(object: &Object) -> Option<&Stream> {
    let stream = object.as_stream().ok()?;
    stream.dict.get(b"Subtype").is_ok_and(|kind| kind.as_name().is_ok_and(|name| name == b"Image")).then_some(stream)
}

/// What a page draws with: its own, or what it inherits.
fn resources(document: &Document, page: ObjectId) -> Option<&Dictionary> {
    let mut node = document.get_dictionary(page).ok()?;
    for _ in 0..DEPTH {
        if let Ok(found) = document.get_dict_in_dict(node, b"Resources") {
            return Some(found);
        }
        node = document.get_dict_in_dict(node, b"Parent").ok()?;
    }
    None
}

struct Walk<'a> {
    document: &'a Document,
    seen: HashSet<ObjectId>,
    entries: Vec<Entry>,
    small: u32,
}

impl<'a> Walk<'a> {
    fn resources(&mut self, resources: &'a Dictionary, page: u32, depth: usize) {
        let Ok(objects) = self.document.get_dict_in_dict(resources, b"XObject") else { return };
        for (_, object) in objects {
            let Ok((Some(id), object)) = self.document.dereference(object) else { continue };
            if let Some(image) = image(object) {
                self.take(id, image, Some(page));
                continue;
            }
            // A form, which draws with resources of its own.
            let Ok(form) = object.as_stream() else { continue };
            if depth < DEPTH
                && self.seen.insert(id)
                && let Ok(inner) = self.document.get_dict_in_dict(&form.dict, b"Resources")
            {
                self.resources(inner, page, depth + 1);
            }
        }
    }

    fn take(&mut self, id: ObjectId, image: &Stream, page: Option<u32>) {
        let stencil = image.dict.get(b"ImageMask").is_ok_and(|mask| matches!(mask, Object::Boolean(true)));
        if stencil || !self.seen.insert(id) {
            return;
        }
        let side = |key| whole(self.document, &image.dict, key).unwrap_or(0);
        let (width, height) = (side(b"Width".as_slice()), side(b"Height"));
        if width.min(height) < i64::from(MIN_SIDE) {
            self.small += 1;
        } else if self.entries.len() < MAX_PICTURES {
            self.entries.push(Entry { page, jpeg: is_jpeg(image), id });
        }
    }
}
