//! A static file server for the page's folder, with the headers that any other one should send (`docs/hosting.md`).
//!
//! Plain `std`, for `cargo xtask` compiles it too.

use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, UNIX_EPOCH};

/// Bytes of a request's line and headers together.
const REQUEST_LIMIT: u64 = 16 << 10;

/// Connections at once; further ones are closed.
const CONNECTIONS: usize = 256;

/// A listening server.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    site: Arc<Site>,
}

/// What is served.
struct Site {
    /// The folder, with links resolved.
    root: PathBuf,
    /// The policy of everything but pages that state one of their own.
    policy: String,
    /// Who may have the widget's frame in a page: `'self'` and the origins that were named.
    embedders: String,
    /// Connections that are open.
    open: AtomicUsize,
}

/// What pages of other origins may embed, and what of it they may run as a script of theirs.
const EMBEDDED: [&str; 3] = [FRAME, "omni-iml.js", "widget.js"];
const FRAME: &str = "widget-frame.html";
const OURS: &str = "Cross-Origin-Resource-Policy: same-origin\r\n";
const ANYBODYS: &str = "Cross-Origin-Resource-Policy: cross-origin\r\nAccess-Control-Allow-Origin: *\r\n";

/// The headers of every answer but policy and who it is for.
const HEADERS: &str = "Referrer-Policy: no-referrer\r\n\
    X-Content-Type-Options: nosniff\r\n\
    X-DNS-Prefetch-Control: off\r\n\
    Cross-Origin-Opener-Policy: same-origin\r\n\
    Cross-Origin-Embedder-Policy: require-corp\r\n\
    Permissions-Policy: camera=(), microphone=(), geolocation=(), payment=(), usb=()\r\n\
    Cache-Control: no-cache\r\n";

impl Server {
    /// Listens on `address` (port 0: a free one) and serves `folder`, whose `index.html` says the policy of everything in it.
    /// Pages of `embedders`, which are origins, may have the widget's frame.
    ///
    /// # Errors
    /// In words: the folder is not the page's, the address cannot be listened on, or an embedder is no origin.
    pub fn open(folder: &Path, address: SocketAddr, embedders: &[String]) -> Result<Self, String> {
        if let Some(wrong) = embedders.iter().find(|origin| !is_origin(origin)) {
            return Err(format!("{wrong} is no origin; one looks like https://news.example or http://localhost:8000"));
        }
        let embedders = embedders.iter().fold(String::from("'self'"), |all, origin| all + " " + origin);
        let absent = |error| format!("{} cannot be served: {error}; `cargo xtask build` makes it", folder.display());
        let root = fs::canonicalize(folder).map_err(absent)?;
        let html = fs::read_to_string(root.join("index.html")).map_err(absent)?;
        let policy = policy(&html).ok_or("index.html states no Content-Security-Policy, so nothing would keep the promise")?;
        // One text for page and headers; `frame-ancestors` counts in a header only.
        let policy = format!("{policy}; frame-ancestors 'none'");
        let listener = TcpListener::bind(address).map_err(|error| match error.kind() {
            io::ErrorKind::AddrInUse => {
                format!("port {} is in use; choose another with --port N, or a free one with --port 0", address.port())
            }
            _ => format!("{address} cannot be listened on: {error}"),
        })?;
        let address = listener.local_addr().map_err(|error| format!("the server has no address: {error}"))?;
        Ok(Self { listener, address, site: Arc::new(Site { root, policy, embedders, open: AtomicUsize::new(0) }) })
    }

    /// Where it listens, as a browser wants it.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Answers until the process ends.
    pub fn run(&self) {
        for stream in self.listener.incoming() {
            let Ok(stream) = stream else { continue };
            let site = Arc::clone(&self.site);
            if site.open.fetch_add(1, Ordering::Relaxed) >= CONNECTIONS {
                site.open.fetch_sub(1, Ordering::Relaxed);
                continue;
            }
            std::thread::spawn(move || {
                // A browser that goes away in the middle of an answer is no error of ours.
                let _ = site.converse(&stream);
                site.open.fetch_sub(1, Ordering::Relaxed);
            });
        }
    }
}

