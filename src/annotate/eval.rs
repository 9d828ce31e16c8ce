//! Scores of explanations: the paper's columns, with and without the visual prompt, for each model, and for our own words.
//!
//! A row is what a model is shown: the picture alone, the mask beside it, the overlay of a predicted mask, the overlay of
//! the true one. The words that go with it are the same in every row but for what is seen, and tell no box. References are
//! the facts of the data engine and, for what those do not hold, annotations.

mod answer;
mod matching;
mod reference;
mod rows;
mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::Serialize;

use super::ask::{key, locked};
use super::command::in_parallel;
use super::scores::Embedder;
use super::store::hash;
use super::{Annotation, Asker, Case, Cost, KnownSet, ModelAt, PictureTokens, ServerArgs, Store, Stored, Trouble};
use crate::explain::prompt::Mode;
use crate::explain::reply;
use crate::explain::schema::Explanation;
pub use answer::{PictureScore, RegionScore, score};
pub use matching::matched;
pub use reference::{Reference, RegionReference};
pub use rows::Row;
use rows::{Predicted, Shown, local};
pub use table::Figures;

/// Scores models' explanations on a forged set, with and without the visual prompt. Says what it costs; sends only with
/// --yes.
#[derive(Clone, Debug, clap::Args)]
pub struct EvalExplainArgs {
    /// Folder with image/, mask/ and, as `forge` writes it, truth.jsonl.
    set: PathBuf,
    /// Folder for replies and figures; a run that was stopped goes on from it.
    #[arg(long)]
    out: PathBuf,
    /// A model, and its server's address where it is not vLLM's on this machine: NAME or NAME=ADDRESS; several may be given.
    /// Short names of the paper's models are known, as qwen2.5-vl-7b and internvl3-8b. Without one, only our own words are
    /// scored.
    #[arg(long, value_parser = ModelAt::parse)]
    model: Vec<ModelAt>,
    #[command(flatten)]
    server: ServerArgs,
    /// Folder that `annotate` wrote for this set: what descriptions, titles and relative positions are compared with.
    #[arg(long)]
    annotations: Option<PathBuf>,
    /// Folder of masks that `omni-iml check --mask` wrote for this set's pictures.
    #[arg(long)]
    predicted: Option<PathBuf>,
    /// How the overlays are shown.
    #[arg(long, value_parser = super::export::mode, default_value = "paper")]
    mode: Mode,
    /// A model of embeddings and its server, NAME=ADDRESS: descriptions are scored by their cosine, too.
    #[arg(long, value_parser = ModelAt::parse)]
    embed: Option<ModelAt>,
    /// The environment variable with that server's key, if it wants one.
    #[arg(long, default_value = "OMNI_IML_EMBED_KEY")]
    embed_key_env: String,
    /// Only so many pictures, the first by name.
    #[arg(long)]
    first: Option<usize>,
    /// Send. Without it, only what it would cost is printed, and our own words are scored.
    #[arg(long)]
    yes: bool,
    /// Write every picture's scores as JSON lines.
    #[arg(long)]
    scores: Option<PathBuf>,
}

/// A line of the table, and of the file of scores.
#[derive(Serialize)]
struct Scored<'a> {
    model: &'a str,
    shown: &'a str,
    picture: &'a str,
    #[serde(flatten)]
    score: &'a PictureScore,
}

/// A line of the table: a model, or our own words, what was shown, and each picture's scores.
pub struct Line {
    /// The model's name as it was given.
    pub model: String,
    /// What was shown.
    pub shown: &'static str,
    /// Stems and scores.
    pub pictures: Vec<(String, PictureScore)>,
}

impl Line {
    /// The means.
    #[must_use]
    pub fn figures(&self) -> Figures {
        Figures::of(self.pictures.iter().map(|(_, score)| score))
    }
}

