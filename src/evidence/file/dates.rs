//! Dates in metadata: as EXIF and as XMP write them.

/// A date and its zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    /// Seconds since 1970 of what a clock on the wall showed, as if that were UTC's.
    pub wall: i64,
    /// Seconds east of UTC, where the date says so.
    pub zone: Option<i64>,
}

impl Moment {
    /// EXIF's `YYYY:MM:DD hh:mm:ss`, and the zone from an entry of its own.
    pub fn exif(text: &str, zone: Option<&str>) -> Option<Self> {
        Some(Self { wall: seconds(text)?, zone: zone.and_then(offset) })
    }

    /// XMP's `YYYY-MM-DDThh:mm[:ss[.s]][zone]` (ISO 8601); a day alone is none, for it compares with nothing.
    pub fn xmp(text: &str) -> Option<Self> {
        let (day, time) = text.trim().split_once('T').filter(|(day, _)| day.len() == 10)?;
        let zone_at = time.find(['Z', '+', '-']).unwrap_or(time.len());
        let (time, zone) = time.split_at(zone_at);
        let time = time.split('.').next().unwrap_or_default();
        let time = if time.len() == 5 { format!("{time}:00") } else { time.to_owned() };
        let zone = if zone == "Z" { Some(0) } else { offset(zone) };
        Some(Self { wall: seconds(&format!("{} {time}", day.replace('-', ":")))?, zone })
    }

    /// From this to another, seconds, and whether both say their zone.
    pub fn until(self, other: Self) -> (i64, bool) {
        match (self.zone, other.zone) {
            (Some(a), Some(b)) => ((other.wall - b) - (self.wall - a), true),
            _ => (other.wall - self.wall, false),
        }
    }
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

    #[test]
    fn xmp_dates_are_read_with_and_without_zone() {
        let date = |text| Moment::xmp(text).map(|moment| (moment.wall, moment.zone));
        assert_eq!(date("2000-02-29T12:34:56"), Some((951_827_696, None)));
        assert_eq!(date("2000-02-29T12:34:56.25+05:30"), Some((951_827_696, Some(19_800))));
        assert_eq!(date("2000-02-29T12:34Z"), Some((951_827_640, Some(0))));
        for bad in ["2000-02-29", "2000", "", "2000-02-29T", "T12:00", "2000-02-30-01T12:00", "2000-02-29T12:3é:00"] {
            assert_eq!(date(bad), None, "{bad}");
        }
        let (earlier, later) = (Moment::xmp("2026-01-01T10:00:00+01:00").unwrap(), Moment::xmp("2026-01-01T10:00:05Z").unwrap());
        assert_eq!(earlier.until(later), (3605, true));
        assert_eq!(earlier.until(Moment::exif("2026:01:01 10:00:01", None).unwrap()), (1, false));
    }
}
