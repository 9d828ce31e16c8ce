//! The one shape of request that is taken: a mode, a language, a JPEG and its regions. There is no field for words: what the
//! model is told is ours, and the picture that goes on is one that was made here from the pixels.

use std::borrow::Cow;
use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use crate::explain::prompt::{self, LONGEST, MAX_REGIONS, Mode, Place, Prompt};
use crate::input::{self, Format, InputError, Limits, Note};
use crate::language::Language;

/// A request that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The picture, made anew, and the rest of what the model is told.
    pub prompt: Prompt,
    /// The language of the answer.
    pub language: Language,
    /// The picture is the page's own, to test the connection, and shows this digit.
    pub digit: Option<u8>,
}

/// Why a request is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestError {
    /// Not the fields that are taken here: what is wrong.
    Shape(String),
    /// Regions that no page makes: what is wrong.
    Regions(String),
    /// The picture is no JPEG.
    NotJpeg,
    /// The picture cannot be read: the name of why.
    Picture(&'static str),
    /// The picture is over a limit: its name.
    PictureTooLarge(&'static str),
}

impl RequestError {
    /// A stable name for programs.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Shape(_) => "wrong-shape",
            Self::Regions(_) => "wrong-regions",
            Self::NotJpeg => "not-a-jpeg",
            Self::Picture(_) => "bad-picture",
            Self::PictureTooLarge(_) => "picture-too-large",
        }
    }

    /// Whether a smaller picture would be taken.
    #[must_use]
    pub fn is_of_size(&self) -> bool {
        matches!(self, Self::PictureTooLarge(_))
    }
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape(what) => write!(f, "The request must be {{mode, lang, image, regions}} and nothing else: {what}."),
            Self::Regions(what) => write!(f, "The regions are none that the page makes: {what}."),
            Self::NotJpeg => write!(f, "The picture must be a JPEG in Base64."),
            Self::Picture(why) => write!(f, "The picture cannot be read ({why}). Make it again."),
            Self::PictureTooLarge(why) => {
                write!(f, "The picture is larger than the page makes any ({why}): {} by {LONGEST} pixels.", 2 * LONGEST)
            }
        }
    }
}

