//! The layouts: letters, forms, invoices, tables, certificates, identity cards and tickets.

use super::super::lettering::{Font, Fonts, Script};
use super::super::raster::between;
use super::super::scene::Scene;
use super::sheet::{Align, Pen, Sheet};
use super::words::{Words, code, date, money, number};
use super::{colour, decor};

/// What a page is drawn with.
struct Desk<'f> {
    sheet: Sheet,
    words: Words,
    /// For running text, headings and figures.
    body: Pen<'f>,
    head: Pen<'f>,
    figures: Pen<'f>,
    /// For what machines read.
    typewriter: Pen<'f>,
    /// The page's one bright colour, and that of its rules.
    tint: [f32; 3],
    grey: [f32; 3],
    margin: f32,
}

/// Draws a page.
pub fn draw(fonts: &Fonts, rng: &mut fastrand::Rng) -> Scene {
    let (width, height) = (rng.usize(500..=900), rng.usize(500..=1000));
    let script = match rng.u32(0..100) {
        0..52 => Script::Latin,
        52..64 => Script::Cyrillic,
        64..74 => Script::Greek,
        74..86 => Script::Arabic,
        _ => Script::Chinese,
    };
    let script = if fonts.has(script) { script } else { Script::Latin };
    let paper = if rng.bool() { [255.0; 3] } else { colour(238.0, 255.0, rng) };
    let black = between(rng, 0.0, 70.0);
    let ink = [black, black, black + if rng.u32(0..4) == 0 { 35.0 } else { 0.0 }];
    // Text is 8 to 28 pixels high; an em is a little more.
    let size = between(rng, 11.0, 24.0).min(width as f32 / 32.0);
    let leftwards = script == Script::Arabic;
    let body = Pen { font: fonts.pick(script, rng), size, colour: ink, leftwards };
    let head =
        Pen { font: if rng.bool() { body.font } else { fonts.pick(script, rng) }, size: size * between(rng, 1.1, 1.7), ..body };
    let latin = rng.bool() || leftwards || script == Script::Chinese;
    let figures = if latin { Pen { font: fonts.pick(Script::Latin, rng), leftwards: false, ..body } } else { body };
    let even: Vec<&Font> = fonts.of(Script::Latin).filter(|font| font.monospaced && !font.italic).collect();
    let typewriter = Pen { font: even.get(rng.usize(0..even.len().max(1))).copied().unwrap_or(figures.font), ..figures };
    let mut desk = Desk {
        sheet: Sheet::new(width, height, paper),
        words: Words::of(script),
        body,
        head,
        figures,
        typewriter,
        tint: colour(20.0, 170.0, rng),
        grey: [between(rng, 60.0, 200.0); 3],
        margin: between(rng, 0.04, 0.1) * width as f32,
    };
    match rng.u32(0..7) {
        0 => letter(&mut desk, rng),
        1 => form(&mut desk, rng),
        2 => invoice(&mut desk, rng),
        3 => table_page(&mut desk, rng),
        4 => certificate(&mut desk, rng),
        5 => card(&mut desk, rng),
        _ => ticket(&mut desk, rng),
    }
    desk.sheet.done()
}

