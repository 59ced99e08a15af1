//! The table of evidence: what the literature says of an event in a disease.

mod event;
mod rows;

use std::sync::LazyLock;

use marv_model::{
    case::Disease,
    interpretation::{Escat, EvidenceDirection, EvidenceKind, EvidenceLevel},
};
use sha2::{Digest, Sha256};

pub use event::{Event, Fit, Mutation};

use crate::Error;

const EVIDENCE: &str = include_str!("../../data/evidence.tsv");
const ANTIGENS: &str = include_str!("../../data/antigens.tsv");

/// The version of the embedded tables: the day of their last row.
const VERSION: &str = "2026-11-23";

#[expect(clippy::expect_used, reason = "the tables are part of the program, and a test reads them")]
static EMBEDDED: LazyLock<Evidence> =
    LazyLock::new(|| Evidence::parse(VERSION, EVIDENCE, ANTIGENS).expect("the embedded tables are whole"));

/// What the literature says of findings, row by row.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    version: String,
    hash: String,
    rows: Vec<Row>,
    antigens: Vec<Antigen>,
}

/// One statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Such as `flt3.1`; each once.
    pub id: String,
    /// HGNC symbol; none where the event is no gene's.
    pub gene: Option<String>,
    /// Any of these.
    pub events: Vec<Event>,
    /// The diseases in which its level holds.
    pub diseases: Vec<Disease>,
    /// What it answers.
    pub kind: EvidenceKind,
    /// What it says.
    pub direction: EvidenceDirection,
    /// How good it is in those diseases.
    pub level: EvidenceLevel,
    /// For treatments that work.
    pub escat: Option<Escat>,
    /// International non-proprietary names.
    pub drugs: Vec<String>,
    /// Whether it says something of its own diseases alone: the treatment does not act on what is altered, such as an inhibitor of BTK
    /// for chronic lymphocytic leukaemia with a mutation of TP53.
    pub here_alone: bool,
    /// A key of the message catalogue.
    pub statement: String,
    /// A key of the message catalogue, or nothing.
    pub entity: String,
    /// Literature.
    pub source: String,
    /// Whether the citation is still to be verified by a person.
    pub to_verify: bool,
    /// When the row was written, `YYYY-MM-DD`.
    pub date: String,
}

/// A target of antibodies or cells, or what presents to T cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Antigen {
    /// HGNC symbol.
    pub gene: String,
    /// Common name.
    pub antigen: String,
    /// The diseases in which it is asked for; empty for all.
    pub diseases: Vec<Disease>,
    /// Treatments that need it.
    pub drugs: Vec<String>,
    /// A key of the message catalogue.
    pub statement: String,
    /// Literature.
    pub source: String,
    /// Whether the citation is still to be verified by a person.
    pub to_verify: bool,
    /// With the `chr` prefix, GRCh38.
    pub chrom: String,
    /// First and last base of the MANE Select transcript, 1-based.
    pub span: (u32, u32),
}

impl Evidence {
    /// The tables that are part of the program.
    pub fn embedded() -> &'static Evidence {
        &EMBEDDED
    }
    /// From the text of the two tables (columns by name, tab-separated).
    pub fn parse(version: &str, evidence: &str, antigens: &str) -> Result<Self, Error> {
        let mut hash = Sha256::new();
        hash.update(evidence);
        hash.update(antigens);
        Ok(Self {
            version: version.to_owned(),
            hash: hex(&hash.finalize()),
            rows: rows::evidence(evidence)?,
            antigens: rows::antigens(antigens)?,
        })
    }
    /// The same with a department's rows behind it, in the form of the embedded table.
    ///
    /// RULE: a row says what an embedded one could say: its statement and entity are sentences that the report has in both
    /// languages, its identifier is no other row's, and its citation and day are there.
    pub fn with_rows(&self, text: &str) -> Result<Self, Error> {
        let own = rows::evidence(text)?;
        let mut all = self.rows.clone();
        for (line, row) in (2..).zip(own) {
            let refuse = |column, found: &str, expected| {
                Err(Error::Table { file: "evidence.tsv".to_owned(), line, column, found: found.to_owned(), expected })
            };
            if row.id.is_empty() || all.iter().any(|other| other.id == row.id) {
                return refuse("id", &row.id, "an identifier that no other row has, such as own.1");
            }
            if !self.rows.iter().any(|known| known.kind == row.kind && known.statement == row.statement) {
                return refuse("statement", &row.statement, "a statement of an embedded row of this kind");
            }
            if !row.entity.is_empty() && !self.rows.iter().any(|known| known.entity == row.entity) {
                return refuse("entity", &row.entity, "an entity of an embedded row, or nothing");
            }
            if row.drugs.is_empty() == (row.kind == EvidenceKind::Therapeutic) {
                return refuse("drugs", &row.drugs.join(","), "drugs for a therapeutic row, and for no other");
            }
            let works = row.direction == EvidenceDirection::Sensitive;
            if row.escat.is_some() != works {
                let found = row.escat.map(Escat::word).unwrap_or_default();
                return refuse("escat", found, "a level for a treatment that works, and for no other row");
            }
            if row.source.is_empty() {
                return refuse("source", "", "a citation");
            }
            if !crate::is_day(&row.date) {
                return refuse("date", &row.date, "a day, YYYY-MM-DD");
            }
            all.push(row);
        }
        let mut hash = Sha256::new();
        hash.update(&self.hash);
        hash.update(text);
        Ok(Self {
            version: format!("{}+own", self.version),
            hash: hex(&hash.finalize()),
            rows: all,
            antigens: self.antigens.clone(),
        })
    }
    /// Of the tables.
    pub fn version(&self) -> &str {
        &self.version
    }
    /// SHA-256 of both tables, lower-case hexadecimal.
    pub fn hash(&self) -> &str {
        &self.hash
    }
    /// In the table's order.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }
    /// The row of this identifier.
    pub fn row(&self, id: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.id == id)
    }
    /// In the table's order.
    pub fn antigens(&self) -> &[Antigen] {
        &self.antigens
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}"); // writing to a string cannot fail
        text
    })
}

