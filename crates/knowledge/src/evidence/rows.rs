//! The tables, line by line.

use marv_model::case::Disease;

use super::{Antigen, Event, Row};
use crate::Error;

struct Line<'a> {
    file: &'static str,
    number: usize,
    header: &'a [&'a str],
    cells: Vec<&'a str>,
}

impl<'a> Line<'a> {
    fn text(&self, column: &'static str) -> Result<&'a str, Error> {
        let index = self.header.iter().position(|name| *name == column);
        index.and_then(|i| self.cells.get(i).copied()).ok_or_else(|| self.refuse(column, "", "this column"))
    }
    fn refuse(&self, column: &'static str, found: &str, expected: &'static str) -> Error {
        Error::Table { file: self.file.to_owned(), line: self.number, column, found: found.to_owned(), expected }
    }
    fn word<T: std::str::FromStr>(&self, column: &'static str, expected: &'static str) -> Result<T, Error> {
        let text = self.text(column)?;
        text.parse().map_err(|_| self.refuse(column, text, expected))
    }
    fn list(&self, column: &'static str) -> Result<Vec<String>, Error> {
        Ok(self.text(column)?.split(',').filter(|part| !part.is_empty()).map(str::to_owned).collect())
    }
    fn diseases(&self) -> Result<Vec<Disease>, Error> {
        let text = self.text("diseases")?;
        if text == "any" {
            return Ok(Vec::new());
        }
        let all: Result<Vec<Disease>, _> = text.split(',').map(str::parse).collect();
        all.map_err(|_| self.refuse("diseases", text, "words of diseases by comma"))
    }
    /// The column `elsewhere`, which a department's table may leave out.
    fn here_alone(&self) -> Result<bool, Error> {
        if !self.header.contains(&"elsewhere") {
            return Ok(false);
        }
        match self.text("elsewhere")? {
            "" => Ok(false),
            "no" => Ok(true),
            other => Err(self.refuse("elsewhere", other, "no, or nothing")),
        }
    }
    fn to_verify(&self) -> Result<bool, Error> {
        match self.text("citation")? {
            "named" => Ok(false),
            "to_verify" => Ok(true),
            other => Err(self.refuse("citation", other, "named or to_verify")),
        }
    }
}

fn lines<T>(file: &'static str, text: &str, read: impl Fn(&Line<'_>) -> Result<T, Error>) -> Result<Vec<T>, Error> {
    let mut lines = (1..).zip(text.lines());
    let header: Vec<&str> = lines.next().map(|(_, line)| line.split('\t').collect()).unwrap_or_default();
    lines
        .map(|(number, line)| read(&Line { file, number, header: &header, cells: line.split('\t').collect() }))
        .collect()
}

pub(super) fn evidence(text: &str) -> Result<Vec<Row>, Error> {
    lines("evidence.tsv", text, |line| {
        let events = line.text("event")?;
        let parsed: Option<Vec<Event>> = events.split('|').map(Event::parse).collect();
        let escat = match line.text("escat")? {
            "" => None,
            _ => Some(line.word("escat", "a level of ESCAT such as I-A")?),
        };
        Ok(Row {
            id: line.text("id")?.to_owned(),
            gene: Some(line.text("gene")?.to_owned()).filter(|gene| !gene.is_empty()),
            events: parsed.ok_or_else(|| {
                line.refuse("event", events, "events with | between them, such as residue:132|truncating")
            })?,
            diseases: line.diseases()?,
            kind: line.word("kind", "therapeutic, diagnostic or prognostic")?,
            direction: line.word("direction", "a direction of evidence")?,
            level: line.word("level", "A, B, C or D")?,
            escat,
            drugs: line.list("drugs")?,
            here_alone: line.here_alone()?,
            statement: line.text("statement")?.to_owned(),
            entity: line.text("entity")?.to_owned(),
            source: line.text("source")?.to_owned(),
            to_verify: line.to_verify()?,
            date: line.text("date")?.to_owned(),
        })
    })
}

pub(super) fn antigens(text: &str) -> Result<Vec<Antigen>, Error> {
    lines("antigens.tsv", text, |line| {
        let (start, end): (u32, u32) = (line.word("start", "a whole number")?, line.word("end", "a whole number")?);
        Ok(Antigen {
            gene: line.text("gene")?.to_owned(),
            antigen: line.text("antigen")?.to_owned(),
            diseases: line.diseases()?,
            drugs: line.list("drugs")?,
            statement: line.text("statement")?.to_owned(),
            source: line.text("source")?.to_owned(),
            to_verify: line.to_verify()?,
            chrom: line.text("chrom")?.to_owned(),
            span: (start + 1, end), // the table is 0-based and half-open, as gene models are
        })
    })
}
