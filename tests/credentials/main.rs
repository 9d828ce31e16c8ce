//! Content Credentials, signed here and read as any other: what holds, what does not, and that hostile ones harm nothing.
#![cfg(feature = "credentials")]
#![allow(clippy::unwrap_used, reason = "tests")]

mod sign;

use std::net::TcpListener;
use std::path::{Path, PathBuf};

use c2pa::SigningAlg;
use omni_iml::evidence::credentials::*;
use omni_iml::input::{Format, Limits, read};
use serde_json::json;

use self::sign::{FORMATS, Maker, iptc, plain, signed, stating, taken};

fn checked(bytes: &[u8], format: Format) -> Credentials {
    check(bytes, format, None).unwrap_or_else(|| panic!("{format} without credentials"))
}

fn kinds(credentials: &Credentials) -> Vec<ReasonKind> {
    credentials.reasons.iter().map(|reason| reason.kind).collect()
}

/// Where `part` stands in `bytes` for the first time.
fn at(bytes: &[u8], part: &[u8]) -> usize {
    bytes.windows(part.len()).position(|window| window == part).unwrap()
}

#[test]
fn a_signature_is_valid_in_every_format_and_its_twin_has_none() {
    let identity = Maker::default().identity();
    for format in FORMATS {
        let bytes = signed(&identity, format, taken());
        // What was added is no picture, and nothing that a person has to be told of.
        assert_eq!(read(&bytes, None, &Limits::PAGE).unwrap().notes, [], "{format}");
        let found = checked(&bytes, format);
        assert_eq!((found.state, found.bound, found.exempt), (State::Valid, Some(true), false), "{format}: {found:?}");
        assert!(found.reasons.is_empty() && found.bytes > 1000 && found.remote.is_none(), "{format}: {found:?}");
        let signer = found.signer.unwrap();
        assert_eq!(signer.organisation.as_deref(), Some("Gradient Cameras"));
        assert_eq!(signer.name.as_deref(), Some("camera.example"));
        assert_eq!(signer.issuer.as_deref(), Some("Testing Roots"));
        assert_eq!((signer.algorithm.as_deref(), signer.time), (Some("es256"), None));
        assert_eq!((found.trust, found.manifests), (Trust::NotChecked, 1));
        assert_eq!(found.generators, ["Gradient Maker 4.1"]);
        let actions: Vec<_> = found.actions.iter().map(|action| (action.kind, action.name.as_str())).collect();
        assert_eq!(actions, [(ActionKind::Created, "c2pa.created"), (ActionKind::Cropped, "c2pa.cropped")]);
        assert_eq!(found.origins.len(), 1);
        assert_eq!((found.origins[0].kind, found.origins[0].of), (OriginKind::Captured, OriginOf::Picture));
        // What is not there is not read: the look costs a walk over the segments.
        assert_eq!(find(&plain(format), format), None, "{format}");
        assert_eq!(check(&plain(format), format, None), None, "{format}");
    }
    assert_eq!(check(&plain(Format::Bmp), Format::Bmp, None), None);
}

#[test]
fn the_usual_algorithms_are_read_and_another_is_called_unsupported() {
    for (algorithm, name) in [(SigningAlg::Es256, "es256"), (SigningAlg::Es384, "es384"), (SigningAlg::Ed25519, "ed25519")] {
        let identity = Maker { algorithm, ..Maker::default() }.identity();
        let found = checked(&signed(&identity, Format::Jpeg, taken()), Format::Jpeg);
        assert_eq!((found.state, found.signer.unwrap().algorithm.as_deref()), (State::Valid, Some(name)));
    }
    let mut bytes = signed(&Maker::default().identity(), Format::Png, taken());
    // COSE: label 1 is the algorithm, -7 ES256 and -16 SHA-256, which signs nothing; label 33 is the chain.
    let header = at(&bytes, b"\x01\x26\x18\x21");
    bytes[header + 1] = 0x2f;
    let found = checked(&bytes, Format::Png);
    assert_eq!(found.state, State::Unsupported, "{found:?}");
    assert!(kinds(&found).contains(&ReasonKind::Algorithm), "{found:?}");
}

