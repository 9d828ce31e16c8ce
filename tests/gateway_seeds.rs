//! The seeds of the fuzz target `gateway`: bodies of requests, good and bad.
#![cfg(feature = "gateway")]
#![allow(clippy::unwrap_used, reason = "tests")]

mod support {
    pub mod gateways;
}

use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use omni_iml::gateway::request::read;
use serde_json::json;
use support::gateways::jpeg;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds/gateway")
}

fn seeds() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let picture = STANDARD.encode(jpeg(21, 13));
    let body = |mode: &str, lang: &str, image: &str, regions| {
        json!({ "mode": mode, "lang": lang, "image": image, "regions": regions }).to_string().into_bytes()
    };
    let region = json!([{ "id": 1, "bbox": [20, 30, 200, 100] }]);
    vec![
        ("overlay", "taken", body("overlay", "en", &picture, json!([]))),
        ("crops", "taken", body("crops", "de", &picture, region.clone())),
        ("half", "bad-picture", body("paper", "es", &picture[..picture.len() / 2 / 4 * 4], region.clone())),
        ("outside", "wrong-regions", body("overlay", "en", &picture, json!([{ "id": 1, "bbox": [999, 0, 2, 1] }]))),
        ("gif", "not-a-jpeg", body("overlay", "en", "R0lGODlh", region)),
        ("chat", "wrong-shape", br#"{"messages":[{"role":"user","content":"hello"}]}"#.to_vec()),
    ]
}

#[test]
fn every_seed_is_as_it_would_be_written_and_does_what_it_should() {
    for (name, outcome, bytes) in seeds() {
        assert_eq!(read(&bytes, 1 << 16).map_or_else(|error| error.kind(), |_| "taken"), outcome, "{name}");
        assert!(fs::read(root().join(name)).is_ok_and(|found| found == bytes), "{name}: run this file's ignored test");
    }
}

#[test]
#[ignore = "writes fuzz/seeds/gateway"]
fn write() {
    fs::create_dir_all(root()).unwrap();
    for (name, _, bytes) in seeds() {
        fs::write(root().join(name), bytes).unwrap();
    }
}
