use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tokio::runtime::Runtime;

use super::blind::{Errors, chosen};
use super::steps::{self, Guesses, Scene, Step, Traces};
use super::{Asker, Case, Cost, Facts, KnownSet, ModelAt, PictureTokens, ServerArgs, Store, Trouble};
use crate::explain::endpoint::Question;
use crate::explain::schema::Explanation;
use crate::parallel;

/// Annotates a forged set by a model, in the paper's three steps. Says what it costs; sends only with --yes.
#[derive(Clone, Debug, clap::Args)]
pub struct AnnotateArgs {
    /// Folder with image/, mask/ and, as `forge` writes it, truth.jsonl.
    set: PathBuf,
    /// Folder for replies and annotations; a run that was stopped goes on from it.
    #[arg(long)]
    out: PathBuf,
    /// The model, and its server's address where it is not vLLM's on this machine: NAME or NAME=ADDRESS. Short names of
    /// the paper's models are known, as qwen2.5-vl-7b and internvl3-8b.
    #[arg(long, value_parser = ModelAt::parse)]
    model: ModelAt,
    #[command(flatten)]
    server: ServerArgs,
    /// Of so many pictures the known fields are asked, too, without telling them, to see how often the model is wrong.
    #[arg(long, default_value_t = 100)]
    blind: usize,
    /// Only so many pictures, the first by name.
    #[arg(long)]
    first: Option<usize>,
    /// Send. Without it, only what it would cost is printed.
    #[arg(long)]
    yes: bool,
    /// Price of a million tokens in.
    #[arg(long, requires = "price_out")]
    price_in: Option<f64>,
    /// Price of a million tokens out.
    #[arg(long, requires = "price_in")]
    price_out: Option<f64>,
}

/// What a set's picture says and shows: a file of the folder annotation/.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Annotation {
    /// Of picture and mask.
    pub stem: String,
    /// SHA-256 of the picture's file, hexadecimal.
    pub picture: String,
    /// Who wrote it; empty where all of it was known.
    pub model: String,
    /// What was known beside the places.
    pub facts: Facts,
    /// All of it.
    pub explanation: Explanation,
    /// What the model said of the known fields without being told, where it was asked.
    pub guesses: Option<Guesses>,
}

impl Annotation {
    /// The file's name in a [`Store`].
    fn name(stem: &str) -> String {
        format!("annotation/{stem}")
    }

    /// The annotation of a picture in a folder that [`run`] wrote; nothing where there is none, or of another picture.
    #[must_use]
    pub fn read(folder: &Path, case: &Case) -> Option<Self> {
        let path = folder.join(format!("{}.json", Self::name(&case.stem)));
        super::store::read::<Self>(&path).filter(|found| found.picture == case.photo.sha256)
    }
}

/// What is to be done of a set.
struct Plan {
    /// Places among the pictures.
    pictures: Vec<usize>,
    /// Which of them are asked blind.
    blind: Vec<usize>,
    /// Annotated already.
    there: usize,
    /// Authentic ones of which nobody knows what they show.
    left_out: usize,
    cost: Cost,
}

/// How a run went.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// What was to be sent, before anything was.
    pub cost: Cost,
    /// How often the model was wrong about what is known; nothing where nothing was to be sent.
    pub errors: Option<Errors>,
    /// Requests that went out, as [`super::Sent::counts`] gives them.
    pub sent: [usize; 3],
    /// Why pictures could not be annotated.
    pub failed: Vec<String>,
}

impl Outcome {
    /// An error where pictures could not be annotated.
    ///
    /// # Errors
    /// How many.
    pub fn complete(self) -> Result<(), String> {
        match self.failed.len() {
            0 => Ok(()),
            n => Err(format!("{n} pictures could not be annotated; run it again to try those again")),
        }
    }
}

