//! Any bytes to a photo, and from there to the coefficients that the network takes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use omni_iml::frequency;
use omni_iml::input::{Limits, read};

const LIMITS: Limits =
    Limits { pixels: 1 << 14, side: 2048, metadata_bytes: 1 << 16, memory_bytes: 1 << 21, ..Limits::PAGE };

fuzz_target!(|bytes: &[u8]| {
    let photo = match read(bytes, Some("picture.jpg"), &LIMITS) {
        Ok(photo) => photo,
        Err(error) => return assert!(!error.to_string().is_empty() && !error.kind().is_empty()),
    };
    let (width, height) = (photo.width as usize, photo.height as usize);
    assert!((width * height) as u64 <= LIMITS.pixels);
    assert_eq!(photo.rgb.len(), width * height * 3);
    let coefficients = frequency::coefficients(&photo);
    assert_eq!((coefficients.blocks_wide, coefficients.blocks_high), (width.div_ceil(8), height.div_ceil(8)));
    assert_eq!(coefficients.values.len(), coefficients.blocks_wide * coefficients.blocks_high * 64);
    assert_eq!(photo.orientation.apply(width, height, 3, &photo.rgb).len(), photo.rgb.len());
});
