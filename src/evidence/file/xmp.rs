//! XMP (ISO 16684-1): the packet as a tree of properties, read from RDF by `roxmltree`, without document types.

use roxmltree::{Document, Node, ParsingOptions};

use super::text::{Clean, clean_str};
use super::{FileFacts, Source, Unread, Why};

/// Most bytes of a packet; cameras and editors write some kilobytes, long histories some hundred.
const MAX_BYTES: usize = 2 << 20;
/// Most nodes of the document.
const MAX_NODES: u32 = 100_000;
/// How deep elements may lie in each other: the parser goes down with them, and its stack has an end.
const MAX_NESTING: usize = 64;
/// How deep values may lie in each other.
const MAX_DEPTH: usize = 8;
/// Most values of a list that an entry names.
const LISTED: usize = 16;

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Namespaces by the prefixes that people know them by.
const NAMESPACES: [(&str, &str); 17] = [
    ("http://purl.org/dc/elements/1.1/", "dc"),
    ("http://ns.adobe.com/xap/1.0/", "xmp"),
    ("http://ns.adobe.com/xap/1.0/mm/", "xmpMM"),
    ("http://ns.adobe.com/xap/1.0/rights/", "xmpRights"),
    ("http://ns.adobe.com/xap/1.0/g/img/", "xmpGImg"),
    ("http://ns.adobe.com/xap/1.0/sType/ResourceEvent#", "stEvt"),
    ("http://ns.adobe.com/xap/1.0/sType/ResourceRef#", "stRef"),
    ("http://ns.adobe.com/photoshop/1.0/", "photoshop"),
    ("http://ns.adobe.com/camera-raw-settings/1.0/", "crs"),
    ("http://ns.adobe.com/tiff/1.0/", "tiff"),
    ("http://ns.adobe.com/exif/1.0/", "exif"),
    ("http://ns.adobe.com/exif/1.0/aux/", "aux"),
    ("http://cipa.jp/exif/1.0/", "exifEX"),
    ("http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/", "Iptc4xmpCore"),
    ("http://iptc.org/std/Iptc4xmpExt/2008-02-29/", "Iptc4xmpExt"),
    ("http://ns.google.com/photos/1.0/panorama/", "GPano"),
    ("http://ns.google.com/photos/1.0/camera/", "GCamera"),
];

/// Namespaces that say nothing of where, by whom, or with which very device.
const PUBLIC_SPACES: [&str; 9] = ["xmp", "xmpMM", "photoshop", "crs", "tiff", "exif", "exifEX", "aux", "GPano"];
/// What does, all the same, by the beginning of its name.
const PRIVATE: [&str; 18] = [
    "photoshop:AuthorsPosition",
    "photoshop:CaptionWriter",
    "photoshop:City",
    "photoshop:Country",
    "photoshop:Credit",
    "photoshop:Headline",
    "photoshop:Instructions",
    "photoshop:Source",
    "photoshop:State",
    "photoshop:TextLayers",
    "photoshop:TransmissionReference",
    "exif:GPS",
    "exif:UserComment",
    "exifEX:BodySerialNumber",
    "exifEX:CameraOwnerName",
    "exifEX:LensSerialNumber",
    "aux:SerialNumber",
    "aux:OwnerName",
];

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// A text, or the address of a resource.
    Text(String),
    /// Of a list, whatever its kind.
    List(Vec<Value>),
    /// Named values.
    Struct(Vec<(String, Value)>),
}

impl Value {
    /// The text, or a list's first.
    pub fn text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            Value::List(items) => items.first()?.text(),
            Value::Struct(_) => None,
        }
    }

    /// A list's items; anything else is a list of itself.
    pub fn items(&self) -> &[Value] {
        match self {
            Value::List(items) => items,
            other => std::slice::from_ref(other),
        }
    }

    /// A value of a struct.
    pub fn field(&self, name: &str) -> Option<&Value> {
        match self {
            Value::Struct(fields) => fields.iter().find(|(found, _)| found == name).map(|(_, value)| value),
            _ => None,
        }
    }
}

/// A packet's properties, by their usual names (`xmp:CreatorTool`), in the file's order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Xmp {
    properties: Vec<(String, Value)>,
}