#[test]
fn a_changed_picture_is_told_from_a_changed_statement_and_a_changed_signature() {
    let identity = Maker::default().identity();
    for format in FORMATS {
        let mut bytes = signed(&identity, format, taken());
        // In the pixels: at the end of a JPEG, else where the twin has them.
        let pixel = match format {
            Format::Jpeg => bytes.len() - 5,
            Format::Tiff => at(&bytes, b"\x10\x06\x80") + 3,
            Format::Gif => at(&bytes, b"\x2c\0\0\0\0\x60\0\x40\0") + 40,
            Format::Png => at(&bytes, b"IDAT") + 20,
            _ => at(&bytes, b"VP8L") + 40,
        };
        bytes[pixel] ^= 1;
        let found = checked(&bytes, format);
        assert_eq!((found.state, found.bound), (State::Broken, Some(false)), "{format}: {found:?}");
        assert_eq!(kinds(&found), [ReasonKind::FileChanged], "{format}: {found:?}");
        assert_eq!(found.signer.unwrap().organisation.as_deref(), Some("Gradient Cameras"), "{format}");
    }
    let whole = signed(&identity, Format::Png, taken());
    let mut bytes = whole.clone();
    let action = at(&bytes, b"c2pa.cropped");
    bytes[action + 7] = b'i';
    let found = checked(&bytes, Format::Png);
    assert_eq!(found.state, State::Broken, "{found:?}");
    assert!(kinds(&found).contains(&ReasonKind::StatementChanged), "{found:?}");
    let mut bytes = whole;
    let generator = at(&bytes, b"Gradient Maker");
    bytes[generator] = b'g';
    let found = checked(&bytes, Format::Png);
    assert_eq!(found.state, State::Broken, "{found:?}");
    assert!(kinds(&found).contains(&ReasonKind::Signature), "{found:?}");
}

#[test]
fn an_expired_certificate_is_told() {
    let mut bytes = signed(&Maker::default().identity(), Format::Jpeg, taken());
    // Nobody signs with such a one here, so it is made old afterwards; the signature covers the certificate, too.
    let until = at(&bytes, b"21200101000000Z");
    bytes[until..until + 4].copy_from_slice(b"2022");
    let found = checked(&bytes, Format::Jpeg);
    assert_eq!((found.state, found.bound), (State::Broken, Some(true)), "{found:?}");
    assert!(kinds(&found).contains(&ReasonKind::Expired), "{found:?}");
}

#[test]
fn signers_are_checked_against_a_list_and_only_then() {
    let (identity, stranger) = (Maker::default().identity(), Maker { issuer: "Others", ..Maker::default() }.identity());
    let bytes = signed(&identity, Format::Jpeg, taken());
    let against = |pem: &str| check(&bytes, Format::Jpeg, Some(&TrustList::parse(pem.as_bytes()).unwrap())).unwrap();
    for (pem, trust) in [
        (identity.root.clone(), Trust::Listed),
        (format!("{}{}", stranger.root, identity.root), Trust::Listed),
        (format!("\u{feff}{}", identity.root), Trust::Listed),
        (identity.certificate.clone(), Trust::Listed),
        (stranger.root, Trust::NotListed),
        (stranger.certificate, Trust::NotListed),
    ] {
        let found = against(&pem);
        assert_eq!((found.state, found.trust), (State::Valid, trust), "{found:?}");
    }
    // Who made a signature that does not hold, nobody knows.
    let mut changed = bytes.clone();
    let generator = at(&changed, b"Gradient Maker");
    changed[generator] = b'g';
    let found = check(&changed, Format::Jpeg, Some(&TrustList::parse(identity.root.as_bytes()).unwrap())).unwrap();
    assert_eq!((found.state, found.trust), (State::Broken, Trust::NotChecked), "{found:?}");
}

