use super::super::super::raster::{Raster, between, blur_plane, normal, to_byte};
use super::super::super::scene::Scene;
use super::super::super::{blend, shape};
use super::super::Placement;
use super::axes::{Axes, Oval};
use super::{Edit, pick, swap};

/// What beauty filters do: skin smoothed, whitened or warmed, or blemishes stamped over.
pub fn smooth(host: &Scene, rng: &mut fastrand::Rng) -> Option<Edit> {
    let (_, axes) = pick(host, rng)?;
    let picture = &host.picture;
    if rng.u32(0..4) == 0 {
        return stamped(picture, &axes, rng);
    }
    let apart = axes.apart();
    let mut mask = axes.draw(&skin(rng), picture.width, picture.height);
    let features = [((-0.5, -0.02), (0.3, 0.17)), ((0.5, -0.02), (0.3, 0.17)), ((0.0, 1.12), (0.48, 0.22))];
    let kept = axes.draw(&features.map(|(centre, half)| Oval::new(centre, half, 2.0, 0.0)), picture.width, picture.height);
    for (value, kept) in mask.iter_mut().zip(kept) {
        *value = value.min(1.0 - kept);
    }
    let soft = blend::feather(&mask, picture.width, picture.height, (apart * between(rng, 0.03, 0.1)).max(1.0));
    let [left, top, right, bottom] = shape::frame(&mask, picture.width, picture.height, (apart * 0.4) as usize)?;
    let mut skin = picture.crop(left, top, right - left, bottom - top);
    soften(&mut skin, (apart * between(rng, 0.05, 0.1)).max(1.6), between(rng, 10.0, 28.0).powi(2));
    // Light, and warmth against cold; the grain that programs add so that skin does not look like wax.
    let (lift, warm) = if rng.bool() { (between(rng, -4.0, 18.0), between(rng, -6.0, 6.0)) } else { (0.0, 0.0) };
    let grain = if rng.u32(0..3) == 0 { between(rng, 0.5, 2.0) } else { 0.0 };
    for pixel in skin.rgb.chunks_exact_mut(3) {
        let noise = grain * normal(rng);
        for (value, tint) in pixel.iter_mut().zip([warm, 0.0, -warm]) {
            // Least near white, so that lights do not run together.
            let room = 1.0 - (f32::from(*value) / 255.0).powi(4);
            *value = to_byte(f32::from(*value) + (lift + tint) * room + noise);
        }
    }
    let mut patch = picture.clone();
    patch.paste(&skin, left, top);
    Some(Edit::new(blend::alpha(picture, &patch, &soft), soft))
}

/// The whole face, or cheeks, brow or both.
fn skin(rng: &mut fastrand::Rng) -> Vec<Oval> {
    let cheeks = [-1.0, 1.0].map(|side| Oval::new((side * 0.58, 0.7), (0.36, 0.42), 2.2, 0.0));
    let brow = Oval::new((0.0, -0.55), (0.75, 0.28), 2.4, 0.0);
    match rng.u32(0..6) {
        0 => cheeks.to_vec(),
        1 => vec![brow],
        2 => vec![cheeks[0], cheeks[1], brow],
        _ => vec![swap::region(rng)],
    }
}

/// The guided filter with the luminance as its own guide (He et al. 2013): what varies less than `flat` becomes its mean.
fn soften(picture: &mut Raster, sigma: f32, flat: f32) {
    let (width, height) = (picture.width, picture.height);
    let planes = picture.planes();
    let luma: Vec<f32> = (0..width * height).map(|i| 0.3 * planes[0][i] + 0.6 * planes[1][i] + 0.1 * planes[2][i]).collect();
    let squares = blur_plane(luma.iter().map(|v| v * v).collect(), width, height, sigma);
    let means = planes.each_ref().map(|plane| blur_plane(plane.clone(), width, height, sigma));
    let keep = (0..width * height).map(|i| {
        let mean = 0.3 * means[0][i] + 0.6 * means[1][i] + 0.1 * means[2][i];
        let variance = (squares[i] - mean * mean).max(0.0);
        variance / (variance + flat)
    });
    let keep = blur_plane(keep.collect(), width, height, sigma * 0.5);
    let out: [Vec<f32>; 3] =
        std::array::from_fn(|k| (0..width * height).map(|i| means[k][i] + keep[i] * (planes[k][i] - means[k][i])).collect());
    *picture = Raster::from_planes(width, height, &out);
}

/// Spots of skin laid over others nearby, as a clone stamp or a healing brush does.
fn stamped(picture: &Raster, axes: &Axes, rng: &mut fastrand::Rng) -> Option<Edit> {
    let apart = axes.apart();
    let (width, height) = (picture.width, picture.height);
    let (mut out, mut whole) = (picture.clone(), vec![0.0f32; width * height]);
    let heal = rng.bool();
    for _ in 0..rng.u32(5..14) {
        // Cheeks or brow, from skin of the same part and much the same colour.
        let (u, v, side) = if rng.u32(0..3) == 0 {
            ((-0.5, 0.5), (-0.6, -0.4), 1.0)
        } else {
            ((0.4, 0.75), (0.45, 0.95), if rng.bool() { 1.0 } else { -1.0 })
        };
        let mut somewhere = || (side * between(rng, u.0, u.1), between(rng, v.0, v.1));
        let (place, other) = (somewhere(), somewhere());
        let radius = between(rng, 0.06, 0.14).max(3.0 / apart);
        let spot = Oval::new(place, (radius, radius * between(rng, 0.7, 1.4)), 2.0, 0.0);
        let (source, target) = (axes.placed(other), axes.placed(place));
        let (dx, dy) = ((source.0 - target.0).round(), (source.1 - target.1).round());
        let (a, b) = (picture.sample(source.0, source.1), picture.sample(target.0, target.1));
        let unlike = a.iter().zip(b).map(|(a, b)| (a - b).abs()).sum::<f32>() > 60.0;
        if unlike || dx.hypot(dy) < 2.0 * radius * apart {
            continue;
        }
        let mask = axes.draw(&[spot], width, height);
        let here = (0.0, 0.0);
        // The mask is drawn at the target; it is moved to the source and back with what lies there.
        let there = Placement { from: here, to: (dx, dy), scale: 1.0, turn: 0.0, mirror: false };
        let (_, at_source) = there.apply(picture, &mask, width, height);
        let back = Placement { from: (dx, dy), to: here, scale: 1.0, turn: 0.0, mirror: false };
        let (patch, moved) = back.apply(picture, &at_source, width, height);
        let patch = if heal { blend::match_border(&out, &patch, &moved) } else { patch };
        let soft = blend::feather(&moved, width, height, (apart * 0.03).max(0.7));
        out = blend::alpha(&out, &patch, &soft);
        for (value, soft) in whole.iter_mut().zip(soft) {
            *value = value.max(soft);
        }
    }
    Some(Edit::new(out, whole))
}
