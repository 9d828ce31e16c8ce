//! What a model may say: the shape of its reply, as types and as a JSON schema, with closed lists wherever one can count.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::prompt::Place;
use crate::tile::Domain;

closed_list! {
    /// Where in the picture: a grid of 3×3, in the order of reading.
    AbsolutePosition {
        /// First row.
        TopLeft = "top_left",
        /// First row.
        Top = "top",
        /// First row.
        TopRight = "top_right",
        /// Second row.
        Left = "left",
        /// Second row.
        Centre = "centre",
        /// Second row.
        Right = "right",
        /// Third row.
        BottomLeft = "bottom_left",
        /// Third row.
        Bottom = "bottom",
        /// Third row.
        BottomRight = "bottom_right",
    }
}

closed_list! {
    /// Where it is, seen from what it stands to.
    RelativePosition {
        /// To nothing in particular.
        Alone = "alone",
        /// Left of it.
        LeftOf = "left_of",
        /// Right of it.
        RightOf = "right_of",
        /// Above it.
        Above = "above",
        /// Below it.
        Below = "below",
        /// Within it.
        Inside = "inside",
        /// All around it.
        Around = "around",
        /// Partly over it.
        Overlapping = "overlapping",
        /// Nearer to the camera.
        InFrontOf = "in_front_of",
        /// Farther from the camera.
        Behind = "behind",
        /// Beside it, on whichever side.
        NextTo = "next_to",
    }
}

closed_list! {
    /// What gives a manipulation away.
    ArtifactKind {
        /// A border as if cut out.
        SharpEdge = "sharp_edge",
        /// A border that was softened.
        BlurredEdge = "blurred_edge",
        /// A rim of light or colour.
        Halo = "halo",
        /// Colours that do not fit.
        ColourMismatch = "colour_mismatch",
        /// Light from elsewhere.
        LightingMismatch = "lighting_mismatch",
        /// A shadow that is missing or wrong.
        ShadowMismatch = "shadow_mismatch",
        /// A reflection that is missing or wrong.
        ReflectionMismatch = "reflection_mismatch",
        /// Lines that do not meet where they should.
        PerspectiveMismatch = "perspective_mismatch",
        /// Too large or too small.
        ScaleMismatch = "scale_mismatch",
        /// Other grain.
        NoiseMismatch = "noise_mismatch",
        /// Sharper or softer than what is beside it.
        SharpnessMismatch = "sharpness_mismatch",
        /// Other traces of compression.
        CompressionMismatch = "compression_mismatch",
        /// The same thing twice.
        RepeatedPattern = "repeated_pattern",
        /// Texture that was wiped.
        SmearedTexture = "smeared_texture",
        /// A surface without texture.
        MissingTexture = "missing_texture",
        /// A shape that cannot be.
        DeformedShape = "deformed_shape",
        /// Letters of another typeface, weight or size.
        FontMismatch = "font_mismatch",
        /// Letters off the line.
        TextMisaligned = "text_misaligned",
        /// Letters or words too close or too far.
        TextSpacing = "text_spacing",
        /// Letters that are none, words that make no sense.
        NonsenseText = "nonsense_text",
        /// A ground that differs from what surrounds it.
        BackgroundMismatch = "background_mismatch",
        /// Something else, as described.
        Other = "other",
    }
}

/// The names of [`Domain`].
pub const DOMAINS: [&str; 4] = ["natural", "document", "face", "scene_text"];

/// What the model says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// Whether it takes the picture for manipulated.
    pub tampered: bool,
    /// What it takes the picture for.
    pub domain: Domain,
    /// What it says of places.
    pub regions: Vec<Statement>,
    /// All of it in a few sentences.
    pub summary: String,
}

