//! A case of which nothing is known.

use super::{CASE_VERSION, CallCounts, Case, Disease, Provenance, Quality, ReferenceUsed, ReportState};
use crate::{
    clinical::Clinical,
    copy_number::{CopyNumberGene, CopyNumberSegment},
    cytogenetics::CytogeneticFindings,
    genome::Build,
};

impl Case {
    /// A draft in which nothing was supplied and nothing was looked at, to be filled.
    ///
    /// ```
    /// use marv_model::case::{Case, Disease};
    ///
    /// let case = Case { disease: Disease::Aml, ..Case::unexamined("CASE-0001", "GRCh38.fa") };
    /// assert!(case.copy_number.is_none() && case.tp53.is_none());
    /// ```
    pub fn unexamined(id: &str, reference: &str) -> Self {
        Self {
            version: CASE_VERSION.to_owned(),
            id: id.to_owned(),
            state: ReportState::Draft,
            signatures: Vec::new(),
            preliminary: false,
            disease: Disease::Unspecified,
            demonstration: false,
            samples: Vec::new(),
            reference: ReferenceUsed { file: reference.to_owned(), build: Build::Unknown, contigs: 1 },
            variants: Vec::new(),
            counts: CallCounts::default(),
            tp53: None,
            clinical: Clinical::unknown(),
            fish: Vec::new(),
            panel: Vec::new(),
            comparison: None,
            copy_number: None,
            supplied_copies: None,
            rearrangements: None,
            virtual_karyotype: None,
            discordances: Vec::new(),
            lesions: CytogeneticFindings::unknown(),
            genome_lesions: None,
            interpretation: None,
            predisposition: None,
            decisions: Vec::new(),
            karyotype: None,
            guideline_inputs: None,
            verdicts: Vec::new(),
            side_by_side: None,
            genes: Vec::new(),
            not_assessed: Vec::new(),
            quality: Quality::default(),
            provenance: Provenance::default(),
        }
    }
    /// The genome in segments of copies; none where no method gave any.
    ///
    /// RULE: what another program found stands before what was measured, and is never mixed with it.
    pub fn segments(&self) -> Option<&[CopyNumberSegment]> {
        let supplied = self.supplied_copies.as_ref().map(|given| &given.segments[..]);
        supplied.or(self.copy_number.as_ref().map(|result| &result.segments[..])).filter(|all| !all.is_empty())
    }
    /// Genes of the panel in changed segments of [`Case::segments`].
    pub fn genes_with_changed_copies(&self) -> &[CopyNumberGene] {
        match (&self.supplied_copies, &self.copy_number) {
            (Some(given), _) => &given.genes,
            (None, Some(result)) => &result.genes,
            (None, None) => &[],
        }
    }
}
