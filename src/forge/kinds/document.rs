//! Forgeries of pages: text replaced, erased, moved, laid in from another page or printed anew.

mod copy_move;
mod draft;
mod erase;
mod page_splice;
mod print;
mod read;
mod replace;

pub use copy_move::copy_move;
pub use erase::erase;
pub use page_splice::page_splice;
pub use print::print;
pub use replace::replace;

/// How many places of a page are forged at once.
fn places(rng: &mut fastrand::Rng) -> usize {
    match rng.u32(0..20) {
        0..9 => 1,
        9..14 => 2,
        14..17 => 3,
        _ => 4,
    }
}

#[cfg(test)]
mod tests;
