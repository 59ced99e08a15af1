//! Junctions by hand, for tests.

use marv_model::{
    call::Posterior,
    genome::{Contigs, Locus},
    sequence::Bases,
    structure::{Breakend, Junction, JunctionCall, JunctionSupport, Kept},
};

/// A side by contig, 0-based place and what is kept.
pub(crate) type Side<'a> = (&'a str, u32, Kept);

/// A junction of GRCh38 that was acquired for certain, and that no filter holds back.
pub(crate) fn call(one: Side<'_>, other: Side<'_>, event: Option<u32>) -> JunctionCall {
    let contigs = Contigs::grch38();
    let side =
        |(name, position, kept): Side<'_>| Breakend { locus: Locus::new(contigs.id(name).unwrap(), position), kept };
    JunctionCall {
        junction: Junction { one: side(one), other: side(other), cell_fraction: None },
        inserted: Bases::lossy(b""),
        homology: Bases::lossy(b""),
        uncertainty: None,
        tumour: JunctionSupport::default(),
        normal: None,
        posterior: Posterior { somatic: 1.0, germline: 0.0, artefact: 0.0 },
        filters: Vec::new(),
        event,
        ledger: Vec::new(),
    }
}
