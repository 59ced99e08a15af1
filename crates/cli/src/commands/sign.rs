//! Commands over finished runs: decide, sign, amend, diff, reinterpret.

use std::{fmt::Write, path::Path};

use marv::{
    CASE, Overruling, Reinterpretation, SIGNATURE, Signing,
    marv_model::{
        case::{Case, SignatureAct},
        interpretation::{Decision, Judgement, Tier},
        oncogenicity::OncogenicityClass,
    },
    marv_report,
};

use super::{Answer, Failure, say, say_json, show::language};
use crate::{
    arguments::{AmendArguments, DecideArguments, DiffArguments, ReinterpretArguments, SignArguments},
    log::Log,
};

pub(super) fn decide(arguments: DecideArguments) -> Answer {
    let Some(finding) = arguments.finding.clone() else {
        let case = case(&arguments.run)?;
        let findings = case.interpretation.iter().flat_map(|meaning| &meaning.findings);
        let line = |one: &marv::marv_model::interpretation::InterpretedFinding| {
            format!("{}\t{}\t{}\n", one.key, one.tier.word(), one.name)
        };
        return say(&format!("key\ttier\tfinding\n{}", findings.map(line).collect::<String>()));
    };
    let (judgement, told) = judgement(&arguments)?;
    let DecideArguments { run, reason, by, knowledge, trials, .. } = arguments;
    let (reason, by) = (reason.unwrap_or_default(), by.unwrap_or_default());
    let decision = Decision { finding, judgement, reason, by, time: Some(marv::now()) };
    let case = marv::overrule(&run, std::slice::from_ref(&decision), &Overruling { knowledge, trials })?;
    say(&format!("{}: {} {told} now; the report says why and by whom.", case.id, decision.finding))
}

/// What is decided, and the words that say so.
fn judgement(arguments: &DecideArguments) -> Result<(Judgement, String), Failure> {
    let wrong = |option: &str, asked: &str, words: Vec<&str>| {
        Failure::usage(format!("{option} {asked}: expected one of {}", words.join(", ")))
    };
    if let Some(asked) = &arguments.class {
        let class = OncogenicityClass::ALL.iter().copied().find(|class| class.word() == asked).ok_or_else(|| {
            wrong("--class", asked, OncogenicityClass::ALL.iter().map(|class| class.word()).collect())
        })?;
        return Ok((Judgement::Class(class), format!("is {}", class.word().replace('_', " "))));
    }
    if let Some(asked) = &arguments.mutation_of {
        let markers: Vec<String> = if *asked == ["none"] { Vec::new() } else { asked.clone() };
        let told = if markers.is_empty() { "none".to_owned() } else { markers.join(", ") };
        return Ok((Judgement::MutationOf(markers), format!("counts for guidelines as a mutation of: {told},")));
    }
    let asked = arguments.tier.as_deref().unwrap_or_default();
    let tier = Tier::ALL
        .iter()
        .copied()
        .find(|tier| tier.word() == asked)
        .ok_or_else(|| wrong("--tier", asked, Tier::ALL.iter().map(|tier| tier.word()).collect()))?;
    Ok((Judgement::Tier(tier), format!("is of tier {}", tier.word())))
}

pub(super) fn sign(arguments: SignArguments, log: &Log) -> Answer {
    let act = if arguments.interpreted { SignatureAct::Interpreted } else { SignatureAct::Approved };
    let signing = Signing { act, role: arguments.role, time: marv::now(), remark: arguments.remark };
    let case = marv::sign(&arguments.run, &signing)?;
    if let Some(message) = marv::other_evidence(&case) {
        log.warn(&message);
    }
    say(&match act {
        SignatureAct::Approved => {
            format!("{}: signed. {SIGNATURE} seals the folder; `marv verify` checks it.", case.id)
        }
        _ => format!("{}: interpretation noted; a draft until it is approved.", case.id),
    })
}

pub(super) fn amend(arguments: AmendArguments) -> Answer {
    let signing =
        Signing { act: SignatureAct::Amended, role: arguments.role, time: marv::now(), remark: Some(arguments.reason) };
    let case = marv::amend(&arguments.run, arguments.from.as_deref(), &arguments.out, &signing)?;
    say(&format!("{}: a draft of the corrected report is in {}", case.id, arguments.out.display()))
}

pub(super) fn diff(arguments: &DiffArguments) -> Answer {
    let language = language(&arguments.language)?;
    let (before, after) = (case(&arguments.before)?, case(&arguments.after)?);
    let changes = marv_report::changes(&before, &after, language).map_err(Failure::input)?;
    if arguments.json { say_json(&changes) } else { say(&changes.to_string()) }
}

pub(super) fn reinterpret(arguments: &ReinterpretArguments, log: &Log) -> Answer {
    let language = language(&arguments.language)?;
    let with = Reinterpretation {
        knowledge: arguments.knowledge.clone(),
        trials: arguments.trials.clone(),
        started: Some(marv::now()),
    };
    let done = marv::reinterpret(&arguments.cases, &with, &arguments.out, language, log)?;
    if arguments.json {
        return say_json(&done);
    }
    let mut text = String::new();
    for one in &done {
        let signed = if one.signed { ", signed" } else { "" };
        let _ = writeln!(text, "{} ({}{signed})", one.case, if one.folder.is_empty() { "." } else { &one.folder });
        for line in one.changes.to_string().lines() {
            let _ = writeln!(text, "  {line}");
        }
        if one.classes_kept {
            let _ = writeln!(text, "  of an earlier form: its classes are as they were; run the case again");
        }
        if let Some(draft) = &one.draft {
            let draft = draft.display();
            let stands = if one.signed { "; the signed report stands until `marv amend` replaces it" } else { "" };
            let _ = writeln!(text, "  draft: {draft}{stands}");
        }
    }
    let changed = done.iter().filter(|one| one.draft.is_some()).count();
    let _ = writeln!(text, "{changed} of {} cases change", done.len());
    say(&text)
}

/// The case of a run's folder, or by itself.
fn case(path: &Path) -> Result<Case, Failure> {
    let path = if path.is_dir() { path.join(CASE) } else { path.to_owned() };
    Ok(marv::read_case(&path)?)
}
