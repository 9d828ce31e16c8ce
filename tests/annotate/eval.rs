//! Scores of what scripted servers say.

use std::fs;

use clap::Parser;
use image::{GrayImage, Luma};
use omni_iml::annotate::eval::{self, EvalExplainArgs, Line};
use serde_json::{Value, json};

use crate::servers::{Answering, answer, refusal, says, whole};
use crate::{BOXES, Folder, HEIGHT, WIDTH, annotated, annotator, good, set, step, user};

#[derive(Parser)]
struct Eval {
    #[command(flatten)]
    args: EvalExplainArgs,
}

/// Says what is right of the first region, by what it is shown.
fn explainer(body: &Value) -> String {
    let region = |id: u64, content: &str, position: &str| {
        json!({
            "id": id, "title": "A thing", "content": content, "absolute_position": position, "relative_position": "above",
            "relative_to": "the line", "bbox": [42, 56, 208, 166],
            "artifacts": [{ "kind": "halo", "description": "A bright rim.", "evidence": "x" }],
        })
    };
    let seen = user(body);
    let regions = if seen.starts_with("You see the picture as it is.") {
        json!([region(0, "", "centre")])
    } else if seen.contains("program's mask: marked parts are white") {
        json!([region(1, "TOTAL", "top_left")])
    } else {
        json!([region(1, "TOTAL 9.90", "top_left")])
    };
    json!({ "tampered": true, "domain": "document", "regions": regions, "summary": "x" }).to_string()
}

fn explaining() -> Answering {
    answer(|body, _| says(&explainer(body)))
}

/// Tells what was said, too.
fn told(line: &str) -> (Result<Vec<Line>, String>, String) {
    let mut words = String::new();
    let lines = eval::run(&Eval::parse_from(line.split_whitespace()).args, &mut |more| words += &format!("{more}\n"));
    (lines, words)
}

fn evaluated(line: &str) -> Vec<Line> {
    told(line).0.unwrap()
}

/// Masks of a network that found the first picture's place alone.
fn predicted(folder: &Folder) -> String {
    let predicted = folder.0.join("predicted");
    fs::create_dir_all(&predicted).unwrap();
    for number in 0..5u32 {
        let [l, t, w, h] = BOXES[0];
        let inside = |x, y| number == 0 && (l..l + w).contains(&x) && (t..t + h).contains(&y);
        GrayImage::from_fn(WIDTH, HEIGHT, |x, y| Luma([if inside(x, y) { 200 } else { 9 }]))
            .save(predicted.join(format!("0000{number}-x.png.mask.png")))
            .unwrap();
    }
    predicted.to_str().unwrap().to_owned()
}

#[test]
fn rows_are_scored_by_what_was_said_in_each() {
    let folder = Folder::new("eval");
    let (set, out) = (set(&folder), folder.at("out"));
    annotated(&set, &out, &annotator(), "--yes --blind 0").unwrap();
    let predicted = predicted(&folder);
    let server = answer(|body, _| says(&explainer(body)));
    let scores = folder.at("scores.jsonl");
    let common = format!(
        "eval-explain {set} --out {} --annotations {out} --predicted {} --model internvl3-8b={} --scores {scores} --wait 0",
        folder.at("eval"),
        predicted,
        server.address
    );
    let own = evaluated(&common);
    assert_eq!((own.len(), server.bodies().len()), (2, 0), "our own words need nobody");
    let lines = evaluated(&format!("{common} --yes"));
    let names: Vec<(&str, &str)> = lines.iter().map(|line| (line.model.as_str(), line.shown)).collect();
    let model = "internvl3-8b";
    let rows = ["no prompt", "binary mask", "overlay, predicted", "overlay, true"].map(|row| (model, row));
    assert_eq!(names, [rows.as_slice(), &[("own words", "predicted mask"), ("own words", "true mask")]].concat());
    let near = |found: Option<f64>, expected: f64| assert!((found.unwrap() - expected).abs() < 1e-9, "{found:?}, not {expected}");
    let figures: Vec<_> = lines.iter().map(Line::figures).collect();
    for (row, text, absolute) in [(0, 0.0, 1.0 / 5.0), (1, 0.5, 1.0 / 5.0), (2, 1.0, 1.0 / 5.0), (3, 1.0, 1.0 / 5.0)] {
        assert_eq!((figures[row].pictures, figures[row].regions, figures[row].unanswered), (5, 5, 0));
        near(figures[row].text, text);
        // Of five regions one is at the top left and one in the middle.
        near(figures[row].absolute, absolute);
        // Four of five regions have a statement; it says what the annotation says.
        near(figures[row].relative, 0.8);
        near(figures[row].trace, 0.8);
        near(figures[row].kinds, 0.8);
        near(figures[row].class, 0.8);
        near(figures[row].domain, 0.6);
    }
    // Our own words: no network, so no domain; right places where they are told them.
    near(figures[5].absolute, 1.0);
    near(figures[5].class, 1.0);
    assert_eq!((figures[5].domain, figures[5].text), (None, Some(0.0)));
    near(figures[4].absolute, 0.2);
    near(figures[4].class, 0.4);
    // The words are the same in all rows but for what is seen, and tell no box.
    let bodies = server.bodies();
    assert_eq!(bodies.len(), 20);
    assert!(bodies.iter().all(|body| !user(body).contains("in thousandths of the whole picture's")));
    assert_eq!(fs::read_to_string(&scores).unwrap().lines().count(), 30);
    evaluated(&format!("{common} --yes"));
    assert_eq!(server.bodies().len(), 20, "asked twice");
}

