//! What a model may say: the shape of its reply, as types and as a JSON schema, with closed lists wherever one can count.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::prompt::Place;
use crate::tile::Domain;

/// A closed list: an enum whose variants have names, in reports, requests and replies the same.
macro_rules! closed_list {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $text)] $variant,)*
        }

        impl $name {
            /// Every member.
            pub const ALL: &[Self] = &[$(Self::$variant),*];
            /// Their names.
            pub const NAMES: &[&str] = &[$($text),*];

            /// Its name.
            #[must_use]
            pub fn name(self) -> &'static str {
                Self::NAMES[self as usize]
            }

            /// The member of a name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::NAMES.iter().position(|known| *known == name).map(|at| Self::ALL[at])
            }
        }
    };
}

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

/// The schema of a reply about these regions, for `response_format` and for the instructions. Within what OpenAI's strict
/// mode, vLLM, llama.cpp and LM Studio all take: every property required, no further ones, no lengths of strings.
#[must_use]
pub fn reply(places: &[Place]) -> Value {
    let text = json!({ "type": "string" });
    let one_of = |names: &[&str]| json!({ "type": "string", "enum": names });
    let object = |properties: Value| {
        let required: Vec<String> = properties.as_object().into_iter().flat_map(|map| map.keys().cloned()).collect();
        json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
    };
    // 0 is a place that is not marked.
    let ids: Vec<usize> = std::iter::once(0).chain(places.iter().map(|place| place.id)).collect();
    let artifact = object(json!({ "kind": one_of(ArtifactKind::NAMES), "description": text, "evidence": text }));
    let statement = object(json!({
        "id": { "type": "integer", "enum": ids },
        "title": text,
        "content": text,
        "absolute_position": one_of(AbsolutePosition::NAMES),
        "relative_position": one_of(RelativePosition::NAMES),
        "relative_to": text,
        "bbox": { "type": "array", "items": { "type": "integer" }, "minItems": 4, "maxItems": 4 },
        "artifacts": { "type": "array", "items": artifact, "maxItems": MAX_ARTIFACTS },
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
