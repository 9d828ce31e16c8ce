//! Servers that people have, and the line that each needs to be reached from the page.
//!
//! The page sends from a sandboxed frame, so that its requests carry `Origin: null`. That no server can name `null` in a
//! list of hosts is why some lines allow every origin; they listen on this machine alone.

use super::endpoint::{Kind, TokensName};

/// A kind of server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    /// Stable, for programs.
    pub name: &'static str,
    /// As its makers write it.
    pub title: &'static str,
    /// How it is spoken to.
    pub kind: Kind,
    /// Where it listens by default; empty where the person has to say.
    pub address: &'static str,
    /// The lines that start it, reachable from the page: one for each of `models`, or one for all; none for those that others
    /// run.
    pub setup: &'static [&'static str],
    /// Models that can see, as this server names them; the first is proposed.
    pub models: &'static [&'static str],
    /// What it calls the limit of tokens.
    pub tokens: TokensName,
    /// Whether it asks for a key.
    pub key: bool,
}

/// Every preset. The two models of the paper come first: Qwen2.5-VL and InternVL3.
pub const PRESETS: [Preset; 6] = [
    Preset {
        name: "vllm",
        title: "vLLM",
        kind: Kind::OpenAi,
        address: "http://localhost:8000/v1",
        setup: &[
            "vllm serve Qwen/Qwen2.5-VL-7B-Instruct --host 127.0.0.1",
            // Its configuration is code of its makers', which vLLM does not run untold.
            "vllm serve OpenGVLab/InternVL3-8B --trust-remote-code --host 127.0.0.1",
        ],
        models: &["Qwen/Qwen2.5-VL-7B-Instruct", "OpenGVLab/InternVL3-8B"],
        tokens: TokensName::MaxTokens,
        key: false,
    },
    Preset {
        name: "llama-cpp",
        title: "llama.cpp",
        kind: Kind::OpenAi,
        address: "http://localhost:8080/v1",
        setup: &["llama-server -hf ggml-org/Qwen2.5-VL-7B-Instruct-GGUF", "llama-server -hf ggml-org/InternVL3-8B-Instruct-GGUF"],
        models: &["ggml-org/Qwen2.5-VL-7B-Instruct-GGUF", "ggml-org/InternVL3-8B-Instruct-GGUF"],
        tokens: TokensName::MaxTokens,
        key: false,
    },
    Preset {
        name: "ollama",
        title: "Ollama",
        kind: Kind::OpenAi,
        address: "http://localhost:11434/v1",
        setup: &["OLLAMA_ORIGINS='*' ollama serve"],
        models: &["qwen2.5vl:7b", "gemma3:12b"],
        tokens: TokensName::MaxTokens,
        key: false,
    },
    Preset {
        name: "lm-studio",
        title: "LM Studio",
        kind: Kind::OpenAi,
        address: "http://localhost:1234/v1",
        setup: &["lms server start --cors"],
        models: &["qwen/qwen2.5-vl-7b"],
        tokens: TokensName::MaxTokens,
        key: false,
    },
    Preset {
        name: "hosted",
        title: "OpenAI",
        kind: Kind::OpenAi,
        address: "https://api.openai.com/v1",
        setup: &[],
        models: &["gpt-4o", "gpt-4o-mini"],
        tokens: TokensName::MaxCompletionTokens,
        key: true,
    },
    Preset {
        name: "gateway",
        title: "Omni-IML gateway",
        kind: Kind::Gateway,
        address: "",
        setup: &[],
        models: &[],
        tokens: TokensName::MaxTokens,
        key: true,
    },
];

impl Preset {
    /// The line that starts it with a model of its own, and with the proposed one where that is another; empty for those that
    /// others run.
    #[must_use]
    pub fn line(&self, model: &str) -> &'static str {
        let at = self.models.iter().position(|known| *known == model.trim()).unwrap_or_default();
        self.setup.get(at).or(self.setup.first()).copied().unwrap_or_default()
    }
}

/// The paper's models by short names, and as vLLM names them.
pub const MODELS: [(&str, &str); 11] = [
    ("qwen2.5-vl-3b", "Qwen/Qwen2.5-VL-3B-Instruct"),
    ("qwen2.5-vl-7b", "Qwen/Qwen2.5-VL-7B-Instruct"),
    ("qwen2.5-vl-32b", "Qwen/Qwen2.5-VL-32B-Instruct"),
    ("qwen2.5-vl-72b", "Qwen/Qwen2.5-VL-72B-Instruct"),
    ("internvl3-1b", "OpenGVLab/InternVL3-1B"),
    ("internvl3-2b", "OpenGVLab/InternVL3-2B"),
    ("internvl3-8b", "OpenGVLab/InternVL3-8B"),
    ("internvl3-9b", "OpenGVLab/InternVL3-9B"),
    ("internvl3-14b", "OpenGVLab/InternVL3-14B"),
    ("internvl3-38b", "OpenGVLab/InternVL3-38B"),
    ("internvl3-78b", "OpenGVLab/InternVL3-78B"),
];

/// A model's name at a server: what a short name stands for, any other as it is.
#[must_use]
pub fn model(name: &str) -> &str {
    MODELS.iter().find(|(short, _)| *short == name).map_or(name, |(_, full)| full)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::explain::endpoint::{Address, Reach};

    #[test]
    fn every_address_can_be_used_from_a_page() {
        for preset in PRESETS.iter().filter(|preset| !preset.address.is_empty()) {
            let address = Address::parse(preset.address, Reach::Page).unwrap();
            assert_eq!(address.url(preset.kind), format!("{}/chat/completions", preset.address));
            assert_eq!(address.is_local(), !preset.setup.is_empty(), "{}", preset.name);
            assert!(!preset.models.is_empty());
        }
    }

    #[test]
    fn the_line_starts_the_model_that_is_chosen() {
        for preset in PRESETS.iter().filter(|preset| preset.setup.len() > 1) {
            assert_eq!(preset.setup.len(), preset.models.len());
            assert!(
                preset.models.iter().all(|model| preset.line(model).split(' ').any(|word| word == *model)),
                "{}",
                preset.name
            );
        }
        let line = |name: &str, model: &str| PRESETS.iter().find(|preset| preset.name == name).unwrap().line(model);
        assert_eq!(
            line("llama-cpp", " ggml-org/InternVL3-8B-Instruct-GGUF "),
            "llama-server -hf ggml-org/InternVL3-8B-Instruct-GGUF"
        );
        assert_eq!(line("ollama", "gemma3:12b"), "OLLAMA_ORIGINS='*' ollama serve");
        assert_eq!(line("hosted", "gpt-4o-mini"), "");
        // What somebody typed stands in no line that is to be run.
        assert_eq!(line("vllm", "x; reboot"), line("vllm", "Qwen/Qwen2.5-VL-7B-Instruct"));
    }
}
