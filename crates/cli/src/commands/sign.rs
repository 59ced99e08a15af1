//! Commands over finished runs: sign, amend, diff.

use std::path::Path;

use marv::{
    CASE, SIGNATURE, Signing,
    marv_model::case::{Case, SignatureAct},
    marv_report,
};

use super::{Answer, Failure, say, say_json, show::language};
use crate::arguments::{AmendArguments, DiffArguments, SignArguments};

pub(super) fn sign(arguments: SignArguments) -> Answer {
    let act = if arguments.interpreted { SignatureAct::Interpreted } else { SignatureAct::Approved };
    let signing = Signing { act, role: arguments.role, time: marv::now(), remark: arguments.remark };
    let case = marv::sign(&arguments.run, &signing)?;
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

/// The case of a run's folder, or by itself.
fn case(path: &Path) -> Result<Case, Failure> {
    let path = if path.is_dir() { path.join(CASE) } else { path.to_owned() };
    Ok(marv::read_case(&path)?)
}
