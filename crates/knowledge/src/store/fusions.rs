//! Fusions that a department's table lists, by the gene of the 5' part and that of the 3' part.

use std::{collections::BTreeMap, path::Path};

use marv_ingest::Error as FileError;

use super::lines::Lines;

/// Pairs of genes, with what the table says of each.
#[derive(Debug, Default)]
pub struct Fusions {
    pairs: BTreeMap<(String, String), String>,
}

const HEADER: &str = "five\tthree\tnote\n";
const FIVE: [&str; 5] = ["five", "gene5", "5_gene", "five_prime_gene", "5'gene"];
const THREE: [&str; 5] = ["three", "gene3", "3_gene", "three_prime_gene", "3'gene"];
const NOTE: [&str; 4] = ["note", "disease", "name", "iscn"];

impl Fusions {
    /// Reads the folder's table.
    pub(super) fn open(path: &Path) -> Result<Self, FileError> {
        Ok(Self::read(path)?.0)
    }

    /// Reads a table with columns of both genes (`five` and `three`, or `gene5` and `gene3`) and perhaps a note, or lines that
    /// begin with the pair (`BCR::ABL1` or `BCR--ABL1`) and go on with a note. And how many lines there were.
    pub(super) fn read(path: &Path) -> Result<(Self, u64), FileError> {
        let mut lines = Lines::open(path)?;
        let mut columns = None;
        let mut found = Self::default();
        let mut rows = 0;
        while let Some((number, line)) = lines.next_line()? {
            if line.trim().is_empty() || number > 1 && line.starts_with('#') {
                continue;
            }
            let cells: Vec<String> = line.split('\t').map(|cell| cell.trim().to_owned()).collect();
            if number == 1 {
                let column = |names: &[&str]| {
                    let is = |cell: &String| names.iter().any(|n| cell.trim_start_matches('#').eq_ignore_ascii_case(n));
                    cells.iter().position(is)
                };
                columns = column(&FIVE).zip(column(&THREE)).map(|pair| (pair, column(&NOTE)));
                if columns.is_some() || cells.first().is_some_and(|first| first.starts_with('#')) {
                    continue;
                }
            }
            let cell = |at: usize| cells.get(at).map_or("", String::as_str);
            let (pair, note) = match columns {
                Some(((five, three), note)) => (Some((cell(five), cell(three))), note.map_or("", cell)),
                None => (cell(0).split_once("::").or_else(|| cell(0).split_once("--")), cell(1)),
            };
            let whole = |gene: &str| !gene.is_empty() && !gene.contains(char::is_whitespace);
            let Some((five, three)) = pair.filter(|(five, three)| whole(five) && whole(three)) else {
                return Err(lines.refuse("the genes", cell(0), "two genes: columns five and three, or BCR::ABL1"));
            };
            rows += 1;
            found.pairs.entry((five.to_owned(), three.to_owned())).or_insert_with(|| note.to_owned());
        }
        Ok((found, rows))
    }

    /// As the folder's table.
    pub(super) fn text(&self) -> String {
        let rows = self.pairs.iter().map(|((five, three), note)| format!("{five}\t{three}\t{note}\n"));
        std::iter::once(HEADER.to_owned()).chain(rows).collect()
    }
    /// What the table says of a fusion; none where it does not have it. Empty where it says no more than that it is listed.
    pub fn of(&self, five: &str, three: &str) -> Option<&str> {
        self.pairs.get(&(five.to_owned(), three.to_owned())).map(String::as_str)
    }
    /// The pairs of which one is this receptor locus (`IGH`, `IGK`, `IGL`, `TRA/TRD`, `TRB`, `TRG`), in either order: what
    /// the table calls the locus, the gene, and the note.
    pub fn with_locus<'a>(&'a self, locus: &'a str) -> impl Iterator<Item = (&'a str, &'a str, &'a str)> {
        self.pairs.iter().filter_map(move |((five, three), note)| {
            match (is_locus(five, locus), is_locus(three, locus)) {
                (true, false) => Some((five.as_str(), three.as_str(), note.as_str())),
                (false, true) => Some((three.as_str(), five.as_str(), note.as_str())),
                _ => None,
            }
        })
    }
    /// How many pairs.
    pub fn len(&self) -> usize {
        self.pairs.len()
    }
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }
}

/// Whether a table's name means the locus: `IGH`, `IGH@`, `IGH-locus`; T-cell receptors alpha and delta lie within each other.
fn is_locus(name: &str, locus: &str) -> bool {
    let bare = name.trim_end_matches("-locus").trim_end_matches('@');
    bare.eq_ignore_ascii_case(locus) || locus.split('/').any(|part| bare.eq_ignore_ascii_case(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Fusions, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("f.tsv");
        std::fs::write(&path, text).unwrap();
        Fusions::read(&path).map(|(fusions, _)| fusions).map_err(|error| error.to_string())
    }

    #[test]
    fn pairs_with_a_receptor_locus_are_found_in_either_order_and_by_any_of_its_names() {
        let table = read("IGH@::BCL2\tFL\nMYC::IGL\nTRD--TLX1\nIGHMBP2::X\n").unwrap();
        let of = |locus| table.with_locus(locus).map(|(_, gene, _)| gene.to_owned()).collect::<Vec<_>>();
        assert_eq!((of("IGH"), of("IGL"), of("IGK")), (vec!["BCL2".to_owned()], vec!["MYC".to_owned()], vec![]));
        assert_eq!(of("TRA/TRD"), ["TLX1"]);
    }

    #[test]
    fn pairs_by_columns_or_by_name() {
        let table = read("gene5\tgene3\tdisease\nBCR\tABL1\tCML\n").unwrap();
        assert_eq!((table.of("BCR", "ABL1"), table.of("ABL1", "BCR")), (Some("CML"), None));
        let named = read("FUS--CREB3L2\tSA_LGFMS=2\nZMYM2::FGFR1\n").unwrap();
        assert_eq!((named.of("FUS", "CREB3L2"), named.of("ZMYM2", "FGFR1")), (Some("SA_LGFMS=2"), Some("")));
        assert_eq!(named.text(), "five\tthree\tnote\nFUS\tCREB3L2\tSA_LGFMS=2\nZMYM2\tFGFR1\t\n");
        assert_eq!(read(&named.text()).unwrap().len(), 2);
        let refused = read("FUS--CREB3L2\nBCR\n").unwrap_err();
        assert!(refused.contains("line 2") && refused.contains("two genes"), "{refused}");
    }
}
