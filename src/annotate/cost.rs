//! What annotating costs, before anything is sent: requests and pictures are counted, tokens are estimated.

use crate::explain::endpoint::Question;

/// How a family of models counts a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureTokens {
    /// Qwen2-VL and 2.5-VL: one for each 28×28 pixels, sides rounded to that, and two around them.
    Qwen,
    /// InternVL: 256 for each of up to twelve tiles of 448 pixels, and as many for the whole.
    InternVl,
    /// GPT-4o and 4.1: 85, and 170 for each tile of 512 pixels after the shorter side is brought to 768.
    Gpt,
    /// GPT-4o mini: the same tiles, 2833 and 5667.
    GptMini,
}

impl PictureTokens {
    /// The family of a model, by its name; nothing for others.
    #[must_use]
    pub fn of(model: &str) -> Option<Self> {
        let model = model.to_lowercase();
        // The first that fits: the small ones of a family count otherwise than the large.
        let families = [
            ("qwen", Some(Self::Qwen)),
            ("internvl", Some(Self::InternVl)),
            ("gpt-4o-mini", Some(Self::GptMini)),
            ("gpt-4.1-mini", None),
            ("gpt-4.1-nano", None),
            ("gpt-4", Some(Self::Gpt)),
        ];
        families.into_iter().find(|(part, _)| model.contains(part)).and_then(|(_, family)| family)
    }

    /// Tokens of a picture.
    #[must_use]
    pub fn count(self, [width, height]: [u32; 2]) -> u64 {
        match self {
            Self::Qwen => {
                let side = |length: u32| u64::from(((length + 14) / 28).max(1));
                side(width) * side(height) + 2
            }
            Self::InternVl => {
                let tiles = tiles(width, height);
                256 * if tiles > 1 { tiles + 1 } else { 1 }
            }
            Self::Gpt | Self::GptMini => {
                let (width, height) = (f64::from(width), f64::from(height));
                let first = (2048.0 / width.max(height)).min(1.0);
                let scale = first * (768.0 / (first * width.min(height))).min(1.0);
                // A tile more for a thousandth of a pixel is not meant.
                let along = |side: f64| ((side * scale - 0.001) / 512.0).ceil().max(1.0) as u64;
                let (base, tile) = if self == Self::GptMini { (2833, 5667) } else { (85, 170) };
                base + tile * along(width) * along(height)
            }
        }
    }
}

/// InternVL's grid: the one of up to twelve tiles whose proportions are nearest; of two, the larger where the picture fills
/// more than half of it.
fn tiles(width: u32, height: u32) -> u64 {
    let mut grids: Vec<(u32, u32)> = (1..=12).flat_map(|x| (1..=12 / x).map(move |y| (x, y))).collect();
    grids.sort_by_key(|(x, y)| x * y);
    let wanted = f64::from(width) / f64::from(height);
    let (mut best, mut least) = ((1, 1), f64::MAX);
    for (x, y) in grids {
        let apart = (wanted - f64::from(x) / f64::from(y)).abs();
        let filled = 2 * u64::from(width) * u64::from(height) > 448 * 448 * u64::from(x * y);
        if apart < least || (apart == least && filled) {
            (best, least) = ((x, y), apart);
        }
    }
    u64::from(best.0 * best.1)
}

/// What is to be sent, and what will come back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// Requests, each with a picture.
    pub requests: u64,
    /// Bytes of the pictures.
    pub bytes: u64,
    /// Their tokens.
    pub picture_tokens: u64,
    /// Tokens of the texts, estimated at four characters each.
    pub text_tokens: u64,
    /// Tokens that come back, estimated.
    pub reply_tokens: u64,
    /// The most that may come back.
    pub most_tokens: u64,
    /// Replies that are there and go back to be put in shape; text alone.
    pub repairs: u64,
}

impl Cost {
    /// Adds a question; `more` characters are not in it yet, those of replies that it waits for.
    pub fn add(&mut self, question: &Question, picture_tokens: u64, more: u64, reply_tokens: u64) {
        let text = question.words.system.chars().count() + question.words.user.chars().count();
        self.requests += 1;
        self.bytes += question.jpeg.as_ref().map_or(0, Vec::len) as u64;
        self.picture_tokens += picture_tokens;
        self.text_tokens += (text as u64 + more).div_ceil(4);
        self.reply_tokens += reply_tokens;
        self.most_tokens += u64::from(question.tokens);
    }

