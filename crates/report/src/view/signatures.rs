//! Who interpreted, approved and amended the report.

use marv_model::case::{Case, SignatureAct};

use super::{LONGEST, bounded};
use crate::messages::Messages;

/// What one person did.
#[derive(Debug)]
pub(crate) struct SignatureRow {
    pub(crate) act: String,
    pub(crate) role: String,
    pub(crate) date: String,
    pub(crate) remark: String,
}

/// In the order in which they did.
pub(super) fn rows(case: &Case, m: &Messages) -> Vec<SignatureRow> {
    let row = |one: &marv_model::case::Signature| {
        let key = match one.act {
            SignatureAct::Interpreted => "sign.interpreted",
            SignatureAct::Approved => "sign.approved",
            SignatureAct::Amended => "sign.amended",
        };
        let seal = one.replaces.as_deref().map(|seal| m.with("sign.replaces", &[("seal", &bounded(seal, 64))]));
        let remark = one.remark.as_deref().map(|remark| bounded(remark, LONGEST));
        SignatureRow {
            act: m.text(key).to_owned(),
            role: bounded(&one.role, LONGEST),
            date: m.language.date(&one.time),
            remark: [remark, seal].into_iter().flatten().collect::<Vec<_>>().join(". "),
        }
    };
    case.signatures.iter().map(row).collect()
}
