#![allow(clippy::unwrap_used, reason = "tests")]

use serde_json::Value;

use super::*;

impl Json for Value {
    fn field(&self, name: &str) -> Option<Self> {
        self.get(name).filter(|value| !value.is_null()).cloned()
    }

    fn number(&self) -> Option<f64> {
        self.as_f64()
    }

    fn text(&self) -> Option<String> {
        self.as_str().map(str::to_owned)
    }

    fn flag(&self) -> Option<bool> {
        self.as_bool()
    }

    fn list(&self) -> Option<Vec<Self>> {
        self.as_array().cloned()
    }
}

fn written(value: &impl serde::Serialize) -> Value {
    serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()
}

fn a_report() -> Report {
    Report {
        schema: crate::report::SCHEMA.to_owned(),
        file: "a \"quoted\"\n.jpg".to_owned(),
        image: Image { sha256: "ab".to_owned(), width: 4000, height: 3000, format: "JPEG".to_owned(), jpeg_quality: Some(92) },
        model: Model { name: "small".to_owned(), sha256: "cd".to_owned() },
        device: "cpu".to_owned(),
        verdict: Verdict { score: 0.1, band: Band::VeryStrong, unsure: true },
        domain: Some(Shown { kind: Domain::Document, probability: 0.92 }),
        reliability: 0.7,
        gate: Gate { tiles: 63, frequency: 60, choices: vec![Choice { bbox: [0, 1, 448, 512], frequency: true }] },
        regions: vec![
            Region { bbox: [1, 2, 3, u32::MAX], area_fraction: 0.123_456_79, score: 0.7, reliability: 0.3 },
            Region { bbox: [0; 4], area_fraction: 1.0, score: 0.0, reliability: 1.0 },
        ],
        timing_ms: Timing { decode: 1.5, frequency: 0.0, localize: 1e4, total: 10_001.5 },
        made: None,
        evidence: None,
        explanation: None,
        sent: vec![],
    }
}