impl Explanation {
    /// The same as a model would have written it, in the shape of [`reply`], on one line: what fine-tuning teaches.
    ///
    /// # Errors
    /// The serialiser's; none is known.
    pub fn as_reply(&self) -> serde_json::Result<String> {
        #[derive(Serialize)]
        struct Region<'a> {
            id: usize,
            title: &'a str,
            content: &'a str,
            absolute_position: AbsolutePosition,
            relative_position: RelativePosition,
            relative_to: &'a str,
            bbox: [u32; 4],
            artifacts: &'a [Artifact],
        }
        #[derive(Serialize)]
        struct Reply<'a> {
            tampered: bool,
            domain: Domain,
            regions: Vec<Region<'a>>,
            summary: &'a str,
        }
        let regions = self.regions.iter().map(|statement| Region {
            id: statement.region.unwrap_or(0),
            title: &statement.title,
            content: &statement.content,
            absolute_position: statement.absolute_position,
            relative_position: statement.relative_position,
            relative_to: &statement.relative_to,
            bbox: statement.bbox.unwrap_or_default(),
            artifacts: &statement.artifacts,
        });
        let regions = regions.collect();
        serde_json::to_string(&Reply { tampered: self.tampered, domain: self.domain, regions, summary: &self.summary })
    }
}

/// What the model says of one place. Every text is cleaned and of bounded length, and still a model's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// The region of the findings that it names; none where it names none of them.
    pub region: Option<usize>,
    /// The model's own: it names no region of the findings, or places what it says of one elsewhere.
    pub own: bool,
    /// A few words.
    pub title: String,
    /// The object, or the text that stands there.
    pub content: String,
    /// Where in the picture.
    pub absolute_position: AbsolutePosition,
    /// Where to something else.
    pub relative_position: RelativePosition,
    /// To what.
    pub relative_to: String,
    /// x, y, width, height in thousandths of the picture's sides, where it gave a box within the picture.
    pub bbox: Option<[u32; 4]>,
    /// What gives it away.
    pub artifacts: Vec<Artifact>,
}

/// One trace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Artifact {
    /// What kind.
    pub kind: ArtifactKind,
    /// In words.
    pub description: String,
    /// What in the picture shows it.
    pub evidence: String,
}

/// Most statements that are kept.
pub const MAX_STATEMENTS: usize = 16;
/// Most traces of a statement that are kept.
pub const MAX_ARTIFACTS: usize = 8;
/// Longest text of a field, characters.
pub const MAX_FIELD: usize = 600;
/// Longest summary, characters.
pub const MAX_SUMMARY: usize = 2000;

impl AbsolutePosition {
    /// The cell of the grid that the middle of a box is in: x, y, width, height in thousandths of the picture's sides.
    #[must_use]
    pub fn of([x, y, width, height]: [u32; 4]) -> Self {
        let third = |at: u32, length: u32| (3 * (2 * at + length) / 2000).min(2) as usize;
        Self::ALL[3 * third(y, height) + third(x, width)]
    }
}

