#![allow(clippy::unwrap_used, reason = "tests")]

use std::io::Write;

use image::{ImageFormat, RgbImage};
use lopdf::{Dictionary, Document as Writer, Object, ObjectId, Stream, dictionary};

use super::{Document, PdfError, Unread, is_pdf};
use crate::input::Limits;

/// Writes a document of one page for each list of pictures.
struct Made(Writer);

impl Made {
    fn new() -> Self {
        Self(Writer::with_version("1.7"))
    }

    fn image(&mut self, width: i64, height: i64, space: Object, bits: i64, content: Vec<u8>) -> ObjectId {
        let dict = dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => width, "Height" => height,
            "ColorSpace" => space, "BitsPerComponent" => bits,
        };
        self.0.add_object(Stream::new(dict, content))
    }

    /// An image whose dictionary has more, or something else.
    fn with(&mut self, id: ObjectId, more: Dictionary) -> ObjectId {
        let stream = self.0.get_object_mut(id).unwrap().as_stream_mut().unwrap();
        for (key, value) in more {
            stream.dict.set(key, value);
        }
        id
    }

    fn bytes(mut self, pages: &[&[ObjectId]]) -> Vec<u8> {
        let tree = self.0.new_object_id();
        let kids: Vec<Object> = pages
            .iter()
            .map(|objects| {
                let named = objects.iter().enumerate().map(|(at, &id)| (format!("X{at}"), Object::from(id)));
                let named: Dictionary = named.collect();
                let resources = dictionary! { "XObject" => named };
                self.0.add_object(dictionary! { "Type" => "Page", "Parent" => tree, "Resources" => resources }).into()
            })
            .collect();
        self.0.set_object(tree, dictionary! { "Type" => "Pages", "Count" => kids.len() as i64, "Kids" => kids });
        let root = self.0.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
        self.0.trailer.set("Root", root);
        let mut bytes = Vec::new();
        self.0.save_to(&mut bytes).unwrap();
        bytes
    }
}

fn open(bytes: &[u8]) -> Document {
    assert!(is_pdf(bytes));
    Document::open(bytes, Limits::PAGE).unwrap()
}

fn pixels(file: &[u8]) -> RgbImage {
    image::load_from_memory_with_format(file, ImageFormat::Png).unwrap().into_rgb8()
}

fn flate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn jpeg() -> Vec<u8> {
    let picture = RgbImage::from_fn(48, 40, |x, y| image::Rgb([(x * 5) as u8, (y * 6) as u8, 90]));
    let mut bytes = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 83).encode_image(&picture).unwrap();
    bytes
}

fn grey(width: usize, height: usize) -> Vec<u8> {
    (0..width * height).map(|at| (at * 7 % 251) as u8).collect()
}

#[test]
fn a_jpeg_comes_out_byte_for_byte_whatever_is_wrapped_around_it() {
    let mut made = Made::new();
    let plain = made.image(48, 40, "DeviceRGB".into(), 8, jpeg());
    made.with(plain, dictionary! { "Filter" => "DCTDecode" });
    let wrapped = made.image(48, 40, "DeviceRGB".into(), 8, flate(&jpeg()));
    made.with(wrapped, dictionary! { "Filter" => vec!["FlateDecode".into(), "DCTDecode".into()] });
    let lying = made.image(48, 40, "DeviceRGB".into(), 8, b"no picture at all".to_vec());
    made.with(lying, dictionary! { "Filter" => "DCTDecode" });
    let document = open(&made.bytes(&[&[plain], &[wrapped, lying]]));
    assert_eq!((document.pages(), document.entries().len(), document.small()), (2, 3, 0));
    assert_eq!(document.picture(0).unwrap(), jpeg());
    assert_eq!(document.picture(1).unwrap(), jpeg());
    assert_eq!(document.picture(2), Err(Unread::Damaged));
    assert_eq!(document.picture(3), Err(Unread::Damaged));
    let names: Vec<_> = (0..4).map(|index| document.name(index)).collect();
    let expected = ["page-1-picture-1.jpg", "page-2-picture-2.jpg", "page-2-picture-3.jpg"];
    assert_eq!(names, [expected.map(|name| Some(name.to_owned())).to_vec(), vec![None]].concat());
}

