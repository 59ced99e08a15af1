//! What the assembly proposes beside the alignments.

use marv_model::variant::VariantKind;

use super::{
    Finish, Pending,
    whole::{PIECES, pieces},
};
use crate::{
    assembly,
    sweep::{fragment::size, haplotype::Haplotype, join, rivals::Rivals},
    tandem::count::Junction,
};

/// Bases between an assembled event and others that may be told by the same fragments.
const WITHIN: u32 = 150;

impl Finish<'_> {
    /// Adds what the assembly proposes and the alignments do not.
    ///
    /// METHOD: all that alignments show is looked at before, and an assembled event changes nothing of it: it takes no read
    /// from a neighbour, nothing is learned from it, and it comes in only where no event near by, assembled ones of more
    /// reads among them, tells half of its fragments, but for the pieces of what it is the whole of. So assembly adds calls and
    /// takes none away but by putting it into a whole.
    pub(super) fn assembled(&mut self, pending: &mut Vec<Pending>) {
        let sweep = self.sweep;
        if !sweep.config.assemble {
            return;
        }
        let (tumour, letters) = (&sweep.tumour, sweep.tumour.reference.letters());
        let kept = self.realigned.each_ref().map(Vec::len);
        let mut found: Vec<Pending> = Vec::new();
        for variant in assembly::propose(tumour, self.normal(), self.region.contig()) {
            let known = |other: &Pending| other.variant == variant;
            if !(self.zone.0..self.zone.1).contains(&variant.position())
                || self.proposed.contains_key(&variant)
                || pending.iter().any(known)
            {
                continue;
            }
            let Some(haplotype) = Haplotype::new(&variant, letters, tumour.window_start) else { continue };
            if !assembly::carried(tumour, &haplotype, &mut self.room) {
                continue;
            }
            let (position, reach) = (variant.position(), WITHIN + size(variant.reference().len()));
            let event = if let Some(junction) = Junction::new(&variant, letters, tumour.window_start) {
                let rivals = self.rival_junctions(&variant, &self.proposed);
                self.look_at_tandem(variant, &junction, &rivals, None)
            } else {
                let rivals = Rivals::new(&self.seen, tumour).of(&variant, &self.inherited.bases(&variant));
                self.look_at_event(variant, &rivals, None)
            };
            let Some(event) = event else { continue };
            let near = |other: &&Pending| {
                other.variant.kind() != VariantKind::Snv && other.variant.position().abs_diff(position) <= reach
            };
            let told = |other: &Pending| 2 * join::shared(&event.names, &other.names) >= event.names.len();
            let others = || pending.iter().chain(&found);
            let pieces = pieces(&event, others());
            let of_it =
                |other: &&Pending| pieces.len() >= PIECES && pieces.iter().any(|piece| piece.variant == other.variant);
            if !others().filter(near).filter(|other| !of_it(other)).any(told) {
                found.push(Pending { assembled: true, ..event });
            }
        }
        self.realigned.iter_mut().zip(kept).for_each(|(reads, kept)| reads.truncate(kept));
        pending.append(&mut found);
        pending.sort_by(|a, b| a.variant.cmp(&b.variant));
    }
}
