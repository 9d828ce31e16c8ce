//! `models/TABLES.md`: what the network comes to on pictures it has never met. Every figure is printed by a command of
//! the product that stands above its table; nothing is computed here but differences.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::build;
use crate::printed::{Printed, Table};
use crate::workshop::{Folder, Outcome, Workshop, output, timed};

/// The domains of `eval-v2`, which are its folders.
const DOMAINS: [&str; 4] = ["natural", "document", "face", "scene_text"];
/// Of each domain, for the tables of robustness and of precisions: whole turns of forged and authentic pictures.
const FIRST: &str = "40";
/// What pictures suffer, as `omni-iml eval --degrade` names it.
const DEGRADATIONS: [&str; 16] = [
    "blur-3",
    "blur-7",
    "blur-11",
    "noise-3",
    "noise-11",
    "noise-23",
    "jpeg-90",
    "jpeg-70",
    "jpeg-50",
    "resize-0.75",
    "resize-1.5",
    "screenshot",
    "platform-85",
    "platform-75",
    "pad-save-crop",
    "off-grid",
];
const PRECISIONS: [&str; 3] = ["f32", "f16", "q8"];
/// Pictures on which logits are compared: ours, so that anybody has them.
const SAMPLES: [&str; 3] = ["lake.jpg", "moon.jpg", "trees.jpg"];

/// Forges, evaluates and writes the file.
pub fn tables(shop: &Workshop) -> Outcome {
    let data = std::env::var_os("OMNI_IML_DATA").ok_or("the tables need pictures: OMNI_IML_DATA does not name their folder")?;
    let data = std::path::absolute(data).map_err(|error| format!("OMNI_IML_DATA: {error}"))?;
    let program = build::program(shop)?;
    // Before the minutes that come ahead of its use.
    output(Command::new("gzip").arg("--version"))?;
    let folder = Folder::new("tables")?;
    let writer = Writer { shop, program, data, folder };
    let forged = timed("the forgeries", || writer.output(&words("forge --preset eval-v2 --out eval-v2"), "").map(|o| o.1))?;
    let mut text = "# Tables\n\nWritten by `cargo xtask tables`, with `OMNI_IML_DATA` naming the folder of the pictures; every \
                    table stands below the command that printed its figures. "
        .to_owned();
    text += &format!("`omni-iml forge --preset eval-v2 --out eval-v2` came first ({}).\n", forged.trim().replace('\n', ", "));
    text += &timed("domains", || writer.domains())?;
    let (robustness, intact) = timed("robustness", || writer.robustness())?;
    text += &robustness;
    text += &timed("precisions", || writer.precisions(&intact))?;
    let path = shop.root.join("models/TABLES.md");
    std::fs::write(&path, text).map_err(|error| format!("{} could not be written: {error}", path.display()))?;
    eprintln!("written: {}", path.display());
    Ok(())
}

fn words(line: &str) -> Vec<String> {
    line.split(' ').map(str::to_owned).collect()
}

fn domains() -> Vec<String> {
    DOMAINS.iter().map(|domain| format!("eval-v2/{domain}")).collect()
}

struct Writer<'a> {
    shop: &'a Workshop,
    program: PathBuf,
    data: PathBuf,
    folder: Folder,
}

