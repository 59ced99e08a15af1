//! What must be said beside the lines: what was not assessed, what banding could not see, what sequencing cannot.

use super::{
    abnormality::{Abnormality, AbnormalityKind, Cryptic, Statement, VirtualKaryotype},
    coverage::Coverage,
    genome::MeasuredGenome,
};

/// Rearrangements whose exchanged bands look alike: banding misses them even where they are written in its words.
///
/// RULE: t(12;21) ETV6::RUNX1, t(4;14) NSD2::IGH, t(5;11) NUP98::NSD1, t(6;14) CCND3::IGH are found by FISH or sequencing.
const LOOK_ALIKE: [&str; 4] = ["t(12;21)(p13;q22)", "t(4;14)(p16;q32)", "t(5;11)(q35;p15)", "t(6;14)(p21;q32)"];

/// What is as inherited, as the `seq` line writes it: all, or the arms that were assessed.
pub(super) fn as_inherited(coverage: &Coverage, genome: &MeasuredGenome) -> String {
    let Some(sex) = genome.sex.filter(|_| coverage.not_assessed.is_empty()) else {
        let mut names: Vec<String> = coverage
            .assessed
            .iter()
            .filter(|arm| arm.chromosome.is_autosome())
            .map(|arm| {
                let whole = !coverage.not_assessed.iter().any(|other| other.chromosome == arm.chromosome);
                if whole { format!("({})", arm.chromosome) } else { format!("{}{}", arm.chromosome, arm.arm) }
            })
            .collect();
        names.dedup();
        return if names.is_empty() { "(?)".to_owned() } else { format!("{}×2", names.join(",")) };
    };
    match (sex.x, sex.y) {
        (2, 0) => "(X,1-22)×2".to_owned(),
        (1, 1) => "(X,Y)×1,(1-22)×2".to_owned(),
        (x, 0) => format!("(X)×{x},(1-22)×2"),
        (x, y) => format!("(X)×{x},(Y)×{y},(1-22)×2"),
    }
}

/// In the order in which a reader needs them.
/// `other` is the line of the clone's doubled or single form, where that is as likely.
pub(super) fn statements(
    found: &VirtualKaryotype,
    genome: &MeasuredGenome,
    doubled: bool,
    other: Option<String>,
) -> Vec<Statement> {
    let mut all = Vec::new();
    let mut say = |key: &'static str, values: Vec<(&'static str, String)>| all.push(Statement { key, values });
    let items = |wanted: &dyn Fn(&Abnormality) -> bool| {
        let texts: Vec<String> = found
            .abnormalities()
            .filter(|one| wanted(one))
            .filter_map(|one| one.item.as_ref())
            .map(ToString::to_string)
            .collect();
        (!texts.is_empty()).then(|| vec![("items", texts.join("; "))])
    };
    if found.clinical_line.is_none() {
        say("nothing_assessed", Vec::new());
    } else if !found.not_assessed.is_empty() {
        say("not_assessed", vec![("arms", found.not_assessed.join(", "))]);
    }
    match (genome.purity, genome.limit) {
        (None, None) => say("purity_not_known", Vec::new()),
        (None, Some(limit)) => say("nothing_changed", vec![("share", format!("{:.0} %", 100.0 * limit))]),
        (Some(_), _) => {}
    }
    if genome.junctions.is_none() {
        say("junctions_not_examined", Vec::new());
    }
    if genome.sex.is_none() {
        say("sex_not_known", Vec::new());
    }
    if genome.ploidy_ambiguous {
        say("ploidy_ambiguous", Vec::new());
    }
    if let Some(line) = other {
        say("other_form", vec![("line", line)]);
    }
    if doubled {
        say("masked_hypodiploidy", Vec::new());
    }
    if let Some(values) = items(&|one| one.evidence.confidence < 0.5) {
        say("doubtful", values);
    }
    if let Some(values) = items(&|one| one.inferred) {
        say("inferred", values);
    }
    let one_junction =
        |one: &Abnormality| one.kind == AbnormalityKind::Translocation && one.evidence.junctions.len() == 1;
    if let Some(values) = items(&one_junction) {
        say("one_junction", values);
    }
    if let Some(values) = items(&|one| one.kind == AbnormalityKind::Chromothripsis) {
        say("chromothripsis", values);
    }
    let roots = found.clones.iter().filter(|clone| clone.parent.is_none()).count();
    if roots > 1 {
        say("clones_side_by_side", Vec::new());
    }
    let count = |why: Cryptic| found.cryptic.iter().filter(|one| one.cryptic == Some(why)).count();
    for (key, why) in [("copy_neutral", Cryptic::CopyNeutral), ("below_banding", Cryptic::BelowBanding)] {
        if count(why) > 0 {
            say(key, vec![("count", count(why).to_string())]);
        }
    }
    let look_alike = |one: &Abnormality| {
        one.item.as_ref().is_some_and(|item| {
            let text = item.to_string();
            LOOK_ALIKE.iter().any(|known| text == *known)
        })
    };
    if let Some(values) = items(&look_alike) {
        say("look_alike", values);
    }
    if !found.unexplained.is_empty() {
        say("unexplained_junctions", vec![("count", found.unexplained.len().to_string())]);
    }
    say("sequencing_limits", Vec::new());
    all
}
