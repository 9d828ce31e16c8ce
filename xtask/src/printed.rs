//! What `omni-iml eval` prints, read again, and tables in Markdown.

use crate::workshop::Outcome;

/// Notes, then a table of which no name holds a space.
pub struct Printed {
    /// The lines above the table.
    pub notes: Vec<String>,
    table: Table,
}

impl Printed {
    /// Reads the output of `omni-iml eval`.
    pub fn parse(text: &str) -> Outcome<Self> {
        let mut lines = text.lines();
        let mut notes = Vec::new();
        let columns: Vec<&str> = loop {
            let line = lines.next().ok_or("eval printed no table")?;
            if line.starts_with("set ") {
                break line.split_whitespace().collect();
            }
            notes.push(line.to_owned());
        };
        let mut table = Table::new(&columns);
        for line in lines {
            let cells: Vec<&str> = line.split_whitespace().collect();
            if cells.len() != columns.len() {
                return Err(format!("eval printed a row that is not of its table: {line}"));
            }
            table.row(&cells);
        }
        Ok(Self { notes, table })
    }

    /// What stands in a row and a column.
    pub fn value(&self, row: &str, column: &str) -> Outcome<&str> {
        let place = self.table.columns.iter().position(|name| name == column);
        let cells = self.table.rows.iter().find(|cells| cells[0] == row);
        let value = place.zip(cells).map(|(place, cells)| cells[place].as_str());
        value.ok_or_else(|| format!("eval printed nothing for {row}, {column}"))
    }

    /// The same as a number.
    pub fn number(&self, row: &str, column: &str) -> Outcome<f64> {
        let value = self.value(row, column)?;
        value.parse().map_err(|_| format!("eval printed no number for {row}, {column}, but {value}"))
    }

    /// The table in Markdown.
    pub fn markdown(&self) -> String {
        self.table.markdown()
    }
}

/// Cells under headings.
pub struct Table {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table without rows.
    pub fn new(columns: &[&str]) -> Self {
        Self { columns: owned(columns), rows: Vec::new() }
    }

    /// Adds a row: a cell for each column.
    pub fn row(&mut self, cells: &[&str]) {
        self.rows.push(owned(cells));
    }

    /// The table in Markdown.
    pub fn markdown(&self) -> String {
        let line =
            |cells: &[String]| format!("| {} |\n", cells.iter().map(|c| c.replace('|', "\\|")).collect::<Vec<_>>().join(" | "));
        let rule = format!("|{}\n", "---|".repeat(self.columns.len()));
        line(&self.columns) + &rule + &self.rows.iter().map(|cells| line(cells)).collect::<String>()
    }
}

fn owned(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|&cell| cell.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRINTED: &str = "model small\ndegraded: x: y\nset            forged  F1@.5\nnatural              3  0.500\nall                  3      –\n";

    #[test]
    fn figures_are_found_by_row_and_column() {
        let printed = Printed::parse(PRINTED).expect("this is a table");
        assert_eq!(printed.notes, ["model small", "degraded: x: y"]);
        assert_eq!((printed.value("natural", "F1@.5"), printed.number("natural", "forged")), (Ok("0.500"), Ok(3.0)));
        assert!(printed.number("all", "F1@.5").is_err());
        assert!(printed.value("face", "F1@.5").is_err() && printed.value("all", "AUC").is_err());
        assert_eq!(printed.markdown(), "| set | forged | F1@.5 |\n|---|---|---|\n| natural | 3 | 0.500 |\n| all | 3 | – |\n");
    }

    #[test]
    fn what_is_no_table_is_refused() {
        assert!(Printed::parse("").is_err() && Printed::parse("model small\n").is_err());
        assert!(Printed::parse("set forged F1@.5\nnatural 3\n").is_err());
    }
}
