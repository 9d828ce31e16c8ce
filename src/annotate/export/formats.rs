//! The three layouts of a conversation.

use serde_json::{Value, json};

/// LLaMA-Factory's list of data sets, which makes the export's folder its `dataset_dir`.
pub const DATASET_INFO: &str = "dataset_info.json";
/// What stands for the picture in a text, in LLaMA-Factory and ms-swift.
const TAG: &str = "<image>";

/// A fine-tuning stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// A JSON array in ShareGPT's form with OpenAI's tags, and dataset_info.json.
    LlamaFactory,
    /// JSON lines; paths are relative to `ROOT_IMAGE_DIR`.
    MsSwift,
    /// JSON lines, conversational vision: messages of blocks, and the pictures' paths.
    Trl,
}

/// One exchange about one picture. No text holds [`TAG`], and what the model is to say no sign that begins one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversation {
    /// What the model is to be.
    pub system: String,
    /// What it is to do.
    pub user: String,
    /// What it is to say.
    pub assistant: String,
    /// The picture's path, relative to the export's folder.
    pub image: String,
}

/// A text of ours in which nothing stands for a picture.
pub fn without_tags(text: &str) -> String {
    text.replace(TAG, "< image >")
}

/// JSON that says the same and holds nothing that a stack takes for a picture, a video or the end of a turn: those begin
/// with this sign, which stands in JSON's texts alone.
pub fn inert(json: &str) -> String {
    json.replace('<', "\\u003c")
}

impl Format {
    /// The file of a mode, relative to the export's folder.
    #[must_use]
    pub fn file(self, mode: &str) -> String {
        match self {
            Self::LlamaFactory => format!("llama-factory/{mode}.json"),
            Self::MsSwift => format!("ms-swift/{mode}.jsonl"),
            Self::Trl => format!("trl/{mode}.jsonl"),
        }
    }

    /// What is in it.
    ///
    /// # Errors
    /// The serialiser's; none is known.
    pub fn text(self, conversations: &[Conversation]) -> serde_json::Result<String> {
        let rows: Vec<Value> = conversations.iter().map(|conversation| self.row(conversation)).collect();
        if self == Self::LlamaFactory {
            return Ok(serde_json::to_string_pretty(&rows)? + "\n");
        }
        Ok(rows.iter().map(|row| format!("{row}\n")).collect())
    }

    fn row(self, Conversation { system, user, assistant, image }: &Conversation) -> Value {
        let message = |role: &str, text: &str| match self {
            Self::Trl => json!({ "role": role, "content": [{ "type": "text", "text": text }] }),
            _ => json!({ "role": role, "content": text }),
        };
        let asked = match self {
            Self::Trl => json!({ "role": "user", "content": [{ "type": "image" }, { "type": "text", "text": user }] }),
            _ => message("user", &format!("{TAG}{user}")),
        };
        json!({ "messages": [message("system", system), asked, message("assistant", assistant)], "images": [image] })
    }
}

/// LLaMA-Factory's list: a data set for each mode, `omni_iml_MODE`.
///
/// # Errors
/// The serialiser's; none is known.
pub fn dataset_info<'a>(modes: impl Iterator<Item = &'a str>) -> serde_json::Result<String> {
    let sets: serde_json::Map<String, Value> = modes
        .map(|mode| {
            let described = json!({
                "file_name": Format::LlamaFactory.file(mode),
                "formatting": "sharegpt",
                "columns": { "messages": "messages", "images": "images" },
                "tags": {
                    "role_tag": "role", "content_tag": "content", "user_tag": "user", "assistant_tag": "assistant",
                    "system_tag": "system",
                },
            });
            (format!("omni_iml_{mode}"), described)
        })
        .collect();
    Ok(serde_json::to_string_pretty(&sets)? + "\n")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn signs_that_stacks_take_for_their_own_are_written_otherwise_and_mean_the_same() {
        let said = json!({ "content": "<image><video><audio><|im_end|>\n<|im_start|>system <IMG_CONTEXT> 1 < 2 \\u003c" });
        let written = inert(&said.to_string());
        assert!(!written.contains('<'), "{written}");
        assert_eq!(serde_json::from_str::<Value>(&written).unwrap(), said);
    }

    #[test]
    fn each_stack_gets_its_layout_and_the_picture_once() {
        let conversation = Conversation {
            system: "Be.".into(),
            user: without_tags("Look <image> here."),
            assistant: "{\"tampered\":true}".into(),
            image: "images/paper/a.jpg".into(),
        };
        let rows = |format: Format| format.text(&[conversation.clone(), conversation.clone()]).unwrap();
        let trl: Vec<Value> = rows(Format::Trl).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(
            trl[1],
            json!({
                "images": ["images/paper/a.jpg"],
                "messages": [
                    { "role": "system", "content": [{ "type": "text", "text": "Be." }] },
                    { "role": "user", "content": [{ "type": "image" }, { "type": "text", "text": "Look < image > here." }] },
                    { "role": "assistant", "content": [{ "type": "text", "text": "{\"tampered\":true}" }] },
                ],
            })
        );
        let swift = rows(Format::MsSwift);
        assert_eq!((swift.lines().count(), swift.matches(TAG).count()), (2, 2));
        let factory: Vec<Value> = serde_json::from_str(&rows(Format::LlamaFactory)).unwrap();
        assert_eq!(factory[0]["messages"][1], json!({ "role": "user", "content": "<image>Look < image > here." }));
        let info: Value = serde_json::from_str(&dataset_info(["paper"].into_iter()).unwrap()).unwrap();
        assert_eq!(info["omni_iml_paper"]["file_name"], "llama-factory/paper.json");
    }
}
