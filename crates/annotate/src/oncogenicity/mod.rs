//! How oncogenic a somatic variant is: the codes of ClinGen, CGC and VICC (Horak, Genet Med 2022;24:986), each met, not
//! met, or not assessed for want of what it asks for.
//!
//! ```
//! use marv_annotate::{Bundle, oncogenicity::{Assessor, Observed}};
//! use marv_model::{
//!     annotation::{Consequence, HaemRule, TranscriptConsequence},
//!     oncogenicity::OncogenicityClass,
//! };
//!
//! let stop = TranscriptConsequence {
//!     gene: "TP53".into(),
//!     mane_select: true,
//!     consequences: vec![Consequence::StopGained],
//!     exon: Some("6/11".into()),
//!     rules: vec![HaemRule::Truncating],
//!     ..TranscriptConsequence::default()
//! };
//! let seen = Observed { highest_frequency: Some(0.0), ..Observed::default() };
//! let result = Assessor::new(Bundle::embedded()).assess(&stop, &seen);
//! assert_eq!(result.points, 9); // OVS1 and OP4
//! assert_eq!(result.class, OncogenicityClass::LikelyOncogenic);
//! ```

mod grantham;
mod sum;

use marv_model::{
    annotation::{Consequence, HaemRule, TranscriptConsequence},
    oncogenicity::{
        CodeOutcome, CodeReason, CodeResult, Oncogenicity,
        OncogenicityCode::{
            self, Om1, Om2, Om3, Om4, Op1, Op2, Op3, Op4, Os1, Os2, Os3, Ovs1, Sbp1, Sbp2, Sbs1, Sbs2, Sbvs1,
        },
    },
};

pub use sum::points;

use crate::bundle::{Bundle, GeneKnowledge, GeneRole, HotspotRecord, genes::bare};

/// What is known of a variant from outside of the bundle. None is not assessed.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Observed {
    /// The highest frequency of the allele in one of the five continental populations, 0 to 1; 0 where a database that
    /// covers the place does not have it.
    pub highest_frequency: Option<f64>,
    /// How often tumours have it.
    pub hotspot: Option<HotspotCount>,
    /// What computation predicts.
    pub predicted: Option<Predicted>,
    /// The gene's part by a department's table; asked where the bundle says nothing of the gene.
    pub role: Option<GeneRole>,
}

/// Samples of a table of recurrent mutations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HotspotCount {
    /// With any change of the residue.
    pub residue: u32,
    /// With this amino acid change.
    pub change: u32,
}

/// What all of the computational evidence used says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Predicted {
    /// An effect.
    Effect,
    /// None.
    NoEffect,
    /// They disagree, or say neither.
    Undecided,
}

/// METHOD: below this frequency a variant counts as extremely rare (the standard gives no figure; SOP users take 1e-4 down
/// to 1e-5; the stricter one keeps clonal haematopoiesis in population databases from mattering).
const EXTREMELY_RARE: f64 = 1e-5;

/// Assesses variants with the knowledge of a bundle.
#[derive(Debug, Clone, Copy)]
pub struct Assessor<'a> {
    bundle: &'a Bundle,
}

/// One code's answer, before the sum.
type Answer = (CodeOutcome, CodeReason, String);

fn answer(outcome: CodeOutcome, reason: CodeReason) -> Answer {
    (outcome, reason, String::new())
}

fn about(outcome: CodeOutcome, reason: CodeReason, detail: &str) -> Answer {
    (outcome, reason, detail.to_owned())
}

/// What a variant is, as the codes ask for it.
struct Subject<'a> {
    on: &'a TranscriptConsequence,
    gene: Option<&'a GeneKnowledge>,
    /// Rules' names as the bundle writes them.
    rules: Vec<String>,
    /// `Val617Phe`.
    change: Option<&'a str>,
    seen: &'a Observed,
}

impl Subject<'_> {
    fn has(&self, term: Consequence) -> bool {
        self.on.consequences.contains(&term)
    }
    fn missense(&self) -> bool {
        self.has(Consequence::MissenseVariant)
    }
    fn meets(&self, rule: HaemRule) -> bool {
        self.on.rules.contains(&rule)
    }
    /// Residue before, number, residue after, of a plain substitution.
    fn substitution(&self) -> Option<(&str, u32, &str)> {
        substitution(self.change?)
    }
}

fn substitution(change: &str) -> Option<(&str, u32, &str)> {
    let (before, rest) = (change.get(..3)?, change.get(3..)?);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (number, after) = rest.split_at(digits);
    (after.len() == 3).then(|| Some((before, number.parse().ok()?, after)))?
}

impl<'a> Assessor<'a> {
    /// With the gene roles, domains, listed changes and studies of this bundle.
    pub fn new(bundle: &'a Bundle) -> Self {
        Self { bundle }
    }

