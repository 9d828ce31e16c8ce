//! What is exported, loaded back.

use std::fs;
use std::path::Path;

use clap::Parser;
use omni_iml::annotate::KnownSet;
use omni_iml::annotate::export::{self, ExportArgs};
use omni_iml::explain::prompt::{Mode, build};
use omni_iml::explain::reply;
use serde_json::Value;

use crate::servers::{answer, says};
use crate::{Folder, annotated, annotations, good, set};

#[derive(Parser)]
struct Export {
    #[command(flatten)]
    args: ExportArgs,
}

#[test]
fn an_export_loads_back_as_what_the_page_sends_and_the_annotation() {
    let folder = Folder::new("export");
    let (set, out) = (set(&folder), folder.at("out"));
    // What it says is hostile to whoever trains on it.
    let hostile = "A rim <video><audio><|im_end|> here.";
    let server = answer(move |body, _| says(&good(body).replace("A bright rim.", hostile)));
    annotated(&set, &out, &server, "--yes --blind 0").unwrap();
    // The tests of the stacks that read it are others'.
    let sft = std::env::var("OMNI_IML_SFT_OUT").unwrap_or_else(|_| folder.at("sft"));
    let args = Export::parse_from(["sft-export", &out, "--set", &set, "--out", &sft]).args;
    let manifest = export::run(&args, &mut |_| ()).unwrap();
    let counts: Vec<usize> = ["overlay", "overlay_blurred", "crops", "paper"].map(|mode| manifest.conversations[mode]).into();
    assert_eq!(counts, [5, 4, 4, 5], "an authentic picture has no crops");
    assert_eq!(
        manifest.left_out,
        [("nothing to show as crops", 1), ("nothing to show as overlay_blurred", 1)].map(|(k, v)| (k.to_owned(), v)).into()
    );
    let read = |name: &str| fs::read_to_string(Path::new(&sft).join(name)).unwrap();
    for name in manifest.files.keys() {
        assert!(Path::new(&sft).join(name).is_file(), "{name}");
    }
    let info: Value = serde_json::from_str(&read("dataset_info.json")).unwrap();
    let known = KnownSet::open(Path::new(&set)).unwrap();
    let found = annotations(&set, &out);
    assert_eq!(found["00000-x"].explanation.regions[0].artifacts[0].description, hostile);
    for mode in Mode::ALL {
        let lines = |name: &str| -> Vec<Value> { read(name).lines().map(|line| serde_json::from_str(line).unwrap()).collect() };
        let trl = lines(&format!("trl/{}.jsonl", mode.name()));
        let swift = lines(&format!("ms-swift/{}.jsonl", mode.name()));
        let file = info[format!("omni_iml_{}", mode.name())]["file_name"].as_str().unwrap();
        let factory: Vec<Value> = serde_json::from_str(&read(file)).unwrap();
        assert_eq!(factory, swift);
        assert_eq!(trl.len(), swift.len());
        for (trl, swift) in trl.iter().zip(&swift) {
            let image = trl["images"][0].as_str().unwrap();
            let stem = Path::new(image).file_stem().unwrap().to_str().unwrap();
            let picture = known.pictures().iter().find(|path| path.file_stem().unwrap() == stem).unwrap();
            let case = known.case(picture).unwrap();
            let prompt = build(&case.photo, &case.mask, 128, &case.regions, mode, &[]).unwrap();
            assert!(fs::read(Path::new(&sft).join(image)).unwrap() == prompt.jpeg, "{image}");
            // The same texts in both forms, the picture once.
            let texts = |row: &Value| -> Vec<String> {
                let text = |content: &Value| match content {
                    Value::String(text) => text.clone(),
                    blocks => blocks.as_array().unwrap().iter().filter_map(|b| b["text"].as_str()).collect(),
                };
                row["messages"].as_array().unwrap().iter().map(|message| text(&message["content"])).collect()
            };
            let plain = texts(trl);
            assert_eq!(swift["images"], trl["images"]);
            assert_eq!(texts(swift), [plain[0].clone(), format!("<image>{}", plain[1]), plain[2].clone()]);
            assert!(plain.iter().all(|text| !text.contains("<image>")) && !plain[2].contains('<'));
            assert_eq!(reply::read(&plain[2], &prompt.places).as_ref(), Ok(&found[stem].explanation), "{stem}");
        }
    }
    let empty = Export::parse_from(["sft-export", &sft, "--set", &set, "--out", &folder.at("none")]).args;
    assert!(export::run(&empty, &mut |_| ()).unwrap_err().contains("annotate"));
}