#[test]
fn what_is_kept_elsewhere_is_said_and_never_fetched() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = format!("http://{}/gradient.c2pa", listener.local_addr().unwrap());
    let identity = Maker::default().identity();
    for format in [Format::Jpeg, Format::Png, Format::WebP] {
        for embed in [false, true] {
            let bytes = signed(&identity, format, sign::Statement { remote: Some(address.clone()), embed, ..taken() });
            let found = checked(&bytes, format);
            assert_eq!(found.remote.as_deref(), Some(address.as_str()), "{format}: {found:?}");
            assert_eq!(found.state, if embed { State::Valid } else { State::Elsewhere }, "{format}: {found:?}");
            assert_eq!(found.bytes > 0, embed);
        }
    }
    assert_eq!(listener.accept().map(|_| ()).map_err(|error| error.kind()), Err(std::io::ErrorKind::WouldBlock));
}

#[test]
fn statements_about_ai_are_found_in_the_picture_and_in_what_went_into_it() {
    let identity = Maker::default().identity();
    for (name, kind) in [
        ("trainedAlgorithmicMedia", OriginKind::Generated),
        ("compositeWithTrainedAlgorithmicMedia", OriginKind::GeneratedParts),
        ("algorithmicMedia", OriginKind::Synthetic),
    ] {
        let made = stating(json!([
            { "action": "c2pa.created", "digitalSourceType": iptc(name), "softwareAgent": { "name": "Imagine", "version": "2" } },
        ]));
        let bytes = signed(&identity, Format::Jpeg, made);
        let found = checked(&bytes, Format::Jpeg);
        assert_eq!(found.state, State::Valid, "{found:?}");
        let origin = Origin { of: OriginOf::Picture, kind, name: name.to_owned(), program: Some("Imagine".to_owned()) };
        assert_eq!(found.origins, std::slice::from_ref(&origin));
        // The same picture put into another, which says nothing of it itself.
        let montage = sign::Statement {
            ingredients: vec![("a \u{202e}name.jpg", bytes)],
            ..stating(
                json!([{ "action": "c2pa.created", "digitalSourceType": iptc("digitalCapture") }, { "action": "c2pa.edited" }]),
            )
        };
        let found = checked(&signed(&identity, Format::Jpeg, montage), Format::Jpeg);
        assert_eq!(found.state, State::Valid, "{found:?}");
        assert_eq!(found.manifests, 2);
        assert!(found.origins.contains(&Origin { of: OriginOf::Ingredient, ..origin }), "{found:?}");
        let [ingredient] = &found.ingredients[..] else { panic!("{found:?}") };
        assert_eq!((ingredient.relation, ingredient.credentials), (Relation::Component, true));
        assert_eq!(ingredient.title.as_deref(), Some("a name.jpg"));
        assert_eq!(found.without_private().ingredients[0].title, None);
    }
}

#[test]
fn hostile_texts_are_cleaned_and_bounded_and_lists_are_cut() {
    let steering = format!("\u{202e}evil\u{1b}[31m{}", "x".repeat(5000));
    let mut actions = vec![json!({ "action": "c2pa.created", "digitalSourceType": steering, "softwareAgent": steering })];
    actions.extend((0..200).map(|i| json!({ "action": format!("com.example.{steering}{i}"), "when": "2026-05-03T14:02:11Z" })));
    let mut statement = stating(json!(actions));
    statement.definition["claim_generator_info"] = json!([{ "name": steering, "version": steering }]);
    let found = checked(&signed(&Maker::default().identity(), Format::Jpeg, statement), Format::Jpeg);
    assert_eq!((found.actions.len(), found.actions_left_out), (MAX_ACTIONS, 201 - MAX_ACTIONS));
    let written = serde_json::to_string(&found).unwrap();
    assert!(!written.contains(['\u{202e}', '\u{1b}']) && written.contains("evil"), "{written}");
    assert!(written.len() < 64 << 10, "{}", written.len());
}

