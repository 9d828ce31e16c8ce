// Files that nobody should have to read, made here: cut, lying, bursting, cyclic, of two kinds at once. Each comes with what
// must become of it: the kind of its refusal, or "checked".
import { readFile } from "node:fs/promises";
import { deflateSync } from "node:zlib";

const text = (string) => Buffer.from(string, "latin1");
const u16 = (value) => Buffer.from([(value >> 8) & 255, value & 255]);
const u32 = (value) => {
  const out = Buffer.alloc(4);
  out.writeUInt32BE(value >>> 0);
  return out;
};
const le16 = (value) => Buffer.from([value & 255, (value >> 8) & 255]);
const le32 = (value) => {
  const out = Buffer.alloc(4);
  out.writeUInt32LE(value >>> 0);
  return out;
};
const join = (...parts) => Buffer.concat(parts);
const filled = (bytes, value = 0) => Buffer.alloc(bytes, value);

// JPEG

const segment = (marker, body) => join(Buffer.from([255, marker]), u16(body.length + 2), body);

/** The segments of a JPEG as [marker, offset, length], the scan's data counted to its SOS. */
function segmentsOf(jpeg) {
  const found = [[0xd8, 0, 2]];
  for (let at = 2; at < jpeg.length; ) {
    const marker = jpeg[at + 1];
    if (marker === 0xd9) {
      found.push([marker, at, 2]);
      break;
    }
    let end = at + 2 + jpeg.readUInt16BE(at + 2);
    if (marker === 0xda) while (jpeg[end] !== 255 || jpeg[end + 1] === 0) end++;
    found.push([marker, at, end - at]);
    at = end;
  }
  return found;
}

/** A JPEG with one segment changed in place: `change` gets a copy of it. */
function altered(jpeg, marker, change) {
  const out = Buffer.from(jpeg);
  const [, at, length] = segmentsOf(jpeg).find(([known]) => known === marker);
  change(out.subarray(at, at + length));
  return out;
}

/** A JPEG with something between its SOI and the rest. */
const after = (jpeg, ...parts) => join(jpeg.subarray(0, 2), ...parts, jpeg.subarray(2));

const without = (jpeg, marker) => join(...segmentsOf(jpeg).filter(([known]) => known !== marker).map(([, at, length]) => jpeg.subarray(at, at + length)));