impl Site {
    /// Answers one request after the other on a connection.
    fn converse(&self, stream: &TcpStream) -> io::Result<()> {
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        stream.set_write_timeout(Some(Duration::from_secs(60)))?;
        stream.set_nodelay(true)?;
        let mut reader = BufReader::new(stream);
        let mut out = stream;
        loop {
            let mut head = Vec::new();
            let mut limited = (&mut reader).take(REQUEST_LIMIT);
            while !head.ends_with(b"\r\n\r\n") {
                if limited.read_until(b'\n', &mut head)? == 0 {
                    return Ok(());
                }
            }
            let head = String::from_utf8_lossy(&head).into_owned();
            let mut words = head.lines().next().unwrap_or_default().split(' ');
            let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
            if method != "GET" && method != "HEAD" {
                // It may have a body, which is not read, so the connection ends here.
                let more = format!("Allow: GET, HEAD\r\nConnection: close\r\n{OURS}");
                return answer(&mut out, "405 Method Not Allowed", PLAIN, &self.policy, &more, b"only GET and HEAD\n", true);
            }
            // A body would be taken for the next request, and behind a proxy that one is somebody else's.
            let with_body =
                header(&head, "transfer-encoding").is_some() || header(&head, "content-length").is_some_and(|n| n != "0");
            if with_body {
                let more = format!("Connection: close\r\n{OURS}");
                return answer(&mut out, "400 Bad Request", PLAIN, &self.policy, &more, b"a request here has no body\n", true);
            }
            let body = method == "GET";
            // The name before the content: put in place between the two, a newer file is fetched once more, and never kept
            // under the name of an older one.
            let takes_packed = header(&head, "accept-encoding").is_some_and(takes_gzip);
            let found = self.find(target).and_then(|path| {
                let packed = packed(&path).filter(|_| takes_packed);
                tag(packed.as_ref().unwrap_or(&path)).map(|tag| (path, packed, tag))
            });
            let Some((path, packed, tag)) = found else {
                answer(&mut out, "404 Not Found", PLAIN, &self.policy, OURS, b"there is no such file\n", body)?;
                continue;
            };
            let whose = if EMBEDDED.iter().any(|name| path == self.root.join(name)) { ANYBODYS } else { OURS };
            let coding = if packed.is_some() { "Content-Encoding: gzip\r\n" } else { "" };
            let more = format!("ETag: {tag}\r\nVary: Accept-Encoding\r\n{coding}{whose}");
            let known = header(&head, "if-none-match").is_some_and(|known| known.split(',').any(|one| one.trim() == tag));
            let read = || fs::read(packed.as_ref().unwrap_or(&path));
            let Ok(bytes) = (if known && mime(&path) != HTML { Ok(Vec::new()) } else { read() }) else {
                answer(&mut out, "404 Not Found", PLAIN, &self.policy, OURS, b"there is no such file\n", body)?;
                continue;
            };
            let policy = self.policy_of(&path, &bytes);
            if known {
                not_modified(&mut out, &policy, &more)?;
            } else {
                answer(&mut out, "200 OK", mime(&path), &policy, &more, &bytes, body)?;
            }
        }
    }

    /// The policy of a file. A page other than the first is one of its frames, and states its own.
    fn policy_of(&self, path: &Path, bytes: &[u8]) -> String {
        let own = (mime(path) == HTML && path != self.root.join("index.html"))
            .then(|| String::from_utf8_lossy(bytes))
            .and_then(|html| policy(&html).map(str::to_owned));
        let embedders = if path == self.root.join(FRAME) { &self.embedders } else { "'self'" };
        own.map_or_else(|| self.policy.clone(), |own| format!("{own}; frame-ancestors {embedders}"))
    }

    /// The file that a request's target names, if it is one inside the folder.
    fn find(&self, target: &str) -> Option<PathBuf> {
        let path = target.split(['?', '#']).next()?.strip_prefix('/')?;
        let mut file = self.root.clone();
        for part in path.split('/').filter(|part| !part.is_empty()) {
            let part = decoded(part)?;
            if part.starts_with('.') || part.contains(['/', '\\', '\0']) {
                return None;
            }
            file.push(part);
        }
        if file.is_dir() {
            file.push("index.html");
        }
        // A link may lead out of the folder.
        let file = fs::canonicalize(file).ok()?;
        (file.is_file() && file.starts_with(&self.root)).then_some(file)
    }
}

/// Scheme, host and port, and nothing that would end a header or a policy.
fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or_default();
    !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte))
}

