//! A model server's response on any bytes, in any pieces: the first byte says how long they are, the second the status.
#![no_main]

use libfuzzer_sys::fuzz_target;
use omni_iml::explain::endpoint::{Accepts, Address, Endpoint, Event, Exchange, Kind, Reach, What, Words};
use omni_iml::explain::prompt::{Mode, Place, Prompt};
use omni_iml::explain::reply::MAX_TEXT;
use omni_iml::explain::schema::{MAX_FIELD, MAX_STATEMENTS, MAX_SUMMARY};
use omni_iml::language::Language;

const STATUSES: [u16; 8] = [200, 200, 200, 200, 200, 400, 404, 503];

fn exchange() -> Exchange {
    let address = Address::parse("http://localhost:8000", Reach::Page).expect("an address");
    let endpoint = Endpoint { kind: Kind::OpenAi, address, model: String::new(), key: None, accepts: Accepts::default() };
    let places = vec![Place { id: 1, bbox: [20, 30, 200, 100] }, Place { id: 2, bbox: [700, 700, 250, 250] }];
    let prompt = Prompt { mode: Mode::Overlay, jpeg: vec![0xff, 0xd8], width: 1, height: 1, places };
    Exchange::explain(endpoint, prompt, Language::En)
}

/// The same response to everything that is asked.
fn events(size: usize, status: u16, bytes: &[u8]) -> (Vec<Event>, Exchange) {
    let (mut exchange, mut events) = (exchange(), Vec::new());
    while exchange.take_request().is_some() {
        events.extend(exchange.head(status, None));
        for piece in bytes.chunks(size) {
            events.extend(exchange.bytes(piece));
        }
        events.extend(exchange.end());
        assert!(!exchange.wants_bytes());
    }
    (events, exchange)
}

fuzz_target!(|input: &[u8]| {
    let [size, status, bytes @ ..] = input else { return };
    let (size, status) = (1 + usize::from(*size), STATUSES[usize::from(*status) % STATUSES.len()]);
    let (found, exchange) = events(size, status, bytes);
    assert_eq!(found, events(bytes.len().max(1), status, bytes).0, "pieces of {size} make a difference");
    let pictures = exchange.sent().iter().filter(|sent| sent.what == What::Picture).count();
    assert!(pictures == 1 && exchange.sent().len() <= 2, "more was sent than agreed");
    let steers =
        |text: &str| text.chars().any(|c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{1b}' | '\0'));
    for event in &found {
        match event {
            Event::Text(text) | Event::Reasoning(text) => assert!(!steers(text)),
            Event::Failed(error) | Event::AskAgain(error) => assert!(!steers(&error.to_string())),
            Event::Finished(reply) => match &reply.words {
                Words::Plain(text) => assert!(text.len() <= MAX_TEXT + 3 && !steers(text)),
                Words::Structured(words) => {
                    assert!(words.regions.len() <= MAX_STATEMENTS && words.summary.chars().count() <= MAX_SUMMARY + 1);
                    for region in &words.regions {
                        assert!(region.title.chars().count() <= MAX_FIELD + 1 && !steers(&region.content));
                        assert!(region.own || region.region.is_some());
                    }
                }
            },
            Event::Repairing => {}
            Event::Tested(_) => unreachable!("no test was made"),
        }
    }
    assert!(matches!(found.last(), Some(Event::Failed(_) | Event::AskAgain(_) | Event::Finished(_))));
});
