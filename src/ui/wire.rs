//! The engine's words, read field by field from JSON that the browser has parsed.
//!
//! serde's derived readers would be a sixth of the page's module, which is what a visitor waits for. The tests read with
//! this very code what serde has written, so that the two cannot part.

use crate::dossier::Keepsake;
use crate::engine::protocol::{
    Compared, Facts, Gone, Knob, Offer, Phase, Processor, Reason, Remark, Reply, SmallCopy, Stated, Told,
};
use crate::evidence::credentials::TrustError;
use crate::evidence::file::{Aspect, Written};
use crate::explain::prompt::Pane;
use crate::localize::{Band, Choice, Region, Shown};
use crate::report::{Gate, Image, Model, Report, Timing, Verdict};
use crate::tile::Domain;

/// Parsed JSON.
pub trait Json: Sized {
    /// The field `name`, where there is one and it is not null.
    fn field(&self, name: &str) -> Option<Self>;
    /// It is a number.
    fn number(&self) -> Option<f64>;
    /// It is a text.
    fn text(&self) -> Option<String>;
    /// It is true or false.
    fn flag(&self) -> Option<bool>;
    /// It is a list.
    fn list(&self) -> Option<Vec<Self>>;
}

pub(super) fn number(json: &impl Json, name: &str) -> Option<f64> {
    json.field(name)?.number()
}

pub(super) fn whole(json: &impl Json, name: &str) -> Option<u32> {
    number(json, name).map(|figure| figure as u32)
}

pub(super) fn text(json: &impl Json, name: &str) -> Option<String> {
    json.field(name)?.text()
}

