//! Where a record lies in its file.

/// Contig number of the file's header and 0-based start, ordered as sorted files are: by contig, then start, and behind
/// all contigs what has no place.
///
/// One word, so that two are compared at once and one is handed on in a register: as two numbers in memory, written
/// apart and read together, it cost every record a wait of some twenty cycles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FilePlace(u64);

impl FilePlace {
    /// Of a record without a place.
    pub(crate) const UNPLACED: Self = Self(u64::MAX);
    /// The first place of all.
    pub(super) const FIRST: Self = Self(0);

    /// Of a record's two fields; what is negative is not known.
    #[inline]
    pub(crate) fn of(contig: i64, start: i64) -> Self {
        match (u32::try_from(contig), u32::try_from(start)) {
            (Ok(contig), Ok(start)) if contig < u32::MAX => Self(u64::from(contig) << 32 | u64::from(start)),
            _ => Self::UNPLACED,
        }
    }
    #[inline]
    pub(crate) fn is_placed(self) -> bool {
        self != Self::UNPLACED
    }
    /// The contig's number; `u32::MAX`, behind all contigs, without a place.
    #[inline]
    pub(super) fn contig_key(self) -> u32 {
        u32::try_from(self.0 >> 32).unwrap_or(u32::MAX)
    }
    /// The contig's number.
    #[inline]
    pub(crate) fn contig(self) -> Option<u32> {
        self.is_placed().then(|| self.contig_key())
    }
    /// 0-based; 0 without a place.
    #[inline]
    pub(crate) fn start(self) -> u32 {
        if self.is_placed() { u32::try_from(self.0 & u64::from(u32::MAX)).unwrap_or(0) } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_come_by_contig_then_start_and_last_what_has_none() {
        let places = [
            FilePlace::FIRST,
            FilePlace::of(0, 5),
            FilePlace::of(0, 2_147_483_647),
            FilePlace::of(1, 0),
            FilePlace::of(2_147_483_647, 0),
            FilePlace::of(-1, -1),
        ];
        assert!(places.is_sorted());
        assert_eq!(places.map(FilePlace::contig), [Some(0), Some(0), Some(0), Some(1), Some(2_147_483_647), None]);
        assert_eq!(places.map(FilePlace::start), [0, 5, 2_147_483_647, 0, 0, 0]);
        assert_eq!(FilePlace::of(3, -1), FilePlace::UNPLACED);
        assert_eq!(FilePlace::of(-1, 3), FilePlace::UNPLACED);
    }
}
