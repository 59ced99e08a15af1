//! What a row of evidence is about, and whether a finding is that.

use marv_model::{
    annotation::{Consequence, HaemRule, TranscriptConsequence},
    cytogenetics::Lesion,
    oncogenicity::{CodeOutcome, CodeReason, Oncogenicity, OncogenicityClass, OncogenicityCode},
};

/// An event as the table writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// `p.Val617Phe`: exactly this protein change.
    Change(String),
    /// `residue:132` or `range:600-790`: a change of the protein within these residues that does not truncate it.
    Residues(u32, u32),
    /// `exon:12`: a change of the protein in this exon of the MANE Select transcript.
    Exon(u32),
    /// `rule:flt3_itd`: a rule of the annotation.
    Rule(HaemRule),
    /// `truncating`: nonsense, frameshift, canonical splice site, lost start.
    Truncating,
    /// `last_exon_frameshift`: a shifted frame in the last exon, as in CALR.
    LastExonFrameshift,
    /// `oncogenic`: a change that does harm, by its oncogenicity; what a person must judge fits perhaps.
    Oncogenic,
    /// `lesion:PML::RARA`: a lesion by its name.
    Lesion(Lesion),
    /// `loss`: fewer copies than inherited.
    Loss,
    /// `biallelic_loss`: no copy is left.
    BiallelicLoss,
    /// `state:multi_hit`: TP53 hit on both alleles.
    MultiHit,
}

/// Whether a finding is the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// It is not.
    No,
    /// A person must judge.
    Perhaps,
    /// It is.
    Yes,
}

/// A small variant as events ask for it.
#[derive(Debug, Clone, Copy)]
pub struct Mutation<'a> {
    /// On the transcript to report it on.
    pub on: &'a TranscriptConsequence,
    /// How oncogenic it is.
    pub oncogenicity: Option<&'a Oncogenicity>,
}

impl Event {
    /// As the table writes it; none for a word that no event has.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text.starts_with("p.") {
            return Some(Self::Change(text.to_owned()));
        }
        Some(match (text.split_once(':'), text) {
            (_, "truncating") => Self::Truncating,
            (_, "last_exon_frameshift") => Self::LastExonFrameshift,
            (_, "oncogenic") => Self::Oncogenic,
            (_, "loss") => Self::Loss,
            (_, "biallelic_loss") => Self::BiallelicLoss,
            (_, "state:multi_hit") => Self::MultiHit,
            (Some(("residue", at)), _) => {
                let at = at.parse().ok()?;
                Self::Residues(at, at)
            }
            (Some(("range", ends)), _) => {
                let (first, last) = ends.split_once('-')?;
                let (first, last) = (first.parse().ok()?, last.parse().ok()?);
                (first <= last).then_some(Self::Residues(first, last))?
            }
            (Some(("exon", number)), _) => Self::Exon(number.parse().ok()?),
            (Some(("rule", name)), _) => Self::Rule(rule(name)?),
            (Some(("lesion", name)), _) => {
                Self::Lesion(Lesion::ALL.iter().copied().find(|lesion| lesion.name() == name)?)
            }
            _ => return None,
        })
    }

    /// Whether a small variant of the row's gene is the event.
    pub fn is_mutation(&self, mutation: Mutation<'_>) -> Fit {
        let c = mutation.on;
        let meets = |rule| c.rules.contains(&rule);
        let altering = meets(HaemRule::ProteinAltering);
        let yes_if = |met: bool| if met { Fit::Yes } else { Fit::No };
        match self {
            Self::Change(change) => yes_if(c.hgvs_p.as_deref().is_some_and(|p| bare(p) == bare(change))),
            Self::Residues(first, last) => yes_if(
                altering
                    && !meets(HaemRule::Truncating)
                    && c.protein_position.is_some_and(|at| (*first..=*last).contains(&at)),
            ),
            Self::Exon(number) => yes_if(altering && exon(c).is_some_and(|(at, _)| at == *number)),
            Self::Rule(rule) => yes_if(meets(*rule)),
            Self::Truncating => yes_if(meets(HaemRule::Truncating)),
            Self::LastExonFrameshift => yes_if(
                c.consequences.contains(&Consequence::FrameshiftVariant) && exon(c).is_some_and(|(at, of)| at == of),
            ),
            Self::Oncogenic => oncogenic(c, mutation.oncogenicity),
            Self::Lesion(_) | Self::Loss | Self::BiallelicLoss | Self::MultiHit => Fit::No,
        }
    }
}

/// RULE: a change does harm where its oncogenicity says so, or a code of its own weight is met: a null variant of a
/// suppressor, a listed change, a study, a hotspot, a critical part of the protein. Another change of the protein is for a
/// person to judge. Where the signer judged, the class says it alone.
fn oncogenic(c: &TranscriptConsequence, oncogenicity: Option<&Oncogenicity>) -> Fit {
    use OncogenicityCode::{Om1, Om3, Os1, Os2, Os3, Ovs1};
    let altering = c.rules.contains(&HaemRule::ProteinAltering);
    let Some(found) = oncogenicity else { return if altering { Fit::Perhaps } else { Fit::No } };
    if found.class <= OncogenicityClass::LikelyBenign {
        return Fit::No;
    }
    let met = |code: &&marv_model::oncogenicity::CodeResult| {
        matches!(code.outcome, CodeOutcome::Met | CodeOutcome::Yields)
            && [Ovs1, Os1, Os2, Os3, Om1, Om3].contains(&code.code)
    };
    // A stop in the last exon of a suppressor: the standard leaves it to a person, guidelines count it.
    let last_exon = found.codes.iter().any(|code| code.code == Ovs1 && code.reason == CodeReason::LastExon);
    let of_weight = found.decision.is_none() && (found.codes.iter().any(|code| met(&code)) || last_exon);
    if found.class >= OncogenicityClass::LikelyOncogenic || of_weight {
        Fit::Yes
    } else if altering {
        Fit::Perhaps
    } else {
        Fit::No
    }
}

/// Number and count.
fn exon(c: &TranscriptConsequence) -> Option<(u32, u32)> {
    let (at, of) = c.exon.as_deref()?.split_once('/')?;
    Some((at.parse().ok()?, of.parse().ok()?))
}

/// `Val617Phe` of `p.(Val617Phe)` or `p.Val617Phe`.
fn bare(change: &str) -> &str {
    let rest = change.strip_prefix("p.").unwrap_or(change);
    rest.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or(rest)
}

fn rule(name: &str) -> Option<HaemRule> {
    const RULES: [(&str, HaemRule); 6] = [
        ("npm1_cytoplasmic", HaemRule::Npm1Cytoplasmic),
        ("cebpa_bzip_inframe", HaemRule::CebpaBzipInframe),
        ("asxl1_truncation", HaemRule::Asxl1Truncation),
        ("flt3_itd", HaemRule::Flt3Itd),
        ("flt3_tkd", HaemRule::Flt3Tkd),
        ("tp53_altering", HaemRule::Tp53Altering),
    ];
    RULES.into_iter().find(|(word, _)| *word == name).map(|(_, rule)| rule)
}