impl Desk<'_> {
    /// Width between the margins.
    fn column(&self) -> f32 {
        self.sheet.width as f32 - 2.0 * self.margin
    }

    fn bottom(&self) -> f32 {
        self.sheet.height as f32 - self.margin
    }

    /// A label, and behind it or below it what it stands for; says where the next line may be.
    fn field(&mut self, x: f32, base: f32, width: f32, below: bool, rng: &mut fastrand::Rng) -> f32 {
        let (label, value) = (self.words.phrase(rng.usize(1..3), rng), self.value(rng));
        if below {
            let small = self.body.sized(0.75).coloured(self.grey.map(|v| v.min(130.0)));
            self.sheet.write(&label, small, x, base, width, Align::Left);
            self.sheet.write(&value, self.figures, x, base + self.body.leading(), width, Align::Left);
            return base + 2.3 * self.body.leading();
        }
        self.sheet.write(&format!("{label}:"), self.body, x, base, width * 0.48, Align::Left);
        self.sheet.write(&value, self.figures, x + width * 0.5, base, width * 0.5, Align::Left);
        base + self.body.leading()
    }

    /// What stands in a field. In the font for figures only what it has letters for.
    fn value(&self, rng: &mut fastrand::Rng) -> String {
        let same = std::ptr::eq(self.figures.font, self.body.font);
        match rng.u32(0..6) {
            0 => date(rng),
            1 => code(rng),
            2 => money(rng),
            3 => number(rng),
            _ if same => self.words.phrase(rng.usize(1..4), rng),
            _ => Words::of(Script::Latin).phrase(rng.usize(1..4), rng),
        }
    }

    /// A header of a page: logo, name and a line or two; says where the next line may be.
    fn header(&mut self, rng: &mut fastrand::Rng) -> f32 {
        let (x, width) = (self.margin, self.column());
        let mut base = self.margin + self.head.size;
        if rng.bool() {
            // White on a bar of colour.
            let height = self.head.size * between(rng, 2.0, 3.2);
            self.sheet.fill(0.0, 0.0, self.sheet.width as f32, height, self.tint);
            let title = self.words.phrase(2, rng);
            let white = self.head.coloured([250.0; 3]);
            self.sheet.write(&title, white, x, height * 0.5 + self.head.size * 0.35, width, Align::Left);
            base = height + 1.6 * self.head.size;
        } else {
            let size = self.head.size * between(rng, 1.6, 3.0);
            decor::logo(&mut self.sheet, x, self.margin, size, self.tint, rng);
            let title = self.words.phrase(rng.usize(1..4), rng);
            let pen = if rng.bool() { self.head.coloured(self.tint) } else { self.head };
            self.sheet.write(&title, pen, x + size * 1.3, base, width - size * 1.3, Align::Left);
            base = self.margin + size + 1.5 * self.body.size;
        }
        for _ in 0..rng.usize(1..4) {
            let words = self.words.phrase(rng.usize(2..5), rng);
            let align = if rng.u32(0..4) == 0 { Align::Right } else { Align::Left };
            self.sheet.write(&words, self.body.sized(0.9), x, base, width, align);
            base += self.body.leading();
        }
        base + 0.6 * self.body.size
    }

    /// Rows of a table with `columns` columns, the first of words and wider; says where the next line may be.
    fn table(&mut self, top: f32, columns: usize, rows: usize, rng: &mut fastrand::Rng) -> f32 {
        let (x, width, leading) = (self.margin, self.column(), self.body.leading() * between(rng, 1.0, 1.35));
        let (grid, striped, bar) = (rng.bool(), rng.u32(0..3) == 0, rng.bool());
        let first = width * between(rng, 0.3, 0.5);
        let other = (width - first) / (columns - 1) as f32;
        let edge = |column: usize| if column == 0 { x } else { x + first + other * (column - 1) as f32 };
        let rows = rows.min(((self.bottom() - top) / leading).max(1.0) as usize);
        for row in 0..rows {
            let y = top + row as f32 * leading;
            let title = row == 0;
            if title && bar {
                self.sheet.fill(x, y, width, leading, self.tint);
            } else if striped && row % 2 == 1 {
                self.sheet.fill(x, y, width, leading, [232.0, 236.0, 240.0]);
            }
            for column in 0..columns {
                let wide = if column == 0 { first } else { other } - 8.0;
                let text = match (title, column) {
                    (true, _) => self.words.phrase(1, rng),
                    (_, 0) => self.words.phrase(rng.usize(1..4), rng),
                    (_, 1) => rng.u32(1..50).to_string(),
                    _ => money(rng),
                };
                let pen = if title || column == 0 { self.body } else { self.figures };
                let pen = if title && bar { pen.coloured([252.0; 3]) } else { pen };
                let align = if column == 0 { Align::Left } else { Align::Right };
                self.sheet.write(&text, pen, edge(column) + 4.0, y + leading * 0.72, wide, align);
            }
            if grid || title {
                self.sheet.rule(x, y + leading - 1.0, width, 1.0, 0.0, self.grey);
            }
        }
        let height = rows as f32 * leading;
        if grid {
            self.sheet.frame(x, top, width, height, 1.0, self.grey);
            for column in 1..columns {
                self.sheet.fill(edge(column), top, 1.0, height, self.grey);
            }
        }
        top + height + leading
    }

    /// A place to sign, signed most of the time.
    fn signed(&mut self, x: f32, base: f32, width: f32, rng: &mut fastrand::Rng) {
        self.sheet.rule(x, base, width, 1.0, if rng.bool() { 3.0 } else { 0.0 }, [60.0; 3]);
        let words = self.words.phrase(1, rng);
        self.sheet.write(&words, self.body.sized(0.8), x, base + self.body.leading(), width, Align::Left);
        if rng.u32(0..4) > 0 {
            decor::signature(&mut self.sheet, x + width * 0.1, base - 4.0, width * 0.7, rng);
        }
    }
}

