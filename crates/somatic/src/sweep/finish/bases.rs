//! Single bases that differ: which of them earn a look, and the look.

use std::collections::BTreeMap;

use marv_model::{
    call::Forced,
    genome::Locus,
    variant::{SmallVariant, VariantKind},
};

use super::{Finish, Pending};
use crate::sweep::{
    ForcedAllele,
    fragment::size,
    germline::{self, Reads},
    sample::{SampleSweep, Tally},
};

const LETTERS: [u8; 4] = *b"ACGT";

/// A single base that earned a look.
struct Wanted {
    position: u32,
    base: u8,
    why: Option<Forced>,
    contested: bool,
}

impl Finish<'_> {
    /// Single bases that differ.
    pub(super) fn single_bases(&mut self, pending: &mut Vec<Pending>) {
        let sweep = self.sweep;
        let (tumour, config) = (&sweep.tumour, &sweep.config);
        let start = tumour.window_start;
        let forced: BTreeMap<(u32, u8), Forced> = sweep
            .forced
            .iter()
            .filter(|f| f.variant.kind() == VariantKind::Snv)
            .map(|f| ((f.variant.position(), f.variant.alternate()[0]), f.why))
            .collect();
        let mut wanted: Vec<Wanted> = forced
            .iter()
            .map(|((position, base), why)| Wanted {
                position: *position,
                base: *base,
                why: Some(*why),
                contested: false,
            })
            .collect();
        let none = [Tally::default(); 4];
        let mut busy: Vec<u32> =
            tumour.busy.iter().chain(self.normal().map_or(&[][..], |n| &n.busy)).copied().collect();
        busy.sort_unstable();
        busy.dedup();
        for offset in busy {
            let (at, position) = (offset as usize, start + offset);
            if !(self.zone.0..self.zone.1).contains(&position) {
                continue;
            }
            let in_normal = if sweep.with_normal { &sweep.normal.tallies[at] } else { &none };
            for (column, (t, n)) in tumour.tallies[at].iter().zip(in_normal).enumerate() {
                let depth = |sample: &SampleSweep| u32::try_from(sample.depth[at]).unwrap_or(0);
                let in_tumour = Reads { alternate: t.reads(), depth: depth(tumour) };
                let in_normal = Reads { alternate: n.reads(), depth: depth(&sweep.normal) };
                let inherited = n.reads() > 0 && germline::in_normal(in_normal, config);
                let own = self.region.contains(Locus::new(self.region.contig(), position));
                if inherited
                    && own
                    && in_normal.alternate * 10 >= in_normal.depth * 9
                    && in_tumour.depth >= config.germline_depth
                {
                    self.statistics.identity[usize::from(t.reads() * 10 < in_tumour.depth * 8)] += 1;
                    self.count_homozygous(position, LETTERS[column]);
                }
                if own && sweep.with_normal {
                    self.count_one_sided(position, LETTERS[column], [in_tumour, in_normal]);
                    if in_tumour.depth >= config.germline_depth && in_tumour.alternate * 10 >= in_tumour.depth * 9 {
                        self.count_homozygous_in_tumour(position, LETTERS[column]);
                    }
                }
                let base = LETTERS[column];
                if forced.contains_key(&(position, base)) {
                    continue;
                }
                if inherited && germline::is_plain(in_tumour, in_normal, config) {
                    let reference = [tumour.reference.letter(offset)];
                    if let Ok(variant) = SmallVariant::new(self.region.contig(), position, reference, [base]) {
                        self.set_aside(variant, in_tumour, in_normal);
                    }
                } else if t.reads() >= config.min_alternate_reads && t.quality() >= config.min_alternate_quality {
                    wanted.push(Wanted { position, base, why: None, contested: inherited });
                }
            }
        }
        for Wanted { position, base, why, contested } in wanted {
            let asked = |f: &&ForcedAllele| f.variant.position() == position && f.variant.alternate()[..] == [base];
            let asked_for = sweep.forced.iter().find(asked).filter(|_| why.is_some());
            let variant = if let Some(forced) = asked_for {
                // As it was asked for, whatever the reference says: never dropped silently.
                forced.variant.clone()
            } else {
                let reference = tumour.reference.letter(position.wrapping_sub(start));
                let Ok(seen) = SmallVariant::new(self.region.contig(), position, [reference], [base]) else { continue };
                seen
            };
            let reference = variant.reference()[0];
            let quality = config.min_base_quality;
            let fragments = tumour.look(position, reference, base, quality, &self.realigned[0], &mut self.indices);
            let names = fragments.alternate_names();
            if why.is_none() && size(names.len()) < config.min_alternate_reads {
                continue;
            }
            let normal = self
                .normal()
                .map(|n| n.look(position, reference, base, quality, &self.realigned[1], &mut self.indices));
            pending.push(Pending {
                variant,
                tandem: None,
                forced: why,
                contested,
                assembled: false,
                tumour: fragments,
                normal,
                names,
            });
        }
    }
}
