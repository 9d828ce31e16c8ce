use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use super::journal::{Key, lines};
use crate::localize::Thresholds;

/// Puts the results of several runs or machines together: sorted by file, each picture once.
#[derive(clap::Args)]
pub struct MergeArgs {
    /// What `check --results` wrote.
    #[arg(required = true)]
    inputs: Vec<PathBuf>,
    /// The file to write; standard output without it.
    #[arg(long)]
    out: Option<PathBuf>,
}

/// Runs `merge`.
pub fn run(args: &MergeArgs) -> Result<(), String> {
    let results = read(&args.inputs)?;
    match &args.out {
        // Beside the target first, which may be one of the inputs.
        Some(out) => {
            let told = |e: std::io::Error| format!("cannot write ({e}): {}", out.display());
            let mut part = out.clone().into_os_string();
            part.push(".part");
            let done = File::create(&part).and_then(|file| write(&results, file)).and_then(|()| fs::rename(&part, out));
            done.map_err(|e| {
                let _ = fs::remove_file(&part);
                told(e)
            })?;
        }
        None => write(&results, std::io::stdout().lock()).map_err(|e| format!("cannot write: {e}"))?,
    }
    eprintln!("{} results of {} files", results.len(), args.inputs.len());
    Ok(())
}

/// All results by their keys. Of two with the same key the first stays: they differ in their times at most.
fn read(inputs: &[PathBuf]) -> Result<BTreeMap<Key, String>, String> {
    let mut results = BTreeMap::new();
    let mut thresholds: Vec<Thresholds> = Vec::new();
    for path in inputs {
        let told = |why: String| format!("{why}: {}", path.display());
        let file = File::open(path).map_err(|e| told(format!("cannot read ({e})")))?;
        let whole = lines(file, |report, line| {
            thresholds.extend(report.thresholds().filter(|these| !thresholds.contains(these)));
            results.entry(Key::of(&report)).or_insert_with(|| line.to_owned());
            Ok(())
        });
        if !whole.map_err(told)?.rest.is_empty() {
            return Err(told("its last line is cut off; have the run go on until its end".to_owned()));
        }
    }
    let mut models: Vec<&str> = results.keys().map(|key| key.model.as_str()).collect();
    models.sort_unstable();
    models.dedup();
    if models.len() > 1 {
        return Err(format!("the results are of {} different models, whose scores do not compare", models.len()));
    }
    if thresholds.len() > 1 {
        return Err(format!(
            "the results are of {} different sets of thresholds, whose verdicts do not compare",
            thresholds.len()
        ));
    }
    Ok(results)
}

fn write(results: &BTreeMap<Key, String>, to: impl Write) -> std::io::Result<()> {
    let mut to = BufWriter::new(to);
    for line in results.values() {
        writeln!(to, "{line}")?;
    }
    to.flush()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::super::journal::tests::result;
    use super::*;
    use crate::report::Made;

    #[test]
    fn results_are_sorted_and_come_once() {
        let folder = std::env::temp_dir().join(format!("omni-iml-merge-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let file = |name: &str, text: String| {
            std::fs::write(folder.join(name), text).unwrap();
            folder.join(name)
        };
        let line = |file: &str, sha256: &str| format!("{}\n", serde_json::to_string(&result(file, sha256)).unwrap());
        let one = file("one", line("b.jpg", "2") + &line("a.jpg", "1"));
        let two = file("two", line("c.jpg", "3") + &line("a.jpg", "1"));
        let out = folder.join("out");
        run(&MergeArgs { inputs: vec![one.clone(), two], out: Some(out.clone()) }).unwrap();
        let expected = line("a.jpg", "1") + &line("b.jpg", "2") + &line("c.jpg", "3");
        assert_eq!(std::fs::read_to_string(&out).unwrap(), expected);
        run(&MergeArgs { inputs: vec![out.clone(), one.clone()], out: Some(out.clone()) }).unwrap();
        assert_eq!(std::fs::read_to_string(&out).unwrap(), expected, "into a file that is read");
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 3, "nothing else is left");

        let cut = file("cut", line("d.jpg", "4").trim_end().to_owned());
        assert!(read(&[one.clone(), cut]).unwrap_err().contains("cut off"));
        let other = file("other", line("d.jpg", "4").replace("\"sha256\":\"m\"", "\"sha256\":\"n\""));
        assert!(read(&[one.clone(), other]).unwrap_err().contains("2 different models"));
        let ruled = |name: &str, tail: f32| {
            let mut result = result(name, name);
            result.made = Some(Made::here(String::new(), Thresholds { tail, ..Thresholds::OF_TESTS }));
            file(name, serde_json::to_string(&result).unwrap() + "\n")
        };
        let (plain, tailed) = (ruled("e.jpg", 0.0), ruled("f.jpg", 0.5));
        assert_eq!(read(&[one, plain.clone()]).unwrap().len(), 3, "what says nothing of its thresholds may be of any");
        assert!(read(&[plain, tailed]).unwrap_err().contains("2 different sets of thresholds"));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
