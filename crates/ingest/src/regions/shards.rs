//! A genome cut into pieces of work.

use marv_model::genome::{Contigs, Interval};

use super::Regions;

/// The genome, or the part of it in `restrict`, in pieces of at most `size` bases, in order. The cuts lie at multiples of
/// `size` on each contig, so that a restriction moves no cut. A `size` of 0 is taken for 1.
pub fn shards(contigs: &Contigs, size: u32, restrict: Option<&Regions>) -> Vec<Interval> {
    let size = size.max(1);
    let mut pieces = Vec::new();
    for (id, _) in contigs.iter() {
        let whole = contigs.whole(id);
        let stretches = restrict.map_or_else(|| vec![whole], |regions| regions.intersect(whole));
        for stretch in stretches {
            let mut start = stretch.start();
            while start < stretch.end() {
                let cut = (start / size).saturating_add(1).saturating_mul(size);
                let end = cut.min(stretch.end());
                pieces.extend(Interval::new(id, start, end));
                start = end;
            }
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use marv_model::genome::{Contig, ContigId};

    use super::*;

    #[test]
    fn pieces_cover_each_base_once() {
        let contigs = Contigs::new([Contig::new("a", 25), Contig::new("b", 10), Contig::new("c", 0)]).unwrap();
        let piece = |contig, start, end| Interval::new(ContigId(contig), start, end).unwrap();
        assert_eq!(shards(&contigs, 10, None), [piece(0, 0, 10), piece(0, 10, 20), piece(0, 20, 25), piece(1, 0, 10)]);
        let part = Regions::new([piece(0, 8, 12), piece(1, 3, 100)]);
        assert_eq!(shards(&contigs, 10, Some(&part)), [piece(0, 8, 10), piece(0, 10, 12), piece(1, 3, 10)]);
    }

    #[test]
    fn a_contig_as_long_as_a_number_goes() {
        let contigs = Contigs::new([Contig::new("a", u32::MAX)]).unwrap();
        let pieces = shards(&contigs, 1 << 31, None);
        assert_eq!(pieces.iter().map(|piece| u64::from(piece.length())).sum::<u64>(), u64::from(u32::MAX));
    }
}
