//! The pristine pictures: which there are, which split each belongs to, and their pixels.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use sha2::{Digest, Sha256};

use super::sample::mix;
use super::scene::{Face, Scene, Text};
use super::{ForgeError, Raster, drawing, faces, lettering, page};
pub use crate::tile::Domain;

/// Photographs for each drawing.
const DRAWING_FOR: usize = 3;

/// The parts of the fixed split.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Split {
    /// What networks learn from.
    Train,
    /// What choices are made on.
    Validation,
    /// What is only reported on.
    Test,
}

#[derive(serde::Deserialize)]
struct Row {
    path: String,
    source_repo: String,
    licence: String,
    task: String,
    source_path: String,
}

/// The pristine pictures of a domain and a split, decoded when first asked for.
pub struct Sources {
    domain: Domain,
    written: bool,
    paths: Vec<PathBuf>,
    names: Vec<String>,
    notes: Vec<Notes>,
    scenes: Vec<Arc<OnceLock<Arc<Scene>>>>,
    /// The series that what is drawn is of; it comes after the pictures.
    drawn: u64,
}

/// What is known of a picture.
#[derive(Clone, Default)]
struct Notes {
    texts: Vec<Text>,
    faces: Vec<Face>,
}

impl Sources {
    /// The pictures of `folder/manifest.csv` in a domain and split, with the texts of `folder/text_boxes.json`. `Train`
    /// leaves out rows without a stated licence. No street photograph has one: to train on scene text there are natural
    /// photographs that are to be written on.
    ///
    /// # Errors
    /// No manifest, a manifest or list of texts that cannot be read, or no picture left.
    pub fn open(folder: &Path, domain: Domain, split: Split) -> Result<Self, ForgeError> {
        let written = domain == Domain::SceneText && split == Split::Train;
        let shown = if written { Domain::Natural } else { domain };
        let manifest = folder.join("manifest.csv");
        let mut reader = csv::Reader::from_path(&manifest).map_err(|e| ForgeError::Source(manifest.clone(), e.to_string()))?;
        let mut names = Vec::new();
        for row in reader.deserialize::<Row>() {
            let row = row.map_err(|e| ForgeError::Source(manifest.clone(), e.to_string()))?;
            let licensed = !row.licence.starts_with("no licence");
            if row.task == shown.name()
                && split_of(&row.source_repo, &row.source_path) == split
                && (licensed || split != Split::Train)
            {
                names.push(row.path);
            }
        }
        if names.is_empty() {
            return Err(ForgeError::Source(manifest, format!("no picture of domain {} in this split", domain.name())));
        }
        names.sort();
        let notes = match shown {
            Domain::Natural => vec![Notes::default(); names.len()],
            Domain::Document | Domain::SceneText => {
                let mut texts = texts(&folder.join("text_boxes.json"))?;
                let noted = |name| Notes { texts: texts.remove(name).unwrap_or_default(), faces: Vec::new() };
                names.iter().map(noted).collect()
            }
            Domain::Face => names.iter().map(|name| Notes { texts: Vec::new(), faces: faces::of(name) }).collect(),
        };
        let paths: Vec<PathBuf> = names.iter().map(|name| folder.join(name)).collect();
        let scenes = names.iter().map(|_| Arc::default()).collect();
        Ok(Self { domain, written, paths, names, notes, scenes, drawn: 0 })
    }

    /// With what is drawn for learning only, that of the series `seed`, each when first asked for: as many pages as there
    /// are documents, and a drawing for every three photographs that are not written on.
    ///
    /// # Errors
    /// No font is installed.
    pub fn with_drawn(mut self, seed: u64) -> Result<Self, ForgeError> {
        let (what, count) = match self.domain {
            Domain::Document => ("page", self.paths.len()),
            Domain::Natural => ("drawing", self.paths.len().div_ceil(DRAWING_FOR)),
            Domain::Face | Domain::SceneText => return Ok(self),
        };
        if self.domain == Domain::Document {
            lettering::fonts()?;
        }
        self.names.extend((0..count).map(|number| format!("{what} {number}")));
        self.scenes.extend((0..count).map(|_| Arc::default()));
        self.drawn = seed;
        Ok(self)
    }