impl Writer<'_> {
    /// Runs the product in the folder; gives the line to type and what was printed. The files `sets`, of the pictures'
    /// folder, are said by the pattern that they match.
    fn output(&self, arguments: &[String], pattern: &str) -> Outcome<(String, String)> {
        let sets = if pattern.is_empty() { Vec::new() } else { self.real()? };
        let mut command = self.shop.command(&self.program);
        command.current_dir(self.folder.path()).env("OMNI_IML_MODELS", self.shop.root.join("models"));
        let printed = output(command.args(arguments).args(sets).env("OMNI_IML_DATA", &self.data))?;
        Ok((format!("omni-iml {} {pattern}", arguments.join(" ")).trim_end().to_owned(), printed))
    }

    /// The sets of real pictures.
    fn real(&self) -> Outcome<Vec<PathBuf>> {
        let folder = self.data.join("eval_real");
        let failed = |error: std::io::Error| format!("{} could not be read: {error}", folder.display());
        let mut sets = Vec::new();
        for entry in std::fs::read_dir(&folder).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            if path.join("image").is_dir() {
                sets.push(path);
            }
        }
        sets.sort();
        Ok(sets)
    }

    fn evaluated(&self, arguments: &[String], pattern: &str) -> Outcome<(String, Printed)> {
        let (line, text) = self.output(arguments, pattern)?;
        Ok((line, Printed::parse(&text)?))
    }

    fn domains(&self) -> Outcome<String> {
        let mut text = "\n## 1. Domains and kinds of forgery\n".to_owned();
        let (line, forgeries) = self.evaluated(&[words("eval --kinds"), domains()].concat(), "")?;
        text += &format!("\nHeld-out forgeries of our own, of four domains.\n\n    {line}\n\n{}", said(&forgeries));
        text += &forgeries.markdown();
        if !self.data.join("eval_real").is_dir() {
            eprintln!("skipped: OMNI_IML_DATA holds no eval_real");
            return Ok(text + "\nReal forgeries: skipped, the pictures' folder holds no `eval_real`.\n");
        }
        let (line, real) = self.evaluated(&words("eval"), "$OMNI_IML_DATA/eval_real/*/")?;
        text += &format!("\nReal forgeries and authentic pictures, none of them ever trained or tuned on.\n\n    {line}\n\n");
        text += &real.markdown();
        let ours = real.value("casia1", "F1@.5")?;
        let pictures = real.value("casia1", "forged")?;
        let mut table = Table::new(&["on CASIA 1", "parameters", "F1@.5"]);
        table.row(&["this network, small", "2.8 M", ours]);
        table.row(&["PSCC-Net", "4 M", ".630"]);
        table.row(&["TruFor", "69 M", ".818"]);
        text += &format!("\n{}", table.markdown());
        text += &format!(
            "\nThe other two figures are published (Protocol-CAT of IMDL-BenCo) and not ours: they were trained on CASIA 2, \
             FantasticReality, IMD2020 and tampered COCO, the first of which is of the same makers as the test, and stand for \
             all 920 forged pictures of CASIA 1; ours was trained on forgeries of our own alone and is measured at native size \
             on the {pictures} that are to be had.\n"
        );
        Ok(text)
    }

    /// The table, and what the intact pictures come to.
    fn robustness(&self) -> Outcome<(String, Printed)> {
        let arguments = [words("eval"), domains(), words(&format!("--first {FIRST}"))].concat();
        let (line, intact) = self.evaluated(&arguments, "")?;
        let columns = ["degradation", "what", "F1@.5", "natural", "document", "face", "scene_text", "imgAUC", "FPR", "area"];
        let mut table = Table::new(&columns);
        let mut row = |name: &str, what: &str, printed: &Printed| -> Outcome {
            let mut cells = vec![name, what, printed.value("all", "F1@.5")?];
            for domain in DOMAINS {
                cells.push(printed.value(domain, "F1@.5")?);
            }
            for column in ["imgAUC", "FPR", "area"] {
                cells.push(printed.value("all", column)?);
            }
            table.row(&cells);
            Ok(())
        };
        row("none", "the files as they are", &intact)?;
        for name in DEGRADATIONS {
            let (_, printed) = self.evaluated(&[&arguments[..], &words(&format!("--degrade {name}"))].concat(), "")?;
            let said = printed.notes.iter().find_map(|note| note.strip_prefix("degraded: ")?.split_once(": "));
            row(name, said.ok_or("eval did not say what it degraded")?.1, &printed)?;
        }
        let (forged, authentic) = (intact.value("all", "forged")?, intact.value("all", "auth.")?);
        let text = format!(
            "\n## 4. Robustness\n\nThe first {FIRST} pictures of each domain, {forged} forged and {authentic} authentic, each \
             degraded on its way into the network, and its mask with it where pixels move.\n\n    {line} --degrade NAME\n\n\
             {}\nThe four domains' columns are their F1@.5. FPR and area are of the authentic pictures, one of which is {:.3}.\n",
            table.markdown(),
            1.0 / authentic.parse::<f64>().map_err(|_| "eval printed no count")?
        );
        Ok((text, intact))
    }

    fn precisions(&self, intact: &Printed) -> Outcome<String> {
        let manifest = self.shop.root.join("models/manifest.json");
        std::fs::copy(&manifest, self.folder.path().join("manifest.json")).map_err(|e| format!("{}: {e}", manifest.display()))?;
        let columns = ["weights", "bytes", "gzip -9", "largest difference of a logit", "F1@.5", "ΔF1", "FPR", "ΔFPR", "area"];
        let mut table = Table::new(&columns);
        let mut reference: Option<(Vec<f32>, f64, f64)> = None;
        for precision in PRECISIONS {
            let file = format!("{precision}.bpk");
            self.output(&words(&format!("model --convert {precision} --out {file}")), "")?;
            let path = self.folder.path().join(&file);
            let bytes = std::fs::metadata(&path).map_err(|error| format!("{}: {error}", path.display()))?.len();
            let logits = self.logits(&file)?;
            let arguments = [words("eval"), domains(), words(&format!("--first {FIRST} --model {file}"))].concat();
            let printed = self.evaluated(&arguments, "")?.1;
            let [f1, rate] = ["F1@.5", "FPR"].map(|column| printed.number("all", column));
            let (f1, rate) = (f1?, rate?);
            let (full, full_f1, full_rate) = reference.get_or_insert_with(|| (logits.clone(), f1, rate));
            if full.len() != logits.len() {
                return Err(format!("{file} gives another number of logits"));
            }
            let apart = full.iter().zip(&logits).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            table.row(&[
                precision,
                &bytes.to_string(),
                &gzipped(&path)?.to_string(),
                &format!("{apart:.4}"),
                &format!("{f1:.3}"),
                &format!("{:+.3}", f1 - *full_f1),
                &format!("{rate:.3}"),
                &format!("{:+.3}", rate - *full_rate),
                printed.value("all", "area")?,
            ]);
        }
        let (forged, authentic) = (intact.value("all", "forged")?, intact.value("all", "auth.")?);
        Ok(format!(
            "\n## 5. Precisions of the weights\n\nMade of the file that ships, so that the first row holds what that file holds \
             and no more. Logits: of the masks of `www/samples/*.jpg`, against the first row. F1@.5, FPR, area: on the subset of \
             table 4, {forged} forged and {authentic} authentic pictures.\n\n    \
             omni-iml model --convert PRECISION --out PRECISION.bpk\n    \
             omni-iml check www/samples/*.jpg --logits FOLDER --model PRECISION.bpk\n    \
             omni-iml eval {} --first {FIRST} --model PRECISION.bpk\n\n{}",
            domains().join(" "),
            table.markdown()
        ))
    }

    /// The logits of our sample pictures' masks, one after the other.
    fn logits(&self, model: &str) -> Outcome<Vec<f32>> {
        let samples = SAMPLES.map(|name| self.shop.root.join("www/samples").join(name).to_string_lossy().into_owned());
        let options = words(&format!("--logits {model}.logits --model {model}"));
        self.output(&[words("check"), samples.to_vec(), options].concat(), "")?;
        let mut logits = Vec::new();
        for name in SAMPLES {
            let path = self.folder.path().join(format!("{model}.logits/{name}.npy"));
            let bytes = std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
            logits.extend(npy(&bytes).ok_or_else(|| format!("no NumPy file of version 1: {}", path.display()))?);
        }
        Ok(logits)
    }
}