/// Runs `omni-iml eval-explain` and tells `say` how it goes; gives the table's lines.
///
/// # Errors
/// In words; rows that lack an answer are told of when all others are printed.
pub fn run(args: &EvalExplainArgs, say: &mut dyn FnMut(&str)) -> Result<Vec<Line>, String> {
    let set = KnownSet::open(&args.set)?;
    let store = Store::open(&args.out)?;
    let origins: BTreeSet<String> = args.model.iter().map(|model| model.address.origin()).collect();
    if origins.len() > 1 && args.server.key()?.is_some() {
        let origins: Vec<&str> = origins.iter().map(String::as_str).collect();
        return Err(format!("one key for {}; run it once for each server, with its key in --key-env", origins.join(" and ")));
    }
    // Texts are sent no more than pictures are.
    let embed = args.embed.clone().filter(|_| args.yes);
    let embed = embed.map(|model| Embedder::new(model, key(&args.embed_key_env)?, &args.server, &store)).transpose()?;
    let eval = Eval { args, set: &set, embedder: embed.map(Mutex::new) };
    let (mut lines, mut missing) = (Vec::new(), Vec::new());
    let mut unsent = args.embed.is_some() && !args.yes;
    for model in &args.model {
        let asker = Asker::new(&args.server, model, &store, args.yes)?;
        for row in eval.rows() {
            let cost = eval.cost(&asker, model, row)?;
            if !cost.is_nothing() && !args.yes {
                say(&format!("{}, {}:\n{}", model.name, row.name(), cost.words(PictureTokens::of(&model.model), None)));
                unsent = true;
                continue;
            }
            match eval.ask(&asker, model, row, say) {
                Ok(pictures) => lines.push(Line { model: model.name.clone(), shown: row.name(), pictures }),
                Err(why) => missing.push(format!("{}, {}: {why}", model.name, row.name())),
            }
        }
    }
    for row in [Row::OverlayPredicted, Row::OverlayTrue] {
        if row == Row::OverlayTrue || args.predicted.is_some() {
            match eval.own(row) {
                Ok(pictures) => lines.push(Line { model: "own words".to_owned(), shown: row.mask(), pictures }),
                Err(why) => missing.push(format!("own words, {}: {why}", row.mask())),
            }
        }
    }
    say(&table::words(set.name(), args.mode, &lines));
    if let Some(path) = &args.scores {
        let mut text = String::new();
        for Line { model, shown, pictures } in &lines {
            for (picture, score) in pictures {
                let line = serde_json::to_string(&Scored { model, shown, picture, score }).map_err(|e| e.to_string())?;
                text += &(line + "\n");
            }
        }
        std::fs::write(path, text).map_err(|e| format!("cannot write ({e}): {}", path.display()))?;
    }
    if unsent {
        say("nothing was sent for these; add --yes");
    }
    if missing.is_empty() { Ok(lines) } else { Err(missing.join("\n")) }
}

struct Eval<'a> {
    args: &'a EvalExplainArgs,
    set: &'a KnownSet,
    embedder: Option<Mutex<Embedder<'a>>>,
}

