use std::fmt;

/// Why a document was not opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PdfError {
    /// More bytes than the limit: limit, found.
    TooManyBytes(usize, usize),
    /// It asks for a password.
    Locked,
    /// The reader's words.
    Damaged(String),
}

impl PdfError {
    pub(super) fn of(error: lopdf::Error) -> Self {
        match error {
            lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) => Self::Locked,
            other => Self::Damaged(other.to_string()),
        }
    }

    /// A stable name for programs.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::TooManyBytes(..) => "file-too-large",
            Self::Locked => "pdf-locked",
            Self::Damaged(_) => "pdf-damaged",
        }
    }
}

impl fmt::Display for PdfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooManyBytes(limit, found) => {
                write!(f, "the document has {found} bytes, over the limit of {limit}; take the pages in question out of it")
            }
            Self::Locked => write!(f, "the document asks for a password; save a copy without one and check that"),
            Self::Damaged(why) => write!(f, "the document cannot be opened ({why}); save or download it again"),
        }
    }
}

impl std::error::Error for PdfError {}

/// Why a picture of a document was not taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// Its coding is not read here: what it is called.
    Coding(&'static str),
    /// Its colours are of a kind that is not read here.
    Colours,
    /// It is larger than the limits allow.
    TooLarge,
    /// Its data end early, or make no sense.
    Damaged,
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Coding(name) => write!(f, "the picture is coded as {name}, which is not read here"),
            Self::Colours => write!(f, "the picture's colours are of a kind that is not read here (spot colours, Lab)"),
            Self::TooLarge => write!(f, "the picture is larger than what is read here"),
            Self::Damaged => write!(f, "the picture's data end early or make no sense"),
        }?;
        write!(f, "; save it with a PDF reader, and check what it saved, at some loss of traces")
    }
}

impl std::error::Error for Unread {}
