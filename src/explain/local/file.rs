//! What the file says. Of its metadata only what a statement quotes, never an entry that is private.

use super::About;
use super::writer::{Line, Writer};
use crate::evidence::file::{Claim, FileFacts, ProgramClass, Statement};

/// Statements that are said; a program that several entries name is said once.
const STATEMENTS: usize = 16;

pub(super) fn write(writer: &mut Writer<'_>) {
    let Some(evidence) = writer.evidence() else {
        return;
    };
    let facts = &evidence.file;
    let mut programs = Vec::new();
    for (i, statement) in facts.statements.iter().enumerate().take(STATEMENTS) {
        if let Statement::EditorNamed { program, .. } = statement {
            if programs.contains(&program) {
                continue;
            }
            programs.push(program);
        }
        say(writer, &format!("/evidence/file/statements/{i}"), statement);
    }
    if facts.statements.is_empty() {
        writer.line(About::File, "file-quiet").on("/evidence/file/statements").end();
    }
    tables(writer, facts);
    if facts.entries.is_empty() && facts.unread.is_empty() {
        writer.line(About::File, "file-bare").on("/evidence/file/entries").end();
    }
}

/// At which quality a JPEG was saved, and with whose tables.
fn tables(writer: &mut Writer<'_>, facts: &FileFacts) {
    let (Some(quality), Some(jpeg)) = (writer.report.image.jpeg_quality, &facts.jpeg) else {
        return;
    };
    let key = if jpeg.tables.iter().all(|table| table.ijg.is_some()) { "jpeg-common" } else { "jpeg-own" };
    let line = writer.line(About::File, key).whole("quality", quality.into(), "/image/jpeg_quality");
    line.on("/evidence/file/jpeg/tables").end();
}

/// A sentence on a statement.
fn begin<'w, 'a>(writer: &'w mut Writer<'a>, statement: &str, key: &str) -> Line<'w, 'a> {
    writer.line(About::File, key).on(format!("{statement}/kind"))
}

fn say(writer: &mut Writer<'_>, at: &str, statement: &Statement) {
    let figure = |name: &str| format!("{at}/{name}");
    match statement {
        Statement::Generated { claim, program, .. } => {
            let claim = match claim {
                Claim::Whole => "whole",
                Claim::Parts => "parts",
                Claim::Synthetic => "synthetic",
            };
            let line = begin(writer, at, &format!("generated-{claim}")).on(figure("claim"));
            match program {
                Some(program) => line.quote("program", program, figure("program")).also("generated-by").end(),
                None => line.end(),
            }
        }
        Statement::EditorNamed { program, class, .. } => {
            begin(writer, at, &format!("program-{}", class_name(*class)))
                .quote("program", program, figure("program"))
                .on(figure("class"))
                .end();
        }
        Statement::EditHistory { count, .. } => counted(begin(writer, at, "edit-history"), *count, figure("count")),
        Statement::MadeFromOthers { count, .. } => counted(begin(writer, at, "made-from-others"), *count, figure("count")),
        Statement::TextLayers { count, .. } => counted(begin(writer, at, "text-layers"), *count, figure("count")),
        Statement::EditorParts { .. } => begin(writer, at, "editor-parts").on(figure("signs")).end(),
        Statement::DatesDisagree { first, second, apart, zoned, .. } => {
            begin(writer, at, if *apart < 0 { "dates-earlier" } else { "dates-later" })
                .quote("first", &written(&first.text), figure("first/text"))
                .quote("second", &written(&second.text), figure("second/text"))
                .on(figure("apart"))
                .also_if(!zoned, "dates-unzoned")
                .end();
        }
        Statement::SizeDisagrees { stated, real, same_shape, .. } => {
            begin(writer, at, if *same_shape { "size-scaled" } else { "size-other" })
                .whole("width", stated[0], figure("stated"))
                .whole("height", stated[1], figure("stated"))
                .whole("realwidth", real[0], figure("real"))
                .whole("realheight", real[1], figure("real"))
                .end();
        }
        Statement::ThumbnailDiffers { difference, worst, .. } => {
            begin(writer, at, "thumbnail-differs")
                .figure("difference", *difference, figure("difference"))
                .figure("worst", *worst, figure("worst"))
                .end();
        }
        Statement::ThumbnailShape { stated, real, .. } => {
            begin(writer, at, "thumbnail-shape")
                .finely("stated", *stated, figure("stated"))
                .finely("real", *real, figure("real"))
                .end();
        }
        Statement::TrailingData { bytes, looks_like } => {
            begin(writer, at, "trailing-data")
                .figure("kilobytes", *bytes as f32 / 1000.0, figure("bytes"))
                .named("what", &format!("looks-{}", looks_like.name()))
                .on(figure("looks-like"))
                .end();
        }
    }
}

fn counted(line: Line<'_, '_>, count: usize, pointer: String) {
    line.whole("count", u32::try_from(count).unwrap_or(u32::MAX), pointer).end();
}

/// A date with hyphens and a space, where EXIF has `2026:05:03 14:02:11` and XMP `2026-05-03T14:02:11`.
fn written(date: &str) -> String {
    match date.split_at_checked(10) {
        Some((day, time)) => day.replace(':', "-") + &time.replacen('T', " ", 1),
        None => date.to_owned(),
    }
}

fn class_name(class: ProgramClass) -> &'static str {
    match class {
        ProgramClass::Editor => "editor",
        ProgramClass::Developer => "developer",
        ProgramClass::App => "app",
        ProgramClass::Converter => "converter",
    }
}
