//! What is answered, in which shape, and what of a request reaches an upstream.

use super::*;

#[test]
fn a_page_s_request_is_answered_in_words() {
    let server = serve(vec![says(&reply(&[1, 2, 0]))]);
    let gateway = start(&[&server.address]);
    let mut exchange = exchange(&gateway);
    let events = carried(&mut exchange);
    let Some(Event::Finished(reply)) = events.last() else { panic!("{events:?}") };
    let Words::Structured(words) = &reply.words else { panic!("{reply:?}") };
    assert_eq!(words.regions.iter().map(|region| region.region).collect::<Vec<_>>(), [Some(1), Some(2), None]);
    assert_eq!(words.regions[0].artifacts[0].description, "A rim 🌙");
    assert!(events.len() > 5, "it did not stream: {events:?}");
    // What the upstream got: our words, its own key, nothing of the client's but pixels and places.
    let arrived = next(&server.arrived);
    assert_eq!(arrived.line, "POST /v1/chat/completions HTTP/1.1");
    assert_eq!(arrived.header("authorization"), Some(format!("Bearer {UPSTREAM_KEY}").as_str()));
    for name in ["origin", "referer", "cookie", "user-agent", "x-forwarded-for", "forwarded"] {
        assert_eq!(arrived.header(name), None, "{name}");
    }
    assert_eq!((arrived.body["model"].as_str(), arrived.body["stream"].as_bool()), (Some("qwen"), Some(true)));
    let user = arrived.body["messages"][1]["content"][0]["text"].as_str().unwrap();
    assert!(user.starts_with("Du siehst zwei aneinandergefügte Bilder.") && user.contains("2: [700, 700, 250, 250]"));
    let sent = image::load_from_memory(&picture(&arrived)).unwrap();
    assert_eq!((sent.width(), sent.height()), (160, 120));
    nothing_more(&gateway, &server);
}

#[test]
fn what_is_streamed_is_a_chat_completion() {
    let server = serve(vec![says("No JSON at all"), says("Nor here")]);
    let gateway = start(&[&server.address]);
    let answer = explain(&gateway.address);
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("text/event-stream")));
    for (name, value) in [("cache-control", "no-store"), ("x-content-type-options", "nosniff"), ("x-accel-buffering", "no")] {
        assert_eq!(answer.header(name), Some(value));
    }
    assert_eq!(answer.header("access-control-allow-origin"), Some("null"));
    let messages: Vec<&str> = answer.body.split("\n\n").filter_map(|message| message.strip_prefix("data: ")).collect();
    let (last, chunks) = messages.split_last().unwrap();
    assert_eq!(*last, "[DONE]");
    let chunks: Vec<Value> = chunks.iter().map(|chunk| serde_json::from_str(chunk).unwrap()).collect();
    assert!(chunks.iter().all(|chunk| chunk["object"] == "chat.completion.chunk" && chunk["choices"][0]["index"] == 0));
    let text: String = chunks.iter().filter_map(|chunk| chunk["choices"][0]["delta"]["content"].as_str()).collect();
    assert_eq!(text, "No JSON at all");
    assert_eq!(chunks.last().unwrap()["choices"][0]["finish_reason"], "stop");
}

#[test]
fn nothing_but_pixels_reaches_an_upstream() {
    let server = serve(vec![says(&reply(&[1]))]);
    let gateway = start(&[&server.address]);
    let plain = jpeg(160, 120);
    let exif = [b"Exif\0\0MM\0\x2a\0\0\0\x08\0\0\0\0\0\0".as_slice(), b"Jane Doe, 52.5N 13.4E"].concat();
    let segment = [&[0xff, 0xe1], &((exif.len() + 2) as u16).to_be_bytes()[..], &exif].concat();
    let file = [&plain[..2], &segment, &plain[2..], b"Jane Doe"].concat();
    let mut request = body();
    request["image"] = json!(STANDARD.encode(&file));
    let answer = ask(&gateway.address, "POST /v1/explain", &page_headers(), request.to_string().as_bytes());
    assert_eq!(answer.status, 200);
    let sent = picture(&next(&server.arrived));
    assert!(!sent.windows(4).any(|w| w == b"Exif" || w == b"Jane"));
    assert!(sent.starts_with(&[0xff, 0xd8]) && sent.ends_with(&[0xff, 0xd9]));
}

