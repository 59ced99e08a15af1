//! Short tandem repeats, where fragments gain and lose units before they are sequenced.

/// A run of one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Repeat {
    /// Offset of its first base.
    pub(crate) at: u32,
    /// Bases a unit, 1 to 4.
    pub(crate) unit: u32,
    /// In bases.
    pub(crate) length: u32,
}

/// All repeats of units of one to four bases, of at least eight bases (one) or twelve (more), by where they start.
pub(crate) fn find(bases: &[u8]) -> Vec<Repeat> {
    let mut found = Vec::new();
    for unit in 1..=4usize {
        let least = if unit == 1 { 8 } else { 12 };
        let mut run = 0;
        for index in unit..=bases.len() {
            if index < bases.len() && bases[index] == bases[index - unit] && bases[index] != b'N' {
                run += 1;
                continue;
            }
            let length = run + unit;
            let at = index - length;
            if run > 0 && length >= least && is_primitive(&bases[at..at + unit]) {
                found.push(Repeat {
                    at: crate::count::bases(at),
                    unit: crate::count::bases(unit),
                    length: crate::count::bases(length),
                });
            }
            run = 0;
        }
    }
    found.sort_by_key(|repeat| (repeat.at, repeat.unit));
    found
}

/// Not itself a repeat of something shorter.
fn is_primitive(unit: &[u8]) -> bool {
    (1..unit.len())
        .filter(|part| unit.len().is_multiple_of(*part))
        .all(|part| (part..unit.len()).any(|i| unit[i] != unit[i - part]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeats_are_found_once_with_their_shortest_unit() {
        let bases = b"GCTAAAAAAAAAGCTCACACACACACAGTTTTTTTG";
        let found: Vec<_> = find(bases).iter().map(|r| (r.at, r.unit, r.length)).collect();
        assert_eq!(found, [(3, 1, 9), (15, 2, 12)]);
    }
}