    /// Every code for a variant on one transcript, best the MANE Select one: residues and domains are in its numbering.
    pub fn assess(self, on: &TranscriptConsequence, seen: &Observed) -> Oncogenicity {
        let named = |rule: &HaemRule| serde_json::to_value(rule).ok()?.as_str().map(str::to_owned);
        let told = seen.role.map(|role| role.of(&on.gene));
        let subject = Subject {
            on,
            gene: self.bundle.gene_knowledge(&on.gene).or(told.as_ref()),
            rules: on.rules.iter().filter_map(named).collect(),
            change: on.hgvs_p.as_deref().and_then(bare),
            seen,
        };
        let codes = OncogenicityCode::ALL.iter().map(|code| {
            let (outcome, reason, detail) = self.code(*code, &subject);
            CodeResult { code: *code, outcome, reason, detail }
        });
        sum::sum_up(codes.collect())
    }

    fn code(self, code: OncogenicityCode, s: &Subject<'_>) -> Answer {
        use CodeOutcome::{Met, NotAssessed, NotMet};
        match code {
            Ovs1 => null_variant(s),
            Os1 => match self.listed(s) {
                Some(spot) => about(Met, CodeReason::Listed, &spot.source),
                None if s.change.is_none() => answer(NotMet, CodeReason::NoProteinChange),
                None => answer(NotMet, CodeReason::NotListed),
            },
            Os2 => match self.study(s) {
                Some(source) => about(Met, CodeReason::Study, source),
                None => answer(NotAssessed, CodeReason::NoStudy),
            },
            Os3 | Om3 | Op3 => hotspot(code, s),
            Om1 => critical(s),
            Om2 => length_change(s),
            Om4 => self.other_missense(s),
            Op1 | Sbp1 => match (s.seen.predicted, code) {
                (None, _) => answer(NotAssessed, CodeReason::NoPrediction),
                (Some(Predicted::Effect), Op1) | (Some(Predicted::NoEffect), Sbp1) => {
                    answer(Met, CodeReason::Predicted)
                }
                (Some(_), _) => answer(NotMet, CodeReason::PredictedOtherwise),
            },
            Op2 => answer(NotMet, CodeReason::NoSingleAetiology),
            Op4 | Sbvs1 | Sbs1 => frequency(code, s.seen.highest_frequency),
            Sbs2 => match self.study(s) {
                Some(source) => about(NotMet, CodeReason::StudyOtherwise, source),
                None => answer(NotAssessed, CodeReason::NoStudy),
            },
            Sbp2 => silent(s),
        }
    }

