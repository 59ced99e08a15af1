//! Small variants of a tumour/normal pair: evidence, likelihoods, posterior, filters