#[test]
fn cut_and_altered_credentials_are_not_valid_and_stop_nothing() {
    let identity = Maker::default().identity();
    for format in [Format::Jpeg, Format::Png, Format::WebP] {
        let whole = signed(&identity, format, taken());
        let begin = at(&whole, b"jumb");
        // Behind the signature lies padding, which nothing covers.
        let length = whole[begin..].windows(64).position(|part| part == [0; 64]).unwrap();
        for part in 0..100 {
            let place = begin + part * length / 100;
            let mut altered = whole.clone();
            altered[place..place + 16].iter_mut().for_each(|byte| *byte ^= 0x5a);
            let found = check(&altered, format, None);
            let cut = check(&whole[..place], format, None);
            // Cut or altered at the beginning, they may not be recognised.
            assert!(part < 4 || found.is_some(), "{format}, {part}");
            for found in [found, cut].into_iter().flatten() {
                let ended = [ReasonKind::Stopped, ReasonKind::TookTooLong, ReasonKind::NotLoaded];
                assert!(!kinds(&found).iter().any(|kind| ended.contains(kind)), "{format}, {part}: {found:?}");
                assert!(matches!(found.state, State::Broken | State::Unsupported), "{format}, {part}: {found:?}");
            }
        }
    }
}

/// A PNG with a chunk of what is said to be credentials.
fn png_with(chunk: &[u8]) -> Vec<u8> {
    let mut bytes = plain(Format::Png);
    let mut inserted = (chunk.len() as u32).to_be_bytes().to_vec();
    inserted.extend_from_slice(b"caBX");
    inserted.extend_from_slice(chunk);
    // The checksum is nobody's business here.
    inserted.extend_from_slice(&[0; 4]);
    let behind_header = 8 + 25;
    bytes.splice(behind_header..behind_header, inserted);
    bytes
}

#[test]
fn garbage_is_broken_and_too_much_is_not_read() {
    for garbage in [vec![0; 40], vec![0xff; 4000], b"\0\0\0\x28jumb\0\0\0\x20jumd".to_vec(), vec![b'j'; 1]] {
        let found = checked(&png_with(&garbage), Format::Png);
        assert_eq!(found.state, State::Broken, "{found:?}");
        assert!(!found.reasons.is_empty() && found.signer.is_none());
    }
    for much in [vec![0; MAX_BYTES + 1], b"jumb".repeat(MAX_BOXES + 1)] {
        let found = checked(&png_with(&much), Format::Png);
        assert_eq!((found.state, kinds(&found)), (State::Unchecked, vec![ReasonKind::OverLimit]));
        assert_eq!(found.bytes, much.len());
    }
    // Boxes within boxes, each four bytes shorter than the one around it.
    let mut nested = Vec::new();
    for depth in 0..2000u32 {
        nested.extend_from_slice(&(16_000 - 8 * depth).to_be_bytes());
        nested.extend_from_slice(b"jumb");
    }
    let found = checked(&png_with(&nested), Format::Png);
    assert_eq!((found.state, kinds(&found)), (State::Broken, vec![ReasonKind::Damaged]), "{found:?}");
}

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/credentials/signed.jpg")
}

/// `cargo test --no-default-features --features credentials --test credentials -- --ignored`
#[test]
#[ignore = "writes the browser tests' fixture anew, with another key"]
fn write_the_fixture() {
    let made = stating(json!([
        { "action": "c2pa.created", "digitalSourceType": iptc("trainedAlgorithmicMedia"), "softwareAgent": "Imagine 2" },
        { "action": "c2pa.cropped" },
    ]));
    std::fs::create_dir_all(fixture().parent().unwrap()).unwrap();
    std::fs::write(fixture(), signed(&Maker::default().identity(), Format::Jpeg, made)).unwrap();
}

#[test]
fn the_fixture_of_the_browser_tests_is_valid() {
    let found = checked(&std::fs::read(fixture()).unwrap(), Format::Jpeg);
    assert_eq!((found.state, found.bound), (State::Valid, Some(true)), "{found:?}");
    assert_eq!(found.origins[0].kind, OriginKind::Generated);
}
