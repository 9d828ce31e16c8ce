//! The paper's data half: annotations of forged pictures by a model (Omni-273k's way), conversations for fine-tuning, and
//! scores of explanations. Native only, without the network.
//!
//! ```text
//! set ──> case ──> steps ──> ask ──> store ──> annotation ──> export   conversations
//!         known    blind,    server   raw                └──> eval     scores by row and model
//!         facts    1, 2, 3            replies
//! ```
//!
//! What the data engine knows ([`crate::truth`]) is filled in and not asked; of some pictures it is asked blind, to see how
//! often the model is wrong.

mod ask;
mod blind;
mod case;
mod command;
mod cost;
pub mod eval;
pub mod export;
mod manipulation;
pub mod scores;
pub mod steps;
mod store;

pub use ask::{Asker, ModelAt, Sent, ServerArgs, Stored, Trouble};
pub use blind::{Errors, Rate};
pub use case::{Case, Facts, KnownSet, Texts};
pub use command::{AnnotateArgs, Annotation, Outcome, run};
pub use cost::{Cost, PictureTokens};
pub use manipulation::Manipulation;
pub use store::{Raw, Store};
