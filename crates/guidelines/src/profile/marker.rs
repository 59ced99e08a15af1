//! Gene markers: a mutation of one gene that meets a definition.

use marv_model::{finding::Finding, tp53::Tp53Mutation, units::AlleleFraction};

/// A gene's mutation as guidelines count it. What counts is said here; that a variant is of that kind is the annotation's
/// to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Marker {
    /// NPM1: a mutation that gives the cytoplasmic protein.
    Npm1,
    /// FLT3: internal tandem duplication.
    Flt3Itd,
    /// FLT3: mutation of the tyrosine kinase domain.
    Flt3Tkd,
    /// CEBPA: in-frame change of the bZIP domain, of one or both alleles.
    CebpaBzip,
    /// TP53: changes the protein or its splicing.
    Tp53,
    /// KIT: changes the protein.
    Kit,
    /// ASXL1.
    Asxl1,
    /// BCOR.
    Bcor,
    /// EZH2.
    Ezh2,
    /// RUNX1.
    Runx1,
    /// SF3B1.
    Sf3b1,
    /// SRSF2.
    Srsf2,
    /// STAG2.
    Stag2,
    /// U2AF1.
    U2af1,
    /// ZRSR2.
    Zrsr2,
}

impl Marker {
    /// All, with the name that tables, inputs and verdicts use.
    pub const ALL: [(Marker, &'static str); 15] = [
        (Marker::Npm1, "NPM1"),
        (Marker::Flt3Itd, "FLT3-ITD"),
        (Marker::Flt3Tkd, "FLT3-TKD"),
        (Marker::CebpaBzip, "CEBPA-bZIP"),
        (Marker::Tp53, "TP53"),
        (Marker::Kit, "KIT"),
        (Marker::Asxl1, "ASXL1"),
        (Marker::Bcor, "BCOR"),
        (Marker::Ezh2, "EZH2"),
        (Marker::Runx1, "RUNX1"),
        (Marker::Sf3b1, "SF3B1"),
        (Marker::Srsf2, "SRSF2"),
        (Marker::Stag2, "STAG2"),
        (Marker::U2af1, "U2AF1"),
        (Marker::Zrsr2, "ZRSR2"),
    ];
    // RULE: ELN 2022 Table 6, adverse, mutated genes (footnote h); ICC 2022 lists the same nine.
    /// The myelodysplasia-related genes of ELN 2022 and ICC 2022.
    pub const MYELODYSPLASIA_RELATED: [Marker; 9] = [
        Marker::Asxl1,
        Marker::Bcor,
        Marker::Ezh2,
        Marker::Runx1,
        Marker::Sf3b1,
        Marker::Srsf2,
        Marker::Stag2,
        Marker::U2af1,
        Marker::Zrsr2,
    ];
    /// The name that tables, inputs and verdicts use.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(marker, _)| *marker == self).map_or("?", |(_, name)| name)
    }
    /// The marker of this name; none for another word.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(marker, _)| *marker)
    }
    /// The gene's HGNC symbol.
    pub fn gene(self) -> &'static str {
        self.name().split('-').next().unwrap_or_default()
    }
}

/// One mutation that shows a marker.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkerEvidence {
    /// For people, such as `p.(Trp288CysfsTer12)`, without the gene.
    pub label: String,
    /// In the tumour, 0 to 1; none where the source does not say.
    pub fraction: Option<AlleleFraction>,
}

/// What is known of a marker.
pub type MarkerFinding = Finding<Vec<MarkerEvidence>>;

impl MarkerEvidence {
    /// A mutation of known fraction.
    pub fn new(label: impl Into<String>, fraction: AlleleFraction) -> Self {
        Self { label: label.into(), fraction: Some(fraction) }
    }
    /// A mutation of which only its presence is known.
    pub fn of_unknown_fraction(label: impl Into<String>) -> Self {
        Self { label: label.into(), fraction: None }
    }
}

impl From<Tp53Mutation> for MarkerEvidence {
    fn from(mutation: Tp53Mutation) -> Self {
        Self::new(mutation.label, mutation.fraction)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        for (marker, name) in Marker::ALL {
            assert_eq!(Marker::from_name(name), Some(marker));
            assert_eq!(marker.name(), name);
        }
        assert_eq!(Marker::from_name("npm2"), None);
        assert_eq!(Marker::Flt3Itd.gene(), "FLT3");
    }
}