/// The same file as `cargo xtask build` has packed it, unless the file was changed since. Of pages there is none: each states
/// a policy, which is read out of it.
fn packed(path: &Path) -> Option<PathBuf> {
    let mut name = path.file_name()?.to_owned();
    name.push(".gz");
    let packed = path.with_file_name(name);
    // A link may lead out of the folder.
    let about = fs::symlink_metadata(&packed).ok().filter(fs::Metadata::is_file)?;
    let fresh = about.modified().ok()? >= fs::metadata(path).ok()?.modified().ok()?;
    (fresh && mime(path) != HTML).then_some(packed)
}

/// Whether a browser that accepts these encodings takes gzip (RFC 9110, 12.5.3).
fn takes_gzip(accepted: &str) -> bool {
    accepted.split(',').any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let weight = |part: &str| part.strip_prefix("q=").and_then(|weight| weight.parse::<f32>().ok());
        parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip")) && parts.all(|part| weight(part) != Some(0.0))
    })
}

/// Names a file's content: another one has another size or time.
fn tag(path: &Path) -> Option<String> {
    let about = fs::metadata(path).ok()?;
    let changed = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(format!("\"{:x}-{:x}\"", about.len(), changed.as_nanos()))
}

/// The value of a header, by its name in small letters.
fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let (_, value) =
        head.lines().skip(1).filter_map(|line| line.split_once(':')).find(|(key, _)| key.eq_ignore_ascii_case(name))?;
    Some(value.trim())
}

const PLAIN: &str = "text/plain; charset=utf-8";
const HTML: &str = "text/html; charset=utf-8";

fn answer(out: &mut impl Write, status: &str, kind: &str, policy: &str, more: &str, bytes: &[u8], body: bool) -> io::Result<()> {
    let length = bytes.len();
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nContent-Security-Policy: {policy}\r\n{more}{HEADERS}\r\n"
    );
    out.write_all(head.as_bytes())?;
    if body {
        out.write_all(bytes)?;
    }
    out.flush()
}

/// The answer to who has the file already, with the headers that the stored answer takes over.
fn not_modified(out: &mut impl Write, policy: &str, more: &str) -> io::Result<()> {
    let head = format!("HTTP/1.1 304 Not Modified\r\nContent-Security-Policy: {policy}\r\n{more}{HEADERS}\r\n");
    out.write_all(head.as_bytes())?;
    out.flush()
}

/// A part of a path without its percent signs.
fn decoded(part: &str) -> Option<String> {
    let mut bytes = part.bytes();
    let mut out = Vec::new();
    while let Some(byte) = bytes.next() {
        out.push(if byte == b'%' {
            let mut digit = || char::from(bytes.next()?).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
            digit()? << 4 | digit()?
        } else {
            byte
        });
    }
    String::from_utf8(out).ok()
}

fn mime(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => HTML,
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "md" | "txt" | "ftl" => PLAIN,
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        _ => "application/octet-stream",
    }
}

