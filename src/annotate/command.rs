use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tokio::runtime::Runtime;

use super::blind::{Errors, chosen};
use super::steps::{self, Guesses, Scene, Step};
use super::{Asker, Case, Cost, Facts, KnownSet, ModelAt, PictureTokens, ServerArgs, Store, Stored, Trouble};
use crate::explain::endpoint::Question;
use crate::explain::reply::ReplyError;
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

    /// The annotation of a picture in a folder that [`run`] wrote; nothing where there is none, of another picture, or of
    /// what was known otherwise.
    #[must_use]
    pub fn read(folder: &Path, case: &Case) -> Option<Self> {
        let path = folder.join(format!("{}.json", Self::name(&case.stem)));
        super::store::read::<Self>(&path).filter(|found| found.is_of(case))
    }

    /// Whether it is of this picture and of what is known of it by now.
    fn is_of(&self, case: &Case) -> bool {
        let Explanation { tampered, regions, .. } = &self.explanation;
        let said = regions.iter().map(|region| (region.region, region.bbox));
        self.picture == case.photo.sha256
            && self.facts == case.facts
            && *tampered == case.forged()
            && said.eq(case.places.iter().map(|place| (Some(place.id), Some(place.bbox))))
    }
}

/// What a first look at a picture finds.
struct Look {
    forged: bool,
    /// It is known what it shows.
    domain: bool,
    annotated: bool,
    /// It was asked blind, too.
    guessed: bool,
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
    let asker = Asker::new(&args.server, &args.model, &store, args.yes)?;
    let job = Job { args, set: &set, store: &store, asker: &asker };
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
    let work = |at: usize, runtime: &Runtime| job.annotate(runtime, plan.pictures[at], &plan.blind);
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
    asker: &'a Asker<'a>,
}