    /// The listed change that is the variant's.
    fn listed(self, s: &Subject<'_>) -> Option<&'a HotspotRecord> {
        let change = s.change?;
        let of_gene = |spot: &&HotspotRecord| *spot.gene == *s.on.gene && *spot.transcript == *s.on.transcript;
        self.bundle
            .hotspot_records()
            .iter()
            .filter(of_gene)
            .find(|spot| spot.hgvs_p.as_deref().and_then(bare) == Some(change))
    }

    fn study(self, s: &Subject<'_>) -> Option<&'a str> {
        let of_gene = self.bundle.studies().iter().filter(|study| *study.gene == *s.on.gene);
        of_gene.into_iter().find(|study| study.is_about(s.on.hgvs_p.as_deref(), &s.rules)).map(|study| &*study.source)
    }

    /// RULE: OM4: another missense of the residue is listed, and this change is at least as large (Grantham).
    fn other_missense(self, s: &Subject<'_>) -> Answer {
        use CodeOutcome::{Met, NotMet};
        let (Some((before, number, after)), true) = (s.substitution(), s.missense()) else {
            return answer(NotMet, CodeReason::NoMissense);
        };
        let own = grantham::distance(before, after);
        let larger = self.bundle.hotspot_records().iter().find(|spot| {
            let other = spot.hgvs_p.as_deref().and_then(bare).and_then(substitution);
            *spot.gene == *s.on.gene
                && *spot.transcript == *s.on.transcript
                && other.is_some_and(|(from, at, to)| {
                    let distance = grantham::distance(from, to);
                    at == number && to != after && matches!((own, distance), (Some(own), Some(other)) if own >= other)
                })
        });
        larger.map_or_else(
            || answer(NotMet, CodeReason::ResidueNotListed),
            |spot| about(Met, CodeReason::ResidueListed, &spot.label),
        )
    }
}

/// RULE: OVS1: a null variant of a tumour suppressor gene. A stop or a shifted frame in the last exon escapes decay, and is
/// for a person to judge, unless the gene's rule says that it counts or the gene has one exon.
fn null_variant(s: &Subject<'_>) -> Answer {
    use CodeOutcome::{Met, NotAssessed, NotMet};
    if !s.meets(HaemRule::Truncating) {
        return answer(NotMet, CodeReason::NotNull);
    }
    let Some(gene) = s.gene.filter(|gene| gene.tumour_suppressor) else {
        return answer(NotMet, CodeReason::NotASuppressor);
    };
    if !gene.activating_truncation.is_empty() {
        return about(NotMet, CodeReason::TruncationActivates, &gene.activating_truncation);
    }
    let last = s.on.exon.as_deref().and_then(|exon| exon.split_once('/')).is_some_and(|(at, of)| at == of && of != "1");
    let coding = s.has(Consequence::StopGained) || s.has(Consequence::FrameshiftVariant);
    if last && coding && !s.meets(HaemRule::Asxl1Truncation) {
        return answer(NotAssessed, CodeReason::LastExon);
    }
    answer(Met, CodeReason::Null)
}

/// RULE: OM1: within a critical stretch of the protein. Truncations are OVS1's.
fn critical(s: &Subject<'_>) -> Answer {
    use CodeOutcome::{Met, NotAssessed, NotMet};
    let altering = s.meets(HaemRule::ProteinAltering) && !s.meets(HaemRule::Truncating);
    let (Some(at), true) = (s.on.protein_position, altering) else {
        return answer(NotMet, CodeReason::NoProteinChange);
    };
    let Some(gene) = s.gene.filter(|gene| !gene.critical.is_empty()) else {
        return answer(NotAssessed, CodeReason::NoDomainKnown);
    };
    if gene.critical.iter().any(|(first, last)| (*first..=*last).contains(&at)) {
        return about(Met, CodeReason::Critical, &gene.critical_name);
    }
    about(NotMet, CodeReason::OutsideCritical, &gene.critical_name)
}

/// RULE: OM2: an in-frame insertion or deletion in a gene of cancer, a lost stop in a tumour suppressor.
fn length_change(s: &Subject<'_>) -> Answer {
    use CodeOutcome::{Met, NotMet};
    let in_frame = s.has(Consequence::InframeInsertion) || s.has(Consequence::InframeDeletion);
    let (oncogene, suppressor) = s.gene.map_or((false, false), |gene| (gene.oncogene, gene.tumour_suppressor));
    if in_frame && (oncogene || suppressor) || s.has(Consequence::StopLost) && suppressor {
        return answer(Met, CodeReason::Length);
    }
    answer(NotMet, CodeReason::SameLength)
}

/// RULE: OS3: 50 samples or more at the residue and 10 or more with the change; OM3: fewer and 10 or more; OP3: fewer than
/// 10 with the change.
fn hotspot(code: OncogenicityCode, s: &Subject<'_>) -> Answer {
    use CodeOutcome::{Met, NotAssessed, NotMet};
    let Some(count) = s.seen.hotspot else { return answer(NotAssessed, CodeReason::NoCounts) };
    let meets = match code {
        Os3 => count.residue >= 50 && count.change >= 10,
        Om3 => count.residue < 50 && count.change >= 10,
        _ => (1..10).contains(&count.change),
    };
    let detail = format!("{}/{}", count.change, count.residue);
    if meets { about(Met, CodeReason::Counts, &detail) } else { about(NotMet, CodeReason::CountsOtherwise, &detail) }
}

/// RULE: SBVS1: above 5 % in a population; SBS1: above 1 %; OP4: absent or extremely rare.
fn frequency(code: OncogenicityCode, highest: Option<f64>) -> Answer {
    use CodeOutcome::{Met, NotAssessed, NotMet};
    let Some(highest) = highest else { return answer(NotAssessed, CodeReason::NoFrequency) };
    let meets = match code {
        Sbvs1 => highest > 0.05,
        Sbs1 => highest > 0.01,
        _ => highest < EXTREMELY_RARE,
    };
    let detail = format!("{highest:.6}");
    if meets {
        about(Met, CodeReason::Frequency, &detail)
    } else {
        about(NotMet, CodeReason::FrequencyOtherwise, &detail)
    }
}

/// RULE: SBP2: silent, no effect on splicing, not kept by evolution. The last is not at hand.
fn silent(s: &Subject<'_>) -> Answer {
    use CodeOutcome::{NotAssessed, NotMet};
    let splicing =
        [Consequence::SpliceRegionVariant, Consequence::SpliceDonorVariant, Consequence::SpliceAcceptorVariant];
    if s.has(Consequence::SynonymousVariant) && !splicing.into_iter().any(|term| s.has(term)) {
        return answer(NotAssessed, CodeReason::NoConservation);
    }
    answer(NotMet, CodeReason::NotSilent)
}
