//! Benches by stage, with the decode floor as the denominator.
