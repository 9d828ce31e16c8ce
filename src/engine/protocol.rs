//! What page and engine say to each other.
//!
//! A message is a JavaScript array: the JSON text of one [`Request`] or [`Reply`], then the `ArrayBuffer`s that belong
//! to it, which are transferred and never copied. Both sides are built from this file; [`VERSION`] guards against a
//! page and an engine of two builds meeting in a browser's cache. The enums are tagged externally, serde's smallest form:
//! the page pays for every byte of it before its first paint.

mod parts;

use serde::{Deserialize, Serialize};

pub use parts::*;

use crate::dossier::Keepsake;
use crate::evidence::credentials::TrustError;
use crate::evidence::file::Written;
use crate::explain::endpoint::Kind;
use crate::explain::prompt::Pane;

/// Raised whenever a message changes its meaning. The engine names its own in [`Reply::Hello`].
pub const VERSION: u32 = 8;

/// Longest side, in pixels, of the picture that the engine hands over to be shown.
pub const DISPLAY_SIDE: u32 = 2048;

/// What the person asked to compute on (`?device=`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Preference {
    /// The graphics processor where it can be trusted, else the CPU.
    #[default]
    Auto,
    /// The graphics processor; the CPU only where there is none.
    Gpu,
    /// The CPU, whatever else is there.
    Cpu,
}

/// What the engine computes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Processor {
    /// WebGPU.
    Gpu,
    /// WebAssembly with SIMD.
    Cpu,
}

impl Processor {
    /// The name in messages and reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Gpu => "gpu",
            Self::Cpu => "cpu",
        }
    }
}

/// Why the engine computes on what it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The adapter has what is needed and passed the self-test.
    GpuTested,
    /// The person asked for the CPU.
    CpuAsked,
    /// The browser offers no WebGPU, or no adapter.
    GpuMissing,
    /// The adapter lacks a feature or a buffer size that is needed.
    GpuLimited,
    /// The device could not be started.
    GpuRefused,
    /// The adapter computed the self-test wrongly.
    GpuWrong,
    /// The graphics device failed during an earlier picture.
    GpuFailed,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 7] =
        [Self::GpuTested, Self::CpuAsked, Self::GpuMissing, Self::GpuLimited, Self::GpuRefused, Self::GpuWrong, Self::GpuFailed];

    /// The name in messages, and in the catalogue's keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::GpuTested => "gpu-tested",
            Self::CpuAsked => "cpu-asked",
            Self::GpuMissing => "gpu-missing",
            Self::GpuLimited => "gpu-limited",
            Self::GpuRefused => "gpu-refused",
            Self::GpuWrong => "gpu-wrong",
            Self::GpuFailed => "gpu-failed",
        }
    }
}

/// Page to engine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Request {
    /// Chooses a device and loads the weights; the answer is [`Reply::Ready`].
    Start {
        /// What to compute on.
        device: Preference,
        /// An earlier engine of this page died on the graphics device.
        gpu_failed: bool,
        /// Workers that share the tiles on the CPU (`?workers=`); none: as many as this machine is worth.
        workers: Option<u32>,
        /// Absolute address of the folder with `manifest.json` and the weights, with a closing slash.
        models: String,
        /// Absolute address of the engine's script, for the workers that the engine starts itself.
        module: String,
    },
    /// Checks one picture. Buffer 0: the file's bytes.
    Check {
        /// Names the picture in every reply about it.
        job: u32,
        /// The file's name, for the note on an extension that does not fit.
        name: Option<String>,
        /// Whether the mask's logits are wanted too: for measurements, which a mask of 8 bits is too coarse for.
        #[serde(default)]
        logits: bool,
    },
    /// Gives up a picture between two tiles, or takes it out of the queue.
    Cancel {
        /// The picture.
        job: u32,
    },
    /// Measures the marked places of the picture that was checked last, and says it in words. Buffer 0, where the person gave
    /// one: a list of certificates in PEM that the signer of Content Credentials is compared with.
    Account {
        /// The picture.
        job: u32,
        /// Of the words: a tag such as `de-AT`.
        language: String,
    },
    /// Looks at the picture that was checked last through a lens.
    Lens {
        /// The picture.
        job: u32,
        /// Which request of this kind it is. Of those that wait, only the last is answered.
        number: u32,
        /// The lens.
        name: String,
        /// Its parameters that are not as given.
        settings: Vec<(String, f32)>,
        /// Of the figures' names.
        language: String,
    },
    /// Sets the picture that was checked last beside the one that it may come from. Buffer 0: that one's file.
    Compare {
        /// The picture.
        job: u32,
        /// Names the comparison in the reply.
        number: u32,
    },
    /// Makes something to be kept of the picture that was checked last.
    Keep {
        /// The picture.
        job: u32,
        /// What.
        what: Keepsake,
        /// Of its words.
        language: String,
    },
    /// Makes what a model would be shown of the picture that was checked last. Nothing is sent.
    Prompt {
        /// The picture.
        job: u32,
        /// Which request of this kind it is.
        number: u32,
        /// `overlay`, `overlay_blurred`, `crops` or `paper`.
        mode: String,
        /// What is painted over first: x, y, width, height in pixels of the picture as displayed.
        redactions: Vec<[u32; 4]>,
        /// Of the answer that is asked for: a tag such as `de-AT`.
        language: String,
    },
    /// Sends what [`Reply::Prompt`] showed last, through the port that comes with this: the door of `explain.html`.
    Explain {
        /// The picture.
        job: u32,
        /// To whom.
        endpoint: Endpoint,
    },
    /// After [`Reply::AskAgain`]: sends the same once more, through the port that comes with this.
    Again,
    /// Sends a generated picture to see whether the endpoint answers, through the port that comes with this.
    Try {
        /// The picture beside which the trial is made, whose report names it.
        job: u32,
        /// To whom.
        endpoint: Endpoint,
    },
    /// Gives up the explanation or trial that is under way.
    Hush,
}