/// The policy in a page's meta element.
fn policy(html: &str) -> Option<&str> {
    let (_, after) = html.split_once("http-equiv=\"Content-Security-Policy\"")?;
    let (_, value) = after.split_once("content=\"")?;
    let policy = value.split('"').next()?.trim();
    (!policy.is_empty() && !policy.contains(['\r', '\n', '<'])).then_some(policy)
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    const PAGE: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; connect-src 'self'\" />";

    const FRAME_PAGE: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; connect-src https:\" />";

    /// A server on a folder of its own, which stays for as long as the process.
    fn server(name: &str) -> SocketAddr {
        let folder = std::env::temp_dir().join(format!("omni-iml-serve-{}-{name}", std::process::id()));
        fs::create_dir_all(folder.join("dist/models")).expect("the temporary folder is writable");
        let dist = folder.join("dist");
        for (path, text) in [
            ("index.html", PAGE),
            ("frame.html", FRAME_PAGE),
            ("widget-frame.html", FRAME_PAGE),
            ("widget.js", ""),
            ("a b.wasm", "\0asm"),
            ("a b.wasm.gz", "packed"),
            ("frame.html.gz", "packed"),
            ("linked.js", ""),
            ("changed.js.gz", "packed"),
            ("changed.js", ""),
            ("models/manifest.json", "{}"),
            (".hidden", "h"),
            ("../secret", "s"),
        ] {
            fs::write(dist.join(path), text).expect("the temporary folder is writable");
        }
        for link in ["link", "linked.js.gz"] {
            let _ = std::os::unix::fs::symlink(folder.join("secret"), dist.join(link));
        }
        let packed = fs::File::options().write(true).open(dist.join("changed.js.gz")).expect("it was written");
        packed.set_modified(UNIX_EPOCH).expect("its owner may set its time");
        let server = Server::open(&dist, (Ipv4Addr::LOCALHOST, 0).into(), &["https://news.example".into()])
            .expect("a free port can be had");
        let address = server.address;
        std::thread::spawn(move || server.run());
        address
    }

    fn ask(address: SocketAddr, request: &str) -> String {
        let mut stream = TcpStream::connect(address).expect("it listens");
        let _ = stream.write_all(request.as_bytes());
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let mut answer = Vec::new();
        // A refused request may end the connection before all of it is read.
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn get(address: SocketAddr, target: &str) -> String {
        ask(address, &format!("GET {target} HTTP/1.1\r\nHost: x\r\n\r\n"))
    }

    #[test]
    fn files_come_with_their_kind_and_the_policy() {
        let address = server("kinds");
        for (target, kind) in [
            ("/", "text/html; charset=utf-8"),
            ("/a%20b.wasm?v=1", "application/wasm"),
            ("/models/manifest.json", "application/json"),
        ] {
            let answer = get(address, target);
            assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{target}: {answer}");
            assert!(answer.contains(&format!("Content-Type: {kind}\r\n")), "{target}: {answer}");
            assert!(
                answer.contains("Content-Security-Policy: default-src 'none'; connect-src 'self'; frame-ancestors 'none'\r\n")
            );
            assert!(answer.contains("X-Content-Type-Options: nosniff\r\n"));
        }
        let frame = get(address, "/frame.html");
        assert!(frame.contains("Content-Security-Policy: default-src 'none'; connect-src https:; frame-ancestors 'self'\r\n"));
        let head = ask(address, "HEAD / HTTP/1.1\r\n\r\n");
        assert!(head.starts_with("HTTP/1.1 200") && head.ends_with("\r\n\r\n"));
    }

    #[test]
    fn others_may_embed_the_widget_and_nothing_else() {
        let address = server("embed");
        let frame = get(address, "/widget-frame.html");
        assert!(frame.contains("; frame-ancestors 'self' https://news.example\r\n"), "{frame}");
        for (target, crossing) in [("/widget-frame.html", true), ("/widget.js?v=1", true), ("/frame.html", false), ("/", false)] {
            let answer = get(address, target);
            assert_eq!(answer.contains("Access-Control-Allow-Origin: *\r\n"), crossing, "{target}");
            let policy = if crossing { "cross-origin" } else { "same-origin" };
            assert_eq!(header(&answer, "cross-origin-resource-policy"), Some(policy), "{target}");
        }
        for wrong in ["news.example", "https://", "https://a b", "https://a;script-src", "https://a/b", "https://a\r\nX: y", "*"]
        {
            let refused = Server::open(Path::new("."), (Ipv4Addr::LOCALHOST, 0).into(), &[wrong.into()]);
            assert!(refused.is_err_and(|error| error.contains("no origin")), "{wrong}");
        }
        assert!(["https://a.example", "http://localhost:8000", "http://[::1]:80"].into_iter().all(is_origin));
    }

    #[test]
    fn two_requests_share_a_connection() {
        let answers = ask(server("two"), "GET /.. HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n");
        assert!(answers.starts_with("HTTP/1.1 404") && answers.contains("HTTP/1.1 200 OK") && answers.ends_with(PAGE));
    }

    #[test]
    fn a_body_is_not_taken_for_a_request() {
        let address = server("body");
        for header in ["Content-Length: 18", "Transfer-Encoding: chunked"] {
            let answers = ask(address, &format!("GET / HTTP/1.1\r\n{header}\r\n\r\nGET / HTTP/1.1\r\n\r\n"));
            assert!(answers.starts_with("HTTP/1.1 400") && !answers.contains("HTTP/1.1 200"), "{answers}");
        }
        assert!(ask(address, "GET / HTTP/1.1\r\nContent-Length: 0\r\n\r\n").starts_with("HTTP/1.1 200"));
    }

    #[test]
    fn nothing_outside_the_folder_is_served() {
        let address = server("outside");
        for target in [
            "/../secret",
            "/%2e%2e/secret",
            "/..%2fsecret",
            "/link",
            "/.hidden",
            "/models/..%5c..",
            "/%",
            "/%zz",
            "/%00",
            "secret",
            "*",
            "",
        ] {
            assert!(get(address, target).starts_with("HTTP/1.1 404"), "{target}");
        }
        assert!(ask(address, "POST / HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 405"));
        assert_eq!(get(address, &"/a".repeat(20_000)), "", "a request beyond the limit gets no answer");
    }

    #[test]
    fn a_folder_without_a_policy_is_refused() {
        assert_eq!(policy(PAGE), Some("default-src 'none'; connect-src 'self'"));
        assert_eq!(policy("<meta charset=\"utf-8\" />"), None);
        let absent = Server::open(Path::new("/no/such/folder"), (Ipv4Addr::LOCALHOST, 0).into(), &[]);
        assert!(absent.is_err_and(|e| e.contains("cargo xtask build")));
    }

    #[test]
    fn what_a_browser_has_is_not_sent_again() {
        let address = server("again");
        let first = get(address, "/a%20b.wasm");
        let tag = header(&first, "etag").expect("it has one").to_owned();
        let ask = |tag: &str| ask(address, &format!("GET /a%20b.wasm HTTP/1.1\r\nif-none-match: \"x\", {tag}\r\n\r\n"));
        let again = ask(&tag);
        assert!(again.starts_with("HTTP/1.1 304 ") && again.ends_with("\r\n\r\n"), "{again}");
        assert!(again.contains("Content-Security-Policy: "), "the stored answer takes these headers over");
        assert!(ask("\"y\"").starts_with("HTTP/1.1 200 "));
    }

    #[test]
    fn a_packed_file_comes_to_who_takes_it() {
        let address = server("packed");
        let ask =
            |target: &str, accepted: &str| ask(address, &format!("GET {target} HTTP/1.1\r\nAccept-Encoding: {accepted}\r\n\r\n"));
        let packed = ask("/a%20b.wasm", "deflate, GZip;q=0.5");
        assert!(packed.contains("Content-Type: application/wasm\r\n") && packed.ends_with("\r\n\r\npacked"), "{packed}");
        assert_eq!(header(&packed, "content-encoding"), Some("gzip"));
        let plain = ask("/a%20b.wasm", "br, gzip;q=0, *");
        assert!(plain.ends_with("\0asm") && header(&plain, "content-encoding").is_none(), "{plain}");
        assert_ne!(header(&packed, "etag"), header(&plain, "etag"), "these are other bytes");
        assert!([packed, plain].iter().all(|answer| header(answer, "vary") == Some("Accept-Encoding")));
        // A link that leads out of the folder, a file that was changed after it was packed, and a page.
        for target in ["/linked.js", "/changed.js", "/frame.html"] {
            assert_eq!(header(&ask(target, "gzip"), "content-encoding"), None, "{target}");
        }
    }

    #[test]
    fn the_headers_that_other_servers_are_told_to_send_are_ours() {
        let guide = include_str!("../docs/hosting.md");
        let all = format!("{HEADERS}{OURS}{ANYBODYS}");
        for header in all.trim_end().split("\r\n") {
            let (name, value) = header.split_once(": ").expect("it is a header");
            let lines = guide.lines().filter(|line| line.contains(name) && line.contains(value)).count();
            assert!(lines >= 2, "{header} is not in both examples of docs/hosting.md");
        }
        let page = include_str!("../index.html").replace(" 'nonce-{{__TRUNK_NONCE__}}'", "");
        let page = policy(&page).expect("the page states one");
        assert_eq!(guide.matches(&format!("\"{page}; frame-ancestors 'none'\"")).count(), 2, "the page's policy");
        let frame = policy(include_str!("../www/explain.html")).expect("the frame states one");
        assert_eq!(guide.matches(&format!("\"{frame}; frame-ancestors 'self'\"")).count(), 2, "the frame's policy");
        let widget = policy(include_str!("../www/widget-frame.html")).expect("the widget's frame states one");
        let widget = format!("\"{widget}; frame-ancestors 'self' https://news.example\"");
        assert_eq!(guide.matches(&widget).count(), 2, "the widget's policy");
    }
}
