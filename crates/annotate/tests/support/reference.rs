//! Reference bases from the windows, and from the reference alleles of ClinVar where no window lies.

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

use marv_model::{
    genome::{Contig, ContigId, Contigs, Interval},
    sequence::{Bases, ReferenceSource},
};

/// Lengths of the chromosomes of GRCh38. Source: NCBI assembly report GCF_000001405.40.
const LENGTHS: [u32; 24] = [
    248_956_422,
    242_193_529,
    198_295_559,
    190_214_555,
    181_538_259,
    170_805_979,
    159_345_973,
    145_138_636,
    138_394_717,
    133_797_422,
    135_086_622,
    133_275_309,
    114_364_328,
    107_043_718,
    101_991_189,
    90_338_345,
    83_257_441,
    80_373_285,
    58_617_616,
    64_444_167,
    46_709_983,
    50_818_468,
    156_040_895,
    57_227_415,
];

pub(crate) fn contigs() -> Contigs {
    let names = (1..=22).map(|n| format!("chr{n}")).chain(["chrX".to_owned(), "chrY".to_owned()]);
    Contigs::new(names.zip(LENGTHS).map(|(name, length)| Contig::new(&name, length))).unwrap()
}

/// Stretches of sequence; N between them.
pub(crate) struct Windows {
    pub(crate) contigs: Contigs,
    stretches: HashMap<ContigId, Vec<(u32, Vec<u8>)>>,
    single: BTreeMap<(ContigId, u32), u8>,
}

impl Windows {
    /// The real windows of GRCh38, small stretches, and reference alleles of ClinVar elsewhere.
    pub(crate) fn read(shared: &Path) -> Self {
        Self::real(shared).with_small_loci(shared).with_clinvar_alleles(shared)
    }
    fn real(shared: &Path) -> Self {
        let mut windows = Self { contigs: contigs(), stretches: HashMap::new(), single: BTreeMap::new() };
        let text = super::text(&shared.join("knowledge/reference/GRCh38_windows.fa.gz"));
        for record in text.split('>').skip(1) {
            let (title, body) = record.split_once('\n').unwrap();
            let (chrom, range) = title.split_whitespace().next().unwrap().split_once(':').unwrap();
            let start: u32 = range.split('-').next().unwrap().parse().unwrap();
            if let Some(contig) = windows.contigs.id(chrom) {
                let bases: Vec<u8> =
                    body.bytes().filter(|b| !b.is_ascii_whitespace()).map(|b| b.to_ascii_uppercase()).collect();
                windows.stretches.entry(contig).or_default().push((start - 1, bases));
            }
        }
        windows
    }
    /// With the reference alleles of ClinVar's records, which are bases of the genome, outside the windows.
    fn with_clinvar_alleles(mut self, shared: &Path) -> Self {
        let text = super::text(&shared.join("knowledge/hotspots/clinvar_PLP_haem_panel_GRCh38.vcf.gz"));
        for line in text.lines().filter(|l| !l.starts_with('#')) {
            let f: Vec<&str> = line.split('\t').collect();
            let (Some(contig), Ok(position)) = (self.contigs.id(f[0]), f[1].parse::<u32>()) else { continue };
            for (offset, base) in (0u32..).zip(f[3].bytes()) {
                self.single.insert((contig, position - 1 + offset), base);
            }
        }
        self
    }
    /// With the small stretches whose strand is certain: they agree with ClinVar's reference alleles.
    fn with_small_loci(mut self, shared: &Path) -> Self {
        let text = super::text(&shared.join("knowledge/reference/GRCh38_small_loci.fa"));
        for record in text.split('>').skip(1) {
            let (title, body) = record.split_once('\n').unwrap();
            let place = title.split_whitespace().next().unwrap();
            if !["chr13:28033301-28034800", "chr5:171410527-171410579"].contains(&place) {
                continue;
            }
            let (chrom, range) = place.split_once(':').unwrap();
            let start: u32 = range.split('-').next().unwrap().parse().unwrap();
            let contig = self.contigs.id(chrom).unwrap();
            self.stretches.entry(contig).or_default().push((start - 1, body.trim().to_ascii_uppercase().into_bytes()));
        }
        self
    }
}

impl ReferenceSource for Windows {
    fn bases(&self, interval: Interval) -> Option<Bases> {
        if interval.end() > self.contigs.length(interval.contig()) {
            return None;
        }
        let mut bases = vec![b'N'; interval.length() as usize];
        for ((_, position), base) in
            self.single.range((interval.contig(), interval.start())..(interval.contig(), interval.end()))
        {
            bases[(position - interval.start()) as usize] = *base;
        }
        for (start, stretch) in self.stretches.get(&interval.contig()).into_iter().flatten() {
            let end = start + u32::try_from(stretch.len()).unwrap();
            let (a, b) = (interval.start().max(*start), interval.end().min(end));
            if a < b {
                let (from, to) = ((a - interval.start()) as usize, (b - interval.start()) as usize);
                bases[from..to].copy_from_slice(&stretch[(a - start) as usize..(b - start) as usize]);
            }
        }
        Some(Bases::lossy(bases))
    }
}
