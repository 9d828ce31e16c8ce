//! The body of a request to the gateway: any bytes. What is taken holds nothing but what is taken anywhere.
#![no_main]

use libfuzzer_sys::fuzz_target;
use omni_iml::explain::prompt::{LONGEST, MAX_REGIONS};
use omni_iml::gateway::request::read;

const IMAGE_BYTES: usize = 64 << 10;

fuzz_target!(|body: &[u8]| {
    match read(body, IMAGE_BYTES) {
        Ok(ask) => {
            let prompt = ask.prompt;
            assert!(prompt.width as usize * prompt.height as usize <= 2 * LONGEST * LONGEST);
            assert!(prompt.jpeg.starts_with(&[0xff, 0xd8]) && prompt.jpeg.ends_with(&[0xff, 0xd9]));
            assert!(prompt.places.len() <= MAX_REGIONS);
            for place in &prompt.places {
                let [x, y, width, height] = place.bbox;
                assert!(x + width <= 1000 && y + height <= 1000 && width > 0 && height > 0);
            }
            assert!(ask.digit.is_none() || prompt.places.is_empty());
        }
        Err(error) => assert!(error.to_string().len() < 1000),
    }
});