/// One reply of the engine; none where it says something that is not understood.
pub fn reply(json: &impl Json) -> Option<Reply> {
    if let Some(body) = json.field("progress") {
        return Some(Reply::Progress { job: whole(&body, "job"), phase: phase(&body.field("phase")?)? });
    }
    if let Some(body) = json.field("partial") {
        return Some(Reply::Partial {
            job: whole(&body, "job")?,
            width: whole(&body, "width")?,
            height: whole(&body, "height")?,
        });
    }
    if let Some(body) = json.field("picture") {
        return Some(Reply::Picture {
            job: whole(&body, "job")?,
            width: whole(&body, "width")?,
            height: whole(&body, "height")?,
            facts: facts(&body.field("facts")?)?,
        });
    }
    if let Some(body) = json.field("done") {
        return Some(Reply::Done {
            job: whole(&body, "job")?,
            width: whole(&body, "width")?,
            height: whole(&body, "height")?,
            threshold: whole(&body, "threshold")? as u8,
            report: text(&body, "report")?,
        });
    }
    if let Some(body) = json.field("account") {
        return Some(Reply::Account {
            job: whole(&body, "job")?,
            sentences: all(&body, "sentences", told)?,
            lenses: all(&body, "lenses", offer)?,
            stated: all(&body, "stated", stated)?,
            copies: all(&body, "copies", copy)?,
            written: all(&body, "written", how_written)?,
            signed: body.field("signed")?.flag()?,
            refused: match body.field("refused") {
                None => None,
                Some(why) => Some(refused(&why)?),
            },
            report: text(&body, "report")?,
        });
    }
    if let Some(body) = json.field("looking") {
        return Some(Reply::Looking { job: whole(&body, "job")?, number: whole(&body, "number")?, done: whole(&body, "done")? });
    }
    if let Some(body) = json.field("lens") {
        return Some(Reply::Lens {
            job: whole(&body, "job")?,
            number: whole(&body, "number")?,
            width: whole(&body, "width")?,
            height: whole(&body, "height")?,
            figures: all(&body, "figures", pair)?,
        });
    }
    if let Some(body) = json.field("compared") {
        return Some(Reply::Compared {
            job: whole(&body, "job")?,
            number: whole(&body, "number")?,
            width: whole(&body, "width")?,
            height: whole(&body, "height")?,
            compared: compared(&body.field("compared")?)?,
        });
    }
    if let Some(body) = json.field("incomparable") {
        return Some(Reply::Incomparable {
            job: whole(&body, "job")?,
            number: whole(&body, "number")?,
            kind: text(&body, "kind")?,
        });
    }
    if let Some(body) = json.field("kept") {
        return Some(Reply::Kept { job: whole(&body, "job")?, what: Keepsake::from_name(&text(&body, "what")?)? });
    }
    if let Some(body) = json.field("prompt") {
        return Some(Reply::Prompt {
            job: whole(&body, "job")?,
            number: whole(&body, "number")?,
            width: whole(&body, "width")?,
            height: whole(&body, "height")?,
            panes: all(&body, "panes", pane)?,
            text: text(&body, "text")?,
        });
    }
    if let Some(body) = json.field("explaining") {
        return Some(Reply::Explaining { text: text(&body, "text")?, thinking: body.field("thinking")?.flag()? });
    }
    if let Some(body) = json.field("explained") {
        return Some(Reply::Explained {
            sentences: all(&body, "sentences", told)?,
            cut: body.field("cut")?.flag()?,
            sent: all(&body, "sent", gone)?,
        });
    }
    if let Some(body) = json.field("report") {
        return Some(Reply::Report { job: whole(&body, "job")?, report: text(&body, "report")? });
    }
    if let Some(body) = json.field("ask_again") {
        return Some(Reply::AskAgain {
            kind: text(&body, "kind")?,
            message: text(&body, "message")?,
            wait: whole(&body, "wait"),
            sent: all(&body, "sent", gone)?,
        });
    }
    if let Some(body) = json.field("unexplained") {
        return Some(Reply::Unexplained {
            kind: text(&body, "kind")?,
            message: text(&body, "message")?,
            sent: all(&body, "sent", gone)?,
        });
    }
    if let Some(body) = json.field("failed") {
        return Some(Reply::Failed { job: whole(&body, "job"), kind: text(&body, "kind")?, message: text(&body, "message")? });
    }
    if let Some(body) = json.field("ready") {
        return Some(Reply::Ready {
            device: processor(&text(&body, "device")?)?,
            reason: Reason::ALL.into_iter().find(|reason| text(&body, "reason").as_deref() == Some(reason.name()))?,
            workers: whole(&body, "workers")?,
        });
    }
    if let Some(body) = json.field("hello") {
        return Some(Reply::Hello { version: whole(&body, "version")? });
    }
    Some(Reply::Cancelled { job: whole(&json.field("cancelled")?, "job")? })
}

fn processor(name: &str) -> Option<Processor> {
    [Processor::Gpu, Processor::Cpu].into_iter().find(|processor| processor.name() == name)
}

fn phase(json: &impl Json) -> Option<Phase> {
    if let Some(body) = json.field("fetching") {
        return Some(Phase::Fetching { bytes: number(&body, "bytes")? as u64, total: number(&body, "total")? as u64 });
    }
    if let Some(body) = json.field("preparing") {
        return Some(Phase::Preparing { device: processor(&text(&body, "device")?)? });
    }
    if let Some(body) = json.field("tiles") {
        return Some(Phase::Tiles {
            done: whole(&body, "done")?,
            count: whole(&body, "count")?,
            estimate_ms: whole(&body, "estimate_ms"),
        });
    }
    let name = json.text()?;
    [Phase::Decoding, Phase::Coefficients, Phase::Blending].into_iter().find(|phase| phase.name() == name)
}

/// Every item of the list `name`; none where one is not understood.
pub(super) fn all<J: Json, T>(json: &J, name: &str, read: fn(&J) -> Option<T>) -> Option<Vec<T>> {
    json.field(name)?.list()?.iter().map(read).collect()
}

fn pair(json: &impl Json) -> Option<(String, String)> {
    let mut items = json.list()?.into_iter();
    Some((items.next()?.text()?, items.next()?.text()?))
}

