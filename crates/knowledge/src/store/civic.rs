//! Clinical evidence of CIViC, as its tables of accepted evidence have it.

use std::{collections::BTreeMap, fs, path::Path};

use marv_ingest::{Error as FileError, error::Problem};
use marv_model::protein::Substitution;

/// One accepted item of evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CivicRow {
    /// Of CIViC.
    pub id: u32,
    /// HGNC symbol.
    pub gene: String,
    /// As CIViC names it: `V617F`, `D835`, `MUTATION`.
    pub variant: String,
    /// As CIViC names it.
    pub disease: String,
    /// Predictive, diagnostic, prognostic, predisposing, functional.
    pub kind: String,
    /// Supports, or does not.
    pub direction: String,
    /// A to E.
    pub level: String,
    /// Such as `Sensitivity/Response`.
    pub significance: String,
    /// By comma.
    pub drugs: String,
    /// Authors, year, journal.
    pub citation: String,
}

/// The columns that are kept, by CIViC's names.
const COLUMNS: [&str; 10] = [
    "evidence_id",
    "gene",
    "variant",
    "disease",
    "evidence_type",
    "evidence_direction",
    "evidence_level",
    "clinical_significance",
    "drugs",
    "citation",
];

/// Evidence by gene.
#[derive(Debug, Default)]
pub struct Civic {
    rows: BTreeMap<String, Vec<CivicRow>>,
}

impl Civic {
    /// Reads the folder's table.
    pub(super) fn open(path: &Path) -> Result<Self, FileError> {
        let text = fs::read_to_string(path).map_err(|error| FileError::new(path, error))?;
        let mut rows: BTreeMap<String, Vec<CivicRow>> = BTreeMap::new();
        for (number, line) in (1u64..).zip(text.lines()).skip(1) {
            let cells: Vec<&str> = line.split('\t').collect();
            let row = row(&cells).ok_or_else(|| {
                let found = format!("line {number}: {} columns", cells.len());
                FileError::new(path, Problem::Malformed { found, expected: COLUMNS.join(", ") })
                    .advice("build the knowledge again with `marv knowledge build`")
            })?;
            rows.entry(row.gene.clone()).or_default().push(row);
        }
        Ok(Self { rows })
    }

    /// Turns CIViC's table of clinical evidence into the folder's: accepted items alone; how many.
    pub(super) fn convert(text: &str) -> Result<(String, usize), String> {
        let mut lines = text.lines();
        let header: Vec<&str> = lines.next().map(|line| line.split('\t').collect()).unwrap_or_default();
        let column = |name: &str| header.iter().position(|one| *one == name).ok_or(format!("column {name}"));
        let kept = COLUMNS.into_iter().map(column).collect::<Result<Vec<usize>, _>>()?;
        let status = column("evidence_status")?;
        let mut out = format!("{}\n", COLUMNS.join("\t"));
        let mut rows = 0;
        for (number, line) in (2u64..).zip(lines) {
            let cells: Vec<&str> = line.split('\t').collect();
            let cell = |at: usize| cells.get(at).copied().ok_or(format!("line {number}: a column more"));
            if cell(status)? != "accepted" {
                continue;
            }
            let values = kept.iter().map(|at| cell(*at)).collect::<Result<Vec<&str>, _>>()?;
            if row(&values).is_none() {
                return Err(format!("line {number}: a number in evidence_id"));
            }
            out.push_str(&values.join("\t"));
            out.push('\n');
            rows += 1;
        }
        Ok((out, rows))
    }

    /// Evidence about exactly this change (`V617F`) or its residue (`V617`), of a plain substitution.
    pub fn of(&self, gene: &str, hgvs_p: Option<&str>) -> Vec<&CivicRow> {
        let Some(Substitution { from: before, residue, to: after }) = hgvs_p.and_then(Substitution::parse) else {
            return Vec::new();
        };
        let (change, residue) = (format!("{before}{residue}{after}"), format!("{before}{residue}"));
        let rows = self.rows.get(gene).map_or(&[][..], Vec::as_slice);
        rows.iter().filter(|row| row.variant == change || row.variant == residue).collect()
    }
}

fn row(cells: &[&str]) -> Option<CivicRow> {
    let [id, gene, variant, disease, kind, direction, level, significance, drugs, citation] = cells.get(..10)? else {
        return None;
    };
    let text = |cell: &&str| (*cell).to_owned();
    Some(CivicRow {
        id: id.parse().ok()?,
        gene: text(gene),
        variant: text(variant),
        disease: text(disease),
        kind: text(kind),
        direction: text(direction),
        level: text(level),
        significance: text(significance),
        drugs: text(drugs),
        citation: text(citation),
    })
}
