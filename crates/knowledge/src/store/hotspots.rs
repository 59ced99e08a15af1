//! How many tumours have a change: counts by residue and by amino acid.

use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

use marv_ingest::{Error as FileError, error::Problem};
use marv_model::protein::Substitution;

/// Counts by gene and residue.
#[derive(Debug, Default)]
pub struct Hotspots {
    /// Gene and residue to the residue's count, and the counts by new amino acid (one letter).
    residues: BTreeMap<(String, u32), (u32, BTreeMap<char, u32>)>,
}

/// The header of the table in the folder.
const HEADER: &str = "gene\tresidue\ttumours\tamino_acids";

impl Hotspots {
    /// Reads the folder's table.
    pub(super) fn open(path: &Path) -> Result<Self, FileError> {
        let text = fs::read_to_string(path).map_err(|error| FileError::new(path, error))?;
        let mut lines = (1u64..).zip(text.lines());
        let refuse = |line: u64, found: &str| {
            FileError::new(path, Problem::Malformed { found: format!("line {line}: {found}"), expected: HEADER.into() })
                .advice("build the knowledge again with `marv knowledge build`")
        };
        match lines.next() {
            Some((_, HEADER)) => {}
            other => return Err(refuse(1, other.map_or("", |(_, text)| text))),
        }
        let mut residues = BTreeMap::new();
        for (line, text) in lines {
            let cells: Vec<&str> = text.split('\t').collect();
            let read = || {
                let [gene, residue, tumours, amino] = cells[..] else { return None };
                Some(((gene.to_owned(), residue.parse().ok()?), (tumours.parse().ok()?, amino_acids(amino)?)))
            };
            let (key, counts) = read().ok_or_else(|| refuse(line, text))?;
            residues.insert(key, counts);
        }
        Ok(Self { residues })
    }

    /// Turns a table of cancerhotspots.org, as Genome Nexus publishes it, into the folder's; how many residues it has.
    pub(super) fn convert(text: &str) -> Result<(String, usize), String> {
        let mut lines = (1u64..).zip(text.lines());
        let header: Vec<&str> = lines.next().map(|(_, line)| line.split('\t').collect()).unwrap_or_default();
        let column = |name: &str| header.iter().position(|one| *one == name).ok_or(format!("column {name}"));
        let (gene, residue) = (column("hugo_symbol")?, column("residue")?);
        let (total, amino, kind) = (column("tumor_count")?, column("variant_amino_acid")?, column("type")?);
        let mut kept: BTreeMap<(String, u32), (u32, BTreeMap<char, u32>)> = BTreeMap::new();
        for (line, text) in lines {
            let cells: Vec<&str> = text.split('\t').collect();
            let cell = |at: usize| cells.get(at).copied().ok_or(format!("line {line}: a column more"));
            // RULE: only residues with counts by change: splice sites, ranges and three-dimensional clusters have none.
            if cell(kind)? != "single residue" {
                continue;
            }
            let number = cell(residue)?.trim_start_matches(|c: char| c.is_ascii_alphabetic());
            let (Ok(number), Some(counts)) = (number.parse::<u32>(), amino_acids(cell(amino)?)) else { continue };
            let tumours = cell(total)?.parse().map_err(|_| format!("line {line}: tumor_count {}", cells[total]))?;
            let held = kept.entry((cell(gene)?.to_owned(), number)).or_default();
            if tumours >= held.0 {
                *held = (tumours, counts); // a residue that is listed twice is listed by its larger row
            }
        }
        let mut out = format!("{HEADER}\n");
        let rows = kept.len();
        for ((gene, residue), (tumours, counts)) in kept {
            let amino: Vec<String> = counts.iter().map(|(letter, count)| format!("{letter}:{count}")).collect();
            let _ = writeln!(out, "{gene}\t{residue}\t{tumours}\t{}", amino.join("|")); // writing to a string cannot fail
        }
        Ok((out, rows))
    }

    /// With any change of the residue, and with this change: `p.(Arg140Gln)`. 0 for what the table does not have.
    pub fn counts(&self, gene: &str, hgvs_p: Option<&str>) -> (u32, u32) {
        let Some(Substitution { residue, to: after, .. }) = hgvs_p.and_then(Substitution::parse) else { return (0, 0) };
        let Some((total, amino)) = self.residues.get(&(gene.to_owned(), residue)) else { return (0, 0) };
        (*total, amino.get(&after).copied().unwrap_or(0))
    }
}

/// `P:2|R:204|*:1`.
fn amino_acids(text: &str) -> Option<BTreeMap<char, u32>> {
    let one = |part: &str| {
        let (letter, count) = part.split_once(':')?;
        let mut letters = letter.chars();
        let letter = letters.next().filter(|_| letters.next().is_none())?;
        Some((letter, count.parse().ok()?))
    };
    // What is no single letter, such as a splice site, is left aside.
    Some(text.split('|').filter_map(one).collect()).filter(|counts: &BTreeMap<char, u32>| !counts.is_empty())
}
