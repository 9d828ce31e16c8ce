use super::chain::Chain;
use super::kinds::Kind;
use super::sample::{Kinds, Settings};
use super::sources::{Domain, Split};

/// Series that are frozen: what they contain never changes once it is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Preset {
    /// 120 forgeries and 40 authentic pictures of the test split, natural photographs, native size.
    #[value(name = "eval-v1")]
    EvalV1,
    /// 200 forgeries and 200 authentic pictures of the validation split, made like `eval-v1`, to choose thresholds on.
    #[value(name = "validation-v1")]
    ValidationV1,
}

impl Preset {
    /// The part of the sources that it is made of.
    pub fn split(self) -> Split {
        match self {
            Preset::EvalV1 => Split::Test,
            Preset::ValidationV1 => Split::Validation,
        }
    }

    /// What its pictures show.
    pub fn domains(self) -> Vec<Domain> {
        vec![Domain::Natural]
    }

    /// How many samples, and from which seed.
    pub fn series(self) -> (u64, u64) {
        match self {
            Preset::EvalV1 => (160, 20_261_124),
            Preset::ValidationV1 => (400, 20_261_125),
        }
    }

    /// How the samples of a domain are made.
    pub fn settings(self, _domain: Domain) -> Settings {
        let (forged, authentic) = match self {
            Preset::EvalV1 => (3, 5),
            Preset::ValidationV1 => (2, 10),
        };
        let mut kinds = Kind::FIRST.repeat(forged);
        kinds.extend([Kind::Authentic].repeat(authentic));
        let chain = Chain { last_quality: (60, 95), lossless: 0.0, shared: 0.0 };
        Settings { size: None, kinds: Kinds::InTurn(kinds), area: (0.005, 0.2), chain }
    }

    /// SHA-256 over names, sizes and bytes of everything that is written: what was published, before any network was
    /// trained.
    pub fn sha256(self) -> &'static str {
        match self {
            Preset::EvalV1 => "191d92f2c064a70167cdd5a95c416e4cf390630bf0185a8f7c389193be512e7f",
            Preset::ValidationV1 => "de5d62a653b098adb45743fba9662bd4b141fa3aca433407181a8c74faf02e74",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_forgery_is_there_equally_often() {
        let (count, _) = Preset::EvalV1.series();
        let Kinds::InTurn(kinds) = Preset::EvalV1.settings(Domain::Natural).kinds else { panic!("the kinds come in turn") };
        let times = |kind| (0..count as usize).filter(|i| kinds[i % kinds.len()] == kind).count();
        assert_eq!(Kind::FIRST.map(times), [24; 5]);
        assert_eq!(times(Kind::Authentic), 40);
    }
}