#[test]
fn the_page_s_test_of_the_connection_works() {
    let refused = refusal("400 Bad Request", "Unsupported value: 'temperature' does not support 0.2 with this model");
    let server = serve(vec![refused, says("7"), says("I see the digit 4.")]);
    let gateway = start(&[&server.address]);
    for (digit, saw) in [(7, true), (5, false)] {
        let mut exchange = Exchange::test(endpoint(&gateway, TOKEN), digit).unwrap();
        let events = carried(&mut exchange);
        assert!(matches!(events.last(), Some(Event::Tested(tested)) if tested.saw == saw), "{events:?}");
    }
    let arrived = arrived(&server, 3);
    // The gateway adjusted itself, and kept it.
    let temperatures: Vec<bool> = arrived.iter().map(|arrived| arrived.body.get("temperature").is_some()).collect();
    assert_eq!(temperatures, [true, false, false]);
    assert!(arrived[1].body.to_string().contains("Which digit"));
}

#[test]
fn words_out_of_shape_are_put_in_order_behind_what_was_streamed() {
    let server = serve(vec![says("The moon {was} pasted."), says(&format!("```json\n{}\n```", reply(&[1])))]);
    let gateway = start(&[&server.address]);
    let events = carried(&mut exchange(&gateway));
    let Some(Event::Finished(last)) = events.last() else { panic!("{events:?}") };
    assert!(matches!(&last.words, Words::Structured(words) if words.regions[0].region == Some(1)), "{last:?}");
    assert!(said(&events).starts_with("The moon {was} pasted.\n\n```json"));
    let arrived = arrived(&server, 2);
    nothing_more(&gateway, &server);
    assert!(picture(&arrived[0]).len() > 1000);
    let second = arrived[1].body.to_string();
    assert!(second.contains("The moon {was} pasted.") && !second.contains("image_url"));
    until(|| metric(&gateway.address, "omni_iml_gateway_streams ") == 0.0);
    assert_eq!(metric(&gateway.address, "omni_iml_gateway_requests_total{outcome=\"repaired\"}"), 1.0);
    // In vain, or with an error: the words stay as they came.
    for second in
        [says("Still no JSON."), refusal("500 Internal Server Error", "gone"), vec![stream(), Step::Send(chunk("{\"a"))]]
    {
        let server = serve(vec![says("The moon was pasted."), second]);
        let gateway = start(&[&server.address]);
        let events = carried(&mut exchange(&gateway));
        let Some(Event::Finished(last)) = events.last() else { panic!("{events:?}") };
        assert_eq!(last.words, Words::Plain("The moon was pasted.".into()));
    }
}

/// An upstream that is asked twice: words out of shape, and then silence until it is told.
#[test]
fn comments_keep_a_client_while_a_repair_is_silent() {
    let (tell, go) = std::sync::mpsc::channel::<()>();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for (silent, words) in [(false, "No JSON."), (true, "Nor here.")] {
            let (mut stream, _) = listener.accept().unwrap();
            assert!(support::servers::read(&stream).is_some());
            if silent {
                next(&go);
            }
            stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n").unwrap();
            stream.write_all(&[chunk(words), done()].concat()).unwrap();
            let _ = stream.shutdown(Shutdown::Write);
            let _ = stream.read_to_end(&mut Vec::new());
        }
    });
    // More comments than the beginning of a repair has: these come with time alone.
    let gateway = start_with(&[&address], &[("TIMES__IDLE", "0.6")]);
    let mut reader = begun(&gateway);
    let (mut comments, mut line) = (0, String::new());
    while comments < 6 {
        line.clear();
        assert!(reader.read_line(&mut line).unwrap() > 0, "it ended");
        comments += usize::from(line == ":\n");
    }
    tell.send(()).unwrap();
    assert!(rest(reader).contains("[DONE]"));
}