    /// Whether nothing is to be sent.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.requests + self.repairs == 0
    }

    /// Two of them.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            requests: self.requests + other.requests,
            bytes: self.bytes + other.bytes,
            picture_tokens: self.picture_tokens + other.picture_tokens,
            text_tokens: self.text_tokens + other.text_tokens,
            reply_tokens: self.reply_tokens + other.reply_tokens,
            most_tokens: self.most_tokens + other.most_tokens,
            repairs: self.repairs + other.repairs,
        }
    }

    /// For a person. `prices` are of a million tokens in and out.
    #[must_use]
    pub fn words(&self, family: Option<PictureTokens>, prices: Option<[f64; 2]>) -> String {
        let counted = match family {
            Some(family) => format!("counted as {family:?} does"),
            None => "of an unknown family, counted as Qwen does".to_owned(),
        };
        let input = self.picture_tokens + self.text_tokens;
        let mut words = format!(
            "{} requests, each with a picture, {:.1} MB of pictures in all\n\
             tokens in: {input}: {} of pictures ({counted}), about {} of text at four characters each\n\
             tokens out: about {}, at most {}\n\
             not in it: replies sent back to be put in shape (text alone; {} so far), and what a busy server makes go again",
            self.requests,
            self.bytes as f64 / 1e6,
            self.picture_tokens,
            self.text_tokens,
            self.reply_tokens,
            self.most_tokens,
            self.repairs
        );
        if let Some([price_in, price_out]) = prices {
            let cost = |out: u64| (input as f64 * price_in + out as f64 * price_out) / 1e6;
            words += &format!("\nat these prices: about {:.2}, at most {:.2}", cost(self.reply_tokens), cost(self.most_tokens));
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explain::instructions::Instructions;

    /// GPT: the examples of OpenAI's guide. Qwen: `smart_resize` of transformers' Qwen2-VL by hand. InternVL:
    /// `dynamic_preprocess` of its model card, run in Python.
    #[test]
    fn pictures_are_counted_as_each_family_counts_them() {
        for (family, sides, tokens) in [
            (PictureTokens::Gpt, [1024, 1024], 765),
            (PictureTokens::Gpt, [2048, 4096], 1105),
            (PictureTokens::Gpt, [400, 300], 255),
            (PictureTokens::GptMini, [1024, 1024], 2833 + 4 * 5667),
            (PictureTokens::Qwen, [1024, 1024], 37 * 37 + 2),
            (PictureTokens::Qwen, [1024, 1536], 37 * 55 + 2),
            (PictureTokens::Qwen, [20, 224], 8 + 2),
            (PictureTokens::InternVl, [1024, 1024], 10 * 256),
            (PictureTokens::InternVl, [448, 448], 256),
            (PictureTokens::InternVl, [1024, 1536], 7 * 256),
            (PictureTokens::InternVl, [1600, 400], 5 * 256),
        ] {
            assert_eq!(family.count(sides), tokens, "{family:?} {sides:?}");
        }
        assert_eq!(PictureTokens::of("OpenGVLab/InternVL3-8B"), Some(PictureTokens::InternVl));
        for (model, family) in [
            ("gpt-4o", Some(PictureTokens::Gpt)),
            ("gpt-4.1", Some(PictureTokens::Gpt)),
            ("gpt-4o-mini", Some(PictureTokens::GptMini)),
            ("openai/GPT-4o-mini-2024-07-18", Some(PictureTokens::GptMini)),
            ("gpt-4.1-mini", None),
            ("gpt-4.1-nano", None),
            ("llava", None),
        ] {
            assert_eq!(PictureTokens::of(model), family, "{model}");
        }
    }

    #[test]
    fn a_price_is_that_of_both_ways() {
        let mut cost = Cost::default();
        let words = Instructions { system: "s".repeat(500), user: "ü".repeat(1000) };
        let question = Question { words, jpeg: Some(vec![0; 1000]), schema: None, tokens: 2048 };
        cost.add(&question, 500, 500, 100);
        cost.add(&question, 500, 500, 100);
        let (picture_tokens, text_tokens, reply_tokens, most_tokens) = (1000, 1000, 200, 4096);
        let expected = Cost { requests: 2, bytes: 2000, picture_tokens, text_tokens, reply_tokens, most_tokens, repairs: 0 };
        assert_eq!(cost, expected);
        let words = cost.words(Some(PictureTokens::Gpt), Some([1000.0, 10_000.0]));
        assert!(words.contains("about 4.00, at most 42.96"), "{words}");
    }
}