fn letter(desk: &mut Desk, rng: &mut fastrand::Rng) {
    let mut base = desk.header(rng);
    let (x, width, bottom) = (desk.margin, desk.column(), desk.bottom());
    let day = date(rng);
    desk.sheet.write(&day, desk.figures, x, base, width, Align::Right);
    base += 1.5 * desk.body.leading();
    let subject = desk.words.phrase(rng.usize(2..5), rng);
    desk.sheet.write(&subject, desk.head.sized(0.85), x, base, width, Align::Left);
    base += 1.6 * desk.body.leading();
    let lowest = bottom - 4.0 * desk.body.leading();
    while base < lowest {
        let mut words = Vec::new();
        for _ in 0..rng.usize(2..5) {
            words.extend(desk.words.sentence(rng.usize(5..16), rng));
        }
        base = desk.sheet.paragraph(&words, desk.body, x, base, width, lowest) + 0.6 * desk.body.leading();
    }
    desk.signed(x, base + desk.body.leading(), width * 0.35, rng);
    if rng.bool() {
        let words = desk.words.phrase(1, rng);
        let radius = desk.body.size * between(rng, 2.5, 4.0);
        decor::stamp(&mut desk.sheet, x + width * 0.75, bottom - radius, radius, &words, desk.body, rng);
    }
}

fn form(desk: &mut Desk, rng: &mut fastrand::Rng) {
    let mut base = desk.header(rng);
    let (x, width, bottom) = (desk.margin, desk.column(), desk.bottom());
    while base + 5.0 * desk.body.leading() < bottom {
        let (heading, leading) = (desk.words.phrase(2, rng), desk.body.leading());
        desk.sheet.fill(x, base - leading * 0.8, width, leading * 1.15, [226.0, 230.0, 236.0]);
        desk.sheet.write(&heading, desk.body, x + 5.0, base, width - 10.0, Align::Left);
        base += 1.7 * leading;
        let (boxed, columns) = (rng.bool(), rng.usize(1..4));
        for _ in 0..rng.usize(2..5) {
            let wide = width / columns as f32;
            for column in 0..columns {
                let left = x + wide * column as f32;
                desk.field(left + 5.0, base, wide - 14.0, true, rng);
                if boxed {
                    desk.sheet.frame(left, base - leading * 0.75, wide - 5.0, leading * 2.15, 1.0, desk.grey);
                } else {
                    desk.sheet.rule(left + 5.0, base + leading * 1.25, wide - 14.0, 1.0, 0.0, desk.grey);
                }
            }
            base += 2.3 * leading;
            if base > bottom {
                return;
            }
        }
        for _ in 0..rng.usize(0..3) {
            let side = desk.body.size * 0.8;
            desk.sheet.frame(x, base - side, side, side, 1.0, [50.0; 3]);
            if rng.bool() {
                let (a, b) = ((x + 2.0, base - side + 2.0), (x + side - 2.0, base - 2.0));
                desk.sheet.stroke(&[a, b], 0.7, [20.0, 20.0, 90.0]);
                desk.sheet.stroke(&[(a.0, b.1), (b.0, a.1)], 0.7, [20.0, 20.0, 90.0]);
            }
            let words = desk.words.sentence(rng.usize(3..9), rng).join(" ");
            desk.sheet.write(&words, desk.body, x + 1.6 * side, base, width - 2.0 * side, Align::Left);
            base += leading;
        }
        base += 0.7 * leading;
    }
    desk.signed(x + width * 0.55, base + desk.body.leading(), width * 0.4, rng);
}

