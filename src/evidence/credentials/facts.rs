//! The types that reports carry. All of them are plain values of bounded size.

use serde::{Deserialize, Serialize};

use crate::evidence::file::Claim;

/// Content Credentials (C2PA) of a file: who says what about its past, and whether that fits the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credentials {
    /// What came of the check.
    pub state: State,
    /// Why the state is not [`State::Valid`], at most [`MAX_REASONS`](super::MAX_REASONS).
    pub reasons: Vec<Reason>,
    /// Size of what the file carries, bytes; 0 where it carries only an address.
    pub bytes: usize,
    /// Where the file says that its credentials are kept. Nothing is fetched from there.
    pub remote: Option<String>,
    /// The file's bytes are those that were signed; nothing where that could not be told.
    pub bound: Option<bool>,
    /// Parts of the file beside the credentials themselves are exempt from the signature, by the signer's choice.
    pub exempt: bool,
    /// Who signed, by the certificate's own words.
    pub signer: Option<Signer>,
    /// Whether the signer is known.
    pub trust: Trust,
    /// The programs that made the statement, at most [`MAX_GENERATORS`](super::MAX_GENERATORS).
    pub generators: Vec<String>,
    /// What was done, by the statement, at most [`MAX_ACTIONS`](super::MAX_ACTIONS).
    pub actions: Vec<Action>,
    /// Actions beyond those.
    pub actions_left_out: usize,
    /// What the picture was made of, at most [`MAX_INGREDIENTS`](super::MAX_INGREDIENTS).
    pub ingredients: Vec<Ingredient>,
    /// Ingredients beyond those.
    pub ingredients_left_out: usize,
    /// How the picture, or something that went into it, came into being, at most [`MAX_ORIGINS`](super::MAX_ORIGINS).
    pub origins: Vec<Origin>,
    /// Statements in the file: this one and those of its ingredients.
    pub manifests: usize,
}

impl Credentials {
    /// Of which nothing is known but where they are.
    pub(super) fn unread(bytes: usize, remote: Option<String>, state: State, reasons: Vec<Reason>) -> Self {
        Self {
            state,
            reasons,
            bytes,
            remote,
            bound: None,
            exempt: false,
            signer: None,
            trust: Trust::NotChecked,
            generators: Vec::new(),
            actions: Vec::new(),
            actions_left_out: 0,
            ingredients: Vec::new(),
            ingredients_left_out: 0,
            origins: Vec::new(),
            manifests: 0,
        }
    }

    /// The same without titles of ingredients: they are names of files, which people choose.
    #[must_use]
    pub fn without_private(mut self) -> Self {
        self.ingredients.iter_mut().for_each(|ingredient| ingredient.title = None);
        self
    }
}

/// What came of the check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// The signature is the certificate's, the statement and the file are those that were signed.
    Valid,
    /// One of these does not hold.
    Broken,
    /// They are signed in a way that is not supported here.
    Unsupported,
    /// The file carries only the address of its credentials.
    Elsewhere,
    /// They are there and were not checked.
    Unchecked,
}

/// Why credentials are not valid, or were not checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// In groups that are told apart in words.
    pub kind: ReasonKind,
    /// The status code of the C2PA specification (such as `assertion.dataHash.mismatch`), or the reader's own words.
    pub code: String,
}

/// A group of reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReasonKind {
    /// The file's bytes are not those that were signed.
    FileChanged,
    /// A part of the statement is not what was signed.
    StatementChanged,
    /// The signature was not made with the certificate's key over this statement.
    Signature,
    /// The certificate was not valid when it signed, or is not any more.
    Expired,
    /// The certificate may not sign such statements, was revoked, or cannot be read.
    Certificate,
    /// A needed part is missing.
    Missing,
    /// A part cannot be read.
    Damaged,
    /// The credentials of an ingredient do not hold.
    Ingredient,
    /// The algorithm is not supported.
    Algorithm,
    /// Something else.
    Other,
    /// They are larger, or have more parts, than anything ordinary.
    OverLimit,
    /// The check took too long.
    TookTooLong,
    /// The check stopped on them.
    Stopped,
    /// What checks them is not there: it could not be loaded, or this build has none.
    NotLoaded,
}

