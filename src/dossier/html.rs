//! The document: one HTML file with its pictures in it, no script, nothing to be fetched. What others wrote (the file's name
//! and metadata, a model's words) stands in it as text alone.

use std::fmt::Write as _;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::{FilterType, resize};
use image::{ExtendedColorType, GrayImage, ImageEncoder, ImageResult};
use serde_json::Value as Json;

use super::pictures::{Marks, grey};
use super::{Checked, png};
use crate::evidence::file::Written;
use crate::explain::endpoint::Subject;
use crate::explain::local::number::{decimal, figure};
use crate::explain::local::{self, About, Sentence};
use crate::explain::reply::steers;
use crate::input::fit;
use crate::language::Language;
use crate::report::{Explained, Left, Report};
use crate::words::{Catalogue, Value};

/// Longest side of the picture in the document, pixels, and of the mask.
const LONGEST: u32 = 1600;
const MASK_LONGEST: u32 = 800;
/// JPEG quality of the picture in the document.
const QUALITY: u8 = 88;
/// What the browser may do with it: show pictures that are in it, and its own style.
const POLICY: &str = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/// The messages of a language.
pub(super) fn source(language: Language) -> &'static str {
    match language {
        Language::En => include_str!("../../locales/report/en.ftl"),
        Language::Es => include_str!("../../locales/report/es.ftl"),
        Language::De => include_str!("../../locales/report/de.ftl"),
        Language::Ar => include_str!("../../locales/report/ar.ftl"),
    }
}

/// Writes the document.
///
/// # Errors
/// The encoders'.
pub fn write(checked: &Checked<'_>, language: Language) -> ImageResult<String> {
    let report = checked.report;
    let mut page = Page { out: String::new(), catalogue: Catalogue::new(source(language), language), language };
    let title = page.title(&report.file);
    let head = [
        "<!doctype html>\n<html lang=\"",
        language.tag(),
        "\" dir=\"",
        language.direction(),
        "\">\n<head>\n<meta charset=\"utf-8\" />\n<meta name=\"viewport\" content=\"width=device-width\" />\n",
        "<meta http-equiv=\"Content-Security-Policy\" content=\"",
        POLICY,
        "\" />\n<title>",
        &escaped(&title),
        "</title>\n<style>\n",
        include_str!("style.css"),
        "</style>\n</head>\n<body>\n",
    ];
    page.out = head.concat();
    page.element("h1", &title);
    page.made(report);
    let (spoken, rest): (Vec<_>, Vec<_>) =
        local::write(report, language).into_iter().partition(|sentence| sentence.about == About::Verdict);
    let written = serde_json::to_value(report).unwrap_or_default();
    page.verdict(&spoken, &written);
    page.picture(checked)?;
    page.places(report);
    page.words(&rest, &written);
    if let Some(explained) = &report.explanation {
        page.model(explained);
    }
    page.sent(&report.sent);
    page.how(report);
    page.file(report);
    page.limits();
    page.out += "</body>\n</html>\n";
    Ok(page.out)
}

struct Page<'a> {
    out: String,
    catalogue: Catalogue<'a>,
    language: Language,
}