#[test]
fn samples_come_out_as_they_were_stored() {
    let (wide, high) = (40usize, 33usize);
    let values = grey(wide, high);
    let mut made = Made::new();
    let plain = made.image(40, 33, "DeviceGray".into(), 8, values.clone());
    // Each row as PNG's filter Up has it (RFC 2083, 6.4), which is predictor 12.
    let up: Vec<u8> = (0..high)
        .flat_map(|y| {
            let above = |x: usize| if y == 0 { 0 } else { values[(y - 1) * wide + x] };
            let row: Vec<u8> = (0..wide).map(|x| values[y * wide + x].wrapping_sub(above(x))).collect();
            [vec![2], row].concat()
        })
        .collect();
    let predicted = made.image(40, 33, "DeviceGray".into(), 8, flate(&up));
    let params = dictionary! { "Predictor" => 12, "Columns" => 40 };
    made.with(predicted, dictionary! { "Filter" => "FlateDecode", "DecodeParms" => params });
    // The file ends its data with a line feed.
    let colour: Vec<u8> = (0..wide * high * 3).map(|at| (at * 11 % 256) as u8).collect();
    let rgb = made.image(40, 33, "DeviceRGB".into(), 8, flate(&[colour.clone(), vec![b'\n']].concat()));
    made.with(rgb, dictionary! { "Filter" => "FlateDecode" });
    let deep: Vec<u8> = values.iter().flat_map(|&value| [value, 77]).collect();
    let deep = made.image(40, 33, "DeviceGray".into(), 16, deep);
    let document = open(&made.bytes(&[&[plain, predicted, rgb, deep]]));
    for index in [0, 1, 3] {
        let found = pixels(&document.picture(index).unwrap());
        assert_eq!(found.dimensions(), (40, 33));
        assert!(found.pixels().zip(&values).all(|(pixel, &value)| pixel.0 == [value; 3]), "picture {index}");
    }
    assert_eq!(pixels(&document.picture(2).unwrap()).into_raw(), colour);
    assert!(document.entries().iter().all(|entry| !entry.jpeg && entry.page == Some(1)));
}

#[test]
fn colours_of_every_kind_that_scans_have_are_read() {
    let mut made = Made::new();
    // Rows of 33 bits and of 33 numbers of 4 bits end within a byte.
    let row = [0b1010_0000u8, 0, 0, 0, 0b1000_0000];
    let ink = made.image(33, 32, "DeviceGray".into(), 1, row.repeat(32));
    let inverted = made.image(33, 32, "DeviceGray".into(), 1, row.repeat(32));
    made.with(inverted, dictionary! { "Decode" => vec![1.into(), 0.into()] });
    let palette = Object::string_literal(vec![1u8, 2, 3, 200, 100, 50]);
    let space = vec!["Indexed".into(), "DeviceRGB".into(), 1.into(), palette];
    let numbered =
        made.image(33, 32, space.into(), 4, [0x01, 0x10].iter().copied().chain([0; 15]).collect::<Vec<_>>().repeat(32));
    let cmyk = made.image(32, 32, "DeviceCMYK".into(), 8, [0u8, 255, 51, 102].repeat(32 * 32));
    let profile = made.0.add_object(Stream::new(dictionary! { "N" => 3 }, Vec::new()));
    let profiled = made.image(32, 32, vec!["ICCBased".into(), profile.into()].into(), 8, [9u8, 8, 7].repeat(32 * 32));
    let spot = made.image(32, 32, vec!["Separation".into(), "Gold".into()].into(), 8, vec![0; 32 * 32]);
    let document = open(&made.bytes(&[&[ink, inverted, numbered, cmyk, profiled, spot]]));
    let first = |index: usize| {
        let found = pixels(&document.picture(index).unwrap());
        [0, 1, 2, 3, 32].map(|x| found.get_pixel_checked(x, 31).map(|pixel| pixel.0).unwrap_or_default())
    };
    assert_eq!(first(0), [255, 0, 255, 0, 255].map(|grey| [grey; 3]));
    assert_eq!(first(1), [0, 255, 0, 255, 0].map(|grey| [grey; 3]));
    assert_eq!(first(2), [[1, 2, 3], [200, 100, 50], [200, 100, 50], [1, 2, 3], [1, 2, 3]]);
    // (255 - ink) (255 - black) / 255
    assert_eq!(first(3)[0], [153, 0, 122]);
    assert_eq!(first(4)[0], [9, 8, 7]);
    assert_eq!(document.picture(5), Err(Unread::Colours));
}