fn invoice(desk: &mut Desk, rng: &mut fastrand::Rng) {
    let mut base = desk.header(rng);
    let (x, width) = (desk.margin, desk.column());
    let mut right = base;
    for _ in 0..rng.usize(2..5) {
        let line = desk.words.phrase(rng.usize(1..4), rng);
        desk.sheet.write(&line, desk.body, x, base, width * 0.45, Align::Left);
        base += desk.body.leading();
        right = desk.field(x + width * 0.5, right, width * 0.5, false, rng);
    }
    let (columns, rows) = (rng.usize(3..6), rng.usize(4..12));
    base = desk.table(base.max(right) + desk.body.size, columns, rows, rng);
    for row in 0..rng.usize(2..5) {
        let pen = if row == 0 { desk.head.sized(0.8) } else { desk.body };
        let label = desk.words.phrase(1, rng);
        let amount = money(rng);
        desk.sheet.write(&label, pen, x + width * 0.5, base, width * 0.22, Align::Left);
        desk.sheet.write(&amount, desk.figures, x + width * 0.72, base, width * 0.28 - 4.0, Align::Right);
        base += desk.body.leading();
    }
    let words = desk.words.sentence(rng.usize(6..20), rng);
    let (small, bottom) = (desk.body.sized(0.85), desk.bottom());
    desk.sheet.paragraph(&words, small, x, base + desk.body.leading(), width, bottom);
}

fn table_page(desk: &mut Desk, rng: &mut fastrand::Rng) {
    let mut base = desk.header(rng);
    while base + 6.0 * desk.body.leading() < desk.bottom() {
        let title = desk.words.phrase(rng.usize(1..4), rng);
        let (pen, x, width) = (desk.head.sized(0.85), desk.margin, desk.column());
        desk.sheet.write(&title, pen, x, base, width, Align::Left);
        let (columns, rows) = (rng.usize(3..7), rng.usize(5..16));
        base = desk.table(base + 0.6 * desk.body.leading(), columns, rows, rng) + 0.5 * desk.body.leading();
    }
}

fn certificate(desk: &mut Desk, rng: &mut fastrand::Rng) {
    let (w, h) = (desk.sheet.width as f32, desk.sheet.height as f32);
    if rng.bool() {
        decor::gradient(&mut desk.sheet, 0.0, 0.0, w, h, rng);
    }
    if rng.u32(0..3) > 0 {
        decor::guilloche(&mut desk.sheet, 0.0, 0.0, w, h, rng);
    }
    let inset = between(rng, 10.0, 24.0);
    desk.sheet.frame(inset, inset, w - 2.0 * inset, h - 2.0 * inset, between(rng, 2.0, 6.0), desk.tint);
    desk.sheet.frame(inset + 9.0, inset + 9.0, w - 2.0 * inset - 18.0, h - 2.0 * inset - 18.0, 1.0, desk.tint);
    desk.margin = desk.margin.max(inset + 24.0);
    let (x, width, bottom) = (desk.margin, desk.column(), desk.bottom());
    let mut base = desk.margin + 2.0 * desk.head.size;
    let title = desk.words.phrase(rng.usize(1..3), rng);
    let large = desk.head.sized(1.4).coloured(desk.tint);
    desk.sheet.write(&title, large, x, base, width, Align::Centre);
    base += 2.2 * desk.head.size;
    while base + 5.0 * desk.body.leading() < bottom {
        let (pen, words) = match rng.u32(0..8) {
            0 | 1 => (desk.figures, date(rng)),
            2 | 3 => (desk.head, desk.words.phrase(rng.usize(1..5), rng)),
            _ => (desk.body, desk.words.phrase(rng.usize(2..7), rng)),
        };
        // Larger letters stand higher.
        base += pen.size - desk.body.size;
        desk.sheet.write(&words, pen, x, base, width, Align::Centre);
        base += pen.leading() * between(rng, 1.0, 1.6);
    }
    base = bottom - 2.0 * desk.body.leading();
    desk.signed(x, base, width * 0.3, rng);
    desk.signed(x + width * 0.7, base, width * 0.3, rng);
    let radius = desk.body.size * between(rng, 2.0, 3.2);
    let word = desk.words.phrase(1, rng);
    decor::stamp(&mut desk.sheet, x + width * 0.5, base, radius, &word, desk.body, rng);
}

