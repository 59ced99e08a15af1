//! The ledger on disk, a row a rule and candidate, by place; and the answer to "why is this variant (not) there?".

use std::path::Path;

use marv_ingest::{
    table::{self, IndexedTableWriter},
    variants::VariantReader,
};
use marv_model::{
    call::{LedgerEntry, RuleVerdict, SmallVariantCall},
    genome::Contigs,
    variant::SmallVariant,
};
use serde::Serialize;

use crate::Error;

/// The name of the ledger in a run's folder.
pub const LEDGER: &str = "ledger.tsv.gz";

const HEAD: &str = "#CHROM\tPOS\tREF\tALT\tRULE\tVALUE\tTHRESHOLD\tVERDICT\tVERSION";

/// Writes the ledger in the genome's order.
pub(crate) struct LedgerWriter(IndexedTableWriter);

impl LedgerWriter {
    pub(crate) fn create(path: &Path) -> Result<Self, Error> {
        IndexedTableWriter::create(path, HEAD).map(Self).map_err(Error::output)
    }
    pub(crate) fn write(&mut self, contigs: &Contigs, call: &SmallVariantCall) -> Result<(), Error> {
        self.write_rules(contigs, &call.variant, &call.ledger)
    }
    /// The rules of one allele. Alleles come in the genome's order.
    pub(crate) fn write_rules(
        &mut self,
        contigs: &Contigs,
        variant: &SmallVariant,
        rules: &[LedgerEntry],
    ) -> Result<(), Error> {
        let contig = contigs.name(variant.contig());
        let position = variant.position() + 1;
        for entry in rules {
            let number = |value: Option<f64>| value.map_or_else(|| ".".to_owned(), |value| format!("{value}"));
            let row = format!(
                "{contig}\t{position}\t{}\t{}\t{}\t{}\t{}\t{}\t{}",
                variant.reference(),
                variant.alternate(),
                entry.rule,
                number(entry.value),
                number(entry.threshold),
                verdict_word(entry.verdict),
                entry.version,
            );
            self.0.write(contig, position, &row).map_err(Error::output)?;
        }
        Ok(())
    }
    pub(crate) fn finish(self) -> Result<(), Error> {
        self.0.finish().map_err(Error::output)
    }
}

const WORDS: [(RuleVerdict, &str); 4] = [
    (RuleVerdict::Pass, "pass"),
    (RuleVerdict::Fail, "fail"),
    (RuleVerdict::Exempt, "exempt"),
    (RuleVerdict::NotAssessed, "not_assessed"),
];

fn verdict_word(verdict: RuleVerdict) -> &'static str {
    WORDS.iter().find(|(known, _)| *known == verdict).map_or("?", |(_, word)| word)
}

/// One candidate as the ledger has it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explained {
    /// Contig name.
    pub contig: String,
    /// 1-based.
    pub position: u32,
    /// Reference allele.
    pub reference: String,
    /// Alternate allele.
    pub alternate: String,
    /// Every rule that was applied, in order.
    pub rules: Vec<LedgerEntry>,
    /// Whether the run's report lists it.
    pub reported: bool,
}

/// What is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Question {
    contig: String,
    position: u32,
    alleles: Option<(String, String)>,
}

impl Question {
    /// `chr17:7675088`, `chr17:7675088 C>T`, `chr17:7675088:C:T` or `chr17-7675088-C-T`.
    fn parse(text: &str) -> Option<Self> {
        let mut words = text.split([':', ' ', '>', '-', '\t']).filter(|word| !word.is_empty());
        let contig = words.next()?.to_owned();
        let position = words.next()?.replace(',', "").parse().ok().filter(|position| *position > 0)?;
        let alleles = match (words.next(), words.next(), words.next()) {
            (None, None, None) => None,
            (Some(r), Some(a), None) => Some((r.to_ascii_uppercase(), a.to_ascii_uppercase())),
            _ => return None,
        };
        Some(Self { contig, position, alleles })
    }
}

/// The run's name of the contig that is asked about. A place that its genome does not have never had a candidate either,
/// but that is no answer.
fn contig_of(run: &Path, question: &Question) -> Result<String, Error> {
    let path = run.join(crate::run::VARIANTS);
    let contigs = VariantReader::open(&path)?.header().contig_table().unwrap_or_default();
    let wrong = |problem: String| Error::Usage { problem, advice: "name a place of the run's genome".into() };
    let id = contigs
        .id_or_alias(&question.contig)
        .ok_or_else(|| wrong(format!("the run's genome has no contig {}", question.contig)))?;
    let (name, length) = (contigs.name(id), contigs.length(id));
    if question.position > length {
        return Err(wrong(format!("{name} has {length} bases: there is no place {}", question.position)));
    }
    Ok(name.to_owned())
}

/// Why a variant is, or is not, in the report of the run in `run`: every candidate at the place, every rule, its value
/// and threshold. Empty when the place never had a candidate allele.
pub fn why(run: &Path, variant: &str) -> Result<Vec<Explained>, Error> {
    let question = Question::parse(variant).ok_or_else(|| Error::Usage {
        problem: format!("{variant:?} is no place or variant"),
        advice: "write chr17:7675088 or \"chr17:7675088 C>T\" (1-based)".into(),
    })?;
    let path = run.join(LEDGER);
    let name = contig_of(run, &question)?;
    let rows = table::query(&path, &name, question.position, question.position)?;
    let case = crate::report::read_case(&run.join(crate::run::CASE)).ok();
    let mut explained: Vec<Explained> = Vec::new();
    for row in rows {
        let malformed = || Error::file(&path, None, format!("the row {row:?} has not nine columns"), "run again");
        let fields: Vec<&str> = row.split('\t').collect();
        let [contig, position, reference, alternate, rule, value, threshold, verdict, version] = fields[..] else {
            return Err(malformed());
        };
        if question.alleles.as_ref().is_some_and(|(r, a)| r != reference || a != alternate) {
            continue;
        }
        let position: u32 = position.parse().map_err(|_| malformed())?;
        let entry = LedgerEntry {
            rule: rule.to_owned(),
            value: value.parse().ok(),
            threshold: threshold.parse().ok(),
            verdict: WORDS.iter().find(|(_, word)| *word == verdict).map(|(v, _)| *v).ok_or_else(malformed)?,
            version: version.parse().map_err(|_| malformed())?,
        };
        match explained.last_mut() {
            Some(last) if last.reference == reference && last.alternate == alternate => last.rules.push(entry),
            _ => {
                let reported = case.as_ref().is_some_and(|case| {
                    case.variants.iter().any(|v| {
                        v.contig == contig
                            && v.position == position
                            && v.reference == reference
                            && v.alternate == alternate
                    })
                });
                explained.push(Explained {
                    contig: contig.to_owned(),
                    position,
                    reference: reference.to_owned(),
                    alternate: alternate.to_owned(),
                    rules: vec![entry],
                    reported,
                });
            }
        }
    }
    Ok(explained)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_a_place_or_a_variant() {
        let place = Question::parse("chr17:7,675,088").unwrap();
        assert_eq!((place.contig.as_str(), place.position, place.alleles), ("chr17", 7_675_088, None));
        for text in ["chr17:7675088 C>T", "chr17:7675088:c:t", "chr17-7675088-C-T"] {
            let variant = Question::parse(text).unwrap();
            assert_eq!(variant.alleles, Some(("C".into(), "T".into())), "{text}");
        }
        assert_eq!(Question::parse("TP53 R175H"), None);
        assert_eq!(Question::parse("chr17:0"), None);
    }
}
