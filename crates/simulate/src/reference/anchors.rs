//! The true bases of GRCh38 at places that matter, embedded.

use crate::reference::Anchor;

/// Made by `data/make_known_bases.py` from GRCh38 (GCF_000001405.40, public domain).
const KNOWN_BASES: &str = include_str!("../../data/known_bases.tsv");

/// Stretches of GRCh38 that a generated genome keeps: the coding exons of TP53 and TET2, FLT3 exons 14 and 15, the end of
/// NPM1, and others.
pub fn known_bases() -> Vec<Anchor> {
    KNOWN_BASES.lines().filter(|line| !line.starts_with('#')).filter_map(anchor).collect()
}

fn anchor(line: &str) -> Option<Anchor> {
    let mut fields = line.split('\t');
    let (contig, start, bases) = (fields.next()?, fields.next()?, fields.next()?);
    Some(Anchor { contig: contig.to_owned(), start: start.parse().ok()?, bases: bases.as_bytes().to_vec() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read_and_the_bases_are_the_known_ones() {
        let anchors = known_bases();
        assert_eq!(anchors.len(), KNOWN_BASES.lines().filter(|line| !line.starts_with('#')).count());
        let at = |contig: &str, position: u32, length: usize| {
            let anchor = anchors
                .iter()
                .find(|a| {
                    a.contig == contig && a.start <= position && position < a.start + crate::count::bases(a.bases.len())
                })
                .unwrap();
            let offset = (position - anchor.start) as usize;
            String::from_utf8(anchor.bases[offset..offset + length].to_vec()).unwrap()
        };
        // TP53 codon 175 is CGC; on the forward strand GCG at chr17:7675087-7675089, c.524 the middle one.
        assert_eq!(at("chr17", 7_675_086, 3), "GCG");
        // NPM1 c.860_863dup repeats TCTG after GCTATTCAAGA; W288 is TGG.
        assert_eq!(at("chr5", 171_410_526, 24), "GCTATTCAAGATCTCTGGCAGTGG");
        // DNMT3A codon 882 is CGC; on the forward strand GCG at chr2:25234372-25234374.
        assert_eq!(at("chr2", 25_234_371, 3), "GCG");
    }
}
