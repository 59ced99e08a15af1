//! Which alleles are plainly inherited: counted, kept with their counts, and not judged.

use crate::config::SweepConfig;

/// An allele's reads and all reads over its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reads {
    pub(crate) alternate: u32,
    pub(crate) depth: u32,
}

impl Reads {
    /// The fraction with half a read added on either side, and the square of its standard error.
    fn fraction(self) -> (f64, f64) {
        let reads = f64::from(self.depth.max(self.alternate)) + 1.0;
        let fraction = (f64::from(self.alternate) + 0.5) / reads;
        (fraction, fraction * (1.0 - fraction) / reads)
    }
}

/// Whether the normal shows it as a germline site would.
pub(super) fn in_normal(normal: Reads, config: &SweepConfig) -> bool {
    normal.depth >= config.germline_depth
        && normal.alternate >= config.germline_reads
        && f64::from(normal.alternate) >= config.germline_fraction * f64::from(normal.depth)
}

/// By how many standard errors the tumour's fraction lies below what a somatic allele would need.
///
/// METHOD: a normal that is tumour by at most one half shows a somatic allele at no more than half of its fraction in the
/// tumour. So a somatic allele lies in the tumour at twice the normal's fraction or more, which an inherited one that
/// both samples hold alike does not. What tumour and normal say together is plain where the tumour's fraction is less
/// than twice the normal's by `germline_margin` standard errors. All else, such as an inherited allele whose other copy
/// the tumour lost, is left to the model, which weighs it against every share of tumour in the normal.
pub(crate) fn below_somatic(tumour: Reads, normal: Reads) -> f64 {
    let ((t, t_variance), (n, n_variance)) = (tumour.fraction(), normal.fraction());
    (2.0 * n - t) / (t_variance + 4.0 * n_variance).sqrt()
}

/// Whether the two samples say plainly that it is inherited.
pub(super) fn is_plain(tumour: Reads, normal: Reads, config: &SweepConfig) -> bool {
    in_normal(normal, config) && below_somatic(tumour, normal) >= config.germline_margin
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(tumour: (u32, u32), normal: (u32, u32)) -> (f64, bool) {
        let [t, n] = [tumour, normal].map(|(alternate, depth)| Reads { alternate, depth });
        (below_somatic(t, n), is_plain(t, n, &SweepConfig::default()))
    }

    #[test]
    fn a_balanced_site_is_plain_and_what_may_be_acquired_is_not() {
        // Heterozygous, 50 of 100 and 20 of 40: t = 50.5/101 = 0.5, n = 20.5/41 = 0.5; variance 0.25/101 + 4 * 0.25/41 =
        // 0.002475 + 0.024390 = 0.026866, its root 0.16391; (1 - 0.5) / 0.16391 = 3.050.
        let (value, plain) = of((50, 100), (20, 40));
        assert!((value - 3.050).abs() < 1e-3 && plain, "{value}");
        // Homozygous, all reads: t = 100.5/101 = 0.99505, n = 40.5/41 = 0.98780; variance 4.877e-5 + 4 * 2.938e-4 =
        // 1.2239e-3, its root 0.034985; (1.97561 - 0.99505) / 0.034985 = 28.03.
        let (value, plain) = of((100, 100), (40, 40));
        assert!((value - 28.03).abs() < 0.02 && plain, "{value}");
        // Acquired, half of the normal is tumour: 50 of 100 and 10 of 40. n = 10.5/41 = 0.25610; variance 0.002475 + 4 *
        // 0.19051/41 = 0.021062, its root 0.14513; (0.51220 - 0.5) / 0.14513 = 0.084.
        let (value, plain) = of((50, 100), (10, 40));
        assert!((value - 0.084).abs() < 1e-3 && !plain, "{value}");
        // Acquired and alone after loss of the other copy, three in ten of the normal are tumour: 100 of 100, 12 of 40.
        assert!(!of((100, 100), (12, 40)).1);
        // Inherited, the other copy lost in the tumour: 95 of 100 and 20 of 40 look like an acquired one, too.
        assert!(!of((95, 100), (20, 40)).1);
        // Few reads are never plain: 20 of 50 and 4 of 12. n = 4.5/13 = 0.34615, t = 20.5/51 = 0.40196; variance 0.004713 +
        // 4 * 0.22633/13 = 0.074353, its root 0.27268; (0.69231 - 0.40196) / 0.27268 = 1.065.
        let (value, plain) = of((20, 50), (4, 12));
        assert!((value - 1.065).abs() < 1e-3 && !plain, "{value}");
    }

    #[test]
    fn a_normal_that_hardly_shows_it_says_nothing_of_inheritance() {
        assert!(!of((10, 100), (9, 40)).1);
        assert!(!of((10, 100), (3, 12)).1);
        assert!(!of((2, 100), (5, 11)).1);
    }
}
