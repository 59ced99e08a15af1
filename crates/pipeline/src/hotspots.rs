//! Every hotspot of the bundle as it was counted in both samples: seen, not seen at a depth, or not read.

use std::{collections::BTreeMap, fmt::Write as _};

use marv_model::{
    call::{AlleleEvidence, Forced, LedgerEntry, RuleVerdict, SmallVariantCall},
    genome::Contigs,
    variant::SmallVariant,
};

use crate::panel::Panel;

/// The name of the table in a run's folder.
pub(crate) const HOTSPOTS: &str = "hotspots.tsv";

const HEAD: &str = "gene\thotspot\tchromosome\tposition\treference\talternate\ttumour_alternate\ttumour_depth\tnormal_alternate\t\
                    normal_depth\tstatus\tfilters\n";

/// What the reads say of one hotspot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Counted {
    /// Fragments with it, and of all.
    tumour: [u32; 2],
    normal: Option<[u32; 2]>,
    filters: Vec<&'static str>,
    /// RULE: an inherited variant of a predisposition gene that nobody consented to be told of is in the calls and the ledger
    /// alone, with its counts.
    pub(crate) untold: bool,
}

impl Counted {
    /// Of a call that was asked for by name; none of any other.
    pub(crate) fn of(call: &SmallVariantCall) -> Option<Self> {
        let counts = |evidence: &AlleleEvidence| [evidence.alternate, evidence.depth()];
        (call.forced == Some(Forced::Hotspot)).then(|| Self {
            tumour: counts(&call.tumour),
            normal: call.normal.as_ref().map(counts),
            filters: call.filters.iter().filter(|_| call.tumour.alternate > 0).map(|filter| filter.id()).collect(),
            untold: false,
        })
    }
    /// RULE: what no read shows is absent at a depth; where there is no read, nothing is known of it.
    fn status(&self) -> &'static str {
        match (self.tumour, self.filters.is_empty()) {
            ([0, 0], _) => "not_read",
            ([0, _], _) => "not_seen",
            (_, true) => "called",
            (_, false) => "held_back",
        }
    }
}

/// What the ledger has of a hotspot that no read shows, so that the depth at which it was not seen can be asked for.
pub(crate) fn unseen(call: &SmallVariantCall) -> Vec<LedgerEntry> {
    let entry = |rule: &str, evidence: &AlleleEvidence| LedgerEntry {
        rule: rule.to_owned(),
        value: Some(f64::from(evidence.depth())),
        threshold: None,
        verdict: if evidence.depth() > 0 { RuleVerdict::Pass } else { RuleVerdict::NotAssessed },
        version: 1,
    };
    let normal = call.normal.as_ref().map(|normal| entry("unseen_in_normal", normal));
    [entry("unseen_in_tumour", &call.tumour)].into_iter().chain(normal).collect()
}

/// The table, in the genome's order.
pub(crate) fn table(panel: &Panel, contigs: &Contigs, counted: &BTreeMap<SmallVariant, Counted>) -> String {
    let mut text = String::from(HEAD);
    let spots = panel.bundle.as_ref().map_or(&[][..], |bundle| bundle.hotspots());
    for spot in spots {
        let own = counted.get(&spot.variant);
        let pair = |counts: Option<[u32; 2]>| counts.map_or_else(|| ".\t.".to_owned(), |[a, of]| format!("{a}\t{of}"));
        if own.is_some_and(|own| own.untold) {
            continue;
        }
        let filters = own.map_or_else(String::new, |own| own.filters.join(";"));
        let _ = writeln!(
            text,
            "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}",
            spot.gene,
            spot.label,
            contigs.name(spot.variant.contig()),
            spot.variant.position() + 1,
            spot.variant.reference(),
            spot.variant.alternate(),
            pair(own.map(|own| own.tumour)),
            pair(own.and_then(|own| own.normal)),
            own.map_or("not_read", Counted::status),
            if filters.is_empty() { "." } else { &filters },
        );
    }
    text
}
