#![allow(clippy::unwrap_used, reason = "tests")]

use super::testing::{chance, photo};
use super::*;

fn look(lens: Lens, photo: &Photo) -> LensMap {
    lens.look(photo, &Settings::default(), &mut |_| ())
}

#[test]
fn pictures_of_any_size_and_without_detail_are_quiet() {
    for (width, height) in [(1, 1), (7, 3), (8, 8), (9, 1), (64, 48), (1033, 20)] {
        for &lens in Lens::ALL {
            let map = look(lens, &photo(width, height, vec![77; width * height * 3]));
            let (wide, high) = map.size();
            assert!(map.figures.iter().all(|f| f.value.is_finite()), "{lens}: {:?}", map.figures);
            assert!(map.links.is_empty());
            match &map.picture {
                Picture::Values(values) => {
                    assert_eq!(values.len(), wide * high);
                    assert!(values.iter().all(|v| (0.0..=1.0).contains(v)));
                    assert!(!lens.scores() || values.iter().all(|&v| v == 0.0), "{lens} on {width}×{height}");
                    assert_eq!(map.to_mask().unwrap().len(), width * height);
                }
                Picture::Rgb(rgb) => {
                    assert_eq!(rgb.len(), wide * high * 3);
                    assert_eq!(map.to_mask(), None);
                }
            }
        }
    }
}

#[test]
fn values_stay_within_their_range_at_both_ends_of_every_parameter() {
    let wild = photo(131, 77, (0..131 * 77 * 3).map(|i| if chance(i) > 0.0 { 255 } else { 0 }).collect());
    for &lens in Lens::ALL {
        let ends = |p: &'static Parameter| [p.least, p.most].map(|value| Settings::of(lens, [(p.name, value)]).unwrap());
        for settings in lens.parameters().iter().flat_map(ends).chain([Settings::default()]) {
            let map = lens.look(&wild, &settings, &mut |_| ());
            assert!(map.figures.iter().all(|f| f.value.is_finite()), "{lens} {settings:?}: {:?}", map.figures);
            if let Picture::Values(values) = &map.picture {
                assert!(values.iter().all(|v| (0.0..=1.0).contains(v)), "{lens} {settings:?}");
            }
        }
    }
}

#[test]
fn progress_goes_from_nothing_to_all_and_never_back() {
    let wild = photo(131, 77, (0..131 * 77 * 3).map(|i| if chance(i) > 0.0 { 255 } else { 0 }).collect());
    for &lens in Lens::ALL {
        let mut told = Vec::new();
        let _ = lens.look(&wild, &Settings::default(), &mut |share| told.push(share));
        assert_eq!((told[0], told[told.len() - 1]), (0.0, 1.0));
        assert!(told.windows(2).all(|pair| pair[0] <= pair[1]), "{lens}: {told:?}");
    }
}

#[test]
fn names_are_those_of_json_and_parameters_are_sound() {
    for &lens in Lens::ALL {
        assert_eq!(serde_json::to_string(&lens).unwrap(), format!("\"{lens}\""));
        for p in lens.parameters() {
            assert!(p.least < p.most && p.step > 0.0 && (p.least..=p.most).contains(&p.default), "{lens}: {p:?}");
            assert!(!["shows", "look", "ignore"].contains(&p.name), "{lens}: {} names a text in the catalogue", p.name);
        }
    }
}

/// `cargo test --release --no-default-features --lib -- --ignored --nocapture twelve_megapixels`
#[test]
#[ignore = "measures: prints seconds for each lens"]
fn twelve_megapixels() {
    let (width, height) = (4000, 3000);
    let rgb = super::testing::scene(width, height, |_, _| 10.0);
    let saved = super::testing::saved(&rgb, width, height, 90);
    let picture = photo(width, height, saved);
    for &lens in Lens::ALL {
        let start = std::time::Instant::now();
        let map = look(lens, &picture);
        let looked = start.elapsed();
        let shown = map.displayed(Default::default(), 2048);
        println!("{lens}: {:.2} s, shown {:.2} s", looked.as_secs_f64(), (start.elapsed() - looked).as_secs_f64());
        assert_eq!(shown.rgba.len(), 2048 * 1536 * 4);
    }
}
