//! Server-sent events (HTML Living Standard, 9.2) from bytes that come in any pieces.

/// A message of a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Message {
    /// Its data.
    Data(String),
    /// What came as an error instead.
    Error(String),
}

/// Puts lines and messages together. Bounded by whoever feeds it.
#[derive(Clone, Debug, Default)]
pub(super) struct Stream {
    line: Vec<u8>,
    /// A carriage return ended the last line: a line feed right after it belongs to it.
    after_return: bool,
    data: Option<String>,
    is_error: bool,
}

impl Stream {
    /// Takes one byte; a message, where it ends one. Bytes that are no UTF-8 become U+FFFD.
    pub fn push(&mut self, byte: u8) -> Option<Message> {
        let after_return = std::mem::replace(&mut self.after_return, byte == b'\r');
        match byte {
            b'\n' if after_return => None,
            b'\r' | b'\n' => self.end_of_line(),
            _ => {
                self.line.push(byte);
                None
            }
        }
    }

    /// The stream is over. A last message counts without the blank line behind it, as some servers leave it out.
    pub fn end(&mut self) -> Option<Message> {
        if !self.line.is_empty()
            && let Some(message) = self.end_of_line()
        {
            return Some(message);
        }
        self.dispatch()
    }

    fn end_of_line(&mut self) -> Option<Message> {
        let line = String::from_utf8_lossy(&self.line).into_owned();
        self.line.clear();
        if line.is_empty() {
            return self.dispatch();
        }
        // An object alone is how some servers break off.
        if line.starts_with('{') {
            return Some(Message::Data(line));
        }
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "data" => match &mut self.data {
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
                None => self.data = Some(value.to_owned()),
            },
            "event" => self.is_error = value == "error",
            // As older llama.cpp servers have it.
            "error" => return Some(Message::Error(value.to_owned())),
            // Comments, which begin with the colon, ids, retries.
            _ => {}
        }
        None
    }

    fn dispatch(&mut self) -> Option<Message> {
        let is_error = std::mem::take(&mut self.is_error);
        let data = self.data.take().filter(|data| !data.is_empty())?;
        Some(if is_error { Message::Error(data) } else { Message::Data(data) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(bytes: &[u8]) -> Vec<Message> {
        let mut stream = Stream::default();
        let mut found: Vec<Message> = bytes.iter().filter_map(|&byte| stream.push(byte)).collect();
        found.extend(stream.end());
        found
    }

    fn data(texts: &[&str]) -> Vec<Message> {
        texts.iter().map(|text| Message::Data((*text).to_owned())).collect()
    }

    #[test]
    fn lines_end_in_any_way_and_comments_are_none() {
        for end in ["\n", "\r\n", "\r"] {
            let text = [": hello", "data: one", "", ":", "data:two", "id: 7", "retry: 10", "", "", "data: a", "data:  b", ""];
            assert_eq!(messages(text.join(end).as_bytes()), data(&["one", "two", "a\n b"]), "{end:?}");
        }
        assert_eq!(messages(b"data: a\r\n\ndata: b\n\r\n"), data(&["a", "b"]));
    }

    #[test]
    fn what_is_not_ended_counts_and_what_is_empty_does_not() {
        assert_eq!(messages(b"data: [DONE]"), data(&["[DONE]"]));
        assert_eq!(messages(b"data:\n\ndata\n\nother: x\n\n"), []);
        assert_eq!(messages(b"data: \xf0\x9f\n\n"), data(&["\u{fffd}"]));
        assert_eq!(messages("data: ünï 👩\n\n".as_bytes()), data(&["ünï 👩"]));
    }

    #[test]
    fn errors_come_as_events_as_fields_and_as_bare_objects() {
        assert_eq!(messages(b"event: error\ndata: x\n\ndata: y\n\n"), [vec![Message::Error("x".into())], data(&["y"])].concat());
        assert_eq!(messages(b"error: {\"code\":500}\n\n"), [Message::Error("{\"code\":500}".into())]);
        assert_eq!(messages(b"{\"error\":{}}\n"), data(&["{\"error\":{}}"]));
    }
}