impl std::error::Error for RequestError {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body<'a> {
    mode: Mode,
    #[serde(borrow)]
    lang: Cow<'a, str>,
    #[serde(borrow)]
    image: Cow<'a, str>,
    regions: Vec<Region>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Region {
    id: usize,
    bbox: [u32; 4],
}

/// Most bytes of a body whose picture may have `image_bytes`.
#[must_use]
pub fn body_limit(image_bytes: usize) -> usize {
    // Four signs for three bytes, and the rest of the fields.
    image_bytes.div_ceil(3) * 4 + (4 << 10)
}

/// Reads a body. Takes a processor for some ten milliseconds.
///
/// # Errors
/// See [`RequestError`]; limits are checked before anything is decoded.
pub fn read(body: &[u8], image_bytes: usize) -> Result<Ask, RequestError> {
    let Body { mode, lang, image, regions } = serde_json::from_slice(body).map_err(shape)?;
    let language = Language::ALL.into_iter().find(|language| language.tag() == lang);
    let language = language.ok_or_else(|| RequestError::Shape("`lang` must be en, es, de or ar".into()))?;
    let places = places(mode, regions)?;
    let file = STANDARD.decode(image.as_bytes()).map_err(|_| RequestError::NotJpeg)?;
    let (rgb, width, height) = pixels(&file, image_bytes)?;
    let digit = if places.is_empty() { prompt::tested_digit(&rgb, width, height) } else { None };
    let jpeg = prompt::encoded(&rgb, width, height).map_err(|error| RequestError::Picture(error.kind()))?;
    Ok(Ask { prompt: Prompt { mode, jpeg, width, height, places }, language, digit })
}

/// What a parser says is wrong, bounded: it quotes the request.
fn shape(error: serde_json::Error) -> RequestError {
    RequestError::Shape(error.to_string().chars().take(150).collect())
}

fn places(mode: Mode, regions: Vec<Region>) -> Result<Vec<Place>, RequestError> {
    let fail = |what: String| Err(RequestError::Regions(what));
    if regions.len() > MAX_REGIONS {
        return fail(format!("there are more than {MAX_REGIONS}"));
    }
    if regions.is_empty() && matches!(mode, Mode::Crops | Mode::OverlayBlurred) {
        return fail(format!("`{}` needs one", mode.name()));
    }
    for (at, Region { id, bbox: [x, y, width, height] }) in regions.iter().enumerate() {
        if !(1..=MAX_REGIONS).contains(id) || regions[..at].iter().any(|other| other.id == *id) {
            return fail(format!("each `id` is a number of its own from 1 to {MAX_REGIONS}"));
        }
        let inside = |from: &u32, length: &u32| *length >= 1 && *length <= 1000 && *from <= 1000 - *length;
        if !inside(x, width) || !inside(y, height) {
            return fail("a `bbox` is [x, y, width, height] in thousandths, within the picture".into());
        }
    }
    Ok(regions.into_iter().map(|Region { id, bbox }| Place { id, bbox }).collect())
}

/// The picture as displayed: interleaved RGB8, width, height.
fn pixels(file: &[u8], image_bytes: usize) -> Result<(Vec<u8>, u32, u32), RequestError> {
    if !file.starts_with(&[0xff, 0xd8, 0xff]) {
        return Err(RequestError::NotJpeg);
    }
    // Both sides as long as the longest that is sent, twice that in one direction: two pictures joined.
    let limits = Limits {
        file_bytes: image_bytes,
        pixels: 2 * (LONGEST * LONGEST) as u64,
        side: 2 * LONGEST as u32,
        metadata_bytes: 256 << 10,
        memory_bytes: 64 << 20,
    };
    let photo = input::read(file, None, &limits).map_err(|error| match error {
        InputError::TooManyBytes(..)
        | InputError::TooManyPixels(..)
        | InputError::SideTooLong(..)
        | InputError::TooMuchMetadata(..)
        | InputError::TooMuchMemory(..) => RequestError::PictureTooLarge(error.kind()),
        _ => RequestError::Picture(error.kind()),
    })?;
    // What no encoder writes: half a picture, or one whose coefficients our reader does not understand.
    let note = photo.notes.iter().find(|note| matches!(note, Note::Truncated | Note::CoefficientsUnreadable(_)));
    if let Some(note) = note {
        return Err(RequestError::Picture(note.kind()));
    }
    debug_assert_eq!(photo.format, Format::Jpeg);
    let (width, height) = photo.orientation.displayed_size(photo.width, photo.height);
    let rgb = match photo.orientation.value() {
        1 => photo.rgb,
        _ => photo.orientation.apply(photo.width as usize, photo.height as usize, 3, &photo.rgb),
    };
    Ok((rgb, width, height))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use serde_json::{Value, json};

    use super::*;
    use crate::explain::endpoint::{Accepts, Address, Endpoint, Exchange, Kind, Reach};

    const LIMIT: usize = 1 << 20;

    fn jpeg(width: u32, height: u32) -> Vec<u8> {
        let rgb: Vec<u8> = (0..3 * width * height).map(|i| (i / 7) as u8).collect();
        prompt::encoded(&rgb, width, height).unwrap()
    }

    /// A body, after a change.
    fn body(change: impl FnOnce(&mut Value)) -> Vec<u8> {
        let mut body = json!({
            "mode": "overlay", "lang": "de", "image": STANDARD.encode(jpeg(40, 30)), "regions": [{ "id": 1, "bbox": [20, 30, 200, 100] }],
        });
        change(&mut body);
        body.to_string().into_bytes()
    }

    fn kind(change: impl FnOnce(&mut Value)) -> &'static str {
        read(&body(change), LIMIT).map_or_else(|error| error.kind(), |_| "taken")
    }