function* jpegs(jpeg, cmyk, progressive) {
  const names = { 0xd8: "SOI", 0xe0: "APP0", 0xdb: "DQT", 0xc0: "SOF", 0xc4: "DHT", 0xda: "SOS" };
  const told = new Map();
  for (const [marker, at, length] of segmentsOf(jpeg)) {
    if (!names[marker]) continue;
    const number = (told.get(marker) ?? 0) + 1;
    told.set(marker, number);
    const scan = marker === 0xda;
    const becomes = scan ? "checked" : marker === 0xd8 ? "unknown-format" : "damaged-file";
    yield [`cut after ${names[marker]} ${number}.jpg`, jpeg.subarray(0, at + (scan ? 2 + jpeg.readUInt16BE(at + 2) : length)), becomes];
    yield [`cut in ${names[marker]} ${number}.jpg`, jpeg.subarray(0, at + (length >> 1)), becomes];
  }
  yield ["without its end.jpg", without(jpeg, 0xd9), "checked"];
  yield ["without tables.jpg", without(jpeg, 0xdb), "damaged-file"];
  yield ["without codes.jpg", without(jpeg, 0xc4), "damaged-file"];
  yield ["without a frame.jpg", without(jpeg, 0xc0), "damaged-file"];
  yield ["without a scan.jpg", without(jpeg, 0xda), "damaged-file"];
  const sized = (height, width) => altered(jpeg, 0xc0, (sof) => (sof.writeUInt16BE(height, 5), sof.writeUInt16BE(width, 7)));
  yield ["65535 by 65535.jpg", sized(65535, 65535), "too-many-pixels"];
  yield ["1 by 65535.jpg", sized(65535, 1), "side-too-long"];
  yield ["20000 by 20000.jpg", sized(20000, 20000), "too-many-pixels"];
  yield ["rows told afterwards.jpg", sized(0, 160), "unsupported-coding"];
  yield ["no columns.jpg", sized(120, 0), "damaged-file"];
  yield ["taller than its data.jpg", sized(1200, 160), "checked"];
  const frame = (change) => altered(jpeg, 0xc0, change);
  yield ["no components.jpg", frame((sof) => (sof[9] = 0)), "damaged-file"];
  yield ["255 components.jpg", frame((sof) => (sof[9] = 255)), "damaged-file"];
  yield ["sampling of nought.jpg", frame((sof) => (sof[11] = 0)), "damaged-file"];
  yield ["sampling of fifteen.jpg", frame((sof) => (sof[11] = 255)), "damaged-file"];
  yield ["table that is not there.jpg", frame((sof) => (sof[12] = 3)), "damaged-file"];
  yield ["12 bits.jpg", frame((sof) => (sof[4] = 12)), "unsupported-coding"];
  yield ["lossless.jpg", frame((sof) => (sof[1] = 0xc3)), "unsupported-coding"];
  yield ["arithmetic.jpg", frame((sof) => (sof[1] = 0xc9)), "unsupported-coding"];
  yield ["table of noughts.jpg", altered(jpeg, 0xdb, (dqt) => dqt.fill(0, 5)), "checked"];
  yield ["codes that overflow.jpg", altered(jpeg, 0xc4, (dht) => dht.fill(255, 5, 21)), "damaged-file"];
  yield ["scan of another component.jpg", altered(jpeg, 0xda, (sos) => (sos[5] = 99)), "damaged-file"];
  yield ["segment of no length.jpg", after(jpeg, Buffer.from([255, 0xe1, 0, 0])), "unsupported-coding"];
  yield ["segment beyond the end.jpg", join(jpeg.subarray(0, 2), Buffer.from([255, 0xe1, 255, 255]), filled(100)), "damaged-file"];
  yield ["5000 segments.jpg", after(jpeg, ...Array.from({ length: 5000 }, () => segment(0xfe, text("x")))), "too-many-parts"];
  yield ["9 MB of metadata.jpg", after(jpeg, ...Array.from({ length: 140 }, () => segment(0xe1, filled(65_500, 65)))), "too-much-metadata"];
  const parts = segmentsOf(progressive);
  const scan = parts.find(([marker]) => marker === 0xda);
  const scans = Array.from({ length: 200 }, () => progressive.subarray(scan[1], scan[1] + scan[2]));
  yield ["200 scans.jpg", join(progressive.subarray(0, scan[1]), ...scans, Buffer.from([255, 0xd9])), "too-many-parts"];
  yield ["5 MB behind its end.jpg", join(jpeg, filled(5 << 20, 7)), "checked"];
  yield ["noise in its scan.jpg", altered(jpeg, 0xda, (sos) => sos.fill(0x5a, 14)), "checked"];
  yield ["cmyk.jpg", cmyk, "checked"];

  const exif = (body) => after(jpeg, segment(0xe1, join(text("Exif\0\0"), body)));
  const entry = (tag, kind, count, value) => join(le16(tag), le16(kind), le32(count), le32(value));
  const directory = (entries, next) => join(le16(entries.length), ...entries, le32(next));
  const tiff = (...rest) => join(text("II*\0"), le32(8), ...rest);
  yield ["cyclic directories.jpg", exif(tiff(directory([entry(0x8769, 4, 1, 8)], 8))), "checked"];
  yield ["four thousand million values.jpg", exif(tiff(directory([entry(0x10f, 2, 0xffffffff, 8)], 0))), "checked"];
  yield ["directory beyond the end.jpg", exif(join(text("II*\0"), le32(0xfffffff0))), "checked"];
  yield ["orientation 99.jpg", exif(tiff(directory([entry(0x112, 3, 1, 99)], 0))), "checked"];
  yield ["small copy beyond the end.jpg", exif(tiff(directory([], 14), directory([entry(0x201, 4, 1, 0x7fffffff), entry(0x202, 4, 1, 0x7fffffff)], 0))), "checked"];
  const xmp = (body) => after(jpeg, segment(0xe1, join(text("http://ns.adobe.com/xap/1.0/\0"), text(body))));
  const laughs = ["<!DOCTYPE x [<!ENTITY a \"ha\">", ...[..."bcdefgh"].map((name, i) => `<!ENTITY ${name} "${`&${"abcdefg"[i]};`.repeat(10)}">`), "]><x>&h;</x>"].join("");
  yield ["a billion laughs.jpg", xmp(laughs), "checked"];
  yield ["10000 elements deep.jpg", xmp(`${"<a>".repeat(10_000)}${"</a>".repeat(5_000)}`), "checked"];
  yield ["a file of the system as entity.jpg", xmp(`<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>`), "checked"];
  const icc = (number, count, body) => segment(0xe2, join(text("ICC_PROFILE\0"), Buffer.from([number, count]), body));
  yield ["a profile of nonsense.jpg", after(jpeg, icc(1, 1, filled(3000, 0xaa))), "checked"];
  yield ["part 7 of 3 of a profile.jpg", after(jpeg, icc(7, 3, filled(200)), icc(0, 0, filled(200))), "checked"];
  yield ["also a web page.jpg", after(jpeg, segment(0xfe, text("--><script>alert(1)</script><!--"))), "checked"];
  yield ["also a zip.jpg", join(jpeg, text("PK\x03\x04"), filled(200), text("PK\x05\x06"), filled(18)), "checked"];
  const box = (kind, body) => join(u32(body.length + 8), text(kind), body);
  const jumbf = join(text("JP"), u16(1), u32(1), u32(0xffffffff), text("jumb"), box("jumd", join(text("c2pa"), filled(12, 9), Buffer.from([3]), text("c2pa\0"))));
  yield ["credentials of nonsense.jpg", after(jpeg, segment(0xeb, jumbf)), "checked"];
}

