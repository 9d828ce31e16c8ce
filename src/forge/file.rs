//! Samples as files: JPEG through an entropy coder, with the tables of the sample's last generation, or PNG.

use std::io::Cursor;

use jpeg_encoder::{Encoder, EncodingError, ImageBuffer, JpegColorType, QuantizationTableType, SamplingFactor};

use super::jpeg::Encoding;
use super::raster::{Raster, to_byte};
use super::sample::Sample;

/// The file of a sample's picture and its extension.
///
/// What is encoded are the pixels before the last generation, so that the file holds as many generations as the sample.
///
/// # Errors
/// What the encoder says, in words; a picture that [`super::make`] gave is never refused.
pub fn picture(sample: &Sample) -> Result<(&'static str, Vec<u8>), String> {
    match &sample.last {
        Some(encoding) => Ok(("jpg", jpeg(&sample.unsaved, encoding).map_err(|e| e.to_string())?)),
        None => Ok(("png", png(&sample.picture)?)),
    }
}

/// The mask as PNG: 255 where the picture was altered, else 0.
///
/// # Errors
/// What the encoder says, in words.
pub fn mask(sample: &Sample) -> Result<Vec<u8>, String> {
    let bytes: Vec<u8> = sample.mask.iter().map(|m| m * 255).collect();
    encoded(&bytes, &sample.picture, image::ColorType::L8)
}

/// A picture as PNG.
///
/// # Errors
/// What the encoder says, in words.
pub fn png(picture: &Raster) -> Result<Vec<u8>, String> {
    encoded(&picture.rgb, picture, image::ColorType::Rgb8)
}

fn encoded(bytes: &[u8], size: &Raster, colour: image::ColorType) -> Result<Vec<u8>, String> {
    let mut file = Cursor::new(Vec::new());
    image::write_buffer_with_format(&mut file, bytes, size.width as u32, size.height as u32, colour, image::ImageFormat::Png)
        .map_err(|e| e.to_string())?;
    Ok(file.into_inner())
}

/// A picture as JPEG, neither side above 65,535.
///
/// # Errors
/// What the encoder says.
pub fn jpeg(picture: &Raster, encoding: &Encoding) -> Result<Vec<u8>, EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 100);
    let [luma, chroma] = encoding.tables.map(|table| QuantizationTableType::Custom(Box::new(table)));
    encoder.set_quantization_tables(luma, chroma);
    encoder.set_sampling_factor(if encoding.subsampled { SamplingFactor::R_4_2_0 } else { SamplingFactor::R_4_4_4 });
    encoder.encode_image(Averaged { picture, subsampled: encoding.subsampled })?;
    Ok(bytes)
}

/// YCbCr for an encoder that takes the upper left chroma sample of four: here all four have their mean.
struct Averaged<'a> {
    picture: &'a Raster,
    subsampled: bool,
}

impl ImageBuffer for Averaged<'_> {
    fn get_jpeg_color_type(&self) -> JpegColorType {
        JpegColorType::Ycbcr
    }

    fn width(&self) -> u16 {
        self.picture.width as u16
    }

    fn height(&self) -> u16 {
        self.picture.height as u16
    }

    fn fill_buffers(&self, y: u16, buffers: &mut [Vec<u8>; 4]) {
        let y = y as isize;
        for x in 0..self.picture.width as isize {
            let [r, g, b] = self.picture.at(x, y).map(f32::from);
            buffers[0].push(to_byte(0.299 * r + 0.587 * g + 0.114 * b));
            let [r, g, b] = if self.subsampled { self.mean_of_four(x / 2 * 2, y / 2 * 2) } else { [r, g, b] };
            buffers[1].push(to_byte(-0.168_736 * r - 0.331_264 * g + 0.5 * b + 128.0));
            buffers[2].push(to_byte(0.5 * r - 0.418_688 * g - 0.081_312 * b + 128.0));
        }
    }
}

impl Averaged<'_> {
    fn mean_of_four(&self, x: isize, y: isize) -> [f32; 3] {
        let four = [(x, y), (x + 1, y), (x, y + 1), (x + 1, y + 1)].map(|(x, y)| self.picture.at(x, y));
        std::array::from_fn(|k| four.iter().map(|pixel| f32::from(pixel[k])).sum::<f32>() / 4.0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::jpeg::generation;
    use super::*;
    use crate::frequency::BlockDct;

    #[test]
    fn a_file_decodes_to_the_pixels_of_the_simulated_generation() {
        let (width, height) = (72, 56);
        let rgb =
            (0..width * height * 3).map(|i| to_byte(120.0 + 90.0 * (i as f32 / 41.0).sin() + (i % 3 * 12) as f32)).collect();
        let picture = Raster { width, height, rgb };
        for (quality, subsampled) in [(60, true), (85, false), (97, true)] {
            let encoding = Encoding::ijg(quality, subsampled);
            let bytes = jpeg(&picture, &encoding).unwrap();
            let decoded = image::load_from_memory(&bytes).unwrap().into_rgb8().into_raw();
            let (simulated, _) = generation(&picture, &encoding, &BlockDct::new());
            let off: u32 = decoded.iter().zip(&simulated.rgb).map(|(a, b)| u32::from(a.abs_diff(*b))).sum();
            let mean = off as f32 / decoded.len() as f32;
            assert!(mean < 0.6, "quality {quality}, subsampled {subsampled}: {mean} levels apart in the mean");
        }
    }

    #[test]
    fn the_file_holds_the_tables_it_was_given() {
        let picture = Raster { width: 16, height: 16, rgb: vec![128; 16 * 16 * 3] };
        let bytes = jpeg(&picture, &Encoding::ijg(50, true)).unwrap();
        // Zigzag: so starts the luminance table of quality 50.
        assert!(bytes.windows(6).any(|w| w == [16, 11, 12, 14, 12, 10]));
    }
}