#[test]
fn a_wrong_class_and_an_unreadable_answer_are_worth_nothing() {
    let folder = Folder::new("wrong");
    let (set, out) = (set(&folder), folder.at("eval"));
    let server = answer(|body, before| match before % 2 {
        _ if step(body) == "repair" => says("still nothing"),
        0 => says(&explainer(body).replace("\"tampered\":true", "\"tampered\":false")),
        _ => says("nothing"),
    });
    let line = format!("eval-explain {set} --out {out} --model m={} --parallel 1 --wait 0 --yes", server.address);
    let lines = evaluated(&line);
    for line in &lines[..3] {
        let figures = line.figures();
        assert_eq!((figures.text, figures.absolute), (Some(0.0), Some(0.0)));
        assert!(figures.unanswered > 0 && figures.relative.is_none() && figures.trace.is_none(), "no annotations");
    }
}

#[test]
fn descriptions_are_embedded_where_a_server_for_that_is_given() {
    let folder = Folder::new("embed");
    let (set, out) = (set(&folder), folder.at("out"));
    let annotator = answer(|body, _| says(&good(body).replace("A bright rim.", "A light rim.")));
    annotated(&set, &out, &annotator, "--yes --blind 0").unwrap();
    let server = explaining();
    // Busy at first.
    let embedder = answer(|body, before| {
        assert_eq!(body["model"], "e5");
        let texts = body["input"].as_array().unwrap();
        let of = |text: &Value| if text.as_str().unwrap().contains("light") { [1.0, 0.0] } else { [0.6, 0.8] };
        let data: Vec<Value> = texts.iter().map(|text| json!({ "index": 0, "embedding": of(text) })).collect();
        match before {
            0 => refusal("503 Service Unavailable", "busy"),
            _ => whole("200 OK", "application/json", &json!({ "data": data }).to_string()),
        }
    });
    let line = format!(
        "eval-explain {set} --out {} --annotations {out} --model m={} --embed e5={} --wait 0",
        folder.at("eval"),
        server.address,
        embedder.address
    );
    evaluated(&line);
    assert!(embedder.bodies().is_empty() && server.bodies().is_empty(), "sent without --yes");
    let lines = evaluated(&format!("{line} --yes"));
    let figures = lines[0].figures();
    // Four of five regions, .6 each; the trace is the mean of three.
    assert!((figures.cosine.unwrap() - 0.48).abs() < 1e-9);
    let parts = figures.rouge.unwrap() + figures.bleu.unwrap() + 0.48;
    assert!((figures.trace.unwrap() - parts / 3.0).abs() < 1e-9);
    let asked = embedder.bodies();
    evaluated(&format!("{line} --yes"));
    assert_eq!(embedder.bodies(), asked, "a text is embedded once");
    let inputs: std::collections::BTreeSet<String> = asked[1..].iter().map(|body| body["input"].to_string()).collect();
    assert_eq!((inputs.len(), asked[0].clone()), (asked.len() - 1, asked[1].clone()));
    let bad = answer(|_, _| refusal("500 Internal Server Error", "no"));
    let line = line.replace(&embedder.address, &bad.address);
    let error = told(&format!("{line} --yes --attempts 1")).0.err();
    assert!(error.is_some_and(|error| error.contains("status 500")));
}

