//! The seeds of the fuzz target `explain`: responses of each kind, behind a byte for the size of their pieces and one for
//! the status.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support {
    pub mod servers;
}

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;
use support::servers::{chunk, done, reply};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds/explain")
}

fn seeds() -> Vec<(&'static str, Vec<u8>)> {
    let whole = |text: &str| json!({ "choices": [{ "message": { "content": text }, "finish_reason": "stop" }] }).to_string();
    let thought = json!({ "choices": [{ "delta": { "reasoning_content": "Hm", "content": [{ "text": "a" }] } }] });
    let ok = |size: u8, body: &[u8]| [&[size, 0], body].concat();
    let refused = |words: &str| [b"\x10\x05", json!({ "error": { "message": words } }).to_string().as_bytes()].concat();
    vec![
        ("stream", ok(6, &[chunk(&reply(&[1, 2, 0])), done()].concat())),
        ("fence", ok(0, &[chunk("Here:\n```json\n"), chunk(&reply(&[1])), chunk("\n```"), done()].concat())),
        ("plain", ok(40, &[chunk("The moon \u{202e}🌙"), done()].concat())),
        ("thoughts", ok(40, format!(": hi\r\ndata:{thought}\r\n\r\ndata: [DONE]").as_bytes())),
        ("whole", ok(90, whole(&reply(&[2])).as_bytes())),
        ("cut", ok(3, &chunk("The moon 🌙")[..40])),
        ("length", ok(9, br#"data: {"choices":[{"delta":{"content":"{\"tampered\":"},"finish_reason":"length"}]}"#)),
        ("error", ok(9, b"error: {\"code\":500,\"message\":\"gone\"}\n\n")),
        ("error-event", ok(9, b"event: error\ndata: {\"error\":{\"message\":\"no vision support\"}}\n\n")),
        ("html", ok(9, b"<!doctype html><script>alert(1)</script>")),
        ("refused", refused("'max_tokens' is not supported")),
        ("blind", refused("this model does not support image input")),
    ]
}

#[test]
fn every_seed_is_as_it_would_be_written() {
    for (name, bytes) in seeds() {
        assert!(fs::read(root().join(name)).is_ok_and(|found| found == bytes), "{name}: run this file's ignored test");
    }
}

#[test]
#[ignore = "writes fuzz/seeds/explain"]
fn write() {
    fs::create_dir_all(root()).unwrap();
    for (name, bytes) in seeds() {
        fs::write(root().join(name), bytes).unwrap();
    }
}