    /// Keeps a decoded or drawn picture once where `others` of the same folder and series have it as well: a domain
    /// that is named twice, and photographs that are written on beside those that are not.
    #[must_use]
    pub fn sharing<'a>(mut self, others: impl Iterator<Item = &'a Sources>) -> Self {
        for other in others {
            let theirs: HashMap<&String, &Arc<_>> = other.names.iter().zip(&other.scenes).collect();
            for (name, scene) in self.names.iter().zip(&mut self.scenes) {
                if let Some(&there) = theirs.get(name) {
                    *scene = Arc::clone(there);
                }
            }
        }
        self
    }

    /// What they show.
    #[must_use]
    pub fn domain(&self) -> Domain {
        self.domain
    }

    /// Whether text is to be written into them before anything else happens.
    #[must_use]
    pub fn written(&self) -> bool {
        self.written
    }

    /// How many there are.
    #[must_use]
    #[allow(clippy::len_without_is_empty, reason = "open() refuses an empty list")]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// The picture that is the host of sample `index` where all take turns: a shuffled round by `seed`, again and again.
    #[must_use]
    pub fn turn(&self, seed: u64, index: u64) -> usize {
        let mut order: Vec<usize> = (0..self.len()).collect();
        fastrand::Rng::with_seed(mix(seed)).shuffle(&mut order);
        order[index as usize % order.len()]
    }

    /// The picture's path in the manifest.
    #[must_use]
    pub fn name(&self, index: usize) -> &str {
        &self.names[index]
    }

    /// The pixels, in stored orientation, and what is known of them.
    ///
    /// # Errors
    /// A file that cannot be read or decoded.
    pub fn scene(&self, index: usize) -> Result<Arc<Scene>, ForgeError> {
        if let Some(scene) = self.scenes[index].get() {
            return Ok(Arc::clone(scene));
        }
        if let Some(number) = index.checked_sub(self.paths.len()) {
            let seed = mix(mix(self.drawn) ^ number as u64);
            let drawn = if self.domain == Domain::Document { page::page(seed)? } else { drawing::drawing(seed) };
            return Ok(Arc::clone(self.scenes[index].get_or_init(|| Arc::new(drawn))));
        }
        let path = &self.paths[index];
        let decoded = image::ImageReader::open(path)
            .map_err(|e| ForgeError::Source(path.clone(), e.to_string()))?
            .with_guessed_format()
            .map_err(|e| ForgeError::Source(path.clone(), e.to_string()))?
            .decode()
            .map_err(|e| ForgeError::Source(path.clone(), e.to_string()))?
            .into_rgb8();
        let picture = Raster { width: decoded.width() as usize, height: decoded.height() as usize, rgb: decoded.into_raw() };
        let Notes { texts, faces } = self.notes[index].clone();
        Ok(Arc::clone(self.scenes[index].get_or_init(|| Arc::new(Scene { picture, texts, faces }))))
    }
}

/// The texts of each picture: boxes as [left, top, right, bottom, words], or polygons as [[x, y, …], words], where
/// "###" is what nobody could read.
fn texts(path: &Path) -> Result<HashMap<String, Vec<Text>>, ForgeError> {
    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Note {
        Box(f32, f32, f32, f32, String),
        Polygon(Vec<f32>, String),
    }
    let failed = |why: String| ForgeError::Source(path.to_path_buf(), why);
    let bytes = std::fs::read(path).map_err(|e| failed(e.to_string()))?;
    let notes: HashMap<String, Vec<Note>> = serde_json::from_slice(&bytes).map_err(|e| failed(e.to_string()))?;
    let text = |note: Note| match note {
        Note::Box(left, top, right, bottom, words) => {
            Some(Text { corners: [(left, top), (right, top), (right, bottom), (left, bottom)], words })
        }
        Note::Polygon(points, words) => {
            let [a, b, c, d, e, f, g, h] = points.try_into().ok()?;
            let words = if words == "###" { String::new() } else { words };
            Some(Text { corners: [(a, b), (c, d), (e, f), (g, h)], words })
        }
    };
    Ok(notes.into_iter().map(|(name, notes)| (name, notes.into_iter().filter_map(text).collect())).collect())
}

/// The split by the first byte of SHA-256 of `repository/path`. Webcam stills go by folder, since one camera's stills of
/// several days would otherwise be on both sides; the folder is the one above day, night, training and test, in all of
/// which the same cameras are.
fn split_of(repository: &str, path: &str) -> Split {
    const WEBCAMS: (&str, &str) = ("udacity/CVND_Exercises", "day_night_images/");
    let path = match path.find(WEBCAMS.1) {
        Some(at) if repository == WEBCAMS.0 => &path[..at + WEBCAMS.1.len() - 1],
        _ => path,
    };
    match Sha256::digest(format!("{repository}/{path}"))[0] {
        0..26 => Split::Test,
        26..52 => Split::Validation,
        _ => Split::Train,
    }
}

