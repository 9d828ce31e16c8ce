//! The regions' numbers, drawn so that they can be read on any ground.

use super::area::Picture;

/// 1 to 9 in 5×7 dots, a row a byte.
const DIGITS: [[u8; 7]; 9] = [
    [0b00100, 0b01100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110],
    [0b01110, 0b10001, 0b00001, 0b00110, 0b01000, 0b10000, 0b11111],
    [0b01110, 0b10001, 0b00001, 0b00110, 0b00001, 0b10001, 0b01110],
    [0b00010, 0b00110, 0b01010, 0b10010, 0b11111, 0b00010, 0b00010],
    [0b11111, 0b10000, 0b11110, 0b00001, 0b00001, 0b10001, 0b01110],
    [0b00110, 0b01000, 0b10000, 0b11110, 0b10001, 0b10001, 0b01110],
    [0b11111, 0b00001, 0b00010, 0b00100, 0b01000, 0b01000, 0b01000],
    [0b01110, 0b10001, 0b10001, 0b01110, 0b10001, 0b10001, 0b01110],
    [0b01110, 0b10001, 0b10001, 0b01111, 0b00001, 0b00010, 0b01100],
];
/// Dots of a badge: the digit, two of black on each side, one of white around it.
const WIDE: usize = 5 + 2 * 3;
const HIGH: usize = 7 + 2 * 3;
/// Most pixels a dot.
pub(super) const LARGE: usize = 3;

/// Width and height of a badge whose dots are `scale` pixels wide.
pub(super) fn badge(scale: usize) -> (usize, usize) {
    (WIDE * scale, HIGH * scale)
}

/// Puts the number of each box, counted from 1, at a corner outside of it: the first free one, or, where all are taken or
/// out of the picture, its top left corner from inside.
pub(super) fn number(picture: &mut Picture, boxes: &[[usize; 4]]) {
    // Legible, and hides little.
    let scale = (picture.width.max(picture.height) / 256).clamp(1, LARGE);
    let (wide, high) = badge(scale);
    let mut taken: Vec<[usize; 2]> = Vec::new();
    for (index, &[x, y, w, h]) in boxes.iter().enumerate() {
        let right = (x + w).saturating_sub(wide);
        let corners = [(x, y.checked_sub(high)), (x, Some(y + h)), (right, y.checked_sub(high)), (right, Some(y + h))];
        let free = |&[left, top]: &[usize; 2]| {
            let clear = |&[l, t]: &[usize; 2]| l.abs_diff(left) >= wide || t.abs_diff(top) >= high;
            left + wide <= picture.width && top + high <= picture.height && taken.iter().all(clear)
        };
        let spot = corners.into_iter().filter_map(|(left, top)| Some([left, top?])).find(free);
        let [left, top] = spot.unwrap_or([x, y]);
        taken.push([left, top]);
        draw(picture, [left, top], scale, index);
    }
}

/// Draws the number `index + 1` with its badge, moved into the picture where it would stand out.
pub(super) fn draw(picture: &mut Picture, [left, top]: [usize; 2], scale: usize, index: usize) {
    let (wide, high) = badge(scale);
    let left = left.min(picture.width.saturating_sub(wide));
    let top = top.min(picture.height.saturating_sub(high));
    for y in top..(top + high).min(picture.height) {
        for x in left..(left + wide).min(picture.width) {
            let (column, row) = ((x - left) / scale, (y - top) / scale);
            let border = column == 0 || row == 0 || column == WIDE - 1 || row == HIGH - 1;
            let value = if border || is_dot(index, column, row) { 255 } else { 0 };
            picture.rgb[3 * (y * picture.width + x)..][..3].fill(value);
        }
    }
}

fn is_dot(index: usize, column: usize, row: usize) -> bool {
    let inside = (3..8).contains(&column) && (3..10).contains(&row);
    inside && DIGITS[index % DIGITS.len()][row - 3] >> (7 - column) & 1 == 1
}