/// Runs `omni-iml annotate` and tells `say` how it goes.
///
/// # Errors
/// What stops a run, in words; pictures that could not be annotated are in the outcome.
pub fn run(args: &AnnotateArgs, say: &mut dyn FnMut(&str)) -> Result<Outcome, String> {
    let set = KnownSet::open(&args.set)?;
    let store = Store::open(&args.out)?;
    let job = Job { args, set: &set, store: &store };
    let plan = job.plan()?;
    let family = PictureTokens::of(&args.model.model);
    say(&format!("{}: {} pictures to annotate, {} are annotated", set.name(), plan.pictures.len(), plan.there));
    if plan.left_out > 0 {
        say(&format!("{} authentic pictures are left out: no truth.jsonl says what they show", plan.left_out));
    }
    say(&plan.cost.words(family, args.price_in.zip(args.price_out).map(|(i, o)| [i, o])));
    let mut outcome = Outcome { cost: plan.cost, errors: None, sent: [0; 3], failed: Vec::new() };
    if !args.yes {
        say(&format!("nothing was sent; add --yes to send it to {}", args.model.address.origin()));
        return Ok(outcome);
    }
    let asker = Asker::new(&args.server, &args.model, &store)?;
    let work = |at: usize, runtime: &Runtime| job.annotate(&asker, runtime, plan.pictures[at], &plan.blind);
    let failed = asker.each(plan.pictures.len(), work);
    outcome.sent = asker.sent.counts();
    say(&asker.sent.words());
    outcome.failed = failed?.into_iter().map(|(_, why)| why).collect();
    let errors = job.errors()?;
    say(&errors.to_string());
    outcome.errors = Some(errors);
    outcome.failed.iter().for_each(|why| say(why));
    Ok(outcome)
}

struct Job<'a> {
    args: &'a AnnotateArgs,
    set: &'a KnownSet,
    store: &'a Store,
}