fn told(json: &impl Json) -> Option<Told> {
    Some(Told {
        about: text(json, "about")?,
        region: whole(json, "region"),
        text: text(json, "text")?,
        figures: all(json, "figures", pair)?,
    })
}

fn gone(json: &impl Json) -> Option<Gone> {
    Some(Gone {
        what: text(json, "what")?,
        to: text(json, "to")?,
        bytes: whole(json, "bytes")?,
        answered: json.field("answered")?.flag()?,
    })
}

fn offer(json: &impl Json) -> Option<Offer> {
    Some(Offer {
        name: text(json, "name")?,
        title: text(json, "title")?,
        shows: text(json, "shows")?,
        look: text(json, "look")?,
        ignore: text(json, "ignore")?,
        knobs: all(json, "knobs", knob)?,
    })
}

fn stated(json: &impl Json) -> Option<Stated> {
    Some(Stated {
        source: text(json, "source")?,
        name: text(json, "name")?,
        text: text(json, "text")?,
        private: json.field("private")?.flag()?,
    })
}

fn copy(json: &impl Json) -> Option<SmallCopy> {
    Some(SmallCopy {
        source: text(json, "source")?,
        width: whole(json, "width")?,
        height: whole(json, "height")?,
        differs: json.field("differs").and_then(|differs| differs.flag()),
        address: text(json, "address")?,
    })
}

fn how_written(json: &impl Json) -> Option<Written> {
    Some(Written {
        about: Aspect::from_name(&text(json, "about")?)?,
        code: text(json, "code")?,
        text: text(json, "text")?,
        number: whole(json, "number")?,
        values: all(json, "values", cell)?,
    })
}

fn cell(json: &impl Json) -> Option<u16> {
    json.number().map(|value| value as u16)
}

fn compared(json: &impl Json) -> Option<Compared> {
    let figure = |name| number(json, name).map(|figure| figure as f32);
    let mut sides = json.field("shows")?.list()?.into_iter().map(|side| side.number().map(|side| side as u32));
    let mut side = || sides.next().flatten();
    Some(Compared {
        shows: [side()?, side()?],
        scale: figure("scale")?,
        covered: figure("covered")?,
        changed: figure("changed")?,
        places: whole(json, "places")?,
        marked_that_differs: figure("marked_that_differs"),
        different_that_is_marked: figure("different_that_is_marked"),
    })
}

fn refused(json: &impl Json) -> Option<TrustError> {
    if let Some(number) = whole(json, "unreadable") {
        return Some(TrustError::Unreadable(number));
    }
    match json.text()?.as_str() {
        "too-large" => Some(TrustError::TooLarge),
        "empty" => Some(TrustError::Empty),
        _ => None,
    }
}

fn knob(json: &impl Json) -> Option<Knob> {
    let figure = |name| number(json, name).map(|figure| figure as f32);
    Some(Knob {
        name: text(json, "name")?,
        title: text(json, "title")?,
        least: figure("least")?,
        most: figure("most")?,
        step: figure("step")?,
        default: figure("default")?,
    })
}

fn remark(json: &impl Json) -> Option<Remark> {
    Some(Remark { kind: text(json, "kind")?, message: text(json, "message")? })
}

fn facts(json: &impl Json) -> Option<Facts> {
    Some(Facts {
        width: whole(json, "width")?,
        height: whole(json, "height")?,
        format: text(json, "format")?,
        jpeg_quality: whole(json, "jpeg_quality").map(|quality| quality as u8),
        own_coefficients: json.field("own_coefficients")?.flag()?,
        remarks: all(json, "remarks", remark)?,
    })
}

