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
    /// 60 forgeries and 20 authentic pictures of each domain, of the test split's real pictures, native size.
    #[value(name = "eval-v2")]
    EvalV2,
    /// 60 forgeries and 60 authentic pictures of each domain, of the validation split, made like `eval-v2`.
    #[value(name = "validation-v2")]
    ValidationV2,
}

impl Preset {
    /// The part of the sources that it is made of.
    pub fn split(self) -> Split {
        match self {
            Preset::EvalV1 | Preset::EvalV2 => Split::Test,
            Preset::ValidationV1 | Preset::ValidationV2 => Split::Validation,
        }
    }

    /// What its pictures show.
    pub fn domains(self) -> Vec<Domain> {
        match self {
            Preset::EvalV1 | Preset::ValidationV1 => vec![Domain::Natural],
            Preset::EvalV2 | Preset::ValidationV2 => Domain::ALL.to_vec(),
        }
    }

    /// How many samples, and from which seed.
    pub fn series(self) -> (u64, u64) {
        match self {
            Preset::EvalV1 => (160, 20_261_124),
            Preset::ValidationV1 => (400, 20_261_125),
            Preset::EvalV2 => (320, 20_261_126),
            Preset::ValidationV2 => (480, 20_261_127),
        }
    }

    /// How the samples of a domain are made.
    pub fn settings(self, domain: Domain) -> Settings {
        let first = |forged, authentic| {
            let mut kinds = Kind::FIRST.repeat(forged);
            kinds.extend([Kind::Authentic].repeat(authentic));
            kinds
        };
        let (kinds, lossless, shared) = match self {
            Preset::EvalV1 => (first(3, 5), 0.0, 0.0),
            Preset::ValidationV1 => (first(2, 10), 0.0, 0.0),
            Preset::EvalV2 => (interleaved(domain, 60, 4), 0.1, 0.15),
            Preset::ValidationV2 => (interleaved(domain, 60, 2), 0.1, 0.15),
        };
        let chain = Chain { last_quality: (60, 95), lossless, shared };
        Settings { size: None, kinds: Kinds::InTurn(kinds), area: (0.005, 0.2), chain }
    }

    /// SHA-256 over names, sizes and bytes of everything that is written but truth.jsonl: what was published, before any
    /// network was trained.
    pub fn sha256(self) -> &'static str {
        match self {
            Preset::EvalV1 => "191d92f2c064a70167cdd5a95c416e4cf390630bf0185a8f7c389193be512e7f",
            Preset::ValidationV1 => "de5d62a653b098adb45743fba9662bd4b141fa3aca433407181a8c74faf02e74",
            Preset::EvalV2 => "83c53548739d22f3a2f7bd91c7f82f5585a4ca8176a0ac6b2f7ba2d1ae194bce",
            Preset::ValidationV2 => "9cd62a40df25da2f7312c037f755381976322698f090402d48ff23f1a7e9e274",
        }
    }
}

/// The kinds of `eval-v2` and `validation-v2`. Without what needs a font: a frozen series must not depend on those installed.
#[rustfmt::skip]
fn second(domain: Domain) -> &'static [Kind] {
    use Kind::*;
    match domain {
        Domain::Natural => &[
            Splice, CopyMove, Removal, Retouch, ObjectJitter,
            MatchedSplice, CameraSplice, ObjectCopyMove, PatchSynthesis, Resampled,
        ],
        Domain::Document => &[TextReplace, TextErase, TextCopyMove, PageSplice],
        Domain::Face => &[FaceSwap, FacePart, FaceWarp, FaceSmooth, FaceBlend],
        Domain::SceneText => &[SignReplace, SignErase, SignCopyMove, SignJitter],
    }
}

/// `forged` forgeries, the domain's kinds one after the other, and an authentic picture as every `period`th.
fn interleaved(domain: Domain, forged: usize, period: usize) -> Vec<Kind> {
    let mut series = Vec::new();
    for &kind in second(domain).iter().cycle().take(forged) {
        series.push(kind);
        if series.len() % period == period - 1 {
            series.push(Kind::Authentic);
        }
    }
    series
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

    #[test]
    fn every_domain_has_its_kinds_equally_often_and_needs_no_font() {
        for (preset, authentic) in [(Preset::EvalV2, 20), (Preset::ValidationV2, 60)] {
            let (count, _) = preset.series();
            assert_eq!(count as usize, preset.domains().len() * (60 + authentic));
            for domain in preset.domains() {
                let Kinds::InTurn(kinds) = preset.settings(domain).kinds else { panic!("the kinds come in turn") };
                assert_eq!(kinds.len(), 60 + authentic);
                let mut times = std::collections::HashMap::new();
                kinds.iter().for_each(|kind| *times.entry(*kind).or_insert(0) += 1);
                assert_eq!(times.remove(&Kind::Authentic), Some(authentic));
                assert!(times.values().all(|n| n * times.len() == 60) && times.keys().all(|kind| !kind.prints()), "{times:?}");
            }
        }
    }
}
