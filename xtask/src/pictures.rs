//! How much memory the command line holds while it checks many pictures, one of which must leave nothing behind.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;
use std::time::Instant;

use crate::build;
use crate::printed::Table;
use crate::workshop::{Folder, Outcome, Workshop, not_started, timed};

/// A row of the table for each of so many parts of the pictures.
const PARTS: usize = 10;

/// How much more the program may hold in the last part than in the second, in KiB. In the first it is still taking what it
/// keeps; what allocators hold on to goes up and down by a few MiB.
const ALLOWANCE: u64 = 32 * 1024;

/// Sides of the pictures. A row of the file is a multiple of four bytes, as BMP wants it.
const WIDTH: u32 = 256;
const HEIGHT: u32 = 192;

/// What was seen in a part of the pictures.
struct Row {
    /// Lines up to the end of the part.
    pictures: usize,
    seconds: f64,
    /// The most KiB that the program held at any line of the part, where the system tells.
    resident: Option<u64>,
}

/// Has the release program check a folder of `count` pictures, and fails if it grows or leaves one out.
pub fn bench(shop: &Workshop, count: usize) -> Outcome {
    if count < PARTS {
        return Err(format!("--count needs to be {PARTS} at least, for whether something grows is told by its parts"));
    }
    let program = build::program(shop)?;
    let folder = Folder::new("pictures")?;
    for number in 0..count {
        let path = folder.path().join(format!("{number:06}.bmp"));
        fs::write(&path, picture(number)).map_err(|error| format!("{} could not be written: {error}", path.display()))?;
    }
    let (rows, lines) = timed(&format!("{count} pictures"), || check(shop, &program, folder.path(), count))?;
    let mut table = Table::new(&["pictures", "seconds", "resident MiB"]);
    for Row { pictures, seconds, resident } in &rows {
        let resident = resident.map_or("–".to_owned(), mebibytes);
        table.row(&[&pictures.to_string(), &format!("{seconds:.1}"), &resident]);
    }
    print!("{}", table.markdown());
    if lines != count {
        return Err(format!("{lines} lines came of {count} pictures"));
    }
    let [_, second, .., last] = &rows[..] else { return Err("there are too few rows to compare".into()) };
    let (Some(before), Some(after)) = (second.resident, last.resident) else {
        println!("how much memory it held cannot be told here: there is no /proc, which Linux has");
        return Ok(());
    };
    let (from, to) = (second.pictures, last.pictures);
    println!("from the part up to {from} to that up to {to}: {} -> {} MiB", mebibytes(before), mebibytes(after));
    if after > before + ALLOWANCE {
        let (grown, allowance) = (mebibytes(after - before), mebibytes(ALLOWANCE));
        return Err(format!("memory grew by {grown} MiB between {from} and {to} pictures; {allowance} MiB are allowed"));
    }
    Ok(())
}

/// Runs the program over the folder; gives what was seen on the way, and how many lines came.
fn check(shop: &Workshop, program: &Path, folder: &Path, count: usize) -> Outcome<(Vec<Row>, usize)> {
    let mut command = shop.command(program);
    // Two at once on any machine, so that its figures are those of another one.
    command.arg("check").arg(folder).args(["--json", "--jobs", "2"]).env("OMNI_IML_MODELS", shop.root.join("models"));
    let start = Instant::now();
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| not_started(&command, &error))?;
    let (mut rows, mut lines, mut most) = (Vec::new(), 0, None);
    for line in child.stdout.take().into_iter().flat_map(|printed| BufReader::new(printed).lines()) {
        let line = line.map_err(|error| format!("what the program prints could not be read: {error}"))?;
        if !line.starts_with('{') {
            return Err(format!("the program printed something else than a report: {line}"));
        }
        lines += 1;
        // At every line: after the last one the program may have ended already.
        most = most.max(resident(child.id()));
        if lines % count.div_ceil(PARTS) == 0 || lines == count {
            rows.push(Row { pictures: lines, seconds: start.elapsed().as_secs_f64(), resident: most.take() });
        }
    }
    let status = child.wait().map_err(|error| format!("the program could not be waited for: {error}"))?;
    if status.success() { Ok((rows, lines)) } else { Err(format!("the program failed after {lines} pictures ({status})")) }
}

/// How many KiB of memory a process holds, where the system tells and it has not ended.
fn resident(process: u32) -> Option<u64> {
    resident_in(&fs::read_to_string(format!("/proc/{process}/status")).ok()?)
}

fn resident_in(status: &str) -> Option<u64> {
    status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.strip_suffix("kB")?.trim().parse().ok())
}

fn mebibytes(kibibytes: u64) -> String {
    format!("{:.1}", kibibytes as f64 / 1024.0)
}

/// A small picture, another one for each number: a slope with noise of its own on it, as an uncompressed BMP.
fn picture(number: usize) -> Vec<u8> {
    const HEAD: u32 = 54;
    let pixels = WIDTH * HEIGHT * 3;
    let mut file = b"BM".to_vec();
    for field in [HEAD + pixels, 0, HEAD, 40, WIDTH, HEIGHT, 1 | 24 << 16, 0, pixels, 0, 0, 0, 0] {
        file.extend(field.to_le_bytes());
    }
    let mut state = number as u32;
    for y in 0..HEIGHT {
        for x in 0..WIDTH {
            for colour in 0..3 {
                // The numbers of a linear congruential generator; only its upper bits are noise.
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                file.push(((x + y * colour) / 4 + (state >> 27)) as u8);
            }
        }
    }
    file
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn resident_memory_is_found_among_the_rest() {
        let status = "Name:\tomni-iml\nVmHWM:\t  104960 kB\nVmRSS:\t   98304 kB\nRssAnon:\t       1 kB\n";
        assert_eq!(resident_in(status), Some(98_304));
        assert_eq!(resident_in("Name:\tomni-iml\nState:\tZ (zombie)\n"), None);
    }

    #[test]
    fn pictures_are_whole_and_each_another_one() {
        let pictures: BTreeSet<Vec<u8>> = (0..20).map(picture).collect();
        assert_eq!(pictures.len(), 20);
        for file in pictures {
            assert_eq!((&file[..2], file.len()), (&b"BM"[..], 54 + 256 * 192 * 3));
            assert_eq!(file[2..6], (file.len() as u32).to_le_bytes());
            // Data from byte 54 on; sides; one plane of 24 bits.
            assert_eq!((&file[10..14], &file[18..30]), (&[54, 0, 0, 0][..], &[0, 1, 0, 0, 192, 0, 0, 0, 1, 0, 24, 0][..]));
        }
    }
}
