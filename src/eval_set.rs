//! Folders of pictures with masks: what `omni-iml forge` writes and `omni-iml eval` reads.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use crate::evidence::{Lens, Settings};
use crate::input::{self, InputError, Limits, Photo};
use crate::metrics::{f1_at_best_level, f1_by_level};

/// A folder with `image/` and `mask/`: a mask has its picture's stem, and a picture without one is authentic.
#[derive(Clone, Debug)]
pub struct EvalSet {
    /// The folder's own name.
    pub name: String,
    /// The pictures, by name.
    pub pictures: Vec<PathBuf>,
    masks: BTreeMap<OsString, PathBuf>,
}

/// Why a set cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SetError {
    /// A folder cannot be listed.
    Folder(PathBuf, String),
    /// Two masks of one stem.
    Ambiguous(PathBuf, PathBuf),
    /// A picture cannot be read.
    Picture(PathBuf, String),
    /// There is no forged picture.
    NothingForged(String),
    /// A mask cannot be read.
    Mask(PathBuf, String),
    /// A mask of another size than its picture: the mask's, the picture's.
    Size(PathBuf, (u32, u32), (u32, u32)),
}

impl SetError {
    /// A stable name for programs.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            SetError::Folder(..) => "folder",
            SetError::Ambiguous(..) => "ambiguous-mask",
            SetError::Picture(..) => "picture",
            SetError::NothingForged(_) => "nothing-forged",
            SetError::Mask(..) => "mask",
            SetError::Size(..) => "mask-size",
        }
    }
}

impl fmt::Display for SetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SetError::Folder(path, why) => {
                write!(f, "not a set: it needs a folder of pictures, image/, that can be listed ({why}): {}", path.display())
            }
            SetError::Ambiguous(one, other) => {
                write!(f, "two masks are of one picture; take one away: {} and {}", one.display(), other.display())
            }
            SetError::Picture(path, why) => write!(f, "{why}: {}", path.display()),
            SetError::NothingForged(set) => write!(f, "the set holds no picture with anything forged in it: {set}"),
            SetError::Mask(path, why) => write!(f, "the mask cannot be read ({why}): {}", path.display()),
            SetError::Size(path, mask, picture) => {
                write!(f, "the mask has {}×{} pixels, its picture {}×{}: ", mask.0, mask.1, picture.0, picture.1)?;
                write!(f, "{}", path.display())
            }
        }
    }
}

impl std::error::Error for SetError {}

impl EvalSet {
    /// Lists a set.
    ///
    /// # Errors
    /// No folder of pictures, or two masks of one stem.
    pub fn open(folder: &Path) -> Result<Self, SetError> {
        let name = folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy().into_owned();
        let pictures = files(&folder.join("image"))?;
        let mut masks = BTreeMap::new();
        let of_masks = folder.join("mask");
        for path in if of_masks.is_dir() { files(&of_masks)? } else { Vec::new() } {
            let Some(stem) = path.file_stem() else { continue };
            if let Some(other) = masks.insert(stem.to_owned(), path.clone()) {
                return Err(SetError::Ambiguous(other, path));
            }
        }
        Ok(Self { name, pictures, masks })
    }

    /// Which of a picture's pixels are forged; stored orientation, none where there is no mask.
    ///
    /// # Errors
    /// A mask that cannot be read or has another size than the picture.
    pub fn truth(&self, picture: &Path, width: u32, height: u32) -> Result<Vec<bool>, SetError> {
        let Some(path) = picture.file_stem().and_then(|stem| self.masks.get(stem)) else {
            return Ok(vec![false; width as usize * height as usize]);
        };
        let mask = image::open(path).map_err(|e| SetError::Mask(path.clone(), e.to_string()))?.into_luma8();
        if mask.dimensions() != (width, height) {
            return Err(SetError::Size(path.clone(), mask.dimensions(), (width, height)));
        }
        Ok(mask.into_raw().into_iter().map(|value| value >= 128).collect())
    }

    /// How far each lens that scores gets without a network: the mean F1 over forged pictures at the one threshold (0..=255)
    /// that suits the whole set best, and that threshold.
    ///
    /// # Errors
    /// A picture or mask that cannot be read, or nothing forged.
    pub fn lens_f1(&self) -> Result<Vec<(Lens, f64, u8)>, SetError> {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let share = self.pictures.len().div_ceil(threads).max(1);
        // Each thread takes a run of pictures, so that sums are added up in their order.
        let parts: Vec<_> = std::thread::scope(|scope| {
            let started: Vec<_> = self.pictures.chunks(share).map(|paths| scope.spawn(|| self.through_lenses(paths))).collect();
            started.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
        });
        let mut by_lens = ByLens::new();
        for part in parts {
            for (place, (lens, pictures)) in part?.into_iter().enumerate() {
                match by_lens.get_mut(place) {
                    Some((_, all)) => all.extend(pictures),
                    None => by_lens.push((lens, pictures)),
                }
            }
        }
        let best = |(lens, pictures): (Lens, Vec<_>)| f1_at_best_level(&pictures).map(|(f1, level)| (lens, f1, level));
        let all: Option<Vec<_>> = by_lens.into_iter().map(best).collect();
        all.ok_or_else(|| SetError::NothingForged(self.name.clone()))
    }