/// Who signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signer {
    /// The certificate's common name.
    pub name: Option<String>,
    /// The certificate's organisation.
    pub organisation: Option<String>,
    /// Who issued the certificate: its organisation or, without one, its common name.
    pub issuer: Option<String>,
    /// The algorithm, such as `es256`.
    pub algorithm: Option<String>,
    /// When it was signed (`YYYY-MM-DD hh:mm:ss UTC`), by a time-stamp in the signature. Whose time-stamp it is is checked
    /// only against a list, like the signer.
    pub time: Option<String>,
}

/// Whether a signer is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trust {
    /// No list was given: anybody may have made the certificate.
    NotChecked,
    /// The certificate goes back to one of the list that was given.
    Listed,
    /// It does not, or the signature is not the certificate's.
    NotListed,
}

/// Something that was done to the picture, by the statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// In groups that are told apart in words.
    pub kind: ActionKind,
    /// As it is written, such as `c2pa.cropped`.
    pub name: String,
    /// The program that did it.
    pub program: Option<String>,
    /// When, as written.
    pub when: Option<String>,
}

/// What was done, in groups (C2PA 2.2, "Actions").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActionKind {
    /// The picture was made.
    Created,
    /// A picture was opened to go on with.
    Opened,
    /// Another picture was put in.
    Placed,
    /// Changed, without saying how.
    Edited,
    /// Cropped.
    Cropped,
    /// Colours or brightness.
    Colours,
    /// Painted or drawn on.
    Drawn,
    /// A filter or style.
    Filtered,
    /// Turned or mirrored.
    Turned,
    /// Its size.
    Resized,
    /// A part was taken out.
    Removed,
    /// A text was set on it.
    Text,
    /// Written in another format.
    Converted,
    /// Metadata alone.
    Metadata,
    /// Marked with a watermark.
    Watermarked,
    /// Passed on or published.
    Published,
    /// Something else.
    Other,
}

impl ActionKind {
    /// Every kind.
    pub const ALL: [Self; 17] = [
        Self::Created,
        Self::Opened,
        Self::Placed,
        Self::Edited,
        Self::Cropped,
        Self::Colours,
        Self::Drawn,
        Self::Filtered,
        Self::Turned,
        Self::Resized,
        Self::Removed,
        Self::Text,
        Self::Converted,
        Self::Metadata,
        Self::Watermarked,
        Self::Published,
        Self::Other,
    ];
}

/// Something that the picture was made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ingredient {
    /// How it was used.
    pub relation: Relation,
    /// What it is called, mostly a file's name.
    pub title: Option<String>,
    /// It has credentials of its own.
    pub credentials: bool,
}

/// How an ingredient was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// The picture is a later state of it.
    Parent,
    /// It is a part of the picture.
    Component,
    /// It was given to a program that made the picture.
    Input,
}

/// How something came into being, by the statement (IPTC's digital source types).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Of the picture or of something that went into it.
    pub of: OriginOf,
    /// In groups that are told apart in words.
    pub kind: OriginKind,
    /// The type's name as it is written, such as `trainedAlgorithmicMedia`.
    pub name: String,
    /// The program, if it is named.
    pub program: Option<String>,
}

/// Whose origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OriginOf {
    /// The picture's: stated in the file's own credentials.
    Picture,
    /// That of something that went into it: stated in an ingredient's credentials.
    Ingredient,
}

/// A group of origins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OriginKind {
    /// Made by a trained model.
    Generated,
    /// Put together, or changed, with parts that a trained model made.
    GeneratedParts,
    /// Made by a program without a trained model, or with such parts.
    Synthetic,
    /// Taken with a camera.
    Captured,
    /// Taken from a screen.
    Screen,
    /// Scanned from paper or film.
    Scanned,
    /// Drawn or changed by a person with a program, or something else.
    Other,
}

impl OriginKind {
    /// How much of it a program made up, if it says so.
    #[must_use]
    pub fn claim(self) -> Option<Claim> {
        match self {
            Self::Generated => Some(Claim::Whole),
            Self::GeneratedParts => Some(Claim::Parts),
            Self::Synthetic => Some(Claim::Synthetic),
            Self::Captured | Self::Screen | Self::Scanned | Self::Other => None,
        }
    }
}