impl Xmp {
    /// A property.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.properties.iter().find(|(found, _)| found == name).map(|(_, value)| value)
    }

    /// A property's text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.text()
    }
}

/// Reads a packet; notes what is there and cannot be read.
pub(super) fn read(packet: Option<&[u8]>, facts: &mut FileFacts) -> Option<Xmp> {
    let packet = packet?;
    let found = if packet.len() > MAX_BYTES { Err(Why::OverLimit) } else { parse(packet) };
    found.map_err(|why| facts.push_unread(Unread { source: Source::Xmp, why })).ok()
}

fn parse(packet: &[u8]) -> Result<Xmp, Why> {
    let text = match packet {
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        _ => String::from_utf8_lossy(packet.strip_prefix(b"\xef\xbb\xbf").unwrap_or(packet)).into_owned(),
    };
    // Padding, and zeros that some writers end with.
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0' || c == '\u{feff}');
    if nesting(text) > MAX_NESTING {
        return Err(Why::OverLimit);
    }
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MAX_NODES };
    let document = Document::parse_with_options(text, options).map_err(|error| match error {
        roxmltree::Error::NodesLimitReached => Why::OverLimit,
        _ => Why::Damaged,
    })?;
    let rdf = document.descendants().find(|node| node.has_tag_name((RDF, "RDF"))).ok_or(Why::Damaged)?;
    let mut xmp = Xmp::default();
    for description in rdf.children().filter(|node| node.has_tag_name((RDF, "Description"))) {
        xmp.properties.extend(fields(description, 0));
    }
    Ok(xmp)
}

/// How deep elements lie in each other, as far as the text is well-formed; a parser stops where it is not.
fn nesting(text: &str) -> usize {
    let behind = |rest: &'_ str, end: &str| rest.find(end).map_or(rest.len(), |at| at + end.len());
    let (mut depth, mut most, mut rest) = (0usize, 0, text);
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let length = if rest.starts_with("<!--") {
            behind(rest, "-->")
        } else if rest.starts_with("<![CDATA[") {
            behind(rest, "]]>")
        } else if rest.starts_with("<?") {
            behind(rest, "?>")
        } else {
            let mut quote = None;
            let end = rest.bytes().position(|byte| match quote {
                Some(open) => {
                    quote = quote.filter(|_| byte != open);
                    false
                }
                None if byte == b'"' || byte == b'\'' => {
                    quote = Some(byte);
                    false
                }
                None => byte == b'>',
            });
            let tag = &rest[..end.unwrap_or(rest.len())];
            if tag.starts_with("</") {
                depth = depth.saturating_sub(1);
            } else if !tag.ends_with('/') {
                depth += 1;
                most = most.max(depth);
            }
            tag.len().max(1)
        };
        rest = &rest[length..];
    }
    most
}

