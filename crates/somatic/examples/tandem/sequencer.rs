//! A sequencer: numbers as if by chance, and pairs of reads of a fragment.

/// Bases of a read.
pub(crate) const READ: usize = 150;
/// Mean and spread of a fragment's length, bases.
const FRAGMENT: (f64, f64) = (380.0, 70.0);

/// A stream of numbers, the same everywhere.
pub(crate) struct Numbers(u64);

impl Numbers {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed ^ 0x5851_f42d_4c95_7f2d)
    }
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
    /// Below `limit`.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).unwrap_or(0)
    }
    /// 0 to 1.
    pub(crate) fn unit(&mut self) -> f64 {
        f64::from(u32::try_from(self.next() >> 32).unwrap_or(0)) / f64::from(u32::MAX)
    }
    /// A sum of twelve, which is nearly normal.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }
}

/// Both reads of a fragment somewhere on the letters, as FASTQ records of this name.
pub(crate) fn pair(letters: &[u8], name: &str, numbers: &mut Numbers) -> String {
    let length = whole((FRAGMENT.0 + FRAGMENT.1 * numbers.normal()).max(float(READ) + 10.0));
    let start = numbers.below(letters.len() - length);
    let left = letters[start..start + READ].to_vec();
    let right = reverse_complement(&letters[start + length - READ..start + length]);
    let pair = if numbers.below(2) == 0 { [left, right] } else { [right, left] };
    let record = |read| {
        let (letters, qualities) = sequenced(read, numbers);
        format!("@{name}\n{letters}\n+\n{qualities}\n")
    };
    pair.map(record).concat()
}

/// With errors as often as the qualities say, which fall towards the end.
fn sequenced(mut letters: Vec<u8>, numbers: &mut Numbers) -> (String, String) {
    let mut qualities = String::new();
    for (cycle, letter) in letters.iter_mut().enumerate() {
        let poor = 0.02 + 0.08 * float(cycle * cycle) / float(READ * READ);
        let drawn = numbers.unit();
        let quality: u8 = if drawn < poor / 3.0 {
            12
        } else if drawn < poor {
            25
        } else {
            37
        };
        if numbers.unit() < 10f64.powf(-f64::from(quality) / 10.0) {
            let others: Vec<u8> = b"ACGT".iter().filter(|base| *base != letter).copied().collect();
            *letter = others[numbers.below(3)];
        }
        qualities.push(char::from(quality + 33));
    }
    (String::from_utf8_lossy(&letters).into_owned(), qualities)
}

fn reverse_complement(letters: &[u8]) -> Vec<u8> {
    letters.iter().rev().map(|letter| marv_model::sequence::complement(*letter)).collect()
}

pub(crate) fn float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // lengths and counts, far below the limit
pub(crate) fn whole(value: f64) -> usize {
    value as usize
}
