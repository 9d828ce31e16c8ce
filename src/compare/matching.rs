//! From corners that look alike to one map: pairs that are each other's best, and what most of them agree on.

use super::affine::Affine;
use super::corners::Corner;
use super::draw::Draw;

/// A look's best other must be so much nearer than the next, by comparisons that differ.
const RATIO: f64 = 0.85;
/// Most comparisons that may differ, of 256.
const ALIKE: u32 = 72;
/// Corners of the other picture that are one place, pixels.
const ONE_PLACE: f64 = 4.0;
/// Draws of two pairs.
const DRAWS: usize = 4000;
/// Distance from where a map takes it within which a pair agrees with it, pixels: while drawing, and in the end.
const AGREES: f64 = 5.0;
const CLOSE: f64 = 2.5;
/// Pairs that have to agree: so many, and so large a share of all.
const LEAST: usize = 14;
const SHARE: f64 = 0.06;
/// Scales and turns (tangent) that are looked for.
const SCALES: std::ops::Range<f64> = 0.2..5.0;
const TURN: f64 = 0.35;

/// The map from the first picture to the second that most pairs of corners agree on.
pub fn register(first: &[Corner], second: &[Corner]) -> Option<Affine> {
    let pairs = pairs(first, second);
    if pairs.len() < LEAST {
        return None;
    }
    let mut draws = Draw::new(2);
    let mut draw = || pairs[(draws.next() % pairs.len() as u64) as usize];
    let mut best = (0, None);
    for _ in 0..DRAWS {
        let ((p, u), (q, v)) = (draw(), draw());
        let Some(map) = Affine::similarity([p, q], [u, v]) else { continue };
        let [a, _, _, d, ..] = map.0;
        if !SCALES.contains(&map.scale()) || a <= 0.0 || (d / a).abs() > TURN {
            continue;
        }
        let agree = pairs.iter().filter(|pair| off(&map, pair) < AGREES * map.scale().max(1.0)).count();
        if agree > best.0 {
            best = (agree, Some(map));
        }
    }
    let mut map = best.1?;
    let mut agree = 0;
    for within in [AGREES, AGREES, CLOSE, CLOSE] {
        let within = within * map.scale().max(1.0);
        let near: Vec<_> = pairs.iter().filter(|pair| off(&map, pair) < within).collect();
        agree = near.len();
        map = Affine::fitted(near.iter().map(|&&(from, to)| (from, to, 1.0)))?;
    }
    let enough = agree >= LEAST && agree as f64 >= SHARE * pairs.len() as f64;
    (enough && SCALES.contains(&map.scale())).then_some(map)
}

fn off(map: &Affine, &(from, to): &([f64; 2], [f64; 2])) -> f64 {
    let [x, y] = map.apply(from);
    (x - to[0]).hypot(y - to[1])
}

/// Corners that are each other's best, and clearly so.
fn pairs(first: &[Corner], second: &[Corner]) -> Vec<([f64; 2], [f64; 2])> {
    let apart = |a: &Corner, b: &Corner| a.look.iter().zip(b.look).map(|(a, b)| (a ^ b).count_ones()).sum::<u32>();
    let nearest =
        |corner: &Corner, others: &[Corner]| others.iter().map(|other| apart(corner, other)).enumerate().min_by_key(|&(_, d)| d);
    let mut pairs = Vec::new();
    for (index, corner) in first.iter().enumerate() {
        let Some((best, distance)) = nearest(corner, second).filter(|&(_, distance)| distance <= ALIKE) else { continue };
        let [x, y] = second[best].at;
        let elsewhere = second.iter().filter(|other| (other.at[0] - x).hypot(other.at[1] - y) > ONE_PLACE);
        let next = elsewhere.map(|other| apart(corner, other)).min().unwrap_or(256);
        let mutual = nearest(&second[best], first).is_some_and(|(back, _)| {
            let [x, y] = first[back].at;
            back == index || (x - corner.at[0]).hypot(y - corner.at[1]) < ONE_PLACE
        });
        if mutual && f64::from(distance) <= RATIO * f64::from(next) {
            pairs.push((corner.at, second[best].at));
        }
    }
    pairs
}
