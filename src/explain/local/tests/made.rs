//! Reports made for the tests: typical ones, and as many others as wanted.

use crate::evidence::Evidence;
use crate::evidence::credentials::{
    Action, ActionKind, Credentials, Ingredient, Origin, OriginKind, OriginOf, Reason, ReasonKind, Relation, Signer, State, Trust,
};
use crate::evidence::file::*;
use crate::evidence::measure::*;
use crate::input::Format;
use crate::localize::{Band, Choice, Region, Shown};
use crate::report::{Gate, Image, Model, Report, SCHEMA, Timing, Verdict};
use crate::tile::Domain;

/// A JPEG of 1600×1200 in which nothing was found and nothing was measured.
pub fn plain() -> Report {
    Report {
        schema: SCHEMA.to_owned(),
        file: "picture.jpg".to_owned(),
        image: Image { sha256: "ab".to_owned(), width: 1600, height: 1200, format: "JPEG".to_owned(), jpeg_quality: Some(92) },
        model: Model { name: "small".to_owned(), sha256: "cd".to_owned() },
        device: "cpu".to_owned(),
        verdict: Verdict { score: 0.214, band: Band::None, unsure: false },
        domain: None,
        reliability: 0.91,
        gate: Gate {
            tiles: 4,
            frequency: 3,
            choices: vec![
                Choice { bbox: [0, 0, 800, 600], frequency: true },
                Choice { bbox: [800, 0, 800, 600], frequency: true },
                Choice { bbox: [0, 600, 800, 600], frequency: true },
                Choice { bbox: [800, 600, 800, 600], frequency: false },
            ],
        },
        regions: vec![],
        timing_ms: Timing::default(),
        made: None,
        evidence: None,
        explanation: None,
        sent: vec![],
    }
}

pub fn region(bbox: [u32; 4], score: f32, reliability: f32) -> Region {
    Region { bbox, area_fraction: (bbox[2] * bbox[3]) as f32 * 0.7 / (1600.0 * 1200.0), score, reliability }
}

pub fn facts() -> FileFacts {
    let json = r#"{"bytes":412345,"format":"JPEG","parts":[],"parts_left_out":0,"jpeg":null,"trailing":null,"profile":null,
        "entries":[],"entries_left_out":0,"thumbnails":[],"statements":[],"unread":[]}"#;
    serde_json::from_str(json).unwrap()
}

fn ratio(ratio: f32, significance: f32, weight: Weight) -> Ratio {
    Ratio { inside: 2.0 * ratio, outside: 2.0, ratio, significance, weight }
}

fn structure(ijg: bool) -> JpegStructure {
    JpegStructure {
        coding: Some(Coding::Baseline),
        components: vec![],
        sampling: None,
        tables: vec![Table { slot: 0, values: vec![1; 64], ijg: ijg.then_some(Ijg { quality: 92, chrominance: false }) }],
        restart_interval: 0,
        scans: 1,
        jfif: None,
        adobe_transform: None,
        ended: true,
    }
}

fn entry(name: &str, text: &str, private: bool) -> Entry {
    Entry { source: Source::Exif, name: name.to_owned(), text: text.to_owned(), cut: false, private }
}

pub fn date(text: &str) -> Date {
    Date { source: Source::Exif, name: "DateTime".to_owned(), text: text.to_owned() }
}

pub fn editor(program: &str, class: ProgramClass) -> Statement {
    let (name, text) = ("Software".to_owned(), program.to_owned());
    Statement::EditorNamed { source: Source::Exif, name, program: program.to_owned(), class, text }
}