impl Eval<'_> {
    fn pictures(&self) -> &[PathBuf] {
        let all = self.set.pictures();
        &all[..all.len().min(self.args.first.unwrap_or(usize::MAX))]
    }

    /// What can be shown.
    fn rows(&self) -> impl Iterator<Item = Row> + use<> {
        let predicted = self.args.predicted.is_some();
        Row::ALL.into_iter().filter(move |row| predicted || *row != Row::OverlayPredicted)
    }

    fn case(&self, picture: &Path) -> Result<(Case, Option<Predicted>), String> {
        let case = self.set.case(picture)?;
        let predicted = match &self.args.predicted {
            Some(folder) => Some(Predicted::read(folder, picture, &case.photo)?),
            None => None,
        };
        Ok((case, predicted))
    }

    /// The name of a reply in the store.
    fn name(&self, model: &ModelAt, row: Row, case: &Case) -> String {
        let plain = |c: char| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '-' };
        let server = hash([model.model.as_bytes(), model.address.origin().as_bytes()]);
        let model: String = model.model.chars().map(plain).collect();
        let mode = if matches!(row, Row::OverlayTrue | Row::OverlayPredicted) { self.args.mode.name() } else { "paper" };
        format!("{model}-{}/{}-{mode}/{}", &server[..8], row.file(), case.stem)
    }

    /// What is not there yet of a row.
    fn cost(&self, asker: &Asker<'_>, model: &ModelAt, row: Row) -> Result<Cost, String> {
        let pictures = self.pictures();
        let family = PictureTokens::of(&model.model).unwrap_or(PictureTokens::Qwen);
        let costs = in_parallel(pictures.len(), |at| {
            let (case, predicted) = self.case(&pictures[at])?;
            let mut cost = Cost::default();
            if let Some(Shown { question, places, sides }) = row.show(&case, predicted.as_ref(), self.args.mode)? {
                let read = |text: &str| reply::read(text, &places);
                match asker.stored(&self.name(model, row, &case), question.clone(), read) {
                    Ok(Stored::Missing) => cost.add(&question, family.count(sides), 0, 300),
                    Ok(Stored::Misshapen) => cost.repairs += 1,
                    Ok(Stored::Read(_)) | Err(_) => {}
                }
            }
            Ok(cost)
        })?;
        Ok(costs.into_iter().fold(Cost::default(), Cost::plus))
    }

    /// Asks a model about every picture, and scores what it says. Authentic pictures that the prompt cannot show are none of
    /// the row's.
    fn ask(
        &self,
        asker: &Asker<'_>,
        model: &ModelAt,
        row: Row,
        say: &mut dyn FnMut(&str),
    ) -> Result<Vec<(String, PictureScore)>, String> {
        let pictures = self.pictures();
        let scores = Mutex::new(BTreeMap::new());
        let (answered, refused) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
        let failed = asker.each(pictures.len(), |at, runtime| {
            let (case, predicted) = self.case(&pictures[at]).map_err(Trouble::Passing)?;
            let shown = row.show(&case, predicted.as_ref(), self.args.mode).map_err(Trouble::Passing)?;
            let said = match shown {
                // A prompt that has nothing to show is not sent, and nobody says anything: of what was forged, that is missed.
                None if case.forged() => None,
                None => return Ok(()),
                Some(shown) => {
                    let name = self.name(model, row, &case);
                    let read = |text: &str| reply::read(text, &shown.places);
                    let said = match asker.answer(runtime, &name, shown.question, read) {
                        Ok(explanation) => Some(explanation),
                        // What nobody can read explains nothing, and neither does what is withheld.
                        Err(Trouble::Unusable(_)) => None,
                        Err(Trouble::Refused(why)) => {
                            locked(&refused).insert(at, why);
                            None
                        }
                        Err(trouble) => return Err(trouble),
                    };
                    answered.fetch_add(usize::from(!locked(&refused).contains_key(&at)), Ordering::Relaxed);
                    said
                }
            };
            let score = self.score(&case, said.as_ref(), true).map_err(Trouble::Fatal)?;
            locked(&scores).insert(at, (case.stem, score));
            Ok(())
        })?;
        let refused = std::mem::take(&mut *locked(&refused));
        failed.iter().map(|(_, why)| why).chain(refused.values()).for_each(|why| say(why));
        if !failed.is_empty() {
            return Err(format!("{} of {} pictures have no answer; run it again to go on", failed.len(), pictures.len()));
        }
        if !refused.is_empty() {
            if answered.into_inner() == 0 {
                return Err(format!("the server refused all {} pictures", refused.len()));
            }
            say(&format!("{}, {}: {} pictures were refused and count as unanswered", model.name, row.name(), refused.len()));
        }
        Ok(scores.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner).into_values().collect())
    }

    /// Our own words, from what is measured inside a mask.
    fn own(&self, row: Row) -> Result<Vec<(String, PictureScore)>, String> {
        let pictures = self.pictures();
        in_parallel(pictures.len(), |at| {
            let (case, predicted) = self.case(&pictures[at])?;
            let said = match (row, &predicted) {
                (Row::OverlayPredicted, Some(predicted)) => local(&case, &predicted.mask, &predicted.regions),
                _ => local(&case, &case.mask, &case.regions),
            };
            let score = self.score(&case, Some(&said), false)?;
            Ok((case.stem, score))
        })
    }

    fn score(&self, case: &Case, said: Option<&Explanation>, tells_domain: bool) -> Result<PictureScore, String> {
        let annotation = self.args.annotations.as_ref().and_then(|folder| Annotation::read(folder, case));
        let reference = Reference::of(case, annotation.as_ref());
        let alike = |a: &str, b: &str| match &self.embedder {
            // An embedding of nothing is like anything.
            Some(_) if b.is_empty() => Ok(Some(0.0)),
            Some(embedder) => locked(embedder).likeness(a, b).map(Some),
            None => Ok(None),
        };
        score(&reference, said, tells_domain, alike)
    }
}