#[cfg(test)]
impl Sources {
    /// Pictures without files.
    pub fn of(domain: Domain, scenes: Vec<Scene>) -> Self {
        let names: Vec<String> = (0..scenes.len()).map(|i| format!("{i}")).collect();
        let paths = names.iter().map(PathBuf::from).collect();
        let notes = vec![Notes::default(); scenes.len()];
        let scenes = scenes.into_iter().map(|scene| Arc::new(OnceLock::from(Arc::new(scene)))).collect();
        Self { domain, written: false, paths, names, notes, scenes, drawn: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_split_is_by_source_and_stills_of_the_webcams_stay_together() {
        let still = |path: &str| split_of("udacity/CVND_Exercises", path);
        assert_eq!(still("1_1/day_night_images/test/day/1.jpg"), still("1_1/day_night_images/training/night/2.jpg"));
        let mut counts = [0; 3];
        for i in 0..2000 {
            counts[split_of("some/repo", &format!("{i}.jpg")) as usize] += 1;
        }
        assert!(counts[0] > 1500 && counts[1] > 140 && counts[2] > 140, "{counts:?}");
    }

    #[test]
    fn splits_share_no_source_and_training_takes_only_what_has_a_licence() {
        let folder = std::env::temp_dir().join(format!("forge-sources-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let mut manifest = "path,licence,task,source_repo,source_path\n".to_owned();
        for i in 0..400 {
            let licence = if i % 4 == 0 { "no licence in repo" } else { "CC0" };
            // Two crops of each photograph.
            manifest += &format!("natural/{i}.jpg,{licence},natural,some/repo,{}.jpg\n", i / 2);
        }
        std::fs::write(folder.join("manifest.csv"), manifest).unwrap();
        let open = |split| Sources::open(&folder, Domain::Natural, split).unwrap().names;
        let [train, validation, test] = [Split::Train, Split::Validation, Split::Test].map(open);
        let none = Sources::open(&folder, Domain::Face, Split::Train);
        std::fs::remove_dir_all(&folder).unwrap();
        assert!(none.is_err());
        let number = |name: &String| name["natural/".len()..].trim_end_matches(".jpg").parse::<usize>().unwrap();
        assert!(train.iter().all(|name| number(name) % 4 != 0));
        assert!(validation.iter().chain(&test).any(|name| number(name) % 4 == 0));
        let photographs = |names: &[String]| names.iter().map(|name| number(name) / 2).collect::<std::collections::HashSet<_>>();
        let [train, validation, test] = [train, validation, test].map(|names| photographs(&names));
        assert!(train.is_disjoint(&validation) && train.is_disjoint(&test) && validation.is_disjoint(&test));
    }

    #[test]
    fn pages_come_after_the_pictures_and_are_those_of_their_series() {
        if lettering::fonts().is_err() {
            println!("skipped: no font is installed");
            return;
        }
        let plain = || Scene::bare(Raster { width: 8, height: 8, rgb: vec![7; 192] });
        let with = |seed| Sources::of(Domain::Document, vec![plain(), plain()]).with_drawn(seed).unwrap();
        let (one, other) = (with(1), with(2));
        assert_eq!((one.len(), one.name(1), one.name(2)), (4, "1", "page 0"));
        assert_eq!(one.scene(1).unwrap().picture, plain().picture);
        let page = one.scene(3).unwrap();
        assert!(!page.texts.is_empty() && page.picture == with(1).scene(3).unwrap().picture);
        assert!(page.picture != one.scene(2).unwrap().picture && page.picture != other.scene(3).unwrap().picture);
    }

    #[test]
    fn a_drawing_comes_for_every_three_photographs_and_none_for_what_is_written_on() {
        let plain = || Scene::bare(Raster { width: 8, height: 8, rgb: vec![7; 192] });
        let with = |domain, count| Sources::of(domain, (0..count).map(|_| plain()).collect()).with_drawn(5).unwrap();
        let natural = with(Domain::Natural, 4);
        assert_eq!((natural.len(), natural.name(3), natural.name(4), natural.name(5)), (6, "3", "drawing 0", "drawing 1"));
        assert_eq!(natural.scene(3).unwrap().picture, plain().picture);
        let (one, other) = (natural.scene(4).unwrap(), natural.scene(5).unwrap());
        assert!(one.picture != other.picture && one.picture == with(Domain::Natural, 6).scene(6).unwrap().picture);
        assert_eq!([with(Domain::SceneText, 9).len(), with(Domain::Face, 9).len()], [9, 9]);
    }

    #[test]
    fn scene_text_is_trained_on_photographs_that_are_written_on_and_checked_on_street_photographs() {
        let folder = std::env::temp_dir().join(format!("forge-written-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let mut manifest = "path,licence,task,source_repo,source_path\n".to_owned();
        for i in 0..100 {
            manifest += &format!("natural/{i}.jpg,CC0,natural,some/repo,{i}.jpg\n");
            manifest += &format!("scene_text/{i}.jpg,no licence in repo,scene_text,street/repo,{i}.jpg\n");
        }
        std::fs::write(folder.join("manifest.csv"), manifest).unwrap();
        std::fs::write(folder.join("text_boxes.json"), "{}").unwrap();
        let opened =
            [Split::Train, Split::Validation, Split::Test].map(|s| Sources::open(&folder, Domain::SceneText, s).unwrap());
        let natural = Sources::open(&folder, Domain::Natural, Split::Train).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        for (sources, written, from) in
            opened.iter().zip([true, false, false]).zip(["natural/", "scene_text/", "scene_text/"]).map(|((a, b), c)| (a, b, c))
        {
            assert_eq!((sources.domain(), sources.written()), (Domain::SceneText, written));
            assert!(sources.names.iter().all(|name| name.starts_with(from)), "{from}");
        }
        // Its photographs are decoded once for both domains; street photographs are nobody else's.
        let [written, street, _] = opened;
        let natural = [natural];
        let (written, street) = (written.sharing(natural.iter()), street.sharing(natural.iter()));
        assert!(written.scenes.iter().zip(&natural[0].scenes).all(|(ours, theirs)| Arc::ptr_eq(ours, theirs)));
        assert!(street.scenes.iter().all(|scene| Arc::strong_count(scene) == 1));
    }
}