#[test]
fn without_yes_replies_to_other_questions_are_not_taken_and_nothing_is_sent() {
    let folder = Folder::new("eval-gate");
    let (set, server) = (set(&folder), explaining());
    let line = format!("eval-explain {set} --out {} --model m={} --wait 0", folder.at("eval"), server.address);
    evaluated(&format!("{line} --yes"));
    let sent = server.bodies().len();
    assert_eq!(evaluated(&line).len(), 4, "all replies are there");
    // The same names, another question: the overlay of another mask.
    let mask = std::path::Path::new(&set).join("mask/00000-x.png");
    GrayImage::from_fn(WIDTH, HEIGHT, |x, y| Luma([if x < 60 && y < 60 { 255 } else { 0 }])).save(&mask).unwrap();
    let lines = evaluated(&line);
    let names: Vec<&str> = lines.iter().map(|line| line.shown).collect();
    assert_eq!((names.as_slice(), server.bodies().len()), (&["no prompt", "true mask"][..], sent));
}

#[test]
fn one_key_is_not_sent_to_several_servers() {
    let folder = Folder::new("keys");
    let (set, one, other) = (set(&folder), explaining(), explaining());
    // Some variable that is there.
    let line = format!("eval-explain {set} --out {} --key-env CARGO_PKG_NAME --yes --wait 0", folder.at("eval"));
    let error = told(&format!("{line} --model a={} --model b={}", one.address, other.address)).0.err().unwrap();
    assert!(error.contains("one key for") && one.bodies().is_empty() && other.bodies().is_empty(), "{error}");
    evaluated(&format!("{line} --model a={} --model b={}", one.address, one.address));
    let line = line.replace("CARGO_PKG_NAME", "OMNI_IML_NO_SUCH_KEY");
    evaluated(&format!("{line} --model a={} --model b={}", one.address, other.address));
}

#[test]
fn servers_and_models_of_like_names_keep_to_their_own_replies() {
    let folder = Folder::new("names");
    let (set, one, other) = (set(&folder), explaining(), explaining());
    let line = format!("eval-explain {set} --out {} --yes --wait 0", folder.at("eval"));
    for server in [&one, &other, &one] {
        evaluated(&format!("{line} --model a/b={} --model a-b={}", server.address, server.address));
        assert_eq!(server.bodies().len(), 30);
    }
}

#[test]
fn a_picture_that_is_refused_counts_as_unanswered_and_the_rest_is_scored() {
    let folder = Folder::new("refused");
    let set = set(&folder);
    // A filter that dislikes one picture, whatever is shown with it: the only one with this text in it.
    for status in ["400 Bad Request", "403 Forbidden"] {
        let server = answer(move |body, before| match before {
            1 => refusal(status, "content_policy_violation"),
            _ => says(&explainer(body)),
        });
        let line = format!(
            "eval-explain {set} --out {} --model m={} --parallel 1 --wait 0 --yes",
            folder.at(&status[..3]),
            server.address
        );
        let (lines, words) = told(&line);
        let unanswered: Vec<usize> = lines.unwrap().iter().map(|line| line.figures().unanswered).collect();
        assert_eq!(unanswered, [1, 0, 0, 0], "{words}");
        assert!(words.contains("content_policy_violation") && words.contains("1 pictures were refused"), "{words}");
    }
    // One that refuses everything has said nothing that could be scored; our own words are.
    let server = answer(|_, _| refusal("403 Forbidden", "no"));
    let (lines, words) = told(&format!("eval-explain {set} --out {} --model m={} --yes", folder.at("all"), server.address));
    assert!(lines.err().unwrap().contains("refused all 5 pictures") && words.contains("own words"), "{words}");
}

#[test]
fn an_authentic_picture_without_anything_to_show_is_none_of_the_rows() {
    let folder = Folder::new("crops");
    let (set, predicted, server) = (set(&folder), predicted(&folder), explaining());
    for mode in ["crops", "overlay_blurred"] {
        let out = folder.at(mode);
        let line = format!("eval-explain {set} --out {out} --predicted {predicted} --mode {mode} --wait 0 --yes");
        let lines = evaluated(&format!("{line} --model m={}", server.address));
        let rows: Vec<_> = lines.iter().map(Line::figures).map(|row| (row.pictures, row.unanswered, row.class)).collect();
        // What the predicted mask missed is wrong.
        assert_eq!(rows[2], (4, 3, Some(0.25)), "{mode}");
        assert_eq!(rows[3], (4, 0, Some(1.0)), "{mode}");
        assert_eq!((rows[0].0, rows[1].0), (5, 5));
    }
}

#[test]
fn texts_are_right_whatever_their_case() {
    let folder = Folder::new("case");
    let set = set(&folder);
    let server = answer(|body, _| says(&explainer(body).replace("TOTAL 9.90", "Total 9.90")));
    let lines = evaluated(&format!("eval-explain {set} --out {} --model m={} --yes", folder.at("eval"), server.address));
    assert_eq!(lines[2].figures().text, Some(1.0));
}