/// A card of the usual 1.586 to 1, and below it what is left of its copy's sheet.
fn card(desk: &mut Desk, rng: &mut fastrand::Rng) {
    let (x, width) = (desk.margin * 0.6, desk.sheet.width as f32 - 1.2 * desk.margin);
    let height = (width / 1.586).min(desk.sheet.height as f32 - 2.0 * x);
    decor::gradient(&mut desk.sheet, x, x, width, height, rng);
    for _ in 0..rng.usize(1..3) {
        decor::guilloche(&mut desk.sheet, x, x, width, height, rng);
    }
    desk.sheet.frame(x, x, width, height, 1.0, desk.grey);
    desk.body.size = desk.body.size.min(height / 24.0).max(10.0);
    desk.figures.size = desk.body.size * between(rng, 1.0, 1.25);
    let title = desk.words.phrase(rng.usize(2..4), rng);
    let large = desk.head.coloured(desk.tint);
    desk.sheet.write(&title, large, x + 14.0, x + 1.5 * desk.head.size, width - 28.0, Align::Left);
    // Room for a portrait, which is not drawn.
    let portrait = width * between(rng, 0.22, 0.3);
    let top = x + 2.4 * desk.head.size;
    let ground = colour(190.0, 235.0, rng);
    desk.sheet.fill(x + 14.0, top, portrait, portrait * 1.25, ground);
    desk.sheet.frame(x + 14.0, top, portrait, portrait * 1.25, 1.0, desk.grey);
    let zone = rng.bool();
    let lowest = x + height - if zone { 5.5 } else { 2.5 } * desk.body.leading();
    let (left, wide) = (x + portrait + 30.0, (width - portrait - 44.0) / 2.0);
    let mut base = top + desk.body.size;
    while base < lowest {
        desk.field(left, base, wide, true, rng);
        base = desk.field(left + wide, base, wide - 4.0, true, rng);
    }
    if zone {
        for line in 0..2 {
            let letters: String = (0..36)
                .map(|_| match rng.u32(0..5) {
                    0 | 1 => '<',
                    2 => rng.char('0'..='9'),
                    _ => rng.char('A'..='Z'),
                })
                .collect();
            let base = x + height - (0.8 + 1.2 * (1 - line) as f32) * desk.body.leading();
            let pen = Pen { size: desk.figures.size, ..desk.typewriter };
            desk.sheet.write(&letters, pen, x + 14.0, base, width - 28.0, Align::Left);
        }
    }
    let mut base = x + height + 2.0 * desk.body.leading();
    while base < desk.bottom() {
        base = desk.field(desk.margin, base, desk.column() * 0.8, false, rng);
    }
}

fn ticket(desk: &mut Desk, rng: &mut fastrand::Rng) {
    let (w, h) = (desk.sheet.width as f32, desk.sheet.height as f32);
    if rng.u32(0..3) == 0 {
        decor::gradient(&mut desk.sheet, 0.0, 0.0, w, h, rng);
    }
    let (x, width) = (desk.margin, desk.column());
    let mut base = desk.margin + desk.head.size;
    while base + 3.0 * desk.body.leading() < desk.bottom() {
        match rng.u32(0..8) {
            0 => {
                let title = desk.words.phrase(rng.usize(1..4), rng);
                base += desk.head.size - desk.body.size;
                desk.sheet.write(&title, desk.head, x, base, width, Align::Centre);
                base += desk.head.leading();
            }
            1 => {
                let dash = if rng.bool() { 6.0 } else { 0.0 };
                desk.sheet.rule(x, base - desk.body.size * 0.4, width, between(rng, 1.0, 2.4), dash, desk.body.colour);
                base += desk.body.leading();
            }
            2 => {
                let height = between(rng, 24.0, 60.0);
                decor::bar_code(&mut desk.sheet, x + width * 0.15, base, width * 0.7, height, rng);
                let digits: String = (0..13).map(|_| rng.char('0'..='9')).collect();
                base += height + desk.body.leading();
                desk.sheet.write(&digits, desk.figures, x, base, width, Align::Centre);
                base += 1.3 * desk.body.leading();
            }
            3 => {
                base = desk.field(x, base, width * 0.5, true, rng);
            }
            _ => {
                let words = desk.words.phrase(rng.usize(1..4), rng);
                desk.sheet.write(&words, desk.body, x, base, width * 0.7, Align::Left);
                let amount = if rng.u32(0..3) == 0 { number(rng) } else { money(rng) };
                desk.sheet.write(&amount, desk.figures, x + width * 0.7, base, width * 0.3, Align::Right);
                base += desk.body.leading();
            }
        }
    }
}
