//! What is on pages besides words: logos, stamps, signatures, bar codes and printed grounds.

use super::super::raster::between;
use super::colour;
use super::sheet::{Align, Pen, Sheet};

/// A vertical blend of two light colours.
pub fn gradient(sheet: &mut Sheet, x: f32, y: f32, width: f32, height: f32, rng: &mut fastrand::Rng) {
    let (top, low) = (colour(195.0, 252.0, rng), colour(195.0, 252.0, rng));
    for row in 0..height as usize {
        let share = row as f32 / height;
        let mixed = std::array::from_fn(|k| top[k] + share * (low[k] - top[k]));
        sheet.fill(x, y + row as f32, width, 1.0, mixed);
    }
}

/// Waves of fine lines over a rectangle, as on identity cards and certificates.
pub fn guilloche(sheet: &mut Sheet, x: f32, y: f32, width: f32, height: f32, rng: &mut fastrand::Rng) {
    let ink = colour(120.0, 215.0, rng);
    let (step, long) = (between(rng, 5.0, 11.0), between(rng, 30.0, 120.0));
    let (high, drift) = (between(rng, 4.0, 16.0), between(rng, 0.05, 0.4));
    let strength = between(rng, 0.25, 0.6);
    let lines = (height / step) as usize;
    for number in 0..=lines {
        for column in 0..width as usize {
            let wave = (column as f32 / long + number as f32 * drift).sin() * high
                + (column as f32 / long * 2.3 - number as f32 * drift).sin() * high * 0.4;
            let at = number as f32 * step + wave;
            if at < 0.0 || at >= height - 1.0 {
                continue;
            }
            let (row, part) = (at as isize, at.fract());
            let (px, py) = (x as isize + column as isize, y as isize + row);
            sheet.dot(px, py, ink, strength * (1.0 - part));
            sheet.dot(px, py + 1, ink, strength * part);
        }
    }
}

/// A mark of simple shapes, `size` pixels high.
pub fn logo(sheet: &mut Sheet, x: f32, y: f32, size: f32, tint: [f32; 3], rng: &mut fastrand::Rng) {
    let other = colour(20.0, 220.0, rng);
    let r = size / 2.0;
    match rng.u32(0..4) {
        0 => {
            disc(sheet, x + r, y + r, r, tint);
            disc(sheet, x + r, y + r, r * 0.55, other);
        }
        1 => {
            sheet.fill(x, y, size, size, tint);
            for bar in 0..3 {
                sheet.fill(x + size * (0.15 + 0.27 * bar as f32), y + size * 0.2, size * 0.15, size * 0.6, other);
            }
        }
        2 => {
            for row in 0..size as usize {
                let half = r * row as f32 / size;
                sheet.fill(x + r - half, y + row as f32, 2.0 * half + 1.0, 1.0, tint);
            }
            disc(sheet, x + r, y + size * 0.65, size * 0.16, other);
        }
        _ => {
            disc(sheet, x + r * 0.7, y + r, r * 0.7, tint);
            disc(sheet, x + r * 1.5, y + r, r * 0.5, other);
        }
    }
}

fn disc(sheet: &mut Sheet, cx: f32, cy: f32, radius: f32, colour: [f32; 3]) {
    for y in (cy - radius) as isize..=(cy + radius) as isize + 1 {
        for x in (cx - radius) as isize..=(cx + radius) as isize + 1 {
            let apart = (x as f32 - cx).hypot(y as f32 - cy);
            sheet.dot(x, y, colour, (radius - apart + 0.5).clamp(0.0, 1.0));
        }
    }
}

/// A round or square stamp with a word in it.
pub fn stamp(sheet: &mut Sheet, x: f32, y: f32, radius: f32, words: &str, pen: Pen, rng: &mut fastrand::Rng) {
    let tint = [[190.0, 40.0, 50.0], [40.0, 60.0, 160.0], [70.0, 50.0, 130.0]][rng.usize(0..3)];
    let sides = if rng.bool() { 48 } else { 4 };
    for ring in [1.0, 0.86] {
        let turn = between(rng, -0.1, 0.1) + std::f32::consts::FRAC_PI_4;
        let corner = |n: usize| {
            let angle = turn + n as f32 / sides as f32 * std::f32::consts::TAU;
            (x + radius * ring * angle.cos(), y + radius * ring * angle.sin())
        };
        let points: Vec<(f32, f32)> = (0..=sides).map(corner).collect();
        sheet.stroke(&points, 0.9, tint);
    }
    let pen = pen.sized(0.85).coloured(tint);
    sheet.write(words, pen, x - radius * 0.75, y + pen.size * 0.3, radius * 1.5, Align::Centre);
}

/// A signature: loops that drift to the right.
pub fn signature(sheet: &mut Sheet, x: f32, y: f32, width: f32, rng: &mut fastrand::Rng) {
    let ink = [between(rng, 10.0, 50.0), between(rng, 10.0, 60.0), between(rng, 60.0, 160.0)];
    let loops = between(rng, 3.0, 7.0);
    let (tall, lean, phase) = (between(rng, 8.0, 20.0), between(rng, 0.2, 0.9), rng.f32() * 6.0);
    let points: Vec<(f32, f32)> = (0..160)
        .map(|n| {
            let t = n as f32 / 159.0;
            let angle = t * loops * std::f32::consts::TAU + phase;
            let size = tall * (1.0 - 0.7 * t) * (0.6 + 0.4 * (angle * 0.37).sin());
            (x + width * t + size * (angle.cos() * 0.8 + angle.sin() * lean), y - size * angle.sin())
        })
        .collect();
    sheet.stroke(&points, between(rng, 0.4, 1.1), ink);
}

/// Bars of one to three modules.
pub fn bar_code(sheet: &mut Sheet, x: f32, y: f32, width: f32, height: f32, rng: &mut fastrand::Rng) {
    let module = rng.usize(1..3) as f32;
    let mut at = 0.0;
    while at + 6.0 * module < width {
        let bar = rng.usize(1..4) as f32 * module;
        sheet.fill(x + at, y, bar, height, [20.0; 3]);
        at += bar + rng.usize(1..4) as f32 * module;
    }
}