impl Job<'_> {
    /// The pictures that are asked for.
    fn pictures(&self) -> &[PathBuf] {
        let all = self.set.pictures();
        &all[..all.len().min(self.args.first.unwrap_or(usize::MAX))]
    }

    fn annotation(&self, case: &Case) -> Option<Annotation> {
        let found = self.store.made::<Annotation>(&Annotation::name(&case.stem))?;
        let same = found.is_of(case) && (found.model.is_empty() || found.model == self.args.model.model);
        same.then_some(found)
    }

    /// Looks through the set: what is there, what is missing, and what that costs.
    fn plan(&self) -> Result<Plan, String> {
        let pictures = self.pictures();
        // A look at each for whether it was forged, another for its cost: pictures are not kept.
        let looks = in_parallel(pictures.len(), |at| {
            let case = self.set.case(&pictures[at])?;
            let annotation = self.annotation(&case);
            let guessed = annotation.as_ref().is_some_and(|found| found.guesses.is_some());
            Ok(Look { forged: case.forged(), domain: case.facts.domain.is_some(), annotated: annotation.is_some(), guessed })
        })?;
        let forged: Vec<usize> = (0..pictures.len()).filter(|at| looks[*at].forged).collect();
        let is_blind = |(n, _): &(usize, &usize)| chosen(*n, forged.len(), self.args.blind);
        let blind: Vec<usize> = forged.iter().enumerate().filter(is_blind).map(|(_, at)| *at).collect();
        let told = |at: &usize| looks[*at].forged || looks[*at].domain;
        let there = |at: &usize| looks[*at].annotated && (looks[*at].guessed || !blind.contains(at));
        let missing: Vec<usize> = (0..pictures.len()).filter(|at| told(at) && !there(at)).collect();
        let costs = in_parallel(missing.len(), |at| {
            let case = self.set.case(&pictures[missing[at]])?;
            self.cost(&case, blind.contains(&missing[at]))
        })?;
        Ok(Plan {
            there: (0..pictures.len()).filter(there).count(),
            left_out: (0..pictures.len()).filter(|at| !told(at)).count(),
            cost: costs.into_iter().fold(Cost::default(), Cost::plus),
            pictures: missing,
            blind,
        })
    }

    /// What is not there yet of a picture's questions.
    fn cost(&self, case: &Case, blind: bool) -> Result<Cost, String> {
        let mut cost = Cost::default();
        if !case.forged() {
            return Ok(cost);
        }
        let regions = case.places.len() as u64;
        if blind {
            self.look(&mut cost, case, Step::Blind, 0, |jpeg| steps::blind(case, jpeg), steps::read_blind)?;
        }
        if self.annotation(case).is_some() {
            return Ok(cost);
        }
        let recognise = |jpeg| steps::recognise(case, jpeg);
        let scene = self.look(&mut cost, case, Step::Recognise, 0, recognise, steps::read_scene)?;
        // What the steps before will have said: as much as it is expected to be, four characters a token.
        let untold = |missing: bool, tokens: u64| if missing { 4 * tokens * regions } else { 0 };
        let no_scene = scene.is_none();
        let scene = scene.unwrap_or(Scene { domain: None, regions: [].into() });
        let describe = |jpeg| steps::describe(case, jpeg, &scene);
        let traces = self.look(&mut cost, case, Step::Describe, untold(no_scene, 12), describe, steps::read_traces)?;
        let yet = untold(no_scene, 60) + untold(traces.is_none(), 200);
        let traces = traces.unwrap_or_default();
        let check = |jpeg| steps::check(case, jpeg, &scene, &traces);
        self.look(&mut cost, case, Step::Check, yet, check, steps::read_checked)?;
        Ok(cost)
    }

    /// A step's answer, if it is there, else what it costs. `yet` characters of its words are those of replies that are not
    /// there; then neither is its own.
    fn look<T>(
        &self,
        cost: &mut Cost,
        case: &Case,
        step: Step,
        yet: u64,
        question: impl Fn(Vec<u8>) -> Question,
        read: impl Fn(&str, &Case) -> Result<T, ReplyError>,
    ) -> Result<Option<T>, String> {
        let (jpeg, sides) = step.picture(case).map_err(|e| format!("{e} ({})", case.stem))?;
        let question = question(jpeg);
        if yet == 0 {
            match self.asker.stored(&name(case, step), question.clone(), |text| read(text, case)) {
                Ok(Stored::Read(read)) => return Ok(Some(read)),
                Ok(Stored::Misshapen) => {
                    cost.repairs += 1;
                    return Ok(None);
                }
                // One of no use is asked for again.
                Ok(Stored::Missing) | Err(_) => {}
            }
        }
        let family = PictureTokens::of(&self.args.model.model).unwrap_or(PictureTokens::Qwen);
        let regions = case.places.len() as u64;
        let reply = match step {
            Step::Blind | Step::Recognise => 20 + 60 * regions,
            Step::Describe => 20 + 200 * regions,
            Step::Check => 100 + 260 * regions,
        };
        cost.add(&question, family.count(sides), yet, reply);
        Ok(None)
    }

    /// Asks what is not there yet, and writes the annotation.
    fn annotate(&self, runtime: &Runtime, at: usize, blind: &[usize]) -> Result<(), Trouble> {
        let case = self.set.case(&self.pictures()[at]).map_err(Trouble::Passing)?;
        let there = self.annotation(&case);
        let (mut model, mut guesses) = (String::new(), None);
        let explanation = if case.forged() {
            let ask = Asking { asker: self.asker, runtime, case: &case };
            if blind.contains(&at) {
                guesses = Some(ask.step(Step::Blind, |jpeg| steps::blind(&case, jpeg), steps::read_blind)?);
            }
            model.clone_from(&self.args.model.model);
            match there {
                // The blind question alone was missing.
                Some(there) => there.explanation,
                None => ask.explanation()?,
            }
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
    /// The three steps.
    fn explanation(&self) -> Result<Explanation, Trouble> {
        let case = self.case;
        let scene = self.step(Step::Recognise, |jpeg| steps::recognise(case, jpeg), steps::read_scene)?;
        let traces = self.step(Step::Describe, |jpeg| steps::describe(case, jpeg, &scene), steps::read_traces)?;
        let checked = self.step(Step::Check, |jpeg| steps::check(case, jpeg, &scene, &traces), steps::read_checked)?;
        Ok(steps::assemble(case, &scene, checked))
    }

    fn step<T>(
        &self,
        step: Step,
        question: impl Fn(Vec<u8>) -> Question,
        read: impl Fn(&str, &Case) -> Result<T, ReplyError>,
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