    fn kind_of_picture(file: &[u8]) -> &'static str {
        kind(|body| body["image"] = json!(STANDARD.encode(file)))
    }

    #[test]
    fn the_page_s_own_request_is_taken() {
        let Ask { prompt, language, digit } = read(&body(|_| {}), LIMIT).unwrap();
        assert_eq!((prompt.mode, language, digit), (Mode::Overlay, Language::De, None));
        assert_eq!((prompt.width, prompt.height), (40, 30));
        assert_eq!(prompt.places, [Place { id: 1, bbox: [20, 30, 200, 100] }]);
        for mode in Mode::ALL {
            assert_eq!(kind(|body| body["mode"] = json!(mode)), "taken");
        }
        // As some encoders write a slash.
        let escaped = String::from_utf8(body(|_| {})).unwrap().replace('/', "\\/");
        assert!(read(escaped.as_bytes(), LIMIT).is_ok());
    }

    #[test]
    fn other_shapes_are_refused() {
        for (what, text) in [
            ("nothing", ""),
            ("a list", "[]"),
            ("a chat", r#"{"messages":[{"role":"user","content":"Ignore this"}]}"#),
            ("deep", &"[".repeat(100_000)),
            ("twice", r#"{"mode":"overlay","mode":"overlay"}"#),
            ("no UTF-8", "{\"mode\":\"\u{fffd}"),
        ] {
            assert_eq!(read(text.as_bytes(), LIMIT).unwrap_err().kind(), "wrong-shape", "{what}");
        }
        for field in ["mode", "lang", "image", "regions"] {
            assert_eq!(kind(|body| drop(body.as_object_mut().unwrap().remove(field))), "wrong-shape", "{field}");
        }
        for field in ["prompt", "system", "messages", "model", "temperature"] {
            assert_eq!(kind(|body| body[field] = json!("x")), "wrong-shape", "{field}");
        }
        for (field, value) in [
            ("mode", json!("original")),
            ("mode", json!(0)),
            ("lang", json!("fr")),
            ("lang", json!("de-AT")),
            ("lang", json!("DE")),
            ("image", json!(null)),
            ("image", json!({ "url": "https://evil.example/" })),
            ("regions", json!({})),
            ("regions", json!([{ "id": 1, "bbox": [0, 0, 1] }])),
            ("regions", json!([{ "id": 1, "bbox": [0, 0, 1, 1], "label": "x" }])),
            ("regions", json!([{ "id": -1, "bbox": [0, 0, 1, 1] }])),
        ] {
            assert_eq!(kind(|body| body[field] = value.clone()), "wrong-shape", "{field} {value}");
        }
        let long = read(&body(|body| body[&"x".repeat(9000)] = json!(1)), LIMIT).unwrap_err();
        assert!(long.to_string().len() < 400);
    }

    #[test]
    fn regions_are_those_of_a_page() {
        let one = |id: usize, bbox: [u32; 4]| json!({ "id": id, "bbox": bbox });
        for (regions, found) in [
            (json!([]), "taken"),
            (json!((1..=9).map(|id| one(id, [999, 999, 1, 1])).collect::<Vec<_>>()), "taken"),
            (json!([one(1, [0, 0, 1000, 1000])]), "taken"),
            (json!((1..=10).map(|id| one(id, [0, 0, 1, 1])).collect::<Vec<_>>()), "wrong-regions"),
            (json!([one(0, [0, 0, 1, 1])]), "wrong-regions"),
            (json!([one(10, [0, 0, 1, 1])]), "wrong-regions"),
            (json!([one(2, [0, 0, 1, 1]), one(2, [5, 5, 1, 1])]), "wrong-regions"),
            (json!([one(1, [0, 0, 0, 1])]), "wrong-regions"),
            (json!([one(1, [1, 0, 1000, 1])]), "wrong-regions"),
            (json!([one(1, [0, u32::MAX, 1, u32::MAX])]), "wrong-regions"),
        ] {
            assert_eq!(kind(|body| body["regions"] = regions.clone()), found, "{regions}");
        }
        for mode in ["crops", "overlay_blurred"] {
            assert_eq!(kind(|body| (body["mode"], body["regions"]) = (json!(mode), json!([]))), "wrong-regions");
        }
    }

    #[test]
    fn pictures_are_jpegs_within_limits() {
        for text in ["", "%%%%", "/9j/", "data:image/jpeg;base64,/9j/", "https://evil.example/x.jpg"] {
            let found = kind(|body| body["image"] = json!(text));
            assert!(["not-a-jpeg", "bad-picture"].contains(&found), "{text}: {found}");
        }
        assert_eq!(kind_of_picture(b"\x89PNG\r\n\x1a\n"), "not-a-jpeg");
        assert_eq!(kind_of_picture(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "not-a-jpeg");
        let whole = jpeg(40, 30);
        assert_eq!(kind_of_picture(&whole[..whole.len() / 2]), "bad-picture");
        // The largest that the page makes, and one pixel more.
        assert_eq!(kind_of_picture(&jpeg(1024, 2048)), "taken");
        assert_eq!(kind_of_picture(&jpeg(8, 2049)), "picture-too-large");
        assert_eq!(kind_of_picture(&jpeg(1448, 1449)), "picture-too-large");
        let mut lying = whole.clone();
        let frame = lying.windows(2).position(|w| w == [0xff, 0xc0]).unwrap();
        lying[frame + 5..frame + 9].fill(0xff);
        assert_eq!(kind_of_picture(&lying), "picture-too-large");
        assert_eq!(read(&body(|_| {}), 100).unwrap_err().kind(), "picture-too-large");
        let largest = body_limit(LIMIT);
        assert!(
            largest > body(|body| body["image"] = json!(STANDARD.encode(vec![0xff; LIMIT]))).len() && largest < LIMIT * 3 / 2
        );
    }

    #[test]
    fn nothing_but_pixels_goes_on() {
        let plain = jpeg(40, 30);
        // A block in front, bytes behind, and an orientation that turns by a quarter.
        let exif =
            [b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".as_slice(), b"secret name"].concat();
        let segment = [&[0xff, 0xe1], &((exif.len() + 2) as u16).to_be_bytes()[..], &exif].concat();
        let comment = b"\xff\xfe\x00\x10secret comment";
        let file = [&plain[..2], &segment, comment.as_slice(), &plain[2..], b"secret tail"].concat();
        let sent = read(&body(|body| body["image"] = json!(STANDARD.encode(&file))), LIMIT).unwrap().prompt;
        assert!(!sent.jpeg.windows(6).any(|w| w == b"secret") && !sent.jpeg.windows(4).any(|w| w == b"Exif"));
        assert_eq!((sent.width, sent.height), (30, 40));
        // Turned, and otherwise the same to the eye.
        let (was, is) =
            (image::load_from_memory(&plain).unwrap().rotate90().to_rgb8(), image::load_from_memory(&sent.jpeg).unwrap());
        let difference: u64 = was.iter().zip(is.to_rgb8().iter()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
        assert!(difference / was.len() as u64 <= 6, "{difference}");
    }

    #[test]
    fn the_page_s_test_is_known_by_its_picture() {
        for digit in 1..=9 {
            let address = Address::parse("https://news.example", Reach::Page).unwrap();
            let endpoint =
                Endpoint { kind: Kind::Gateway, address, model: String::new(), key: None, accepts: Accepts::default() };
            let sent = Exchange::test(endpoint, digit).unwrap().take_request().unwrap().body;
            let taken = read(sent.as_bytes(), LIMIT).unwrap();
            assert_eq!(taken.digit, Some(digit));
            // Saved once more on its way, and as part of a question.
            let mut again: Value = serde_json::from_str(&sent).unwrap();
            again["image"] = json!(STANDARD.encode(&taken.prompt.jpeg));
            assert_eq!(read(again.to_string().as_bytes(), LIMIT).unwrap().digit, Some(digit));
            again["regions"] = json!([{ "id": 1, "bbox": [0, 0, 1, 1] }]);
            assert_eq!(read(again.to_string().as_bytes(), LIMIT).unwrap().digit, None);
        }
        let other = |body: &mut Value| (body["image"], body["regions"]) = (json!(STANDARD.encode(jpeg(224, 224))), json!([]));
        assert_eq!(read(&body(other), LIMIT).unwrap().digit, None);
    }
}
