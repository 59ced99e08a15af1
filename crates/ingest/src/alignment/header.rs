//! The header of an alignment file: SAM text (SAM specification, § 1.3), read leniently and written strictly.

use std::{fmt::Write as _, path::Path};

use marv_model::genome::{Contig, Contigs};

use crate::{
    Error,
    error::{Place, Problem},
    privacy,
};

/// How the records are ordered (`@HD SO`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SortOrder {
    /// By contig and position.
    Coordinate,
    /// By template name.
    QueryName,
    /// Said to be in no order.
    Unsorted,
    /// Not said.
    #[default]
    Unknown,
}

impl SortOrder {
    pub(crate) fn name(self) -> &'static str {
        match self {
            SortOrder::Coordinate => "coordinate",
            SortOrder::QueryName => "queryname",
            SortOrder::Unsorted => "unsorted",
            SortOrder::Unknown => "unknown",
        }
    }
}

/// A read group (`@RG`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadGroup {
    /// `ID`.
    pub id: String,
    /// `SM`.
    pub sample: Option<String>,
    /// `LB`.
    pub library: Option<String>,
    /// `PL`.
    pub platform: Option<String>,
}

/// What a header says, or shall say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AlignmentHeader {
    /// In the file's order, with M5 where the header tells it.
    pub contigs: Contigs,
    /// In the file's order.
    pub read_groups: Vec<ReadGroup>,
    /// The order of the records.
    pub sort_order: SortOrder,
    /// The command line that made the file (`@PG CL`): the last one when read.
    pub command: Option<String>,
}

impl AlignmentHeader {
    /// The samples of the read groups, each once, in order of appearance.
    pub fn samples(&self) -> Vec<&str> {
        let mut samples: Vec<&str> = Vec::new();
        for sample in self.read_groups.iter().filter_map(|group| group.sample.as_deref()) {
            if !samples.contains(&sample) {
                samples.push(sample);
            }
        }
        samples
    }
    /// Takes civil registration numbers out of every text that may be shown.
    pub(crate) fn redact(&mut self) {
        let clean = |text: &mut String| {
            if privacy::holds_identifier(text) {
                *text = privacy::redact(text).into_owned();
            }
        };
        for group in &mut self.read_groups {
            clean(&mut group.id);
            [&mut group.sample, &mut group.library, &mut group.platform].into_iter().flatten().for_each(clean);
        }
        self.command.iter_mut().for_each(clean);
    }
    /// Reads SAM text. Lines and fields that are not known are passed over.
    pub(crate) fn parse(text: &str, path: &Path) -> Result<Self, Error> {
        let mut header = Self::default();
        let mut contigs = Vec::new();
        for (number, line) in (1u64..).zip(text.lines()) {
            let line = line.trim_end_matches(['\r', '\0']);
            if line.is_empty() {
                continue;
            }
            let error = |expected: &str| {
                let found = privacy::redact(line).chars().take(80).collect::<String>();
                Error::new(path, Problem::Malformed { found: format!("{found:?}"), expected: expected.to_owned() })
                    .at(Place::Line(number))
                    .field("the header")
            };
            let mut fields = line.split('\t');
            let kind = fields.next().unwrap_or_default();
            let field = |tag: &str| {
                line.split('\t').skip(1).find_map(|field| field.strip_prefix(tag)?.strip_prefix(':')).map(str::to_owned)
            };
            match kind {
                "@HD" => {
                    header.sort_order = match field("SO").as_deref() {
                        Some("coordinate") => SortOrder::Coordinate,
                        Some("queryname") => SortOrder::QueryName,
                        Some("unsorted") => SortOrder::Unsorted,
                        _ => SortOrder::Unknown,
                    };
                }
                "@SQ" => {
                    let name = field("SN").ok_or_else(|| error("a contig name, SN"))?;
                    let length = field("LN")
                        .and_then(|length| length.parse().ok())
                        .ok_or_else(|| error("a contig length, LN, of less than 4 Gb"))?;
                    contigs.push(Contig {
                        md5: field("M5").map(|md5| md5.to_ascii_lowercase()),
                        ..Contig::new(&name, length)
                    });
                }
                "@RG" => header.read_groups.push(ReadGroup {
                    id: field("ID").ok_or_else(|| error("a read group's ID"))?,
                    sample: field("SM").filter(|sample| !sample.is_empty()),
                    library: field("LB"),
                    platform: field("PL"),
                }),
                "@PG" => header.command = field("CL").or(header.command),
                _ if line.starts_with('@') => {}
                _ => return Err(error("header lines, each starting with '@'")),
            }
        }
        header.contigs = Contigs::new(contigs).map_err(|error| duplicate_contig(path, &error.to_string()))?;
        Ok(header)
    }
    /// As SAM text.
    pub(crate) fn text(&self) -> String {
        let clean = |text: &str| text.replace(['\t', '\n', '\r', '\0'], " ");
        let mut text = format!("@HD\tVN:1.6\tSO:{}\n", self.sort_order.name());
        for (_, contig) in self.contigs.iter() {
            let _ = write!(text, "@SQ\tSN:{}\tLN:{}", contig.name, contig.length);
            if let Some(md5) = &contig.md5 {
                let _ = write!(text, "\tM5:{md5}");
            }
            text.push('\n');
        }
        for group in &self.read_groups {
            let _ = write!(text, "@RG\tID:{}", clean(&group.id));
            for (tag, value) in [("SM", &group.sample), ("LB", &group.library), ("PL", &group.platform)] {
                if let Some(value) = value {
                    let _ = write!(text, "\t{tag}:{}", clean(value));
                }
            }
            text.push('\n');
        }
        if let Some(command) = &self.command {
            let _ = writeln!(text, "@PG\tID:marv\tPN:marv\tCL:{}", clean(command));
        }
        text
    }
}

/// Two contigs of one name make every later look-up ambiguous.
pub(crate) fn duplicate_contig(path: &Path, found: &str) -> Error {
    Error::new(path, Problem::Malformed { found: found.to_owned(), expected: "each contig once".to_owned() })
        .field("the header")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_read_as_it_was_written() {
        let header = AlignmentHeader {
            contigs: Contigs::new([
                Contig { md5: Some("0123456789abcdef0123456789abcdef".into()), ..Contig::new("chr1", 1000) },
                Contig::new("chrM", 16_569),
            ])
            .unwrap(),
            read_groups: vec![ReadGroup {
                id: "a".into(),
                sample: Some("T".into()),
                library: Some("l".into()),
                platform: Some("ILLUMINA".into()),
            }],
            sort_order: SortOrder::Coordinate,
            command: Some("marv simulate --seed 1".into()),
        };
        assert_eq!(AlignmentHeader::parse(&header.text(), Path::new("a.bam")).unwrap(), header);
    }

    #[test]
    fn a_line_without_its_field_is_told() {
        let error = AlignmentHeader::parse("@HD\tVN:1.6\n@SQ\tSN:chr1\n", Path::new("a.bam")).unwrap_err().to_string();
        assert!(error.contains("line 2") && error.contains("LN"), "{error}");
        assert!(AlignmentHeader::parse("@SQ\tSN:a\tLN:1\n@SQ\tSN:a\tLN:1\n", Path::new("a.bam")).is_err());
    }
}
