//! Conversions between lengths, positions and rates that cannot fail.

/// A length in memory as a number of bases; saturates, as no contig is longer.
pub(crate) fn bases(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// A non-negative quantity rounded to a whole number of bases; not a number gives 0.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float's cast saturates, and is meant to")]
pub(crate) fn rounded(quantity: f64) -> u32 {
    quantity.round() as u32
}

/// The fraction 0..1 of a 64-bit number, for rates judged by a hash.
pub(crate) fn unit(hash: u64) -> f64 {
    f64::from(u32::try_from(hash >> 32).unwrap_or(u32::MAX)) / 4_294_967_296.0
}