/// A report; none where a field is missing.
pub fn report(json: &impl Json) -> Option<Report> {
    let part = |name: &str| json.field(name);
    let (image, model, verdict) = (part("image")?, part("model")?, part("verdict")?);
    let (gate, timing) = (part("gate")?, part("timing_ms")?);
    Some(Report {
        schema: text(json, "schema")?,
        file: text(json, "file")?,
        image: Image {
            sha256: text(&image, "sha256")?,
            width: whole(&image, "width")?,
            height: whole(&image, "height")?,
            format: text(&image, "format")?,
            jpeg_quality: whole(&image, "jpeg_quality").map(|quality| quality as u8),
        },
        model: Model { name: text(&model, "name")?, sha256: text(&model, "sha256")? },
        device: text(json, "device")?,
        verdict: Verdict {
            score: number(&verdict, "score")? as f32,
            band: Band::ALL.into_iter().find(|band| text(&verdict, "band").as_deref() == Some(band.name()))?,
            unsure: verdict.field("unsure")?.flag()?,
        },
        domain: match part("domain") {
            None => None,
            Some(domain) => Some(Shown {
                kind: Domain::ALL.into_iter().find(|kind| text(&domain, "kind").as_deref() == Some(kind.name()))?,
                probability: number(&domain, "probability")? as f32,
            }),
        },
        reliability: number(json, "reliability")? as f32,
        gate: Gate {
            tiles: whole(&gate, "tiles")? as usize,
            frequency: whole(&gate, "frequency")? as usize,
            choices: all(&gate, "choices", choice)?,
        },
        regions: all(json, "regions", region)?,
        timing_ms: Timing {
            decode: number(&timing, "decode")?,
            frequency: number(&timing, "frequency")?,
            localize: number(&timing, "localize")?,
            total: number(&timing, "total")?,
        },
        // The page shows words about these, and the engine writes those.
        made: None,
        evidence: None,
        explanation: None,
        sent: Vec::new(),
    })
}

fn region(json: &impl Json) -> Option<Region> {
    Some(Region {
        bbox: bbox(json)?,
        area_fraction: number(json, "area_fraction")? as f32,
        score: number(json, "score")? as f32,
        reliability: number(json, "reliability")? as f32,
    })
}

fn choice(json: &impl Json) -> Option<Choice> {
    Some(Choice { bbox: bbox(json)?, frequency: json.field("frequency")?.flag()? })
}

fn bbox(json: &impl Json) -> Option<[u32; 4]> {
    sides(json, "bbox")
}

fn pane<J: Json>(json: &J) -> Option<Pane> {
    Some(Pane { of: sides(json, "of")?, at: sides(json, "at")? })
}

/// A box: x, y, width, height.
fn sides(json: &impl Json, name: &str) -> Option<[u32; 4]> {
    let mut sides = json.field(name)?.list()?.into_iter().map(|side| side.number().map(|side| side as u32));
    let mut side = || sides.next().flatten();
    Some([side()?, side()?, side()?, side()?])
}

/// JSON as the browser parses it.
#[cfg(feature = "web")]
pub mod browser {
    use js_sys::{Array, Object, Reflect};
    use wasm_bindgen::prelude::*;

    use super::Json;

    /// Parses a text; none where it is not JSON.
    pub fn parse(text: &str) -> Option<JsValue> {
        js_sys::JSON::parse(text).ok()
    }

    /// An object with these properties.
    pub fn object(properties: &[(&str, JsValue)]) -> Object {
        let object = Object::new();
        for (name, value) in properties {
            // Setting a property of a fresh object cannot fail.
            let _ = Reflect::set(&object, &(*name).into(), value);
        }
        object
    }

    impl Json for JsValue {
        fn field(&self, name: &str) -> Option<Self> {
            // It fails for what is not an object.
            Reflect::get(self, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
        }

        fn number(&self) -> Option<f64> {
            self.as_f64()
        }

        fn text(&self) -> Option<String> {
            self.as_string()
        }

        fn flag(&self) -> Option<bool> {
            self.as_bool()
        }

        fn list(&self) -> Option<Vec<Self>> {
            self.dyn_ref::<Array>().map(|list| list.iter().collect())
        }
    }
}

#[cfg(test)]
mod tests;
