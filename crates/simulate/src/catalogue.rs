//! What a scenario can name: genes and hotspots.

use marv_model::{genome::Contigs, protein, variant::SmallVariant};

use crate::{
    Error,
    reference::{Anchor, GeneModel},
    scenario::AlleleChoice,
};

/// A recurrent mutation. Positions and alleles are GRCh38's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownMutation {
    /// HGNC symbol.
    pub gene: String,
    /// Protein change such as `p.Arg175His`.
    pub protein: String,
    /// Another name, such as `R175H` or `L265P` in a customary numbering.
    pub alias: String,
    /// Contig name, with `chr`.
    pub contig: String,
    /// 0-based, of the first reference base.
    pub position: u32,
    /// As in VCF.
    pub reference: String,
    /// As in VCF.
    pub alternate: String,
}

/// Genes and mutations by name.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    /// One transcript a gene.
    pub genes: Vec<GeneModel>,
    /// What a scenario may call by gene and protein change.
    pub mutations: Vec<KnownMutation>,
    /// Bases of the true genome that the mutations need.
    pub anchors: Vec<Anchor>,
}

impl Catalogue {
    /// The transcript of a gene.
    pub fn gene(&self, symbol: &str) -> Option<&GeneModel> {
        self.genes.iter().find(|gene| gene.gene == symbol)
    }
    /// The allele that a scenario means, with its name where it was called by one.
    pub(crate) fn resolve(
        &self,
        field: &str,
        choice: &AlleleChoice,
        contigs: &Contigs,
    ) -> Result<(SmallVariant, Option<String>), Error> {
        let refuse = |problem: String| Err(Error::scenario(field, problem));
        let AlleleChoice { gene, hotspot, contig, position, reference, alternate } = choice;
        if let (Some(contig), Some(position), Some(reference), Some(alternate)) =
            (contig, position, reference, alternate)
        {
            let Some(id) = contigs.id_or_alias(contig) else {
                return refuse(format!("{contig:?} is no contig of the reference"));
            };
            let Some(position) = position.checked_sub(1).filter(|at| *at < contigs.length(id)) else {
                return refuse(format!(
                    "position {position} is not on {contig}, which has {} bases",
                    contigs.length(id)
                ));
            };
            let label = match (gene, hotspot) {
                (Some(gene), Some(name)) => Some(format!("{gene} {name}")),
                (Some(gene), None) => Some(gene.clone()),
                _ => None,
            };
            return Ok((SmallVariant::new(id, position, reference, alternate)?, label));
        }
        let (Some(gene), Some(hotspot)) = (gene, hotspot) else {
            return refuse(
                "names no allele: give gene and hotspot, or contig, position, reference and alternate".to_owned(),
            );
        };
        let wanted = three_letters(hotspot);
        let is_meant = |known: &&KnownMutation| {
            known.gene == *gene && (three_letters(&known.protein) == wanted || known.alias == *hotspot)
        };
        let Some(known) = self.mutations.iter().find(is_meant) else {
            let names: Vec<&str> =
                self.mutations.iter().filter(|known| known.gene == *gene).map(|known| known.protein.as_str()).collect();
            return refuse(format!(
                "{gene} {hotspot} is no mutation known by name (known for {gene}: {}); give contig, position, reference and alternate",
                if names.is_empty() { "none".to_owned() } else { names.join(", ") }
            ));
        };
        let Some(id) = contigs.id_or_alias(&known.contig) else {
            return refuse(format!("the reference has no {}, where {gene} {hotspot} lies", known.contig));
        };
        let variant = SmallVariant::new(id, known.position, &known.reference, &known.alternate)?;
        Ok((variant, Some(format!("{gene} {}", known.protein))))
    }
}

/// `R175H`, `p.R175H`, `p.(Arg175His)` and `p.Arg175His` alike as `Arg175His`.
pub(crate) fn three_letters(change: &str) -> String {
    let bare: String = change.trim_start_matches("p.").chars().filter(|c| !matches!(c, '(' | ')')).collect();
    if bare.chars().any(|letter| letter.is_ascii_lowercase() && !bare.ends_with("fs")) {
        return bare;
    }
    bare.chars().map(|letter| protein::three_letters(letter).map_or(letter.to_string(), ToOwned::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn protein_changes_are_found_however_they_are_written() {
        for text in ["R175H", "p.R175H", "p.Arg175His", "p.(Arg175His)"] {
            assert_eq!(three_letters(text), "Arg175His");
        }
    }

    #[test]
    fn an_allele_that_is_not_known_is_refused_with_those_that_are() {
        let catalogue = Catalogue {
            mutations: vec![KnownMutation {
                gene: "TP53".into(),
                protein: "p.Arg175His".into(),
                alias: "R175H".into(),
                contig: "chr17".into(),
                position: 7_675_087,
                reference: "C".into(),
                alternate: "T".into(),
            }],
            ..Catalogue::default()
        };
        let contigs = Contigs::grch38();
        let named = |hotspot: &str| AlleleChoice {
            gene: Some("TP53".into()),
            hotspot: Some(hotspot.into()),
            ..AlleleChoice::default()
        };
        let (variant, label) = catalogue.resolve("somatic[0]", &named("R175H"), &contigs).unwrap();
        assert_eq!(contigs.show(&variant).to_string(), "chr17:7675088 C>T");
        assert_eq!(label.as_deref(), Some("TP53 p.Arg175His"));
        let error = catalogue.resolve("somatic[0]", &named("R999H"), &contigs).unwrap_err().to_string();
        assert!(error.contains("somatic[0]") && error.contains("p.Arg175His"), "{error}");
        assert!(catalogue.resolve("somatic[0]", &AlleleChoice::default(), &contigs).is_err());
    }
}