/// What stands above a table of `eval`, as a paragraph.
fn said(printed: &Printed) -> String {
    printed.notes.join("\\\n") + "\n\n"
}

/// The values of a NumPy file of 32-bit floats.
fn npy(bytes: &[u8]) -> Option<Vec<f32>> {
    let rest = bytes.strip_prefix(b"\x93NUMPY\x01\x00")?;
    let (length, rest) = rest.split_at_checked(2)?;
    let values = rest.get(usize::from(u16::from_le_bytes([length[0], length[1]]))..)?;
    Some(values.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect())
}

/// How many bytes a file has as gzip.
fn gzipped(path: &Path) -> Outcome<usize> {
    let done = Command::new("gzip").args(["-9", "-n", "-c"]).arg(path).stderr(Stdio::inherit()).output();
    let done = done.map_err(|error| format!("gzip could not be started: {error}"))?;
    if done.status.success() { Ok(done.stdout.len()) } else { Err(format!("gzip failed ({})", done.status)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_values_of_numpy_files_are_found_behind_their_head() {
        let mut file = b"\x93NUMPY\x01\x00\x03\x00{ }".to_vec();
        file.extend([1.5f32, -2.0].iter().flat_map(|value| value.to_le_bytes()));
        assert_eq!(npy(&file), Some(vec![1.5, -2.0]));
        assert_eq!(npy(&file[..9]), None);
        assert_eq!(npy(b"\x93NUMPY\x02\x00\x03\x00"), None);
        assert_eq!(npy(b"\x93NUMPY\x01\x00\xff\xff{ }"), None);
    }
}
