//! The parts of genes in cancer: oncogene, tumour suppressor, both, or a cancer gene of unclear part.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use marv_annotate::GeneRole;
use marv_ingest::Error as FileError;

use super::named::Table;

/// Parts by gene.
#[derive(Debug, Default)]
pub struct Roles {
    genes: BTreeMap<String, GeneRole>,
}

const GENE: [&str; 6] = ["gene", "Hugo Symbol", "Gene Symbol", "SYMBOL", "hugo_symbol", "gene_symbol"];
const ROLE: [&str; 4] = ["role", "Role in Cancer", "Gene Type", "gene_role"];
const ONCOGENE: [&str; 2] = ["Is Oncogene", "is_oncogene"];
const SUPPRESSOR: [&str; 3] = ["Is Tumor Suppressor Gene", "Is Tumour Suppressor Gene", "is_tumor_suppressor_gene"];

impl Roles {
    /// Reads the folder's table.
    pub(super) fn open(path: &Path) -> Result<Self, FileError> {
        Ok(Self::read(path)?.0)
    }

    /// Reads a table of cancer genes: the folder's own (`gene`, `role`), OncoKB's, IntOGen's, COSMIC's census (all
    /// tab-separated). And how many rows there were.
    ///
    /// METHOD: of a gene with several rows (IntOGen has one a cohort) the part that most rows tell; both where as many tell
    /// the one as the other.
    pub(super) fn read(path: &Path) -> Result<(Self, u64), FileError> {
        let mut table = Table::open(path)?;
        let gene = table.must(&GENE)?;
        let flags = table.column(&ONCOGENE).zip(table.column(&SUPPRESSOR));
        let role = match flags {
            Some(_) => None,
            None => Some(table.must(&ROLE)?),
        };
        let mut told: BTreeMap<String, [u64; 2]> = BTreeMap::new();
        let mut genes = BTreeSet::new();
        let mut rows = 0;
        while let Some(cells) = table.next_row()? {
            rows += 1;
            let cell = |at: usize| cells.get(at).map_or("", String::as_str);
            let name = cell(gene);
            if name.is_empty() || name.contains(char::is_whitespace) {
                return Err(table.refuse(GENE[0], name, "the symbol of a gene"));
            }
            let found = match (flags, role) {
                (Some((oncogene, suppressor)), _) => {
                    let yes = |text: &str| text.eq_ignore_ascii_case("yes") || text.eq_ignore_ascii_case("true");
                    GeneRole { oncogene: yes(cell(oncogene)), tumour_suppressor: yes(cell(suppressor)) }
                }
                (None, Some(role)) => part(cell(role)).ok_or_else(|| {
                    table.refuse(ROLE[0], cell(role), "oncogene, tumour_suppressor (TSG), both, or unclear")
                })?,
                (None, None) => GeneRole::default(),
            };
            genes.insert(name.to_owned());
            let counts = told.entry(name.to_owned()).or_default();
            counts[0] += u64::from(found.oncogene);
            counts[1] += u64::from(found.tumour_suppressor);
        }
        let most = |[oncogene, suppressor]: [u64; 2]| GeneRole {
            oncogene: oncogene > 0 && oncogene >= suppressor,
            tumour_suppressor: suppressor > 0 && suppressor >= oncogene,
        };
        Ok((Self { genes: told.into_iter().map(|(gene, counts)| (gene, most(counts))).collect() }, rows))
    }

    /// As the folder's table.
    pub(super) fn text(&self) -> String {
        let rows = self.genes.iter().map(|(gene, role)| format!("{gene}\t{}\n", role.word()));
        std::iter::once("gene\trole\n".to_owned()).chain(rows).collect()
    }
    /// A gene's part; none where the table does not have it.
    pub fn of(&self, gene: &str) -> Option<GeneRole> {
        self.genes.get(gene).copied()
    }
    /// How many genes.
    pub fn len(&self) -> usize {
        self.genes.len()
    }
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.genes.is_empty()
    }
}

/// A part by the words of its sources: `oncogene, TSG, fusion`, `ONCOGENE_AND_TSG`, `Act`, `LoF`, `ambiguous`.
fn part(text: &str) -> Option<GeneRole> {
    let mut role = GeneRole::default();
    for word in text.split([',', ';', '/']).map(str::trim) {
        match word.to_ascii_lowercase().as_str() {
            "oncogene" | "act" | "activating" => role.oncogene = true,
            "tsg" | "lof" | "tumour_suppressor" | "tumor_suppressor" | "tumor suppressor" | "tumour suppressor" => {
                role.tumour_suppressor = true;
            }
            "both" | "oncogene_and_tsg" => role = GeneRole { oncogene: true, tumour_suppressor: true },
            "" | "unclear" | "ambiguous" | "amb" | "fusion" | "neither" | "insufficient_evidence" => {}
            _ => return None,
        }
    }
    Some(role)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Roles, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r.tsv");
        std::fs::write(&path, text).unwrap();
        Roles::read(&path).map(|(roles, _)| roles).map_err(|error| error.to_string())
    }

    #[test]
    fn the_tables_that_departments_have() {
        let part = |text: &str, gene: &str| read(text).unwrap().of(gene).map(GeneRole::word);
        let oncokb = "Hugo Symbol\tEntrez Gene ID\tIs Oncogene\tIs Tumor Suppressor Gene\nABL1\t25\tYes\tNo\n";
        assert_eq!((part(oncokb, "ABL1"), part(oncokb, "XYZ")), (Some("oncogene"), None));
        let newer = "Hugo Symbol\tGene Type\nNOTCH1\tONCOGENE_AND_TSG\nACTB\tINSUFFICIENT_EVIDENCE\n";
        assert_eq!((part(newer, "NOTCH1"), part(newer, "ACTB")), (Some("both"), Some("unclear")));
        let census = "Gene Symbol\tName\tRole in Cancer\nBCL10\tx\tTSG, fusion\n";
        assert_eq!(part(census, "BCL10"), Some("tumour_suppressor"));
        let intogen = "SYMBOL\tCOHORT\tROLE\nA\t1\tAct\nA\t2\tLoF\nA\t3\tAct\nB\t1\tAct\nB\t2\tLoF\nC\t1\tambiguous\n";
        assert_eq!((part(intogen, "A"), part(intogen, "B")), (Some("oncogene"), Some("both")));
        let refused = read("gene\trole\nABL1\tdriver\n").unwrap_err();
        assert!(refused.contains("line 2") && refused.contains("role") && refused.contains("driver"), "{refused}");
        assert!(read("a\tb\n").unwrap_err().contains("a column gene"));
    }
}
