//! What the engine says becomes what the page shows.

use std::rc::Rc;

use js_sys::{ArrayBuffer, Uint8Array, Uint8ClampedArray};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

use super::{Engine, Glass, Picture, Session, Stage, Statements};
use crate::dossier::Keepsake;
use crate::engine::protocol::{Facts, Reply};
use crate::ui::client::Event;
use crate::ui::contour::Mask;
use crate::ui::finding::verdict;
use crate::ui::keep;
use crate::ui::wire::{self, browser::parse};
use crate::ui::words::{Value, find, text, text_with};

impl Session {
    /// Hears the engine.
    pub(super) fn heard(self, event: Event) {
        let (reply, mut buffers) = match event {
            Event::Said(reply, buffers) => (reply, buffers),
            Event::Gone if self.stage.get_untracked() == Stage::Done => return self.forgotten(),
            Event::Gone => return,
            Event::Restarted => {
                self.phase.set(None);
                self.engine.set(None);
                self.mask.set(None);
                self.notes.update(|notes| notes.push(text("note-restarted")));
                return;
            }
        };
        match reply {
            Reply::Ready { device, reason, workers } => {
                self.engine.set(Some(Engine { device, reason, workers }));
                self.offline.engine_runs();
            }
            Reply::Progress { phase, .. } => self.phase.set(Some(phase)),
            Reply::Picture { width, height, facts, .. } => {
                if let Some(canvas) = buffers.pop().and_then(|rgba| canvas(&rgba, width, height)) {
                    self.notes.update(|notes| notes.extend(remarks(&facts)));
                    self.picture.set(Some(Rc::new(Picture { canvas, facts })));
                }
            }
            Reply::Partial { width, height, .. } => self.mask.set(mask(values(buffers.pop()), width, height)),
            Reply::Done { job, width, height, threshold, report } => match parse(&report).and_then(|json| wire::report(&json)) {
                Some(finding) => {
                    let percent = (u32::from(threshold) * 100 + 127) / 255;
                    self.own_threshold.set(percent);
                    self.threshold.set(percent);
                    let doubt = values(buffers.pop()).map(|reliability| reliability.into_iter().map(|sure| 255 - sure).collect());
                    self.doubt.set(mask(doubt, width, height));
                    self.mask.set(mask(values(buffers.pop()), width, height));
                    let heading = verdict(finding.verdict.band);
                    self.notice.set(text_with("status-done", &[("verdict", Value::Text(&heading))]));
                    self.finding.set(Some(Rc::new(finding)));
                    self.report.set(report);
                    self.stage.set(Stage::Done);
                    self.checked.set_value(job);
                    // In a list it is put into words when it is opened.
                    if !self.queue.shown.get_untracked() {
                        self.have_told();
                    }
                }
                None => self.fail(true, "version", report),
            },
            // Of what was asked about an earlier picture, or of a lens that was changed since, nothing is shown.
            Reply::Account { job, sentences, lenses, stated, copies, written, signed, refused, report } if self.current(job) => {
                self.account.set(Some(Rc::new(sentences)));
                self.stated.set(Rc::new(Statements { entries: stated, copies, written }));
                self.offers.set(Rc::new(lenses));
                self.signers.heard(signed, refused);
                self.report.set(report);
                if self.keeping.get_untracked() && !self.making.get_value() {
                    self.make(Keepsake::Document);
                }
            }
            Reply::Looking { job, number, done } if self.current(job) && self.awaits_look(number) => {
                self.looking.update(|looking| *looking = looking.map(|_| done));
            }
            Reply::Lens { job, number, width, height, figures } if self.current(job) && self.awaits_look(number) => {
                if let Some(canvas) = buffers.pop().and_then(|rgba| canvas(&rgba, width, height)) {
                    self.glass.set(Some(Rc::new(Glass { canvas, figures })));
                }
                self.looking.set(None);
            }
            Reply::Kept { job, what } if self.current(job) => {
                let handed = buffers.pop().is_some_and(|bytes| keep::made(self, what, &bytes));
                self.tell_kept(false, text(if handed { "keep-made" } else { "keep-failed" }));
            }
            Reply::Compared { job, number, width, height, compared } if self.current(job) && self.beside.awaits(number) => {
                if let Some(canvas) = buffers.pop().and_then(|rgba| canvas(&rgba, width, height)) {
                    self.beside.came(compared, Rc::new(Glass { canvas, figures: Vec::new() }));
                    // A lens that was chosen meanwhile stays on.
                    if self.lens.with_untracked(String::is_empty) {
                        self.show_differences();
                    }
                }
            }
            Reply::Incomparable { job, number, kind } if self.current(job) && self.beside.awaits(number) => {
                self.beside.failed(&kind);
            }
            Reply::Report { job, report } if self.current(job) => self.report.set(report),
            Reply::Prompt { job, .. } if !self.current(job) => {}
            Reply::Prompt { .. }
            | Reply::Explaining { .. }
            | Reply::Explained { .. }
            | Reply::AskAgain { .. }
            | Reply::Unexplained { .. } => self.ask.heard(reply, buffers.pop()),
            Reply::Account { .. } | Reply::Looking { .. } | Reply::Lens { .. } | Reply::Kept { .. } | Reply::Report { .. } => {}
            Reply::Compared { .. } | Reply::Incomparable { .. } => {}
            // Before the first picture an engine that could not start is not worth a word: the picture tries again.
            Reply::Failed { job: None, .. } if self.stage.get_untracked() == Stage::Idle => {}
            Reply::Failed { job, kind, message } => self.fail(job.is_none(), &kind, message),
            Reply::Hello { .. } | Reply::Cancelled { .. } => {}
        }
    }
}

/// What the file's kind means for what can be found, in words.
fn remarks(facts: &Facts) -> Vec<String> {
    let mut notes: Vec<String> = facts
        .remarks
        .iter()
        .map(|remark| find(&format!("note-{}", remark.kind), &[]).unwrap_or_else(|| remark.message.clone()))
        .collect();
    match facts.jpeg_quality {
        Some(quality) if quality < 60 => notes.push(text("note-low-quality")),
        None if facts.format != "JPEG" => notes.push(text("note-no-jpeg")),
        _ => {}
    }
    notes
}

fn values(buffer: Option<ArrayBuffer>) -> Option<Vec<u8>> {
    Some(Uint8Array::new(buffer?.as_ref()).to_vec())
}

fn mask(values: Option<Vec<u8>>, width: u32, height: u32) -> Option<Rc<Mask>> {
    Mask::new(width as usize, height as usize, values?).map(Rc::new)
}

/// A canvas with the picture, made without a copy through this module's memory.
fn canvas(rgba: &ArrayBuffer, width: u32, height: u32) -> Option<HtmlCanvasElement> {
    let data = ImageData::new_with_js_u8_clamped_array_and_sh(&Uint8ClampedArray::new(rgba.as_ref()), width, height).ok()?;
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    context.put_image_data(&data, 0.0, 0.0).ok()?;
    Some(canvas)
}