impl Job<'_> {
    /// The pictures that are asked for.
    fn pictures(&self) -> &[PathBuf] {
        let all = self.set.pictures();
        &all[..all.len().min(self.args.first.unwrap_or(usize::MAX))]
    }

    fn annotation(&self, case: &Case) -> Option<Annotation> {
        let found = self.store.made::<Annotation>(&Annotation::name(&case.stem))?;
        let same = found.picture == case.photo.sha256 && (found.model.is_empty() || found.model == self.args.model.model);
        same.then_some(found)
    }

    /// Looks through the set: what is there, what is missing, and what that costs.
    fn plan(&self) -> Result<Plan, String> {
        let pictures = self.pictures();
        // A look at each for whether it was forged, another for its cost: pictures are not kept.
        let looks = in_parallel(pictures.len(), |at| {
            let case = self.set.case(&pictures[at])?;
            Ok((case.forged(), case.facts.domain.is_some(), self.annotation(&case).is_some()))
        })?;
        let forged: Vec<usize> = (0..pictures.len()).filter(|at| looks[*at].0).collect();
        let is_blind = |(n, _): &(usize, &usize)| chosen(*n, forged.len(), self.args.blind);
        let blind: Vec<usize> = forged.iter().enumerate().filter(is_blind).map(|(_, at)| *at).collect();
        let told = |at: &usize| looks[*at].0 || looks[*at].1;
        let missing: Vec<usize> = (0..pictures.len()).filter(|at| told(at) && !looks[*at].2).collect();
        let costs = in_parallel(missing.len(), |at| {
            let case = self.set.case(&pictures[missing[at]])?;
            self.cost(&case, blind.contains(&missing[at]))
        })?;
        Ok(Plan {
            there: looks.iter().filter(|(.., there)| *there).count(),
            left_out: (0..pictures.len()).filter(|at| !told(at)).count(),
            cost: costs.into_iter().fold(Cost::default(), Cost::plus),
            pictures: missing,
            blind,
        })
    }

    /// What is not there yet of a picture's questions.
    fn cost(&self, case: &Case, blind: bool) -> Result<Cost, String> {
        let mut cost = Cost::default();
        let family = PictureTokens::of(&self.args.model.model).unwrap_or(PictureTokens::Qwen);
        let regions = case.places.len() as u64;
        for step in Step::ALL.into_iter().filter(|step| case.forged() && (blind || *step != Step::Blind)) {
            if self.store.has(&name(case, step)) {
                continue;
            }
            let (jpeg, sides) = step.picture(case).map_err(|e| format!("{e} ({})", case.stem))?;
            let bytes = jpeg.len();
            // What the steps before will have said: as much as it is expected to be, four characters a token.
            let (nothing, so_far) = (Scene { domain: None, regions: [].into() }, |tokens: u64| (4 * tokens * regions) as usize);
            let (question, before, reply) = match step {
                Step::Blind => (steps::blind(case, jpeg), 0, 20 + 60 * regions),
                Step::Recognise => (steps::recognise(case, jpeg), 0, 20 + 60 * regions),
                Step::Describe => (steps::describe(case, jpeg, &nothing), so_far(12), 20 + 200 * regions),
                Step::Check => (steps::check(case, jpeg, &nothing, &Traces::new()), so_far(260), 100 + 260 * regions),
            };
            let text = question.words.system.chars().count() + question.words.user.chars().count() + before;
            cost.add(bytes, family.count(sides), text, reply);
        }
        Ok(cost)
    }

    /// Asks what is not there yet, and writes the annotation.
    fn annotate(&self, asker: &Asker<'_>, runtime: &Runtime, at: usize, blind: &[usize]) -> Result<(), Trouble> {
        let case = self.set.case(&self.pictures()[at]).map_err(Trouble::Passing)?;
        let (mut model, mut guesses) = (String::new(), None);
        let explanation = if case.forged() {
            let ask = Asking { asker, runtime, case: &case };
            if blind.contains(&at) {
                guesses = Some(ask.step(Step::Blind, |jpeg| steps::blind(&case, jpeg), steps::read_blind)?);
            }
            let scene = ask.step(Step::Recognise, |jpeg| steps::recognise(&case, jpeg), steps::read_scene)?;
            let traces = ask.step(Step::Describe, |jpeg| steps::describe(&case, jpeg, &scene), steps::read_traces)?;
            let checked = ask.step(Step::Check, |jpeg| steps::check(&case, jpeg, &scene, &traces), steps::read_checked)?;
            model.clone_from(&self.args.model.model);
            steps::assemble(&case, &scene, checked)
        } else {
            let domain = case.facts.domain.ok_or_else(|| Trouble::Passing("nobody knows what it shows".to_owned()))?;
            steps::authentic(domain)
        };
        let name = Annotation::name(&case.stem);
        let Case { stem, photo, facts, .. } = case;
        let annotation = Annotation { stem, picture: photo.sha256, model, facts, explanation, guesses };
        self.store.make(&name, &annotation).map_err(Trouble::Fatal)
    }

    /// The error rates over all that was ever asked blind of these pictures.
    fn errors(&self) -> Result<Errors, String> {
        let pictures = self.pictures();
        let each = in_parallel(pictures.len(), |at| {
            let case = self.set.case(&pictures[at])?;
            let mut errors = Errors::default();
            if let Some(Annotation { guesses: Some(guesses), .. }) = self.annotation(&case) {
                errors.add(&case, &guesses);
            }
            Ok(errors)
        })?;
        Ok(each.into_iter().fold(Errors::default(), Errors::plus))
    }
}

/// One picture and who is asked of it.
struct Asking<'a> {
    asker: &'a Asker<'a>,
    runtime: &'a Runtime,
    case: &'a Case,
}

impl Asking<'_> {
    fn step<T>(
        &self,
        step: Step,
        question: impl Fn(Vec<u8>) -> Question,
        read: impl Fn(&str, &Case) -> Result<T, crate::explain::reply::ReplyError>,
    ) -> Result<T, Trouble> {
        let (jpeg, _) = step.picture(self.case).map_err(|e| Trouble::Passing(format!("{e} ({})", self.case.stem)))?;
        let name = name(self.case, step);
        let answer = self.asker.answer(self.runtime, &name, question(jpeg), |text| read(text, self.case));
        if let Err(Trouble::Unusable(_)) = &answer {
            self.asker.set_aside(&name)?;
        }
        answer
    }
}

/// The name of a step's reply.
fn name(case: &Case, step: Step) -> String {
    format!("{}/{}", case.stem, step.name())
}

/// Does `work` for 0..`count` on all cores; the results come in order, or the first error does.
pub(super) fn in_parallel<T: Send>(count: usize, work: impl Fn(usize) -> Result<T, String> + Sync) -> Result<Vec<T>, String> {
    parallel::in_order(count, work).into_iter().collect()
}