/// Who explains. The key is not here: it goes from the page to the door alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Endpoint {
    /// How it is spoken to.
    pub kind: Kind,
    /// Its address.
    pub base: String,
    /// The model's name there; empty for a gateway.
    pub model: String,
}

/// A step of the way, with what is known about its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// The weights are on their way.
    Fetching {
        /// Bytes that have arrived.
        bytes: u64,
        /// Bytes in all, from the manifest.
        total: u64,
    },
    /// The network is put on its device, and a graphics processor's arithmetic is tested.
    Preparing {
        /// Which.
        device: Processor,
    },
    /// The file becomes pixels.
    Decoding,
    /// The luminance coefficients are read or derived.
    Coefficients,
    /// The network looks at the tiles.
    Tiles {
        /// Tiles that are done.
        done: u32,
        /// Tiles in all.
        count: u32,
        /// Estimate for the rest, in milliseconds; none before the first tile.
        estimate_ms: Option<u32>,
    },
    /// The tiles become one mask, and the mask regions and a verdict.
    Blending,
}

impl Phase {
    /// The name in `data-phase`; preparing is the end of fetching there.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Fetching { .. } | Self::Preparing { .. } => "fetching",
            Self::Decoding => "decoding",
            Self::Coefficients => "coefficients",
            Self::Tiles { .. } => "tiles",
            Self::Blending => "blending",
        }
    }
}

