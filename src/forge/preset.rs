use super::chain::Chain;
use super::kinds::Kind;
use super::sample::{Kinds, Settings};

/// Series that are frozen: what they contain never changes once it is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Preset {
    /// 120 forgeries and 40 authentic pictures of the test split, natural photographs, native size.
    #[value(name = "eval-v1")]
    EvalV1,
}

impl Preset {
    /// How many samples, from which seed, and how they are made.
    pub fn settings(self) -> (u64, u64, Settings) {
        match self {
            Preset::EvalV1 => {
                let mut kinds = [Kind::FORGED; 3].concat();
                kinds.extend([Kind::Authentic; 5]);
                let chain = Chain { last_quality: (60, 95), lossless: 0.0 };
                (160, 20_261_124, Settings { size: None, kinds: Kinds::InTurn(kinds), area: (0.005, 0.2), chain })
            }
        }
    }

    /// SHA-256 over names, sizes and bytes of everything that is written: what was published, before any network was
    /// trained.
    pub fn sha256(self) -> &'static str {
        match self {
            Preset::EvalV1 => "191d92f2c064a70167cdd5a95c416e4cf390630bf0185a8f7c389193be512e7f",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_forgery_is_there_equally_often() {
        let (count, _, settings) = Preset::EvalV1.settings();
        let Kinds::InTurn(kinds) = settings.kinds else { panic!("the kinds come in turn") };
        let times = |kind| (0..count as usize).filter(|i| kinds[i % kinds.len()] == kind).count();
        assert_eq!(Kind::FORGED.map(times), [24; 5]);
        assert_eq!(times(Kind::Authentic), 40);
    }
}