/// An object of a schema within what strict modes take: every property required, no further ones.
pub(crate) fn object(properties: Value) -> Value {
    let required: Vec<String> = properties.as_object().into_iter().flat_map(|map| map.keys().cloned()).collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

/// A text of a closed list.
pub(crate) fn one_of(names: &[&str]) -> Value {
    json!({ "type": "string", "enum": names })
}

/// The schema of one trace.
pub(crate) fn artifact() -> Value {
    let text = json!({ "type": "string" });
    object(json!({ "kind": one_of(ArtifactKind::NAMES), "description": text, "evidence": text }))
}

/// The schema of a reply about these regions, for `response_format` and for the instructions. Within what OpenAI's strict
/// mode, vLLM, llama.cpp and LM Studio all take: every property required, no further ones, no lengths of strings.
#[must_use]
pub fn reply(places: &[Place]) -> Value {
    let text = json!({ "type": "string" });
    // 0 is a place that is not marked.
    let ids: Vec<usize> = std::iter::once(0).chain(places.iter().map(|place| place.id)).collect();
    let statement = object(json!({
        "id": { "type": "integer", "enum": ids },
        "title": text,
        "content": text,
        "absolute_position": one_of(AbsolutePosition::NAMES),
        "relative_position": one_of(RelativePosition::NAMES),
        "relative_to": text,
        "bbox": { "type": "array", "items": { "type": "integer" }, "minItems": 4, "maxItems": 4 },
        "artifacts": { "type": "array", "items": artifact(), "maxItems": MAX_ARTIFACTS },
    }));
    object(json!({
        "tampered": { "type": "boolean" },
        "domain": one_of(&DOMAINS),
        "regions": { "type": "array", "items": statement, "maxItems": MAX_STATEMENTS },
        "summary": text,
    }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn names_are_those_of_serde() {
        fn check<T: Copy + Serialize>(all: &[T], name: impl Fn(T) -> &'static str) {
            for &member in all {
                assert_eq!(serde_json::to_value(member).unwrap(), name(member));
            }
        }
        check(AbsolutePosition::ALL, AbsolutePosition::name);
        check(RelativePosition::ALL, RelativePosition::name);
        check(ArtifactKind::ALL, ArtifactKind::name);
        assert_eq!(AbsolutePosition::ALL.len(), 9);
        for &kind in ArtifactKind::ALL {
            assert_eq!(ArtifactKind::from_name(kind.name()), Some(kind));
        }
        assert_eq!(ArtifactKind::from_name("Other"), None);
        let domains = [Domain::Natural, Domain::Document, Domain::Face, Domain::SceneText];
        assert_eq!(json!(domains), json!(DOMAINS));
    }

    #[test]
    fn the_middle_of_a_box_says_where_it_is() {
        for (bbox, position) in [
            ([0, 0, 1000, 1000], AbsolutePosition::Centre),
            ([0, 0, 300, 100], AbsolutePosition::TopLeft),
            ([600, 400, 400, 200], AbsolutePosition::Right),
            ([333, 900, 333, 100], AbsolutePosition::Bottom),
            ([999, 999, 1, 1], AbsolutePosition::BottomRight),
        ] {
            assert_eq!(AbsolutePosition::of(bbox), position, "{bbox:?}");
        }
    }

    #[test]
    fn an_explanation_as_a_reply_is_read_back_as_itself() {
        let statement = Statement {
            region: Some(1),
            own: false,
            title: "A \"moon\"".into(),
            content: "moon\u{e9}".into(),
            absolute_position: AbsolutePosition::TopLeft,
            relative_position: RelativePosition::Above,
            relative_to: "the lake".into(),
            bbox: Some([10, 20, 200, 100]),
            artifacts: vec![Artifact { kind: ArtifactKind::Halo, description: "A rim".into(), evidence: "bright".into() }],
        };
        let regions = vec![statement];
        let explanation = Explanation { tampered: true, domain: Domain::SceneText, regions, summary: "A moon.".into() };
        let text = explanation.as_reply().unwrap();
        assert!(
            !text.contains('\n')
                && text.starts_with("{\"tampered\":true,\"domain\":\"scene_text\",\"regions\":[{\"id\":1,\"title\"")
        );
        let places = [Place { id: 1, bbox: [10, 20, 200, 100] }];
        assert_eq!(crate::explain::reply::read(&text, &places), Ok(explanation));
    }

    /// What strict modes ask for: each object names all its properties as required and allows no other.
    #[test]
    fn the_schema_is_strict() {
        fn check(value: &Value, objects: &mut usize) {
            if value["type"] == "object" {
                *objects += 1;
                assert_eq!(value["additionalProperties"], false);
                let mut required: Vec<&str> = value["required"].as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect();
                let mut known: Vec<&String> = value["properties"].as_object().unwrap().keys().collect();
                required.sort_unstable();
                known.sort_unstable();
                assert_eq!(required, known);
            }
            match value {
                Value::Object(map) => map.values().for_each(|v| check(v, objects)),
                Value::Array(list) => list.iter().for_each(|v| check(v, objects)),
                _ => {}
            }
        }
        let schema = reply(&[Place { id: 1, bbox: [0; 4] }, Place { id: 2, bbox: [0; 4] }]);
        let mut objects = 0;
        check(&schema, &mut objects);
        assert_eq!(objects, 3);
        assert_eq!(schema["properties"]["regions"]["items"]["properties"]["id"]["enum"], json!([0, 1, 2]));
    }
}
