//! The JPEG coefficient reader on any bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use omni_iml::input::Limits;
use omni_iml::input::jpeg::{self, JpegError};

const LIMITS: Limits = Limits { pixels: 1 << 16, side: 4096, memory_bytes: 1 << 22, ..Limits::PAGE };

fuzz_target!(|bytes: &[u8]| {
    match jpeg::read(bytes, &LIMITS) {
        Ok(data) => {
            assert!(u64::from(data.width) * u64::from(data.height) <= LIMITS.pixels);
            for component in &data.components {
                assert_eq!(component.coefficients.len(), component.blocks_wide * component.blocks_high * 64);
            }
            if let Some(luminance) = data.luminance().filter(|c| data.is_full_size(c)) {
                let blocks = ((data.width as usize).div_ceil(8), (data.height as usize).div_ceil(8));
                assert_eq!((luminance.blocks_wide, luminance.blocks_high), blocks);
            }
        }
        Err(JpegError::OverLimit(error)) => assert!(!error.to_string().is_empty()),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