/// Reports as they are met, by name.
pub fn typical() -> [(&'static str, Report); 7] {
    [
        ("untouched", untouched()),
        ("splice", splice()),
        ("copy", copy()),
        ("screenshot", screenshot()),
        ("unmeasured", unmeasured()),
        ("signed", with_credentials(signed())),
        ("changed", with_credentials(changed())),
    ]
}

/// Nothing is found in the pixels; what the file states is what there is to say.
fn with_credentials(credentials: Credentials) -> Report {
    let file = FileFacts { jpeg: Some(structure(false)), ..facts() };
    Report { evidence: Some(Evidence { regions: vec![], file, credentials: Some(credentials), lenses: vec![] }), ..plain() }
}

/// A generated picture, cropped, by a program that says so.
fn signed() -> Credentials {
    Credentials {
        state: State::Valid,
        reasons: vec![],
        bytes: 14_220,
        remote: None,
        bound: Some(true),
        exempt: false,
        signer: Some(Signer {
            name: Some("imagine.example".to_owned()),
            organisation: Some("Imagine Inc.".to_owned()),
            issuer: Some("Issuing Ltd.".to_owned()),
            algorithm: Some("es256".to_owned()),
            time: Some("2026-05-03 14:02:11 UTC".to_owned()),
        }),
        trust: Trust::NotChecked,
        generators: vec!["Imagine 2.1".to_owned()],
        actions: [(ActionKind::Created, "c2pa.created"), (ActionKind::Cropped, "c2pa.cropped")]
            .map(|(kind, name)| Action { kind, name: name.to_owned(), program: None, when: None })
            .to_vec(),
        actions_left_out: 0,
        ingredients: vec![],
        ingredients_left_out: 0,
        origins: vec![Origin {
            of: OriginOf::Picture,
            kind: OriginKind::Generated,
            name: "trainedAlgorithmicMedia".to_owned(),
            program: Some("Imagine 2.1".to_owned()),
        }],
        manifests: 1,
    }
}

/// A camera's picture, made of another one and saved anew since.
fn changed() -> Credentials {
    Credentials {
        state: State::Broken,
        reasons: vec![Reason { kind: ReasonKind::FileChanged, code: "assertion.dataHash.mismatch".to_owned() }],
        bound: Some(false),
        trust: Trust::Listed,
        ingredients: vec![Ingredient { relation: Relation::Parent, title: None, credentials: true }],
        origins: vec![Origin {
            of: OriginOf::Picture,
            kind: OriginKind::Captured,
            name: "digitalCapture".to_owned(),
            program: None,
        }],
        ..signed()
    }
}

/// A camera's picture in which nothing is found.
fn untouched() -> Report {
    let file = FileFacts { jpeg: Some(structure(false)), entries: vec![entry("Model", "X100", false)], ..facts() };
    Report { evidence: Some(Evidence { regions: vec![], file, credentials: None, lenses: vec![] }), ..plain() }
}

/// Something from another picture is put in; the file went through an editor.
fn splice() -> Report {
    let measured = RegionEvidence {
        region: 1,
        grid: Some(Grid { inside: [3, 5], outside: [0, 0], confidence: 0.93, significance: 11.0, weight: Weight::Supports }),
        quality: Some(Quality { inside: 71, outside: 90, significance: 4.4, weight: Weight::Supports }),
        noise: Some(ratio(2.13, 9.0, Weight::Supports)),
        sharpness: Some(ratio(1.08, 0.7, Weight::Neutral)),
        contrast: Some(ratio(0.93, 0.4, Weight::Neutral)),
        edge: Some(Edge { width: 1.2, elsewhere: 2.6, significance: 5.2, weight: Weight::Supports }),
        duplicate: None,
        resampling: None,
    };
    let file = FileFacts {
        jpeg: Some(structure(false)),
        entries: vec![entry("Software", "Adobe Photoshop 25.1 (Windows)", false), entry("GPSLatitude", "48.2", true)],
        statements: vec![
            editor("Adobe Photoshop 25.1 (Windows)", ProgramClass::Editor),
            Statement::DatesDisagree {
                first: date("2026:05:03 14:02:11"),
                second: date("2026:05:07 09:41:55"),
                apart: 329_984,
                zoned: false,
            },
            Statement::ThumbnailDiffers { thumbnail: 0, difference: 6.4, worst: 88.2 },
        ],
        ..facts()
    };
    Report {
        verdict: Verdict { score: 0.967, band: Band::VeryStrong, unsure: false },
        domain: Some(Shown { kind: Domain::Natural, probability: 0.88 }),
        regions: vec![region([1040, 120, 310, 420], 0.91, 0.83)],
        evidence: Some(Evidence { regions: vec![measured], file, credentials: None, lenses: vec![] }),
        ..plain()
    }
}

/// A part was copied within the picture, and a second place is marked that nothing backs.
fn copy() -> Report {
    let first = RegionEvidence {
        region: 1,
        grid: None,
        quality: Some(Quality { inside: 86, outside: 86, significance: 0.1, weight: Weight::Contradicts }),
        noise: Some(ratio(1.02, 0.2, Weight::Contradicts)),
        sharpness: Some(ratio(0.97, 0.3, Weight::Neutral)),
        contrast: Some(ratio(1.04, 0.1, Weight::Neutral)),
        edge: Some(Edge { width: 4.1, elsewhere: 2.2, significance: 6.8, weight: Weight::Supports }),
        duplicate: Some(Duplicate {
            bbox: [520, 640, 240, 180],
            offset: [-120, 40],
            similarity: 0.974,
            significance: 31.0,
            weight: Weight::Supports,
        }),
        resampling: Some(Resampling { peak: 2.3, outside: 2.1, significance: 0.4, weight: Weight::Neutral }),
    };
    let second = RegionEvidence {
        region: 2,
        noise: Some(ratio(0.98, 0.3, Weight::Contradicts)),
        contrast: Some(ratio(1.3, 1.9, Weight::Neutral)),
        ..RegionEvidence::default()
    };
    Report {
        image: Image { jpeg_quality: Some(78), ..plain().image },
        verdict: Verdict { score: 0.902, band: Band::Moderate, unsure: true },
        regions: vec![region([640, 600, 240, 180], 0.79, 0.64), region([60, 1100, 46, 38], 0.58, 0.41)],
        evidence: Some(Evidence {
            regions: vec![first, second],
            file: FileFacts { jpeg: Some(structure(true)), ..facts() },
            credentials: None,
            lenses: vec![],
        }),
        ..plain()
    }
}

/// A picture of a document, saved as PNG, with weak traces.
fn screenshot() -> Report {
    let measured = RegionEvidence {
        region: 1,
        noise: Some(ratio(0.41, 4.9, Weight::Supports)),
        contrast: Some(ratio(1.1, 0.5, Weight::Neutral)),
        ..RegionEvidence::default()
    };
    let file = FileFacts { format: "PNG".to_owned(), ..facts() };
    Report {
        image: Image { format: "PNG".to_owned(), jpeg_quality: None, ..plain().image },
        verdict: Verdict { score: 0.861, band: Band::Weak, unsure: true },
        domain: Some(Shown { kind: Domain::Document, probability: 0.97 }),
        reliability: 0.44,
        regions: vec![region([300, 560, 1000, 90], 0.71, 0.38)],
        evidence: Some(Evidence { regions: vec![measured], file, credentials: None, lenses: vec![] }),
        ..plain()
    }
}

/// The network's result alone, with more places than are described.
fn unmeasured() -> Report {
    let spots = [
        [100, 90, 300, 240],
        [402, 110, 120, 100],
        [120, 700, 200, 160],
        [1300, 90, 180, 90],
        [150, 120, 60, 60],
        [900, 950, 40, 30],
    ];
    Report {
        verdict: Verdict { score: 0.948, band: Band::Strong, unsure: false },
        regions: spots.iter().map(|spot| region(*spot, 0.88, 0.7)).collect(),
        ..plain()
    }
}

/// Numbers that look random and are the same every time (splitmix64).
pub struct Draw(pub u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Below `bound`.
    pub fn below(&mut self, bound: u32) -> u32 {
        (self.next() % u64::from(bound)) as u32
    }

    fn chance(&mut self, one_in: u32) -> bool {
        self.below(one_in) == 0
    }

    fn unit(&mut self) -> f32 {
        self.below(100_001) as f32 / 100_000.0
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len() as u32) as usize]
    }

    fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (!self.chance(3)).then(|| make(self))
    }

    fn weight(&mut self) -> Weight {
        self.of(&[Weight::Supports, Weight::Neutral, Weight::Contradicts])
    }

    fn ratio(&mut self) -> Ratio {
        let value = (self.unit() * 4.0 - 2.0).exp();
        Ratio { inside: value * 3.0, outside: 3.0, ratio: value, significance: self.unit() * 12.0, weight: self.weight() }
    }

    fn quality(&mut self) -> u8 {
        if self.chance(3) { 100 } else { 30 + self.below(70) as u8 }
    }

    fn bbox(&mut self, width: u32, height: u32) -> [u32; 4] {
        // All the way across now and then.
        let side = |draw: &mut Self, whole: u32| if draw.chance(5) { whole } else { 1 + draw.below(whole) / (1 + draw.below(8)) };
        let (w, h) = (side(self, width).min(width), side(self, height).min(height));
        [self.below(width - w + 1), self.below(height - h + 1), w, h]
    }

    /// What was measured of a region, or nothing.
    fn measured(&mut self, region: usize, size: (u32, u32)) -> RegionEvidence {
        if self.chance(8) {
            return RegionEvidence { region, ..RegionEvidence::default() };
        }
        RegionEvidence {
            region,
            grid: self.maybe(|d| Grid {
                inside: [d.below(8) as u8, d.below(8) as u8],
                outside: [d.below(8) as u8, d.below(8) as u8],
                confidence: d.unit(),
                significance: d.unit() * 12.0,
                weight: d.weight(),
            }),
            quality: self.maybe(|d| Quality {
                inside: d.quality(),
                outside: d.quality(),
                significance: d.unit() * 12.0,
                weight: d.weight(),
            }),
            noise: self.maybe(Self::ratio),
            sharpness: self.maybe(Self::ratio),
            contrast: self.maybe(Self::ratio),
            edge: self.maybe(|d| Edge {
                width: 1.0 + d.unit() * 5.0,
                elsewhere: 1.0 + d.unit() * 5.0,
                significance: d.unit() * 12.0,
                weight: d.weight(),
            }),
            duplicate: self.maybe(|d| Duplicate {
                bbox: d.bbox(size.0, size.1),
                offset: [d.below(401) as i32 - 200, if d.chance(4) { 1 } else { d.below(401) as i32 - 200 }],
                similarity: d.unit(),
                significance: d.unit() * 40.0,
                weight: d.of(&[Weight::Supports, Weight::Neutral]),
            }),
            resampling: self.maybe(|d| Resampling {
                peak: d.unit() * 40.0,
                outside: d.unit() * 10.0,
                significance: d.unit() * 12.0,
                weight: d.weight(),
            }),
        }
    }

    fn statements(&mut self) -> Vec<Statement> {
        let all: [fn(&mut Self) -> Statement; 11] = [
            |d| Statement::Generated {
                source: Source::Xmp,
                name: "x".to_owned(),
                claim: d.of(&[Claim::Whole, Claim::Parts, Claim::Synthetic]),
                program: d.maybe(|_| "Imagine 2".to_owned()),
            },
            |d| {
                let class = d.of(&[ProgramClass::Editor, ProgramClass::Developer, ProgramClass::App, ProgramClass::Converter]);
                editor(d.of(&["Paint 3", "Adobe Photoshop 25.1", "Snapseed"]), class)
            },
            |d| Statement::EditHistory { steps: vec![], count: 1 + d.below(3) as usize },
            |d| Statement::MadeFromOthers { name: "x".to_owned(), count: 1 + d.below(3) as usize },
            |d| Statement::TextLayers { texts: vec![], count: 1 + d.below(3) as usize },
            |_| Statement::EditorParts { signs: vec![Sign::SaveForWeb] },
            |d| Statement::DatesDisagree {
                first: date("2026:05:03 14:02:11"),
                second: date("2026:05:07"),
                apart: i64::from(d.below(2000)) - 1000,
                zoned: d.chance(2),
            },
            |d| Statement::SizeDisagrees {
                source: Source::Exif,
                name: "x".to_owned(),
                stated: [d.below(9000), d.below(9000)],
                real: [1600, 1200],
                same_shape: d.chance(2),
            },
            |d| Statement::ThumbnailDiffers { thumbnail: 0, difference: d.unit() * 30.0, worst: d.unit() * 200.0 },
            |d| Statement::ThumbnailShape { thumbnail: 0, stated: 0.5 + d.unit(), real: 0.5 + d.unit() },
            |d| Statement::TrailingData {
                bytes: d.below(3_000_000) as usize,
                looks_like: d.of(&[
                    LooksLike::Jpeg,
                    LooksLike::Png,
                    LooksLike::Zip,
                    LooksLike::Archive,
                    LooksLike::Pdf,
                    LooksLike::Video,
                    LooksLike::Samsung,
                    LooksLike::Zeros,
                    LooksLike::Text,
                    LooksLike::Unknown,
                ]),
            },
        ];
        (0..self.below(5)).map(|_| self.of(&all)(self)).collect()
    }

    fn credentials(&mut self) -> Credentials {
        let kinds = [
            ReasonKind::FileChanged,
            ReasonKind::StatementChanged,
            ReasonKind::Signature,
            ReasonKind::Expired,
            ReasonKind::Certificate,
            ReasonKind::Missing,
            ReasonKind::Damaged,
            ReasonKind::Ingredient,
            ReasonKind::Algorithm,
            ReasonKind::Other,
            ReasonKind::OverLimit,
            ReasonKind::TookTooLong,
            ReasonKind::Stopped,
            ReasonKind::NotLoaded,
        ];
        let origins = [
            OriginKind::Generated,
            OriginKind::GeneratedParts,
            OriginKind::Synthetic,
            OriginKind::Captured,
            OriginKind::Screen,
            OriginKind::Scanned,
            OriginKind::Other,
        ];
        Credentials {
            state: self.of(&[State::Valid, State::Broken, State::Unsupported, State::Elsewhere, State::Unchecked]),
            reasons: (0..1 + self.below(3)).map(|_| Reason { kind: self.of(&kinds), code: "a.b".to_owned() }).collect(),
            bytes: self.below(3_000_000) as usize,
            remote: Some("https://a.example/7".to_owned()),
            bound: self.maybe(|draw| draw.chance(2)),
            exempt: self.chance(3),
            signer: self.maybe(|draw| Signer {
                name: draw.maybe(|_| "camera.example".to_owned()),
                organisation: draw.maybe(|_| "Cameras 2000".to_owned()),
                issuer: draw.maybe(|_| "Issuer 3".to_owned()),
                algorithm: None,
                time: draw.maybe(|_| "2026-05-03 14:02:11 UTC".to_owned()),
            }),
            trust: self.of(&[Trust::NotChecked, Trust::Listed, Trust::NotListed]),
            generators: self.maybe(|_| "Maker 4.1".to_owned()).into_iter().collect(),
            actions: (0..self.below(4))
                .map(|_| Action { kind: self.of(&ActionKind::ALL), name: "c2pa.x".to_owned(), program: None, when: None })
                .collect(),
            actions_left_out: 0,
            ingredients: (0..self.below(4))
                .map(|_| Ingredient { relation: Relation::Parent, title: Some("4711.jpg".to_owned()), credentials: false })
                .collect(),
            ingredients_left_out: self.below(2) as usize,
            origins: (0..self.below(4))
                .map(|_| Origin {
                    of: self.of(&[OriginOf::Picture, OriginOf::Ingredient]),
                    kind: self.of(&origins),
                    name: "x".to_owned(),
                    program: self.maybe(|_| "Imagine 2".to_owned()),
                })
                .collect(),
            manifests: 1,
        }
    }

    /// Any report.
    pub fn report(&mut self) -> Report {
        let (width, height) = (64 + self.below(4000), 64 + self.below(4000));
        let count = if self.chance(20) { 200 } else { self.below(9) };
        let regions: Vec<Region> = (0..count)
            .map(|_| {
                let bbox = self.bbox(width, height);
                let area_fraction = (bbox[2] * bbox[3]) as f32 / (width * height) as f32 * (0.5 + 0.5 * self.unit());
                Region { bbox, area_fraction, score: 0.5 + 0.5 * self.unit(), reliability: self.unit() }
            })
            .collect();
        let jpeg = !self.chance(3);
        let unread = (0..self.below(3))
            .map(|_| Unread {
                source: self.of(&[
                    Source::Exif,
                    Source::Gps,
                    Source::Xmp,
                    Source::Iptc,
                    Source::Photoshop,
                    Source::PngText,
                    Source::Comment,
                    Source::Jfif,
                    Source::Icc,
                ]),
                why: self.of(&[Why::OverLimit, Why::Damaged, Why::Unsupported]),
            })
            .collect();
        let file = FileFacts {
            format: if jpeg { Format::Jpeg } else { Format::Png }.name().to_owned(),
            jpeg: jpeg.then(|| structure(self.chance(2))),
            statements: self.statements(),
            entries: if self.chance(2) { vec![] } else { vec![entry("Artist", "Somebody 4711", true)] },
            unread,
            ..facts()
        };
        let credentials = self.maybe(Self::credentials);
        let evidence = self.maybe(|draw| Evidence {
            credentials,
            // The last of them was not measured now and then.
            regions: (0..regions.len().saturating_sub(draw.below(2) as usize))
                .map(|i| draw.measured(i + 1, (width, height)))
                .collect(),
            file,
            lenses: vec![],
        });
        let across = 1 + self.below(4);
        let choices: Vec<Choice> = (0..across * across)
            .map(|i| {
                let (w, h) = (width / across, height / across);
                Choice { bbox: [i % across * w, i / across * h, w, h], frequency: self.chance(2) }
            })
            .collect();
        Report {
            image: Image {
                width,
                height,
                format: if jpeg { Format::Jpeg } else { Format::Png }.name().to_owned(),
                jpeg_quality: if jpeg { Some(30 + self.below(70) as u8) } else { None },
                ..plain().image
            },
            verdict: Verdict { score: self.unit(), band: self.of(&Band::ALL), unsure: self.chance(2) },
            domain: self.maybe(|draw| Shown { kind: draw.of(&Domain::ALL), probability: draw.unit() }),
            reliability: self.unit(),
            gate: Gate { tiles: choices.len(), frequency: 0, choices },
            regions,
            evidence,
            ..plain()
        }
    }
}
