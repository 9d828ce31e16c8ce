//! Annotations as conversations for fine-tuning: LLaMA-Factory (ShareGPT), ms-swift and TRL, with the prompt in any mode.
//!
//! A conversation is what the page would have sent, and the annotation in the place of the model's reply. Paths in all
//! files are relative to the folder that they are written to.

mod formats;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

use super::command::in_parallel;
use super::{Annotation, Case, KnownSet};
use crate::explain::instructions;
use crate::explain::prompt::{Mode, PromptError, build};
use crate::input::sha256;
use crate::language::Language;
pub use formats::{Conversation, Format};

/// The version of the manifest.
pub const SCHEMA: &str = "omni-iml/sft/1";

/// Writes annotations as conversations for fine-tuning.
#[derive(Clone, Debug, clap::Args)]
pub struct ExportArgs {
    /// Folder that `annotate` wrote.
    annotations: PathBuf,
    /// The set that it annotated.
    #[arg(long)]
    set: PathBuf,
    /// Folder to write to; its files of an earlier export are replaced.
    #[arg(long)]
    out: PathBuf,
    /// What the model gets to see; several give as many files.
    #[arg(long, value_delimiter = ',', value_parser = mode, default_value = "overlay,overlay_blurred,crops,paper")]
    mode: Vec<Mode>,
    /// For which stacks.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "llama-factory,ms-swift,trl")]
    format: Vec<Format>,
}

pub(super) fn mode(name: &str) -> Result<Mode, String> {
    let known = Mode::ALL.into_iter().find(|mode| mode.name() == name);
    known.ok_or_else(|| format!("one of {} is needed", Mode::ALL.map(Mode::name).join(", ")))
}

/// What was written: `manifest.json`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`SCHEMA`].
    pub schema: String,
    /// The set's name.
    pub set: String,
    /// Who wrote the annotations, each with its number of pictures; empty where all was known.
    pub models: BTreeMap<String, usize>,
    /// Conversations by mode.
    pub conversations: BTreeMap<String, usize>,
    /// What there is no conversation of, and why: pictures without an annotation, and, by mode, those that it cannot show.
    pub left_out: BTreeMap<String, usize>,
    /// Every other file and its SHA-256, hexadecimal.
    pub files: BTreeMap<String, String>,
}

/// Runs `omni-iml sft-export` and tells `say` what came of it.
///
/// # Errors
/// In words.
pub fn run(args: &ExportArgs, say: &mut dyn FnMut(&str)) -> Result<Manifest, String> {
    let set = KnownSet::open(&args.set)?;
    let out = Out { folder: &args.out };
    let each = in_parallel(set.pictures().len(), |at| sample(args, &out, &set, &set.pictures()[at]))?;
    let mut manifest = Manifest { schema: SCHEMA.to_owned(), set: set.name().to_owned(), ..Manifest::default() };
    let mut by_mode: BTreeMap<&str, Vec<Conversation>> = BTreeMap::new();
    for sample in each {
        let Some(Sample { model, conversations, refused }) = sample else {
            *manifest.left_out.entry("without an annotation".to_owned()).or_default() += 1;
            continue;
        };
        *manifest.models.entry(model).or_default() += 1;
        for mode in refused {
            *manifest.left_out.entry(format!("nothing to show as {mode}")).or_default() += 1;
        }
        for (mode, conversation, sha256) in conversations {
            manifest.files.insert(conversation.image.clone(), sha256);
            by_mode.entry(mode).or_default().push(conversation);
        }
    }
    if by_mode.is_empty() {
        return Err(format!(
            "no picture of the set has an annotation there; run `omni-iml annotate` first: {}",
            args.annotations.display()
        ));
    }
    for (mode, conversations) in &by_mode {
        manifest.conversations.insert((*mode).to_owned(), conversations.len());
        for format in &args.format {
            let name = format.file(mode);
            let text = format.text(conversations).map_err(|e| format!("{e}: {name}"))?;
            manifest.files.insert(name.clone(), out.write(&name, text.as_bytes())?);
        }
    }
    if args.format.contains(&Format::LlamaFactory) {
        let text = formats::dataset_info(by_mode.keys().copied()).map_err(|e| e.to_string())?;
        manifest.files.insert(formats::DATASET_INFO.to_owned(), out.write(formats::DATASET_INFO, text.as_bytes())?);
    }
    let text = serde_json::to_string_pretty(&manifest).map_err(|e| e.to_string())?;
    out.write("manifest.json", (text + "\n").as_bytes())?;
    for (mode, count) in &manifest.conversations {
        say(&format!("{mode}: {count} conversations"));
    }
    for (why, count) in &manifest.left_out {
        say(&format!("left out: {count} {why}"));
    }
    let stacks: Vec<String> =
        args.format.iter().filter_map(|format| Some(format.to_possible_value()?.get_name().to_owned())).collect();
    say(&format!("written for {}: {}", stacks.join(", "), args.out.display()));
    Ok(manifest)
}

/// One picture's conversations.
struct Sample {
    model: String,
    /// Mode, conversation, SHA-256 of its picture.
    conversations: Vec<(&'static str, Conversation, String)>,
    /// Modes that have nothing to show.
    refused: Vec<&'static str>,
}

fn sample(args: &ExportArgs, out: &Out<'_>, set: &KnownSet, picture: &Path) -> Result<Option<Sample>, String> {
    let case = set.case(picture)?;
    let Some(annotation) = Annotation::read(&args.annotations, &case) else { return Ok(None) };
    let (mut conversations, mut refused) = (Vec::new(), Vec::new());
    for mode in Mode::ALL.into_iter().filter(|mode| args.mode.contains(mode)) {
        let prompt = match build(&case.photo, &case.mask, 128, &case.regions, mode, &[]) {
            Ok(prompt) => prompt,
            Err(PromptError::NoRegions(_)) => {
                refused.push(mode.name());
                continue;
            }
            Err(e) => return Err(format!("{e} ({})", case.stem)),
        };
        let image = format!("images/{}/{}.jpg", mode.name(), case.stem);
        let sha256 = out.write(&image, &prompt.jpeg)?;
        let words = instructions::explain(mode, Language::En, &prompt.places);
        conversations.push((mode.name(), conversation(words, &case, &annotation, image)?, sha256));
    }
    Ok(Some(Sample { model: annotation.model, conversations, refused }))
}

fn conversation(
    words: instructions::Instructions,
    case: &Case,
    annotation: &Annotation,
    image: String,
) -> Result<Conversation, String> {
    let reply = annotation.explanation.as_reply().map_err(|e| format!("{e} ({})", case.stem))?;
    let [system, user] = [&words.system, &words.user].map(|text| formats::without_tags(text));
    Ok(Conversation { system, user, assistant: formats::inert(&reply), image })
}

/// The folder that is written to.
struct Out<'a> {
    folder: &'a Path,
}

impl Out<'_> {
    /// Writes a file and gives its SHA-256.
    fn write(&self, name: &str, bytes: &[u8]) -> Result<String, String> {
        let path = self.folder.join(name);
        let told = |e: std::io::Error| format!("cannot write ({e}): {}", path.display());
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(told)?;
        }
        fs::write(&path, bytes).map_err(told)?;
        Ok(sha256(bytes))
    }
}