// PNG

const CRC = Array.from({ length: 256 }, (_, byte) => {
  for (let bit = 0; bit < 8; bit++) byte = (byte >>> 1) ^ (0xedb88320 & -(byte & 1));
  return byte >>> 0;
});
const crc = (bytes) => ~bytes.reduce((crc, byte) => (crc >>> 8) ^ CRC[(crc ^ byte) & 255], ~0) >>> 0;
const chunk = (kind, body) => join(u32(body.length), text(kind), body, u32(crc(join(text(kind), body))));
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const header = (width, height, bits = 8, colour = 2, interlaced = 0) => chunk("IHDR", join(u32(width), u32(height), Buffer.from([bits, colour, 0, 0, interlaced])));
const END = chunk("IEND", filled(0));
const png = (...chunks) => join(PNG, ...chunks, END);
const rows = (width, height, channels, bytes = 1) => deflateSync(Buffer.concat(Array.from({ length: height }, (_, y) => join(Buffer.from([0]), filled(width * channels * bytes, y * 2)))));

function* pngs() {
  const data = chunk("IDAT", rows(160, 120, 3));
  yield ["nothing but a signature.png", PNG, "damaged-file"];
  yield ["50000 by 50000.png", png(header(50_000, 50_000), data), "too-many-pixels"];
  yield ["15000 by 15000.png", png(header(15_000, 15_000), data), "too-many-pixels"];
  yield ["nought by nought.png", png(header(0, 0), data), "damaged-file"];
  yield ["a thousand times its size.png", png(header(160, 120), chunk("IDAT", deflateSync(filled(60 << 20)))), "checked"];
  yield ["less than its size.png", png(header(160, 120), chunk("IDAT", rows(160, 10, 3))), "damaged-file"];
  yield ["a wrong sum.png", png(header(160, 120), join(data.subarray(0, -4), u32(1))), "damaged-file"];
  yield ["no palette.png", png(header(160, 120, 8, 3), chunk("IDAT", rows(160, 120, 1))), "damaged-file"];
  yield ["7 bits.png", png(header(160, 120, 7), data), "damaged-file"];
  yield ["16 bits.png", png(header(160, 120, 16, 6), chunk("IDAT", rows(160, 120, 4, 2))), "checked"];
  yield ["a chunk of 4 GB.png", join(PNG, header(160, 120), u32(0xfffffff0), text("IDAT"), filled(64)), "damaged-file"];
  yield ["a profile that expands to 60 MB.png", png(header(160, 120), chunk("iCCP", join(text("x\0\0"), deflateSync(filled(60 << 20)))), data), "checked"];
  yield ["a text that expands to 60 MB.png", png(header(160, 120), chunk("zTXt", join(text("x\0\0"), deflateSync(filled(60 << 20, 65)))), data), "checked"];
  yield ["9 MB of text.png", png(header(160, 120), chunk("tEXt", join(text("x\0"), filled(9 << 20, 65))), data), "too-much-metadata"];
  const control = (number, body) => chunk(number === 0 ? "fcTL" : "fdAT", body);
  const animated = [chunk("acTL", join(u32(0xffffffff), u32(0))), control(0, join(u32(0), u32(160), u32(120), u32(0), u32(0), u16(1), u16(1), Buffer.from([0, 0])))];
  yield ["four thousand million frames.png", png(header(160, 120), ...animated, data), "checked"];
}