#[test]
fn forms_are_looked_into_masks_and_ornaments_left_out_and_hidden_pictures_found() {
    let mut made = Made::new();
    let mask = made.image(64, 64, "DeviceGray".into(), 8, grey(64, 64));
    let masked = made.image(64, 64, "DeviceGray".into(), 8, grey(64, 64));
    made.with(masked, dictionary! { "SMask" => mask });
    let stencil = made.image(64, 64, "DeviceGray".into(), 1, vec![0; 512]);
    made.with(stencil, dictionary! { "ImageMask" => true });
    let line = made.image(400, 2, "DeviceGray".into(), 8, grey(400, 2));
    let hidden = made.image(32, 32, "DeviceGray".into(), 8, grey(32, 32));
    let scanned = made.image(64, 64, "DeviceGray".into(), 1, vec![0; 512]);
    made.with(scanned, dictionary! { "Filter" => "JBIG2Decode" });
    // Two forms, each within the other.
    let (inner, outer) = (made.0.new_object_id(), made.0.new_object_id());
    for (form, holds) in [(inner, [masked, outer]), (outer, [scanned, inner])] {
        let objects = dictionary! { "A" => holds[0], "B" => holds[1] };
        let dict = dictionary! { "Subtype" => "Form", "Resources" => dictionary! { "XObject" => objects } };
        made.0.set_object(form, Stream::new(dict, Vec::new()));
    }
    let document = open(&made.bytes(&[&[], &[line, stencil, outer], &[masked]]));
    let found: Vec<_> = document.entries().iter().map(|entry| entry.page).collect();
    assert_eq!(found, [Some(2), Some(2), None], "the masked and the scanned one, and {hidden:?}, which no page shows");
    assert_eq!(document.small(), 1);
    assert_eq!(document.name(2).unwrap(), "no-page-picture-3.png");
    let said: Vec<_> = (0..3).map(|index| document.picture(index).map(|file| file.len() > 50)).collect();
    assert!(said.contains(&Err(Unread::Coding("JBIG2"))) && said.iter().filter(|one| **one == Ok(true)).count() == 2, "{said:?}");
    assert!(Unread::Coding("JBIG2").to_string().contains("JBIG2"));
}

#[test]
fn what_is_hostile_is_refused_within_bounds() {
    let mut made = Made::new();
    // A kilobyte that holds a mebibyte, for a picture of 64 KiB.
    let bomb = flate(&vec![0; 1 << 20]);
    let bomb = made.image(256, 256, "DeviceGray".into(), 8, bomb);
    made.with(bomb, dictionary! { "Filter" => "FlateDecode" });
    let huge = made.image(1 << 20, 1 << 20, "DeviceGray".into(), 8, vec![0; 9]);
    let cut = made.image(64, 64, "DeviceGray".into(), 8, grey(64, 63));
    let negative = made.image(-64, 64, "DeviceGray".into(), 8, grey(64, 64));
    let odd = made.image(64, 64, "DeviceGray".into(), 7, grey(64, 64));
    let bytes = made.bytes(&[&[bomb, huge, cut, negative, odd]]);
    let document = open(&bytes);
    let said: Vec<_> = (0..document.entries().len()).map(|index| document.picture(index)).collect();
    assert_eq!(said, [Err(Unread::Damaged), Err(Unread::TooLarge), Err(Unread::Damaged), Err(Unread::Damaged)]);
    // A width below nothing is below what is listed.
    assert_eq!(document.small(), 1);

    let limits = Limits { file_bytes: 100, ..Limits::PAGE };
    assert_eq!(Document::open(&bytes, limits).err(), Some(PdfError::TooManyBytes(100, bytes.len())));
    assert!(matches!(Document::open(b"%PDF-1.7\nnothing", Limits::PAGE).err(), Some(PdfError::Damaged(_))));
    assert!(!is_pdf(b"PDF") && !is_pdf(&[vec![0; 1024], b"%PDF-1.7".to_vec()].concat()));
    // Cut or with a byte changed anywhere, it opens or does not, and nothing else happens.
    for at in (0..bytes.len()).step_by(61) {
        let mut changed = bytes.clone();
        changed[at] = changed[at].wrapping_add(13);
        for bytes in [&bytes[..at], &changed] {
            if let Ok(document) = Document::open(bytes, Limits::PAGE) {
                for index in 0..document.entries().len() {
                    let _ = document.picture(index);
                }
            }
        }
    }
}