/// Engine to page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// The module runs and listens.
    Hello {
        /// [`VERSION`] of the engine's build.
        version: u32,
    },
    /// Device and weights are there.
    Ready {
        /// What it computes on.
        device: Processor,
        /// Why.
        reason: Reason,
        /// Workers that share the tiles.
        workers: u32,
    },
    /// Where it is. Fetching belongs to no picture.
    Progress {
        /// The picture.
        job: Option<u32>,
        /// The step.
        phase: Phase,
    },
    /// The picture itself, to be shown while the network looks at it. Buffer 0: RGBA8 in displayed orientation.
    Picture {
        /// The picture.
        job: u32,
        /// Width of the buffer, at most [`DISPLAY_SIDE`].
        width: u32,
        /// Height of the buffer, at most [`DISPLAY_SIDE`].
        height: u32,
        /// What the file is.
        facts: Facts,
    },
    /// The mask as far as it is known. Buffer 0: probabilities 0..=255 in displayed orientation.
    Partial {
        /// The picture.
        job: u32,
        /// Width of the buffer: a quarter of the picture's.
        width: u32,
        /// Height of the buffer: a quarter of the picture's.
        height: u32,
    },
    /// Finished. Both 0..=255, in displayed orientation, at the picture's size: buffer 0, probabilities of manipulation;
    /// buffer 1, probabilities that the mask is right. Buffer 2, where it was asked for: logits as 32-bit floats in stored
    /// orientation, at a quarter of it.
    Done {
        /// The picture.
        job: u32,
        /// Width of buffers 0 and 1.
        width: u32,
        /// Height of buffers 0 and 1.
        height: u32,
        /// Probability from which a pixel counts as manipulated, from the manifest, 0..=255.
        threshold: u8,
        /// The line that `omni-iml check --json` prints.
        report: String,
    },
    /// The answer to [`Request::Account`].
    Account {
        /// The picture.
        job: u32,
        /// What is to be said.
        sentences: Vec<Told>,
        /// What can be looked through.
        lenses: Vec<Offer>,
        /// What the file's metadata say, places and names too: the page shows it to the person, and to nobody else.
        stated: Vec<Stated>,
        /// Small copies of the picture that the file carries.
        copies: Vec<SmallCopy>,
        /// How the file is written.
        written: Vec<Written>,
        /// Somebody signed the file's Content Credentials, so there is a signer to be compared with a list.
        signed: bool,
        /// Why the signer was not compared with the list that was given.
        refused: Option<TrustError>,
        /// The report, with the evidence in it.
        report: String,
    },
    /// How far a lens is.
    Looking {
        /// The picture.
        job: u32,
        /// As in [`Request::Lens`].
        number: u32,
        /// Per cent.
        done: u32,
    },
    /// What a lens shows. Buffer 0: RGBA8 in displayed orientation.
    Lens {
        /// The picture.
        job: u32,
        /// As in [`Request::Lens`].
        number: u32,
        /// Width of the buffer.
        width: u32,
        /// Height of the buffer.
        height: u32,
        /// What was measured of the picture as a whole, in words and figures.
        figures: Vec<(String, String)>,
    },
    /// Where the two differ. Buffer 0: RGBA8 in displayed orientation.
    Compared {
        /// The picture.
        job: u32,
        /// As in [`Request::Compare`].
        number: u32,
        /// Width of the buffer.
        width: u32,
        /// Height of the buffer.
        height: u32,
        /// What there is to say.
        compared: Compared,
    },
    /// The two cannot be compared.
    Incomparable {
        /// The picture.
        job: u32,
        /// As in [`Request::Compare`].
        number: u32,
        /// Kebab-case; the page has words for each.
        kind: String,
    },
    /// Something to be kept. Buffer 0: its file; none where it could not be made.
    Kept {
        /// The picture.
        job: u32,
        /// What it is.
        what: Keepsake,
    },
    /// What would be sent. Buffer 0: the JPEG, byte for byte.
    Prompt {
        /// The picture.
        job: u32,
        /// As in [`Request::Prompt`].
        number: u32,
        /// Its width.
        width: u32,
        /// Its height.
        height: u32,
        /// Which parts of the picture it shows, and where.
        panes: Vec<Pane>,
        /// The text that goes with it.
        text: String,
    },
    /// What has arrived of the explanation.
    Explaining {
        /// All of the text so far.
        text: String,
        /// It is the model's reasoning, not its answer.
        thinking: bool,
    },
    /// The explanation, or the answer to a trial.
    Explained {
        /// What the model says; `about` is `summary`, `region` or `own`, for what it says of places that are not marked.
        sentences: Vec<Told>,
        /// They end where the server's or our limit of length does, not where the model wanted to.
        cut: bool,
        /// What was sent.
        sent: Vec<Gone>,
    },
    /// The report has changed: something was sent, or a model's words have come.
    Report {
        /// The picture.
        job: u32,
        /// The report.
        report: String,
    },
    /// Nothing came of it yet. The same may be sent once more, if the person agrees: [`Request::Again`].
    AskAgain {
        /// Kebab-case.
        kind: String,
        /// In the language that was asked for.
        message: String,
        /// Seconds that the server wants to be left alone before that.
        wait: Option<u32>,
        /// What was sent, since this was last said.
        sent: Vec<Gone>,
    },
    /// The explanation did not work out.
    Unexplained {
        /// Kebab-case.
        kind: String,
        /// In the language that was asked for.
        message: String,
        /// What was sent all the same.
        sent: Vec<Gone>,
    },
    /// Given up, as asked.
    Cancelled {
        /// The picture.
        job: u32,
    },
    /// It did not work out. Without a job, the engine as a whole is of no use any more.
    Failed {
        /// The picture.
        job: Option<u32>,
        /// Kebab-case; the page has words for each.
        kind: String,
        /// English, for those who want to know more.
        message: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_survive_the_journey() {
        let requests = [
            Request::Start {
                device: Preference::Cpu,
                gpu_failed: false,
                workers: Some(3),
                models: "https://a.example/models/".into(),
                module: "https://a.example/engine.js".into(),
            },
            Request::Lens {
                job: 1,
                number: 2,
                name: "ela".into(),
                settings: vec![("quality".into(), 90.0)],
                language: "de".into(),
            },
            Request::Check { job: 7, name: Some("a \"quoted\" name.jpg".into()), logits: false },
            Request::Cancel { job: u32::MAX },
            Request::Again,
        ];
        for request in requests {
            let text = serde_json::to_string(&request).unwrap();
            assert_eq!(serde_json::from_str::<Request>(&text).unwrap(), request);
        }
    }

    #[test]
    fn the_wire_form_is_the_one_that_browser_tests_read() {
        let reply = Reply::Progress { job: Some(2), phase: Phase::Tiles { done: 1, count: 4, estimate_ms: Some(900) } };
        assert_eq!(
            serde_json::to_string(&reply).unwrap(),
            r#"{"progress":{"job":2,"phase":{"tiles":{"done":1,"count":4,"estimate_ms":900}}}}"#
        );
    }
}