/// Whether evidence for one of `diseases` is evidence for the case's.
///
/// RULE: a part of a group has the group's evidence, and not the other way round: CMML has that of MDS/MPN, myelofibrosis
/// that of MPN, ALL of either lineage that of ALL.
pub(crate) fn is_for(diseases: &[Disease], case: Disease) -> bool {
    let group = match case {
        Disease::Cmml => Some(Disease::MdsMpn),
        Disease::Myelofibrosis => Some(Disease::Mpn),
        Disease::BAll | Disease::TAll => Some(Disease::All),
        _ => None,
    };
    diseases.contains(&case) || group.is_some_and(|group| diseases.contains(&group))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_tables_are_whole() {
        let evidence = Evidence::embedded();
        assert!(evidence.rows().len() > 200 && evidence.antigens().len() > 15);
        for row in evidence.rows() {
            assert_eq!(evidence.rows().iter().filter(|other| other.id == row.id).count(), 1, "{}", row.id);
            assert!(!row.source.is_empty() && row.date.len() == 10, "{}", row.id);
            let of_kind = match row.kind {
                EvidenceKind::Therapeutic => {
                    matches!(row.direction, EvidenceDirection::Sensitive | EvidenceDirection::Resistant)
                }
                EvidenceKind::Diagnostic => row.direction == EvidenceDirection::Supports,
                EvidenceKind::Prognostic => matches!(
                    row.direction,
                    EvidenceDirection::Favourable | EvidenceDirection::Intermediate | EvidenceDirection::Adverse
                ),
            };
            assert!(of_kind, "{}: {:?} {:?}", row.id, row.kind, row.direction);
            let works = row.direction == EvidenceDirection::Sensitive;
            assert_eq!(row.escat.is_some(), works, "{}: ESCAT is for treatments that work", row.id);
            assert_eq!(row.drugs.is_empty(), row.kind != EvidenceKind::Therapeutic, "{}", row.id);
        }
    }

    #[test]
    fn a_group_s_evidence_is_its_parts_and_not_the_other_way_round() {
        assert!(is_for(&[Disease::All], Disease::BAll) && is_for(&[Disease::MdsMpn], Disease::Cmml));
        assert!(!is_for(&[Disease::BAll], Disease::All) && !is_for(&[Disease::Aml], Disease::Unspecified));
    }

    #[test]
    fn a_line_that_cannot_be_read_is_told_with_its_column() {
        let header = EVIDENCE.lines().next().unwrap();
        let row = "x.1\tFLT3\trule:no_such\taml\ttherapeutic\tsensitive\tA\tI-A\tx\tbenefit\t\ts\tnamed\t2026-01-01";
        let refused = Evidence::parse("1", &format!("{header}\n{row}\n"), ANTIGENS).unwrap_err().to_string();
        assert!(refused.contains("line 2") && refused.contains("column event"), "{refused}");
        let row = "x.1\tFLT3\tresidue:1\taml\ttherapeutic\tsensitive\tA\tI-A\tx\tyes\tbenefit\t\ts\tnamed\t2026-01-01";
        let refused = Evidence::parse("1", &format!("{header}\n{row}\n"), ANTIGENS).unwrap_err().to_string();
        assert!(refused.contains("column elsewhere"), "{refused}");
    }

    #[test]
    fn a_table_without_the_column_elsewhere_is_read() {
        let header = EVIDENCE.lines().next().unwrap().replace("\telsewhere", "");
        let row = "x.1\tFLT3\tresidue:1\taml\ttherapeutic\tsensitive\tA\tI-A\tx\tbenefit\t\ts\tnamed\t2026-01-01";
        let read = Evidence::parse("1", &format!("{header}\n{row}\n"), ANTIGENS).unwrap();
        assert!(!read.rows()[0].here_alone);
    }
}
