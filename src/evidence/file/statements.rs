//! What the file says that a person should know, said as plainly as it can be.

use exif::{Exif, Tag};

use super::exif::{number, text};
use super::{Date, FileFacts, MAX_STATEMENTS, ProgramClass, Source, Statement};
use crate::input::Photo;

/// Seconds by which a date of change may follow that of taking: a camera writes its file in that time.
const WRITING: i64 = 120;
/// Shapes that are the same but for rounding.
const SHAPE: f64 = 0.01;

/// Programs that change pictures, by a part of what they write, in lower case. Firmware of cameras names none of them.
const PROGRAMS: [(&str, &str, ProgramClass); 24] = [
    ("photoshop express", "Photoshop Express", ProgramClass::App),
    ("photoshop lightroom", "Adobe Lightroom", ProgramClass::Developer),
    ("adobe lightroom", "Adobe Lightroom", ProgramClass::Developer),
    ("adobe photoshop", "Adobe Photoshop", ProgramClass::Editor),
    ("gimp", "GIMP", ProgramClass::Editor),
    ("affinity photo", "Affinity Photo", ProgramClass::Editor),
    ("pixelmator", "Pixelmator", ProgramClass::Editor),
    ("paint.net", "Paint.NET", ProgramClass::Editor),
    ("paintshop pro", "PaintShop Pro", ProgramClass::Editor),
    ("photo-paint", "Corel PHOTO-PAINT", ProgramClass::Editor),
    ("krita", "Krita", ProgramClass::Editor),
    ("photopea", "Photopea", ProgramClass::Editor),
    ("capture one", "Capture One", ProgramClass::Developer),
    ("darktable", "darktable", ProgramClass::Developer),
    ("rawtherapee", "RawTherapee", ProgramClass::Developer),
    ("dxo", "DxO PhotoLab", ProgramClass::Developer),
    ("snapseed", "Snapseed", ProgramClass::App),
    ("canva", "Canva", ProgramClass::App),
    ("picsart", "PicsArt", ProgramClass::App),
    ("facetune", "Facetune", ProgramClass::App),
    ("meitu", "Meitu", ProgramClass::App),
    ("vsco", "VSCO", ProgramClass::App),
    ("imagemagick", "ImageMagick", ProgramClass::Converter),
    ("graphicsmagick", "GraphicsMagick", ProgramClass::Converter),
];

/// Adds the statements, in the order of their kinds.
pub(super) fn add(exif: Option<&Exif>, photo: &Photo, facts: &mut FileFacts) {
    let mut found = Vec::new();
    if let Some(exif) = exif {
        found.extend([Tag::Software, Tag(exif::Context::Tiff, 0x000b)].into_iter().filter_map(|tag| editor(exif, tag)));
        found.extend(dates(exif));
        found.extend(size(exif, photo));
    }
    if let Some(trailing) = facts.trailing.filter(|trailing| !trailing.announced) {
        found.push(Statement::TrailingData { bytes: trailing.bytes, looks_like: trailing.looks_like });
    }
    found.truncate(MAX_STATEMENTS);
    facts.statements.extend(found);
}

fn editor(exif: &Exif, tag: Tag) -> Option<Statement> {
    let text = text(exif, tag)?;
    let lower = text.to_lowercase();
    let (_, program, class) = PROGRAMS.into_iter().find(|(part, ..)| lower.contains(part))?;
    let name = if tag == Tag::Software { "Software" } else { "ProcessingSoftware" };
    Some(Statement::EditorNamed { source: Source::Exif, name: name.to_owned(), program: program.to_owned(), class, text })
}

/// Taken, and changed later than a camera needs to write its file, or before.
fn dates(exif: &Exif) -> Option<Statement> {
    let date = |tag: Tag, zone: Tag, name: &str| {
        let text = text(exif, tag)?;
        let offset = self::text(exif, zone).and_then(|zone| offset(&zone));
        Some((seconds(&text)?, offset, Date { source: Source::Exif, name: name.to_owned(), text }))
    };
    let (taken, taken_zone, first) = date(Tag::DateTimeOriginal, Tag::OffsetTimeOriginal, "DateTimeOriginal")?;
    let (changed, changed_zone, second) = date(Tag::DateTime, Tag::OffsetTime, "DateTime")?;
    let (apart, zoned) = match (taken_zone, changed_zone) {
        (Some(a), Some(b)) => ((changed - b) - (taken - a), true),
        _ => (changed - taken, false),
    };
    (!(0..=WRITING).contains(&apart)).then_some(Statement::DatesDisagree { first, second, apart, zoned })
}

/// Seconds since 1970 of `YYYY:MM:DD hh:mm:ss`, as if in UTC.
fn seconds(text: &str) -> Option<i64> {
    let mut parts = text.split([':', ' ']).map(|part| part.parse::<i64>().ok());
    let mut next = |range: std::ops::RangeInclusive<i64>| parts.next().flatten().filter(|value| range.contains(value));
    let (year, month, day) = (next(1800..=3000)?, next(1..=12)?, next(1..=31)?);
    let (hour, minute, second) = (next(0..=23)?, next(0..=59)?, next(0..=60)?);
    // Days of the Gregorian calendar, years beginning in March (H. Hinnant, "chrono-compatible low-level date algorithms").
    let year = if month <= 2 { year - 1 } else { year };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = year * 365 + year / 4 - year / 100 + year / 400 + of_year - 719_468;
    Some(days * 86_400 + hour * 3600 + minute * 60 + second)
}

/// Seconds east of UTC of `+hh:mm`.
fn offset(text: &str) -> Option<i64> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let (hours, minutes) = text.trim_start_matches(['+', '-']).split_once(':')?;
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    ((0..=14).contains(&hours) && (0..=59).contains(&minutes)).then_some(sign * (hours * 3600 + minutes * 60))
}

fn size(exif: &Exif, photo: &Photo) -> Option<Statement> {
    let stated = [number(exif, Tag::PixelXDimension)?, number(exif, Tag::PixelYDimension)?];
    let real = [photo.width, photo.height];
    if stated.contains(&0) || stated == real || stated == [real[1], real[0]] {
        return None;
    }
    let shape = |[width, height]: [u32; 2]| f64::from(width) / f64::from(height);
    let alike = |a: f64, b: f64| (a / b - 1.0).abs() <= SHAPE;
    let same_shape = alike(shape(stated), shape(real)) || alike(shape(stated), 1.0 / shape(real));
    Some(Statement::SizeDisagrees { source: Source::Exif, name: "PixelXDimension".to_owned(), stated, real, same_shape })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn dates_are_those_of_the_calendar() {
        assert_eq!(seconds("1970:01:01 00:00:00"), Some(0));
        assert_eq!(seconds("2000:02:29 12:34:56"), Some(951_827_696));
        assert_eq!(seconds("2026:11:25 04:32:17"), Some(1_795_581_137));
        for bad in ["", "2026", "2026:13:01 00:00:00", "0000:00:00 00:00:00", "    :  :     :  :  ", "2026:01:01 24:00:00"] {
            assert_eq!(seconds(bad), None, "{bad}");
        }
        assert_eq!(offset("+05:30"), Some(19_800));
        assert_eq!(offset("-02:00"), Some(-7200));
        assert_eq!(offset("Z"), None);
    }
}