fn utf16(bytes: &[u8], number: fn([u8; 2]) -> u16) -> String {
    char::decode_utf16(bytes.chunks_exact(2).map(|pair| number([pair[0], pair[1]])))
        .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

/// Attributes and elements are the same to RDF.
fn fields(node: Node<'_, '_>, depth: usize) -> Vec<(String, Value)> {
    let ours = |space: Option<&str>| space.is_some_and(|space| space != RDF && space != XML);
    let attributes = node.attributes().filter(|attribute| ours(attribute.namespace()));
    let attributes = attributes.map(|a| (name(node, a.namespace(), a.name()), Value::Text(kept(a.value()))));
    let elements = node.children().filter(|child| child.is_element() && ours(child.tag_name().namespace()));
    let elements = elements
        .filter_map(|child| Some((name(child, child.tag_name().namespace(), child.tag_name().name()), value(child, depth + 1)?)));
    attributes.chain(elements).collect()
}

/// A property's value (ISO 16684-1, 7.4 to 7.9): text, resource, list or struct; nothing where it lies too deep.
fn value(node: Node<'_, '_>, depth: usize) -> Option<Value> {
    if depth > MAX_DEPTH {
        return None;
    }
    if let Some(resource) = node.attribute((RDF, "resource")) {
        return Some(Value::Text(kept(resource)));
    }
    if node.attribute((RDF, "parseType")) == Some("Resource") {
        return Some(Value::Struct(fields(node, depth)));
    }
    let inner = node.children().find(|child| child.is_element() && child.tag_name().namespace() == Some(RDF));
    match inner {
        Some(list) if ["Seq", "Bag", "Alt"].contains(&list.tag_name().name()) => {
            let items = list.children().filter(|child| child.has_tag_name((RDF, "li")));
            Some(Value::List(items.filter_map(|item| value(item, depth + 1)).collect()))
        }
        Some(description) => {
            // A qualified value stands in the struct that also has its qualifiers.
            let plain = description.children().find(|child| child.has_tag_name((RDF, "value")));
            plain.map_or_else(|| Some(Value::Struct(fields(description, depth))), |child| value(child, depth + 1))
        }
        None => {
            let fields = fields(node, depth);
            Some(if fields.is_empty() { Value::Text(kept(node.text().unwrap_or_default())) } else { Value::Struct(fields) })
        }
    }
}

/// Texts are cleaned where they are shown; a small copy's is as long as it is.
fn kept(text: &str) -> String {
    text.trim().to_owned()
}

/// The usual prefix, whatever the packet calls it; of a namespace that nobody knows the packet's own, unless it pretends.
fn name(node: Node<'_, '_>, space: Option<&str>, local: &str) -> String {
    let space = space.unwrap_or_default();
    let usual = NAMESPACES.iter().find(|(address, _)| *address == space).map(|&(_, prefix)| prefix);
    let prefix = usual.unwrap_or_else(|| {
        let own = node.lookup_prefix(space).unwrap_or("other");
        if NAMESPACES.iter().any(|&(_, prefix)| prefix == own) { "other" } else { own }
    });
    clean_str(&format!("{prefix}:{local}")).text
}

/// Puts the properties into words; small copies are left out, longer lists and structs are counted.
pub(super) fn entries(xmp: &Xmp, facts: &mut FileFacts) {
    for (name, value) in xmp.properties.iter().filter(|(name, _)| name != THUMBNAILS) {
        let text = match value {
            Value::Text(text) => clean_str(text),
            Value::List(items) if items.len() <= LISTED && items.iter().all(|item| matches!(item, Value::Text(_))) => {
                clean_str(&items.iter().filter_map(Value::text).collect::<Vec<_>>().join("; "))
            }
            Value::List(items) => counted(items.len(), "item"),
            Value::Struct(fields) => counted(fields.len(), "field"),
        };
        facts.push_entry(Source::Xmp, name, text, is_private(name));
    }
}

fn counted(count: usize, what: &str) -> Clean {
    clean_str(&format!("{count} {what}{}", if count == 1 { "" } else { "s" }))
}

/// Small copies of the picture, each a struct with a JPEG in Base64.
pub(super) const THUMBNAILS: &str = "xmp:Thumbnails";
/// What the IPTC's Photo Metadata Standard says of how a picture came about.
pub(super) const SOURCE_TYPE: &str = "Iptc4xmpExt:DigitalSourceType";

/// What no list calls harmless is private.
fn is_private(name: &str) -> bool {
    let space = name.split(':').next().unwrap_or_default();
    let public = name == SOURCE_TYPE || name == "dc:format" || PUBLIC_SPACES.contains(&space);
    !public || PRIVATE.iter().any(|beginning| name.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    const HEAD: &str = r#"<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
        <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
        xmlns:a="http://ns.adobe.com/xap/1.0/" xmlns:m="http://ns.adobe.com/xap/1.0/mm/" xmlns:xmpMM="http://example.org/"
        xmlns:e="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#" xmlns:dc="http://purl.org/dc/elements/1.1/""#;
    const FOOT: &str = "</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>";

    fn packet(inside: &str) -> Xmp {
        parse(format!("{HEAD}{inside}{FOOT}").as_bytes()).unwrap()
    }

    #[test]
    fn attributes_and_elements_are_the_same_and_prefixes_are_those_of_the_namespaces() {
        let short = packet(r#" a:CreatorTool="GIMP" xmpMM:Odd="x">"#);
        let long = packet("><a:CreatorTool> GIMP </a:CreatorTool><xmpMM:Odd>x</xmpMM:Odd>");
        assert_eq!(short, long);
        assert_eq!(short.text("xmp:CreatorTool"), Some("GIMP"));
        assert_eq!(short.text("xmpMM:Odd"), None, "another namespace under a known prefix");
        assert_eq!(short.text("other:Odd"), Some("x"));
    }

    #[test]
    fn lists_and_structs_are_read_in_each_of_their_forms() {
        let event = |inner: &str| {
            let xmp = packet(&format!("><m:History><rdf:Seq>{inner}</rdf:Seq></m:History>"));
            let step = xmp.get("xmpMM:History").unwrap().items()[0].clone();
            [
                step.field("stEvt:action").unwrap().text().unwrap().to_owned(),
                step.field("stEvt:when").unwrap().text().unwrap().into(),
            ]
        };
        let expected = ["saved", "2026"];
        assert_eq!(event(r#"<rdf:li e:action="saved" e:when="2026"/>"#), expected);
        assert_eq!(
            event(r#"<rdf:li rdf:parseType="Resource"><e:action>saved</e:action><e:when>2026</e:when></rdf:li>"#),
            expected
        );
        assert_eq!(
            event(r#"<rdf:li><rdf:Description e:action="saved"><e:when>2026</e:when></rdf:Description></rdf:li>"#),
            expected
        );
        let title =
            packet(r#"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">A</rdf:li><rdf:li>B</rdf:li></rdf:Alt></dc:title>"#);
        assert_eq!(title.text("dc:title"), Some("A"));
        let qualified = packet(r#"><dc:source rdf:parseType="Literal">n</dc:source><dc:type rdf:resource="urn:y"/>"#);
        assert_eq!((qualified.text("dc:source"), qualified.text("dc:type")), (Some("n"), Some("urn:y")));
    }

    #[test]
    fn hostile_packets_are_refused_in_their_words() {
        let bomb = "<!DOCTYPE a [<!ENTITY b 'bbbbbbbb'>]><a>&b;</a>";
        for damaged in ["", "<x", "<a/>", bomb, "<a>&b;</a>"] {
            assert_eq!(parse(damaged.as_bytes()), Err(Why::Damaged), "{damaged}");
        }
        let many = "<a:b/>".repeat(MAX_NODES as usize);
        assert_eq!(parse(format!("{HEAD}>{many}{FOOT}").as_bytes()), Err(Why::OverLimit));
        let deep = |depth: usize| {
            format!(
                "<a:b rdf:parseType='Resource'>{}{}",
                "<a:b rdf:parseType='Resource'>".repeat(depth),
                "</a:b>".repeat(depth + 1)
            )
        };
        let mut level = packet(&format!(">{}", deep(MAX_NESTING - 4))).get("xmp:b").cloned();
        let mut depth = 0;
        while let Some(inner) = level {
            depth += 1;
            level = inner.field("xmp:b").cloned();
        }
        assert!((2..=MAX_DEPTH).contains(&depth), "{depth}");
        for hidden in ["", "<!-- </a> -->", "<![CDATA[</a>]]>", "<?x </a>?>", "<a:c d='/>'/>"] {
            let inside = format!(">{}", deep(40_000).replace("Resource'>", &format!("Resource'>{hidden}")));
            assert_eq!(parse(format!("{HEAD}{inside}{FOOT}").as_bytes()), Err(Why::OverLimit), "{hidden}");
        }
    }

    #[test]
    fn sixteen_bits_a_letter_are_read_too() {
        let text = format!("{HEAD} a:CreatorTool='Ü'>{FOOT}");
        let little: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(parse(&little).unwrap().text("xmp:CreatorTool"), Some("Ü"));
    }

    #[test]
    fn what_nobody_knows_is_private() {
        for private in ["dc:creator", "exif:GPSLatitude", "mwg-rs:Regions", "other:x", "photoshop:City", "Iptc4xmpCore:Location"]
        {
            assert!(is_private(private), "{private}");
        }
        for public in ["xmp:CreatorTool", SOURCE_TYPE, "tiff:Make", "photoshop:DateCreated"] {
            assert!(!is_private(public), "{public}");
        }
    }
}