// GIF, BMP, TIFF, WebP

function* others() {
  const gif = (width, height, ...rest) => join(text("GIF89a"), le16(width), le16(height), Buffer.from([0x80, 0, 0, 0, 0, 0, 255, 255, 255]), ...rest);
  const frame = (width, height, data) => join(Buffer.from([0x2c]), le16(0), le16(0), le16(width), le16(height), Buffer.from([0, 2]), data, Buffer.from([0]));
  const lzw = Buffer.from([2, 0x4c, 0x01]);
  yield ["no frame.gif", gif(160, 120, Buffer.from([0x3b])), "damaged-file"];
  yield ["65535 by 65535.gif", gif(65535, 65535, frame(65535, 65535, lzw), Buffer.from([0x3b])), "too-many-pixels"];
  yield ["a frame outside.gif", gif(96, 96, join(Buffer.from([0x2c]), le16(9000), le16(9000), le16(96), le16(96), Buffer.from([0, 2]), lzw, Buffer.from([0])), Buffer.from([0x3b])), "damaged-file"];
  yield ["codes of nonsense.gif", gif(160, 120, frame(160, 120, join(Buffer.from([200]), filled(200, 0xff)))), "damaged-file"];

  const bmp = (width, height, { bits = 24, compression = 0, colours = 0, body = filled(0), size = 40 } = {}) =>
    join(text("BM"), le32(54 + body.length), le32(0), le32(54), le32(size), le32(width), le32(height), le16(1), le16(bits), le32(compression), le32(0), le32(0), le32(0), le32(colours), le32(0), body);
  yield ["upside down and 2 thousand million high.bmp", bmp(100, -0x80000000), "too-many-pixels"];
  yield ["33 bits.bmp", bmp(100, 100, { bits: 33 }), "damaged-file"];
  yield ["a palette of 4 thousand million.bmp", bmp(100, 100, { bits: 8, colours: 0xffffffff }), "damaged-file"];
  yield ["runs beyond its rows.bmp", bmp(100, 100, { bits: 8, compression: 1, body: filled(4000, 255) }), "damaged-file"];
  yield ["a header of no size.bmp", bmp(100, 100, { size: 0 }), "damaged-file"];
  yield ["no pixels.bmp", bmp(100, 100), "damaged-file"];

  const entry = (tag, kind, count, value) => join(le16(tag), le16(kind), le32(count), le32(value));
  const tiff = (entries, next = 0, ...rest) => join(text("II*\0"), le32(8), le16(entries.length), ...entries, le32(next), ...rest);
  const picture = (width, height, more = []) => [entry(256, 4, 1, width), entry(257, 4, 1, height), entry(258, 3, 1, 8), entry(259, 3, 1, 1), entry(262, 3, 1, 1), ...more];
  yield ["cyclic.tif", tiff([], 8), "damaged-file"];
  yield ["beyond the end.tif", join(text("II*\0"), le32(0x7fffffff)), "damaged-file"];
  yield ["4 thousand million strips.tif", tiff(picture(100, 100, [entry(273, 4, 0xffffffff, 8), entry(279, 4, 0xffffffff, 8)])), "damaged-file"];
  yield ["65000 by 65000.tif", tiff(picture(65_000, 65_000, [entry(273, 4, 1, 8), entry(279, 4, 1, 8)])), "too-many-pixels"];
  yield ["tiles of nought.tif", tiff(picture(100, 100, [entry(322, 4, 1, 0), entry(323, 4, 1, 0), entry(324, 4, 1, 8), entry(325, 4, 1, 8)])), "damaged-file"];
  yield ["65535 entries.tif", join(text("II*\0"), le32(8), le16(65535), filled(300)), "damaged-file"];

  const riff = (...chunks) => {
    const body = join(text("WEBP"), ...chunks);
    return join(text("RIFF"), le32(body.length), body);
  };
  const piece = (kind, body) => join(text(kind), le32(body.length), body, filled(body.length % 2));
  const extended = (flags, width, height) => piece("VP8X", join(le32(flags), le32(width - 1).subarray(0, 3), le32(height - 1).subarray(0, 3)));
  yield ["16383 by 16383.webp", riff(extended(0, 16383, 16383), piece("VP8 ", filled(40))), "too-many-pixels"];
  yield ["nothing but a header.webp", riff(), "damaged-file"];
  yield ["animated without frames.webp", riff(extended(2, 160, 120), piece("ANIM", filled(6))), "damaged-file"];
  yield ["lossless nonsense.webp", riff(piece("VP8L", join(Buffer.from([0x2f]), filled(100, 0xff)))), "damaged-file"];

  const iso = (brand) => join(u32(24), text("ftyp"), text(brand), u32(0), text(brand), text("mif1"), filled(100));
  yield ["nothing.jpg", filled(0), "empty-file"];
  yield ["one byte.jpg", filled(1, 255), "unknown-format"];
  yield ["noughts.png", filled(4096), "unknown-format"];
  yield ["text.jpg", text("This is not a picture.\n".repeat(50)), "unknown-format"];
  yield ["a web page.jpg", text("<!doctype html><script>alert(1)</script>"), "unsupported-format"];
  yield ["with script.svg", text(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), "unsupported-format"];
  yield ["a document.pdf", text("%PDF-1.7\n%âãÏÓ\n1 0 obj<<>>endobj"), "pdf-damaged"];
  yield ["a photo.heic", iso("heic"), "unsupported-format"];
  yield ["a photo.avif", iso("avif"), "unsupported-format"];
  yield ["a film.mp4", iso("isom"), "unsupported-format"];
}

/** Every file as { name, bytes, becomes }. */
export async function hostileFiles() {
  const names = ["420-q75", "adobe0-cmyk", "420-progressive"];
  const fixtures = await Promise.all(names.map((name) => readFile(new URL(`../fixtures/jpeg/pictures/${name}.jpg`, import.meta.url))));
  return [...jpegs(...fixtures), ...pngs(), ...others()].map(([name, bytes, becomes]) => ({ name, bytes, becomes }));
}