impl Page<'_> {
    fn say(&self, key: &str, variables: &[(&str, Value<'_>)]) -> String {
        self.catalogue.find(key, variables).unwrap_or_else(|| key.to_owned())
    }

    fn name(&self, key: &str) -> String {
        self.say(key, &[])
    }

    fn title(&self, file: &str) -> String {
        match file_name(file) {
            "" => self.name("title-unnamed"),
            name => self.say("title", &[("file", Value::Text(&steady(name)))]),
        }
    }

    /// `<tag>words</tag>`; the tag may have attributes. The words are ours: what others wrote is [`steady`] in them.
    fn element(&mut self, tag: &str, words: &str) {
        let end = tag.split(' ').next().unwrap_or(tag);
        // Writing into a text cannot fail; neither below.
        let _ = writeln!(self.out, "<{tag}>{}</{end}>", marked_up(words));
    }

    fn heading(&mut self, key: &str) {
        self.element("h2", &self.name(key));
    }

    fn paragraph(&mut self, class: &str, text: &str) {
        self.element(if class.is_empty() { "p".to_owned() } else { format!("p class=\"{class}\"") }.as_str(), text);
    }

    /// Names and values, side by side; what others wrote is [`steady`] in them.
    fn rows(&mut self, rows: &[(String, String)]) {
        self.out += "<table><tbody>\n";
        for (name, value) in rows {
            let _ = writeln!(
                self.out,
                "<tr><th scope=\"row\"><bdi>{}</bdi></th><td><bdi>{}</bdi></td></tr>",
                marked_up(name),
                marked_up(value)
            );
        }
        self.out += "</tbody></table>\n";
    }

    fn table(&mut self, keys: &[&str], rows: impl IntoIterator<Item = Vec<String>>) {
        let heads: String = keys.iter().map(|key| format!("<th scope=\"col\">{}</th>", marked_up(&self.name(key)))).collect();
        let _ = writeln!(self.out, "<table><thead><tr>{heads}</tr></thead><tbody>");
        for row in rows {
            let cells: String = row.iter().map(|cell| format!("<td><bdi>{}</bdi></td>", escaped(cell))).collect();
            let _ = writeln!(self.out, "<tr>{cells}</tr>");
        }
        self.out += "</tbody></table>\n";
    }

    fn made(&mut self, report: &Report) {
        let text = match &report.made {
            Some(made) => {
                let (program, at) = (steady(&made.program), steady(&moment(&made.at)));
                self.say("made", &[("program", Value::Text(&program)), ("at", Value::Text(&at))])
            }
            None => self.name("made-earlier"),
        };
        self.paragraph("quiet", &text);
    }

    fn verdict(&mut self, sentences: &[Sentence], written: &Json) {
        for (index, sentence) in sentences.iter().enumerate() {
            self.sentence(if index == 0 { "verdict" } else { "" }, sentence, written);
        }
    }

    /// A sentence, and what it stands on.
    fn sentence(&mut self, class: &str, sentence: &Sentence, written: &Json) {
        self.paragraph(class, &sentence.text);
        self.out += "<ul class=\"figures\">";
        for pointer in &sentence.figures {
            let value = written.pointer(pointer).map(brief).unwrap_or_default();
            let _ = write!(self.out, "<li><code>{}</code> {}</li>", escaped(pointer), escaped(&value));
        }
        self.out += "</ul>\n";
    }

    fn picture(&mut self, checked: &Checked<'_>) -> ImageResult<()> {
        let Checked { photo, findings, threshold, report } = *checked;
        let shown = Marks::new(photo, findings, threshold, LONGEST).over(1.0);
        let mut jpeg = Vec::new();
        JpegEncoder::new_with_quality(&mut jpeg, QUALITY).write_image(
            &shown.rgb,
            shown.width,
            shown.height,
            ExtendedColorType::Rgb8,
        )?;
        self.out += "<figure><div class=\"picture\" dir=\"ltr\">";
        self.image("image/jpeg", &jpeg, shown.width, shown.height, "picture-alt");
        let (wide, high) = (f64::from(report.image.width.max(1)), f64::from(report.image.height.max(1)));
        for (number, region) in report.regions.iter().enumerate() {
            let [x, y, w, h] = region.bbox.map(f64::from);
            let share = |length: f64, of: f64| 100.0 * length / of;
            let _ = write!(
                self.out,
                "<i style=\"left:{:.2}%;top:{:.2}%;width:{:.2}%;height:{:.2}%\"><b>{}</b></i>",
                share(x, wide),
                share(y, high),
                share(w, wide),
                share(h, high),
                number + 1
            );
        }
        self.out += "</div>\n";
        let caption = self.say("picture-caption", &[("threshold", Value::Number((threshold * 100.0).round() as u32))]);
        self.element("figcaption", &caption);
        self.out += "</figure>\n";
        let (width, height, values) = grey(photo, &findings.mask);
        let (wide, high) = fit(width, height, MASK_LONGEST);
        let whole = GrayImage::from_raw(width, height, values).unwrap_or_default();
        let small = resize(&whole, wide as u32, high as u32, FilterType::Triangle);
        let mask = png(&small, wide as u32, high as u32, ExtendedColorType::L8)?;
        self.heading("mask-heading");
        self.out += "<figure>";
        self.image("image/png", &mask, wide as u32, high as u32, "mask-alt");
        self.element("figcaption", &self.name("mask-caption"));
        self.out += "</figure>\n";
        Ok(())
    }

    fn image(&mut self, kind: &str, bytes: &[u8], width: u32, height: u32, alt: &str) {
        let (data, alt) = (STANDARD.encode(bytes), escaped(&self.name(alt)));
        let _ = write!(self.out, "<img src=\"data:{kind};base64,{data}\" width=\"{width}\" height=\"{height}\" alt=\"{alt}\" />");
    }

    fn places(&mut self, report: &Report) {
        self.heading("places-heading");
        if report.regions.is_empty() {
            self.paragraph("", &self.name("places-none"));
            return;
        }
        let language = self.language;
        let percent =
            |fraction: f32, form: fn(f64, Language) -> String| format!("{} %", form(100.0 * f64::from(fraction), language));
        let whole = |value, language| decimal(value, 0, language);
        let rows = report.regions.iter().enumerate().map(|(number, region)| {
            let [x, y, w, h] = region.bbox;
            vec![
                (number + 1).to_string(),
                format!("{x}, {y}, {w}, {h}"),
                percent(region.area_fraction, figure),
                percent(region.score, whole),
                percent(region.reliability, whole),
            ]
        });
        self.table(&["place", "place-where", "place-area", "place-strength", "place-reliability"], rows);
    }

    fn words(&mut self, sentences: &[Sentence], written: &Json) {
        self.heading("words-heading");
        self.paragraph("quiet", &self.name("words-note"));
        for group in sentences.chunk_by(|a, b| a.about == b.about) {
            let heading = match group[0].about {
                About::Verdict => self.name("words-heading"),
                About::Region(number) => self.region(number),
                About::File => self.name("file-words"),
                About::Limits => self.name("limits-words"),
                About::Next => self.name("next-words"),
            };
            self.element("h3", &heading);
            for sentence in group {
                self.sentence("", sentence, written);
            }
        }
    }

    fn region(&self, number: usize) -> String {
        self.say("region", &[("number", Value::Number(number as u32))])
    }

    fn model(&mut self, explained: &Explained) {
        self.heading("model-heading");
        let note = if explained.model.is_empty() {
            self.name("model-note-unnamed")
        } else {
            self.say("model-note", &[("model", Value::Text(&steady(&explained.model)))])
        };
        self.paragraph("quiet", &note);
        for paragraph in explained.words.paragraphs() {
            match paragraph.subject {
                Subject::Summary => {}
                Subject::Region(number) => self.element("h3", &self.region(number)),
                Subject::Own => self.element("h3", &self.name("model-own")),
            }
            let _ = writeln!(self.out, "<p class=\"own\"><bdi>{}</bdi></p>", escaped(&paragraph.text));
        }
        if explained.cut {
            self.paragraph("quiet", &self.name("model-cut"));
        }
    }

    fn sent(&mut self, sent: &[Left]) {
        self.heading("sent-heading");
        if sent.is_empty() {
            return self.paragraph("", &self.name("sent-nothing"));
        }
        let rows: Vec<Vec<String>> = sent
            .iter()
            .map(|left| {
                let hash = left.sent.picture.as_ref().map(|picture| picture.sha256.clone()).unwrap_or_default();
                let what = self.name(&format!("sent-{}", left.sent.what.name()));
                vec![moment(&left.at), left.sent.to.clone(), what, left.sent.bytes.to_string(), hash]
            })
            .collect();
        self.table(&["sent-when", "sent-to", "sent-what", "sent-bytes", "sent-hash"], rows);
    }

    fn how(&mut self, report: &Report) {
        self.heading("how-heading");
        let language = self.language;
        let finely = |value: f32| decimal(value.into(), 3, language);
        let device = match report.device.as_str() {
            "cpu" => self.name("how-cpu"),
            "gpu" => self.name("how-gpu"),
            other => steady(other),
        };
        let tiles =
            [("frequency", Value::Number(report.gate.frequency as u32)), ("tiles", Value::Number(report.gate.tiles as u32))];
        let seconds = figure(report.timing_ms.total / 1000.0, language);
        let mut rows = vec![
            (self.name("how-model"), steady(&report.model.name)),
            (self.name("how-model-hash"), steady(&report.model.sha256)),
            (self.name("how-device"), device),
            (self.name("how-tiles"), self.say("how-tiles-value", &tiles)),
            (self.name("how-score"), finely(report.verdict.score)),
        ];
        if let Some(made) = &report.made {
            let t = &made.thresholds;
            let bands = [("weak", t.weak), ("moderate", t.moderate), ("strong", t.strong), ("very_strong", t.very_strong)];
            let bands = bands.map(|(name, from)| (name, finely(from)));
            let bands: Vec<(&str, Value<'_>)> = bands.iter().map(|(name, from)| (*name, Value::Text(from))).collect();
            rows.push((self.name("how-bands"), self.say("how-bands-value", &bands)));
        }
        rows.push((self.name("how-time"), self.say("how-time-value", &[("seconds", Value::Text(&seconds))])));
        self.rows(&rows);
    }

    fn file(&mut self, report: &Report) {
        self.heading("file-heading");
        let image = &report.image;
        let format = match image.jpeg_quality {
            Some(quality) => self.say("file-jpeg", &[("quality", Value::Number(quality.into()))]),
            None => steady(&image.format),
        };
        let size = [("width", Value::Number(image.width)), ("height", Value::Number(image.height))];
        let mut rows = vec![
            (self.name("file-format"), format),
            (self.name("file-size"), self.say("file-size-value", &size)),
            (self.name("file-hash"), steady(&image.sha256)),
        ];
        let name = file_name(&report.file);
        if !name.is_empty() {
            rows.insert(0, (self.name("file-name"), steady(name)));
        }
        self.rows(&rows);
        let written = report.evidence.as_ref().map(|evidence| evidence.file.written()).unwrap_or_default();
        self.written(&written);
        let stated: Vec<(String, String)> = report
            .evidence
            .iter()
            .flat_map(|evidence| &evidence.file.entries)
            .filter(|entry| !entry.private)
            .map(|entry| (steady(&format!("{} {}", entry.source.name(), entry.name)), steady(&entry.text)))
            .collect();
        if !stated.is_empty() {
            self.element("h3", &self.name("stated-heading"));
            self.paragraph("quiet", &self.name("stated-note"));
            self.rows(&stated);
        }
    }

    /// How the file is written: names and words side by side, and the quantisation tables behind them.
    fn written(&mut self, written: &[Written]) {
        if written.is_empty() {
            return;
        }
        self.element("h3", &self.name("written-heading"));
        let rows: Vec<(String, String)> = written.iter().map(|fact| self.fact(fact)).collect();
        self.rows(&rows);
        for (fact, (name, _)) in written.iter().zip(&rows) {
            if fact.values.is_empty() {
                continue;
            }
            self.paragraph("quiet", name);
            self.out += "<table class=\"matrix\" dir=\"ltr\"><tbody>\n";
            for row in fact.values.chunks(8) {
                let cells: String = row.iter().map(|value| format!("<td>{value}</td>")).collect();
                let _ = writeln!(self.out, "<tr>{cells}</tr>");
            }
            self.out += "</tbody></table>\n";
        }
    }

    /// What a fact is about, and in words. What there are no words for are names that others gave: of segments, of a profile.
    fn fact(&self, fact: &Written) -> (String, String) {
        let text = steady(&fact.text);
        let values = [("code", Value::Text(&fact.code)), ("text", Value::Text(&text)), ("number", Value::Number(fact.number))];
        let key = format!("written-{}", fact.about.name());
        let name = self.say(&key, &values);
        let words = self.catalogue.find(&format!("{key}-value"), &values);
        (name, words.unwrap_or(text))
    }

    fn limits(&mut self) {
        self.heading("limits-heading");
        self.out += "<ul>\n";
        for key in ["limits-absence", "limits-presence", "limits-generated", "limits-accusation"] {
            self.element("li", &self.name(key));
        }
        self.out += "</ul>\n";
        self.paragraph("quiet", &self.name("verify-note"));
    }
}

/// A text of others without what changes how the rest is shown.
fn steady(text: &str) -> String {
    text.chars().filter(|&c| !steers(c)).collect()
}

/// A text of others as HTML has it, without what changes how the rest is shown.
fn escaped(text: &str) -> String {
    marked_up(&steady(text))
}

/// Words as HTML has them, in an element and in an attribute's quotes.
fn marked_up(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            '\t' | '\n' => out.push(c),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// The name of a file, without the folders that it lies in: the document is handed on.
fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or_default()
}

/// `2026-01-31T09:30:00Z` as `2026-01-31 09:30:00`.
fn moment(utc: &str) -> String {
    utc.trim_end_matches('Z').replacen('T', " ", 1)
}

/// A figure of the report in at most so many characters; nothing of what holds objects, whose place says enough.
pub(super) fn brief(value: &Json) -> String {
    const LONGEST: usize = 60;
    let text = match value {
        Json::String(text) => text.clone(),
        // Five digits that count.
        Json::Number(number) if number.is_f64() => {
            let value = number.as_f64().unwrap_or_default();
            format!("{value:.4e}").parse::<f64>().unwrap_or(value).to_string()
        }
        Json::Object(_) => String::new(),
        Json::Array(items) if items.iter().any(Json::is_object) => String::new(),
        other => other.to_string(),
    };
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{} …", &text[..end]),
        None => text,
    }
}
