//! What is known of a case.

use std::collections::BTreeMap;

use marv_model::{
    case::Disease,
    clinical::Clinical,
    cytogenetics::{CytogeneticFindings, KaryotypeGroups, Lesion, LesionFinding},
    finding::{Finding, NotAssessed},
    tp53::{Tp53Mutation, Tp53State},
};

use super::{Marker, MarkerEvidence, MarkerFinding};

/// What is known of a case. It starts with nothing known, and what is never said stays unknown.
///
/// ```
/// use marv_guidelines::profile::{Profile, Marker, MarkerEvidence};
/// use marv_model::{case::Disease, cytogenetics::CytogeneticFindings, finding::Finding, units::AlleleFraction};
///
/// let profile = Profile::unknown()
///     .disease(Disease::Aml)
///     .marker(Marker::Npm1, Finding::present(vec![MarkerEvidence::new("p.(Trp288CysfsTer12)", AlleleFraction::new(0.41)?)]))
///     .marker(Marker::Flt3Itd, Finding::absent_below(AlleleFraction::new(0.05)?))
///     .cytogenetics(CytogeneticFindings::all_absent());
/// # Ok::<(), marv_model::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    disease: Disease,
    markers: BTreeMap<Marker, MarkerFinding>,
    cytogenetics: CytogeneticFindings,
    groups: KaryotypeGroups,
    tp53_states: Vec<Tp53State>,
    clinical: Clinical,
}

impl Profile {
    /// Nothing known, not even the disease.
    pub fn unknown() -> Self {
        Self {
            disease: Disease::Unspecified,
            markers: BTreeMap::new(),
            cytogenetics: CytogeneticFindings::unknown(),
            groups: KaryotypeGroups::unknown(),
            tp53_states: Vec::new(),
            clinical: Clinical::unknown(),
        }
    }
    /// The indication.
    #[must_use]
    pub fn disease(mut self, disease: Disease) -> Self {
        self.disease = disease;
        self
    }
    /// What is known of a gene marker.
    #[must_use]
    pub fn marker(mut self, marker: Marker, finding: MarkerFinding) -> Self {
        self.markers.insert(marker, finding);
        self
    }
    /// What is known of TP53, in the form in which its allelic state is assessed.
    #[must_use]
    pub fn tp53(self, mutations: Finding<Vec<Tp53Mutation>>) -> Self {
        self.marker(Marker::Tp53, mutations.map(|all| all.into_iter().map(MarkerEvidence::from).collect()))
    }
    /// What is known of rearrangements and chromosomal lesions, from a karyotype or another method.
    #[must_use]
    pub fn cytogenetics(mut self, findings: CytogeneticFindings) -> Self {
        self.cytogenetics = findings;
        self
    }
    /// What is known of one lesion, in place of what was said of it before.
    #[must_use]
    pub fn lesion(mut self, lesion: Lesion, finding: LesionFinding) -> Self {
        self.cytogenetics.set(lesion, finding);
        self
    }
    /// What the karyotype as a whole says: its groups and counts.
    #[must_use]
    pub fn groups(mut self, groups: KaryotypeGroups) -> Self {
        self.groups = groups;
        self
    }
    /// The state of TP53 under each definition, as it was assessed from mutations, deletion and loss of heterozygosity.
    #[must_use]
    pub fn tp53_states(mut self, states: Vec<Tp53State>) -> Self {
        self.tp53_states = states;
        self
    }
    /// Blood counts, blasts, history.
    #[must_use]
    pub fn clinical(mut self, clinical: Clinical) -> Self {
        self.clinical = clinical;
        self
    }
    /// The groups and counts as set.
    pub fn karyotype_groups(&self) -> &KaryotypeGroups {
        &self.groups
    }
    /// What is known of the patient.
    pub fn patient(&self) -> &Clinical {
        &self.clinical
    }
    /// The state of TP53 under a definition; none where it was not assessed.
    pub fn tp53_state(&self, definition: &str) -> Option<&Tp53State> {
        self.tp53_states.iter().find(|state| state.definition == definition)
    }
    /// The indication as set.
    pub fn indication(&self) -> Disease {
        self.disease
    }
    /// What is known of a gene marker. Mutations without one that counts are no mutation: an empty list is absent.
    pub fn finding(&self, marker: Marker) -> MarkerFinding {
        match self.markers.get(&marker).cloned().unwrap_or(Finding::unknown(NotAssessed::NotExamined)) {
            Finding::Present { evidence } if evidence.is_empty() => Finding::absent(),
            finding => finding,
        }
    }
    /// What is known of the lesions.
    pub fn lesions(&self) -> &CytogeneticFindings {
        &self.cytogenetics
    }
}
