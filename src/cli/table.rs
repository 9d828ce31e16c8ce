//! Results as a table for other programs.

use std::fs::File;
use std::path::Path;

use crate::report::Report;

const HEADINGS: [&str; 13] = [
    "file",
    "sha256",
    "width",
    "height",
    "format",
    "jpeg_quality",
    "score",
    "band",
    "unsure",
    "reliability",
    "regions",
    "marked_fraction",
    "model_sha256",
];

/// A CSV file that grows by a row for each picture.
pub struct Table(csv::Writer<File>);

impl Table {
    /// Makes the file, or empties it.
    ///
    /// # Errors
    /// In words, which name the file.
    pub fn create(path: &Path) -> Result<Self, String> {
        let told = |e: &dyn std::fmt::Display| format!("the table cannot be written ({e}): {}", path.display());
        let mut writer = csv::Writer::from_path(path).map_err(|e| told(&e))?;
        writer.write_record(HEADINGS).map_err(|e| told(&e))?;
        Ok(Self(writer))
    }

    /// Adds a row.
    ///
    /// # Errors
    /// In words.
    pub fn add(&mut self, report: &Report) -> Result<(), String> {
        let marked: f64 = report.regions.iter().map(|region| f64::from(region.area_fraction)).sum();
        let row = [
            report.file.clone(),
            report.image.sha256.clone(),
            report.image.width.to_string(),
            report.image.height.to_string(),
            report.image.format.clone(),
            report.image.jpeg_quality.map(|quality| quality.to_string()).unwrap_or_default(),
            format!("{:.4}", report.verdict.score),
            report.verdict.band.name().to_owned(),
            report.verdict.unsure.to_string(),
            format!("{:.4}", report.reliability),
            report.regions.len().to_string(),
            format!("{marked:.4}"),
            report.model.sha256.clone(),
        ];
        self.0.write_record(row).map_err(|e| format!("a row of the table cannot be written: {e}"))
    }

    /// Writes what is still in memory.
    ///
    /// # Errors
    /// In words.
    pub fn finish(&mut self) -> Result<(), String> {
        self.0.flush().map_err(|e| format!("the table cannot be written: {e}"))
    }
}