#[test]
fn reads_every_reply_that_serde_writes() {
    let facts = |jpeg_quality, remarks| Facts {
        width: 4000,
        height: 3000,
        format: "JPEG".to_owned(),
        jpeg_quality,
        own_coefficients: jpeg_quality.is_some(),
        remarks,
    };
    let remark = Remark { kind: "truncated".to_owned(), message: "the file ends early".to_owned() };
    let mut replies = vec![
        Reply::Hello { version: 7 },
        Reply::Picture { job: 1, width: 2048, height: 1536, facts: facts(Some(92), vec![remark]) },
        Reply::Picture { job: 1, width: 1, height: 1, facts: facts(None, vec![]) },
        Reply::Partial { job: 1, width: 512, height: 384 },
        Reply::Done { job: u32::MAX, width: 1, height: 1, threshold: 128, report: "{\"a\":\"b\"}".to_owned() },
        Reply::Account {
            job: 1,
            sentences: vec![
                Told { about: "verdict".to_owned(), region: None, text: "\"Ä\"".to_owned(), figures: vec![] },
                Told {
                    about: "region".to_owned(),
                    region: Some(2),
                    text: "b".to_owned(),
                    figures: vec![("/regions/1/score".to_owned(), "0.5".to_owned())],
                },
            ],
            lenses: vec![Offer {
                name: "ela".to_owned(),
                title: "t".to_owned(),
                shows: "s".to_owned(),
                look: "l".to_owned(),
                ignore: "i".to_owned(),
                knobs: vec![Knob {
                    name: "quality".to_owned(),
                    title: "q".to_owned(),
                    least: 1.0,
                    most: 100.0,
                    step: 0.5,
                    default: 90.0,
                }],
            }],
            stated: vec![Stated {
                source: "exif".to_owned(),
                name: "Software".to_owned(),
                text: "GIMP".to_owned(),
                private: false,
            }],
            copies: [Some(true), None]
                .map(|differs| SmallCopy {
                    source: "jfif".to_owned(),
                    width: 3,
                    height: 2,
                    differs,
                    address: "data:,".to_owned(),
                })
                .to_vec(),
            written: Aspect::ALL
                .iter()
                .map(|&about| Written {
                    about,
                    code: "unknown".to_owned(),
                    text: "4:2:0".to_owned(),
                    number: u32::MAX,
                    values: vec![1, u16::MAX],
                })
                .collect(),
            signed: false,
            refused: None,
            report: "{}".to_owned(),
        },
        Reply::Looking { job: 1, number: 2, done: 40 },
        Reply::Lens { job: 1, number: 2, width: 3, height: 2, figures: vec![("a".to_owned(), "1".to_owned())] },
        Reply::Compared {
            job: 1,
            number: 3,
            width: 9,
            height: 8,
            compared: Compared {
                shows: [640, 480],
                scale: 0.75,
                covered: 1.0,
                changed: 0.125,
                places: 2,
                marked_that_differs: None,
                different_that_is_marked: Some(0.5),
            },
        },
        Reply::Incomparable { job: 1, number: 3, kind: "nothing-in-common".to_owned() },
        Reply::Kept { job: 1, what: Keepsake::Fade },
        Reply::Prompt {
            job: 1,
            number: 4,
            width: 1024,
            height: 768,
            panes: vec![Pane { of: [0, 0, 4032, 3024], at: [8, 47, 1024, 768] }],
            text: "Say what".to_owned(),
        },
        Reply::Explaining { text: "so far".to_owned(), thinking: true },
        Reply::Explained {
            sentences: vec![],
            cut: true,
            sent: vec![Gone { what: "test".to_owned(), to: "http://host:80".to_owned(), bytes: 9, answered: false }],
        },
        Reply::Report { job: 2, report: "{}".to_owned() },
        Reply::Explained {
            sentences: vec![Told { about: "own".to_owned(), region: None, text: "<b>".to_owned(), figures: vec![] }],
            cut: false,
            sent: vec![],
        },
        Reply::AskAgain { kind: "cut-off".to_owned(), message: "again?".to_owned(), wait: None, sent: vec![] },
        Reply::AskAgain { kind: "busy".to_owned(), message: "later".to_owned(), wait: Some(9), sent: vec![] },
        Reply::Unexplained { kind: "forbidden".to_owned(), message: "no".to_owned(), sent: vec![] },
        Reply::Cancelled { job: 3 },
        Reply::Failed { job: None, kind: "weights".to_owned(), message: "no".to_owned() },
        Reply::Failed { job: Some(0), kind: String::new(), message: String::new() },
    ];
    for (signed, refused) in [
        (true, None),
        (false, Some(TrustError::TooLarge)),
        (true, Some(TrustError::Empty)),
        (true, Some(TrustError::Unreadable(7))),
    ] {
        replies.push(Reply::Account {
            job: 2,
            sentences: vec![],
            lenses: vec![],
            stated: vec![],
            copies: vec![],
            written: vec![],
            signed,
            refused,
            report: "{}".to_owned(),
        });
    }
    for reason in Reason::ALL {
        replies.push(Reply::Ready { device: Processor::Gpu, reason, workers: 3 });
    }
    for phase in [
        Phase::Fetching { bytes: 1, total: 6_000_000_000 },
        Phase::Preparing { device: Processor::Cpu },
        Phase::Decoding,
        Phase::Coefficients,
        Phase::Tiles { done: 1, count: 63, estimate_ms: None },
        Phase::Tiles { done: 1, count: 63, estimate_ms: Some(0) },
        Phase::Blending,
    ] {
        replies.push(Reply::Progress { job: None, phase });
        replies.push(Reply::Progress { job: Some(4), phase });
    }
    for expected in replies {
        assert_eq!(reply(&written(&expected)), Some(expected));
    }
}

#[test]
fn reads_the_report_that_serde_writes() {
    let mut expected = a_report();
    assert_eq!(report(&written(&expected)), Some(expected.clone()));
    expected.image.jpeg_quality = None;
    expected.domain = None;
    expected.regions.clear();
    expected.gate.choices.clear();
    for band in Band::ALL {
        expected.verdict.band = band;
        assert_eq!(report(&written(&expected)), Some(expected.clone()));
    }
    for kind in Domain::ALL {
        expected.domain = Some(Shown { kind, probability: 0.5 });
        assert_eq!(report(&written(&expected)), Some(expected.clone()));
    }
}

#[test]
fn what_is_not_understood_is_no_message() {
    for text in
        ["null", "[]", "7", "\"hello\"", "{}", "{\"hello\":{}}", "{\"done\":{\"job\":1}}", "{\"progress\":{\"phase\":\"x\"}}"]
    {
        assert_eq!(reply(&serde_json::from_str::<Value>(text).unwrap()), None, "{text}");
    }
    let whole = written(&a_report());
    for name in ["schema", "image", "model", "device", "verdict", "reliability", "gate", "regions", "timing_ms"] {
        let mut part = whole.clone();
        part.as_object_mut().unwrap().remove(name);
        assert_eq!(report(&part), None, "{name}");
    }
    for domain in ["{}", "\"face\"", "{\"kind\":\"x\",\"probability\":1}", "{\"kind\":\"face\"}"] {
        let mut odd = whole.clone();
        odd["domain"] = serde_json::from_str(domain).unwrap();
        assert_eq!(report(&odd), None, "{domain}");
    }
}
