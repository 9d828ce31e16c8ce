//! What is read, what is refused, and what is never repeated.
#![allow(clippy::unwrap_used, reason = "tests")]

use super::*;

const SMALL: &str = "[[access.tokens]]\nname = \"a\"\nkey = { env = \"A\" }\n\
                     [[upstreams]]\nname = \"one\"\naddress = \"http://vllm:8000/v1\"\n";

fn environment(pairs: &[(&str, &str)]) -> Environment {
    pairs.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect()
}

fn wrong(text: &str) -> String {
    Config::read(text, &Environment::new()).unwrap_err().to_string()
}

#[test]
fn the_example_is_a_configuration() {
    let config = Config::read(include_str!("../../../docs/gateway.toml"), &Environment::new()).unwrap();
    let default = Config::default();
    // What it shows as the default is the default.
    assert_eq!(format!("{:?}", config.limits), format!("{:?}", default.limits));
    assert_eq!(format!("{:?}", config.times), format!("{:?}", default.times));
    assert_eq!(format!("{:?}", config.breaker), format!("{:?}", default.breaker));
    assert_eq!((config.listen, config.retries), (default.listen, default.retries));
    assert_eq!(config.upstreams.len(), 2);
}

/// What `docs/gateway.md` sets in its compose file.
#[test]
fn the_compose_file_is_a_configuration() {
    let text = include_str!("../../../docs/gateway.md");
    let (_, block) = text.split_once("  environment:\n").unwrap();
    let (block, _) = block.split_once("  configs:").unwrap();
    let mut found = Environment::new();
    for entry in block.split("\n    OMNI").map(|entry| entry.trim().trim_start_matches("OMNI")) {
        let (name, value) = entry.split_once(": ").unwrap();
        let value = value.split("   #").next().unwrap_or_default().trim().trim_start_matches(">-").trim();
        found.insert(format!("OMNI{name}"), value.trim_matches('\'').to_owned());
    }
    assert_eq!(found.remove("OMNI_IML_GATEWAY_CONFIG").unwrap(), "/etc/gateway.toml");
    let config = Config::read("[limits]\nstreams = 200", &found).unwrap();
    assert_eq!((config.upstreams.len(), config.access.trusted_proxies.len()), (2, 2));
    assert!(config.access.tokens[0].shared && config.metrics_listen.is_some());
}

#[test]
fn the_environment_counts_for_more() {
    let read = |pairs: &[(&str, &str)]| Config::read(SMALL, &environment(pairs)).unwrap();
    let config = read(&[
        ("OMNI_IML_GATEWAY__LISTEN", "0.0.0.0:80"),
        ("OMNI_IML_GATEWAY__LIMITS__STREAMS", "7"),
        ("OMNI_IML_GATEWAY__TIMES__IDLE", "0.5"),
        ("OMNI_IML_GATEWAY__ACCESS__ORIGINS", "[\"https://news.example\", \"null\"]"),
        ("OMNI_IML_OTHER", "x"),
    ]);
    assert_eq!((config.listen.to_string().as_str(), config.limits.streams), ("0.0.0.0:80", 7));
    assert_eq!(config.times.idle, Duration::from_millis(500));
    assert_eq!(config.access.origins, ["https://news.example", "null"]);
    // Without any file.
    let whole = environment(&[
        ("OMNI_IML_GATEWAY__UPSTREAMS", "[{ name = \"a\", address = \"http://a:1\", weight = 3 }]"),
        ("OMNI_IML_GATEWAY__ACCESS__TOKENS", "[{ name = \"t\", key = { file = \"/run/secrets/t\" } }]"),
    ]);
    let config = Config::read("", &whole).unwrap();
    assert_eq!((config.upstreams[0].weight, config.upstreams[0].address.origin().as_str()), (3, "http://a:1"));
    assert_eq!(config.access.tokens[0].key, Source::File("/run/secrets/t".into()));
    let error = Config::read(SMALL, &environment(&[("OMNI_IML_GATEWAY__LIMITS__STREAM", "7")])).unwrap_err();
    assert!(error.to_string().contains("unknown field `stream`"), "{error}");
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    for (text, words) in [
        ("listen = 8", "line 1: "),
        ("\n[limits]\nstraems = 3", "line 3: unknown field `straems`"),
        ("\n[limits", "line 2: "),
        ("", "nobody could get in"),
        ("[access]\norigins = [\"https://a.example/\"]\nopen = true", "`https://a.example`"),
        ("[access]\norigins = [\"https://A.example:443\"]\nopen = true", "`https://a.example`"),
        ("[access]\norigins = [\"*\"]\nopen = true", "is no origin"),
        ("[access]\norigins = [\"https://a.example\", \"null\"]\nopen = true", "needs a token"),
        ("[access]\norigins = [\"https://a.example\"]", "nobody could get in"),
        ("[access]\norigins = [\"https://a.example\"]\nopen = true", "upstreams: there is none"),
    ] {
        let said = wrong(text);
        assert!(said.contains(words), "{text}: {said}");
    }
    for (more, words) in [
        ("[limits]\nstreams = 0", "limits.streams"),
        ("[limits]\nreply_bytes = 9999999999", "limits.reply_bytes"),
        ("[times]\nidle = 0", "seconds must be"),
        ("[times]\nidle = nan", "seconds must be"),
        ("[breaker]\nfailures = 0", "breaker.failures"),
        ("[[upstreams]]\nname = \"one\"\naddress = \"http://b\"", "two are called `one`"),
        ("[[upstreams]]\nname = \"a b\"\naddress = \"http://b\"", "1 to 32 letters"),
        ("[[upstreams]]\nname = \"two\"\naddress = \"http://b\"\nweight = 0", "weight"),
    ] {
        let said = wrong(&format!("{SMALL}{more}"));
        assert!(said.contains(words), "{more}: {said}");
    }
}