    /// What every lens that scores makes of the forged ones among these pictures.
    fn through_lenses(&self, paths: &[PathBuf]) -> Result<ByLens, SetError> {
        let lenses = Lens::ALL.iter().copied().filter(|lens| lens.scores());
        let mut by_lens: Vec<_> = lenses.map(|lens| (lens, Vec::new())).collect();
        for path in paths {
            let photo = read(path).map_err(|why| SetError::Picture(path.clone(), why))?;
            let truth = self.truth(path, photo.width, photo.height)?;
            if !truth.contains(&true) {
                continue;
            }
            for (lens, pictures) in &mut by_lens {
                let mask = lens.look(&photo, &Settings::default(), &mut |_| ()).to_mask();
                pictures.extend(mask.map(|mask| f1_by_level(&mask, &truth)));
            }
        }
        Ok(by_lens)
    }
}

/// For each lens, and each picture through it, the F1 at every level.
type ByLens = Vec<(Lens, Vec<[f64; 256]>)>;

/// Reads a picture's file within [`Limits::NATIVE`], which are asked before the file is read.
///
/// # Errors
/// In words.
pub fn read(path: &Path) -> Result<Photo, String> {
    read_with_bytes(path).map(|(photo, _)| photo)
}

/// The same, with the file's bytes.
///
/// # Errors
/// In words.
pub fn read_with_bytes(path: &Path) -> Result<(Photo, Vec<u8>), String> {
    let bytes = read_bytes(path)?;
    Ok((decode(path, &bytes)?, bytes))
}

/// Reads a picture's file, unless it is larger than [`Limits::NATIVE`] allow, which is asked before.
///
/// # Errors
/// In words.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, String> {
    let size = fs::metadata(path).map_err(|e| e.to_string())?.len();
    if size > Limits::NATIVE.file_bytes as u64 {
        return Err(InputError::TooManyBytes(Limits::NATIVE.file_bytes, size as usize).to_string());
    }
    fs::read(path).map_err(|e| e.to_string())
}

/// The picture in a file's bytes.
///
/// # Errors
/// In words.
pub fn decode(path: &Path, bytes: &[u8]) -> Result<Photo, String> {
    let name = path.file_name().map(|name| name.to_string_lossy());
    input::read(bytes, name.as_deref(), &Limits::NATIVE).map_err(|e| e.to_string())
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, SetError> {
    let failed = |e: std::io::Error| SetError::Folder(folder.to_owned(), e.to_string());
    let entries = fs::read_dir(folder).map_err(failed)?.collect::<Result<Vec<_>, _>>().map_err(failed)?;
    let mut files: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn masks_are_found_by_stem_whatever_their_format() {
        let folder = std::env::temp_dir().join(format!("omni-iml-set-{}", std::process::id()));
        let (images, masks) = (folder.join("image"), folder.join("mask"));
        for path in [&images, &masks] {
            fs::create_dir_all(path).unwrap();
        }
        let write =
            |path: PathBuf, side: u32| image::GrayImage::from_fn(side, side, |x, _| image::Luma([(x * 200) as u8])).save(path);
        for name in ["a.b.png", "c.bmp", "d.png"] {
            write(images.join(name), 2).unwrap();
        }
        write(masks.join("a.b.bmp"), 2).unwrap();
        write(masks.join("c.png"), 3).unwrap();
        let set = EvalSet::open(&folder).unwrap();
        let truth = |name: &str| set.truth(&images.join(name), 2, 2);
        assert_eq!(set.pictures.len(), 3);
        assert_eq!(truth("a.b.png"), Ok(vec![false, true, false, true]));
        assert_eq!(truth("c.bmp").unwrap_err().kind(), "mask-size");
        assert_eq!(truth("d.png"), Ok(vec![false; 4]));
        write(masks.join("c.bmp"), 2).unwrap();
        let ambiguous = EvalSet::open(&folder).unwrap_err();
        let nothing = EvalSet::open(&masks).unwrap_err();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!((ambiguous.kind(), nothing.kind()), ("ambiguous-mask", "folder"));
    }
}
