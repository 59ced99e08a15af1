//! Which transcripts are MANE Select, from a table beside the models: NCBI's MANE summary, or any table with such columns.

use std::{collections::BTreeMap, path::Path};

use marv_annotate::Role;
use marv_ingest::Error as FileError;

use super::draft::Draft;
use crate::store::lines::Lines;

/// Columns of RefSeq and of Ensembl accessions, by the names that tables give them.
const REFSEQ: [&str; 4] = ["RefSeq_nuc", "mane_refseq", "transcript", "name"];
const ENSEMBL: [&str; 4] = ["Ensembl_nuc", "mane_ensembl", "ensembl", "mane_enst"];

/// Transcripts by accession: their part, and the other archive's accession.
#[derive(Debug, Default)]
pub(super) struct Mane {
    listed: BTreeMap<String, (Role, Option<String>)>,
    rows: u64,
}

impl Mane {
    /// Reads a table. Without a column `MANE_status` every row is a MANE Select transcript.
    pub(super) fn read(path: &Path) -> Result<Self, FileError> {
        let mut lines = Lines::open(path)?;
        let header = lines.next_line()?.map(|(_, line)| line.trim_start_matches('#').to_owned()).unwrap_or_default();
        let columns: Vec<&str> = header.split('\t').collect();
        let column = |names: &[&str]| columns.iter().position(|column| names.contains(column));
        let (refseq, ensembl, status) = (column(&REFSEQ), column(&ENSEMBL), column(&["MANE_status"]));
        if refseq.is_none() && ensembl.is_none() {
            let expected = format!("a column {} or {}", REFSEQ[0], ENSEMBL[0]);
            return Err(lines.refuse("the header", &header, &expected));
        }
        let mut found = Self::default();
        while let Some((_, line)) = lines.next_line()? {
            let cells: Vec<&str> = line.split('\t').collect();
            let cell = |at: Option<usize>| at.and_then(|at| cells.get(at).copied()).filter(|text| !text.is_empty());
            let role = match cell(status) {
                None if status.is_none() => Role::ManeSelect,
                Some("MANE Select") => Role::ManeSelect,
                Some("MANE Plus Clinical") => Role::Clinical,
                other => {
                    let found = other.unwrap_or_default().to_owned();
                    return Err(lines.refuse("MANE_status", &found, "MANE Select or MANE Plus Clinical"));
                }
            };
            found.rows += 1;
            let pair = [cell(refseq), cell(ensembl)];
            for (one, other) in [(pair[0], pair[1]), (pair[1], pair[0])] {
                if let Some(one) = one {
                    found.listed.insert(one.to_owned(), (role, other.map(str::to_owned)));
                }
            }
        }
        Ok(found)
    }
    pub(super) fn rows(&self) -> u64 {
        self.rows
    }
    /// Marks a draft that the table lists.
    pub(super) fn mark(&self, draft: &mut Draft) {
        let Some((role, other)) = self.listed.get(&draft.accession) else { return };
        draft.marks.mane_select |= *role == Role::ManeSelect;
        draft.marks.plus_clinical |= *role == Role::Clinical;
        match other {
            Some(other) if other.starts_with("ENST") => draft.ensembl = draft.ensembl.take().or(Some(other.clone())),
            Some(other) if draft.accession.starts_with("ENST") => {
                draft.ensembl = Some(std::mem::replace(&mut draft.accession, other.clone()));
            }
            _ => {}
        }
    }
}