#[test]
fn a_key_is_neither_written_here_nor_repeated() {
    for key in ["\"sk-secret\"", "{ value = \"sk-secret\" }", "[\"sk-secret\"]", "{ env = \"A\", file = \"sk-secret\" }"] {
        for overridden in [false, true] {
            let text = SMALL.replace("{ env = \"A\" }", key);
            let pairs: &[(&str, &str)] = if overridden { &[("OMNI_IML_GATEWAY__RETRIES", "1")] } else { &[] };
            let error = Config::read(&text, &environment(pairs)).unwrap_err().to_string();
            assert!(error.contains("say where it lies") && !error.contains("sk-secret"), "{error}");
        }
    }
    let source = Source::Env("A".into());
    assert_eq!(source.fetch(&environment(&[("A", " sk-1\n")])).unwrap().authorization(), "Bearer sk-1");
    for bad in ["", "two words", "schlüssel"] {
        let error = source.fetch(&environment(&[("A", bad)])).unwrap_err().to_string();
        assert!(error.starts_with("A holds no key") && (bad.is_empty() || !error.contains(bad)), "{error}");
    }
    assert!(source.fetch(&Environment::new()).unwrap_err().to_string().contains("is not set"));
    assert!(Source::File("/nowhere/at/all".into()).fetch(&Environment::new()).is_err());
}

/// Whoever writes a token where something else belongs does not find it in a log.
#[test]
fn what_stands_in_the_wrong_place_is_not_repeated() {
    for (text, setting) in [
        ("[access]\ntokens = [\"sk-secret\"]", ("ACCESS__TOKENS", "[\"sk-secret\"]")),
        ("[access]\ntokens = \"sk-secret\"", ("ACCESS__TOKENS", "sk-secret")),
        ("upstreams = [\"sk-secret\"]", ("UPSTREAMS", "[\"sk-\\\"secret\"]")),
        ("upstreams = [{ name = \"a\", address = \"http://h?key=sk-secret\" }]", ("RETRIES", "sk-secret")),
    ] {
        let (name, value) = (format!("OMNI_IML_GATEWAY__{}", setting.0), setting.1);
        let set = Config::read(SMALL, &environment(&[(&name, value)])).unwrap_err().to_string();
        let changed = Config::read(text, &environment(&[("OMNI_IML_GATEWAY__LOG", "off")])).unwrap_err().to_string();
        for said in [wrong(text), set, changed] {
            assert!(!said.contains("secret") && said.len() > 20, "{text}: {said}");
        }
    }
    assert_eq!(wrong("upstreams = [\"sk-secret\"]").split(", ").next(), Some("line 1: invalid type: string \"…\""));
}
