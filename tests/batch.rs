//! Many pictures from the command line: shares of several machines, runs that were killed, tables, outputs of equal names.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use image::{Rgb, RgbImage};
use serde_json::Value;

/// A folder of this test's own, gone at its end.
struct Folder(PathBuf);

impl Folder {
    /// With so many small pictures in `in/`, half of them a folder deeper.
    fn new(name: &str, pictures: u32) -> Self {
        let path = std::env::temp_dir().join(format!("omni-iml-batch-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("in/deep")).unwrap();
        for number in 0..pictures {
            let picture = RgbImage::from_fn(72, 64, |x, y| Rgb([(x * 3) as u8, (y * 3) as u8, (x * y + number * 37) as u8]));
            let folder = if number % 2 == 0 { "in" } else { "in/deep" };
            picture.save(path.join(folder).join(format!("{number:02}.png"))).unwrap();
        }
        Self(path)
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn omni_iml(arguments: &[&str], paths: &[&Path]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_omni-iml"));
    command.args(arguments).args(paths).env("OMNI_IML_MODELS", concat!(env!("CARGO_MANIFEST_DIR"), "/models"));
    command
}

fn run(arguments: &[&str], paths: &[&Path]) -> Output {
    omni_iml(arguments, paths).output().unwrap()
}

fn ran(arguments: &[&str], paths: &[&Path]) -> Output {
    let output = run(arguments, paths);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output
}

/// The lines without what two runs may differ in: their times.
fn timeless(lines: &[u8]) -> Vec<Value> {
    let without = |line: &str| {
        let mut result: Value = serde_json::from_str(line).unwrap();
        result.as_object_mut().unwrap().remove("timing_ms").unwrap();
        result["made"].as_object_mut().unwrap().remove("at").unwrap();
        result
    };
    std::str::from_utf8(lines).unwrap().lines().map(without).collect()
}

#[test]
fn four_shares_make_the_lines_of_one_run() {
    let folder = Folder::new("shares", 9);
    let whole = folder.at("whole");
    ran(&["check", "--results", whole.to_str().unwrap()], &[&folder.at("in")]);
    let parts = ["p0", "p1", "p2", "p3"].map(|name| folder.at(name));
    for (index, part) in parts.iter().enumerate() {
        let shard = format!("{index}/4");
        ran(&["check", "--jobs", "2", "--shard", &shard, "--results", part.to_str().unwrap()], &[&folder.at("in")]);
    }
    let counts: Vec<usize> = parts.iter().map(|part| fs::read_to_string(part).unwrap().lines().count()).collect();
    assert!(counts.iter().sum::<usize>() == 9 && counts.iter().all(|&count| count < 9), "{counts:?}");
    let of_shares = ran(&["merge"], &parts.each_ref().map(PathBuf::as_path)).stdout;
    let of_one = ran(&["merge"], &[&whole]).stdout;
    assert_eq!(timeless(&of_shares), timeless(&of_one));
    assert_eq!(timeless(&of_one).len(), 9);
}

#[test]
fn a_run_that_was_killed_goes_on_where_it_was() {
    let folder = Folder::new("killed", 12);
    let (results, table, input) = (folder.at("results"), folder.at("table.csv"), folder.at("in"));
    let arguments = ["check", "--json", "--results", results.to_str().unwrap(), "--csv", table.to_str().unwrap()];
    let mut first = omni_iml(&arguments, &[&input]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(first.stdout.take().unwrap()).lines();
    for _ in 0..3 {
        lines.next().unwrap().unwrap();
    }
    first.kill().unwrap();
    first.wait().unwrap();
    // As a kill in the middle of a line leaves it.
    let kept = fs::read_to_string(&results).unwrap();
    let whole = kept.lines().filter(|line| line.ends_with('}')).count();
    assert!((2..12).contains(&whole), "{whole} results before the kill");
    fs::write(&results, format!("{kept}{{\"schema\":\"omni")).unwrap();

    let second = ran(&arguments, &[&input]);
    assert_eq!(timeless(&second.stdout).len(), 12 - whole, "what was there was not checked again");
    let all = fs::read(&results).unwrap();
    let files =
        |lines: &[u8]| timeless(lines).iter().map(|line| line["file"].as_str().unwrap().to_owned()).collect::<BTreeSet<_>>();
    assert_eq!((timeless(&all).len(), files(&all).len()), (12, 12));
    let rows = fs::read_to_string(&table).unwrap();
    assert_eq!(rows.lines().count(), 13, "the table holds the earlier ones, too: {rows}");
    assert!(rows.starts_with("file,sha256,width,height,"));

    // A picture that has changed is another one.
    fs::copy(folder.at("in/02.png"), folder.at("in/00.png")).unwrap();
    let third = ran(&arguments, &[&input]);
    assert!(String::from_utf8_lossy(&third.stderr).contains("11 pictures were passed over"));
    let changed: BTreeSet<String> = [folder.at("in/00.png").to_str().unwrap().to_owned()].into();
    assert_eq!(files(&third.stdout), changed);
}

#[test]
fn a_picture_that_cannot_be_checked_is_named_and_the_others_are_done() {
    let folder = Folder::new("broken", 3);
    fs::write(folder.at("in/broken.jpg"), "no picture").unwrap();
    fs::write(folder.at("in/notes.txt"), "not meant").unwrap();
    let same = folder.at("same");
    fs::write(&same, "").unwrap();
    let same = same.to_str().unwrap();
    assert!(!run(&["check", "--results", same, "--csv", same], &[&folder.at("in")]).status.success());

    let output = run(&["check", "--json", "--jobs", "3"], &[&folder.at("in")]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(timeless(&output.stdout).len(), 3);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("broken.jpg") && said.contains("1 of 4 pictures could not be checked"), "{said}");
    assert!(!said.contains("notes.txt") && !said.contains('\x1b'), "{said}");
}

#[test]
fn outputs_of_pictures_with_one_name_do_not_overwrite_each_other() {
    let folder = Folder::new("names", 2);
    fs::copy(folder.at("in/00.png"), folder.at("in/deep/00.png")).unwrap();
    let masks = folder.at("masks");
    let mut command = omni_iml(&["check", "--mask", masks.to_str().unwrap()], &[Path::new("in")]);
    assert!(command.current_dir(&folder.0).output().unwrap().status.success());
    for name in ["in/00.png.mask.png", "in/deep/00.png.mask.png", "01.png.mask.png"] {
        assert!(masks.join(name).is_file(), "{name}");
    }
}

#[test]
fn what_is_kept_of_a_picture_is_a_document_and_pictures() {
    let folder = Folder::new("kept", 1);
    let (picture, document, fade) = (folder.at("in/00.png"), folder.at("d.html"), folder.at("f.gif"));
    let (document_at, fade_at) = (document.to_str().unwrap(), fade.to_str().unwrap());
    ran(&["check", "--words=de", "--document", document_at, "--fade", fade_at], &[&picture]);
    let text = fs::read_to_string(&document).unwrap();
    assert!(text.starts_with("<!doctype html>\n<html lang=\"de\" dir=\"ltr\">") && text.ends_with("</html>\n"));
    assert!(text.contains("00.png") && text.contains("Was das Gerät verließ"));
    assert_eq!(image::open(&fade).unwrap().to_rgb8().dimensions(), (72, 64));
}

#[test]
fn a_picture_is_set_beside_the_one_that_it_comes_from() {
    let folder = Folder::new("compare", 1);
    let lake = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/www/samples/lake.jpg"));
    let mut asked = image::open(lake).unwrap().to_rgb8();
    for (x, y) in (0..60).flat_map(|y| (0..60).map(move |x| (x, y))) {
        let from = *asked.get_pixel(300 + x, 380 + y);
        asked.put_pixel(400 + x, 60 + y, from);
    }
    let (altered, map) = (folder.at("altered.png"), folder.at("map.png"));
    asked.save(&altered).unwrap();
    let output = ran(&["compare", "--json", "--difference", map.to_str().unwrap()], &[&altered, lake]);
    let line: Value = serde_json::from_slice(&output.stdout).unwrap();
    let places = line["comparison"]["regions"].as_array().unwrap();
    let bbox: Vec<i64> = places[0]["bbox"].as_array().unwrap().iter().map(|side| side.as_i64().unwrap()).collect();
    assert_eq!(places.len(), 1, "{line}");
    assert!(bbox.iter().zip([400, 60, 60, 60]).all(|(found, wanted)| (found - wanted).abs() <= 12), "{bbox:?}");
    assert_eq!(image::image_dimensions(&map).unwrap(), asked.dimensions());

    let output = run(&["compare"], &[&folder.at("in/00.png"), lake]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("not found to show the same"));
}

#[test]
fn a_report_agrees_with_its_picture_and_with_no_other() {
    let folder = Folder::new("verify", 2);
    let (report, picture, other) = (folder.at("report.json"), folder.at("in/00.png"), folder.at("in/deep/01.png"));
    ran(&["check", "--evidence", "--report", report.to_str().unwrap()], &[&picture]);
    let json: Value = serde_json::from_slice(&fs::read(&report).unwrap()).unwrap();
    let lenses = json["evidence"]["lenses"].as_array().unwrap();
    let names: Vec<&str> = lenses.iter().filter_map(|seen| seen["lens"].as_str()).collect();
    assert!(names.len() == 12 && names.contains(&"double-quantisation"), "{names:?}");
    let output = ran(&["verify"], &[&report, &picture]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("agrees    the evidence") && !said.contains("DIFFERS"), "{said}");

    let output = run(&["verify"], &[&report, &other]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stdout).contains("DIFFERS   the picture's bytes"));

    let mut forged: Value = serde_json::from_str(&fs::read_to_string(&report).unwrap()).unwrap();
    forged["verdict"]["band"] = "very_strong".into();
    fs::write(&report, forged.to_string()).unwrap();
    let output = run(&["verify"], &[&report, &picture]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stdout).contains("DIFFERS   the verdict"));
}

/// A document with one page that shows these JPEGs, each so many pixels wide and high.
fn pdf(pictures: &[Vec<u8>], side: u32) -> Vec<u8> {
    let named: String = (0..pictures.len()).map(|at| format!("/P{at} {} 0 R ", at + 4)).collect();
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>".to_vec(),
        format!("<< /Type /Page /Parent 2 0 R /Resources << /XObject << {named}>> >> >>").into_bytes(),
    ];
    for picture in pictures {
        let head =
            format!("<< /Subtype /Image /Width {side} /Height {side} /Filter /DCTDecode /Length {} >>\nstream\n", picture.len());
        objects.push([head.as_bytes(), picture, b"\nendstream"].concat());
    }
    let (mut bytes, mut table) = (b"%PDF-1.7\n".to_vec(), String::from("0000000000 65535 f \n"));
    for (at, object) in objects.iter().enumerate() {
        table += &format!("{:010} 00000 n \n", bytes.len());
        bytes.extend([format!("{} 0 obj\n", at + 1).as_bytes(), object, b"\nendobj\n"].concat());
    }
    let (start, size) = (bytes.len(), objects.len() + 1);
    let end = format!("xref\n0 {size}\n{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
    bytes.extend(end.bytes());
    bytes
}

#[test]
fn a_document_is_a_folder_of_its_pictures() {
    let folder = Folder::new("pdf", 0);
    let picture = |seed: u32| {
        let pixels = RgbImage::from_fn(64, 64, |x, y| Rgb([(x * 3) as u8, (y * 3) as u8, (x * y + seed) as u8]));
        let mut jpeg = Vec::new();
        image::codecs::jpeg::JpegEncoder::new_with_quality(&mut jpeg, 80).encode_image(&pixels).unwrap();
        jpeg
    };
    let pictures = [picture(1), picture(90)];
    let (document, broken) = (folder.at("in/two.pdf"), folder.at("in/broken.pdf"));
    fs::write(&document, pdf(&pictures, 64)).unwrap();
    let output = ran(&["check", "--json"], &[&folder.at("in")]);
    let found: Vec<Value> = timeless(&output.stdout);
    let files: Vec<_> = found.iter().map(|line| line["file"].as_str().unwrap()).collect();
    let within = |name: &str| document.join(name).to_str().unwrap().to_owned();
    assert_eq!(files, [within("page-1-picture-1.jpg"), within("page-1-picture-2.jpg")]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("pictures: 2, pages: 1"));

    // One of them by its name, as any picture.
    let (plain, one) = (folder.at("plain.jpg"), document.join("page-1-picture-2.jpg"));
    fs::write(&plain, &pictures[1]).unwrap();
    let report = folder.at("report.json");
    ran(&["check", "--report", report.to_str().unwrap()], &[&one]);
    for same in [&one, &plain] {
        let said = String::from_utf8_lossy(&ran(&["verify"], &[&report, same]).stdout).into_owned();
        assert!(said.contains("agrees    the picture's bytes"), "{said}");
    }
    let output = run(&["lens", "ela"], &[&document.join("page-1-picture-3.jpg")]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("no such picture in the document"));

    fs::write(&broken, "%PDF-1.7").unwrap();
    let output = run(&["check", "--json"], &[&folder.at("in")]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(timeless(&output.stdout), found);
    assert!(String::from_utf8_lossy(&output.stderr).contains("the document cannot be opened"));
}
