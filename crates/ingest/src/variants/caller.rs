//! Which program wrote a file of small variants: by what its header says, else by the fields that only it writes.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{header::VariantHeader, record::GenericRecord};

/// A program that writes small variants, as far as its fields need to be told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Caller {
    /// Marv itself.
    Marv,
    /// GATK Mutect2.
    Mutect2,
    /// MuTect 1.
    Mutect1,
    /// Strelka2, somatic.
    Strelka2,
    /// Strelka 1, somatic.
    Strelka1,
    /// Strelka2, germline.
    StrelkaGermline,
    /// DRAGEN.
    Dragen,
    /// VarScan 2.
    VarScan2,
    /// VarDict.
    VarDict,
    /// LoFreq.
    LoFreq,
    /// Sentieon TNscope.
    TnScope,
    /// SAGE.
    Sage,
    /// DeepSomatic and DeepVariant.
    DeepSomatic,
    /// FreeBayes.
    FreeBayes,
    /// Pindel.
    Pindel,
    /// cgpPindel.
    CgpPindel,
    /// MuSE.
    Muse,
    /// CaVEMan.
    Caveman,
    /// SomaticSniper.
    SomaticSniper,
    /// Scalpel.
    Scalpel,
    /// GATK HaplotypeCaller and what writes like it.
    HaplotypeCaller,
    /// Another program, with samples: allele depths in AD are read where they are one an allele.
    Generic,
    /// No samples: alleles only.
    SitesOnly,
}

impl Caller {
    /// The program's name.
    pub fn name(self) -> &'static str {
        match self {
            Caller::Marv => "Marv",
            Caller::Mutect2 => "Mutect2",
            Caller::Mutect1 => "MuTect",
            Caller::Strelka2 => "Strelka2",
            Caller::Strelka1 => "Strelka",
            Caller::StrelkaGermline => "Strelka2 germline",
            Caller::Dragen => "DRAGEN",
            Caller::VarScan2 => "VarScan2",
            Caller::VarDict => "VarDict",
            Caller::LoFreq => "LoFreq",
            Caller::TnScope => "TNscope",
            Caller::Sage => "SAGE",
            Caller::DeepSomatic => "DeepSomatic",
            Caller::FreeBayes => "FreeBayes",
            Caller::Pindel => "Pindel",
            Caller::CgpPindel => "cgpPindel",
            Caller::Muse => "MuSE",
            Caller::Caveman => "CaVEMan",
            Caller::SomaticSniper => "SomaticSniper",
            Caller::Scalpel => "Scalpel",
            Caller::HaplotypeCaller => "HaplotypeCaller",
            Caller::Generic => "unknown caller",
            Caller::SitesOnly => "sites only",
        }
    }

    /// By the header alone; none where it does not say.
    ///
    /// The order matters: programs that only select or annotate leave the caller's lines in place and add their own.
    pub fn of_header(header: &VariantHeader) -> Option<Self> {
        Self::by_lines(header).or_else(|| Self::by_formats(header))
    }

    fn by_lines(header: &VariantHeader) -> Option<Self> {
        let sources: Vec<String> = header.values("source").map(str::to_ascii_lowercase).collect();
        let source = |word: &str| sources.iter().any(|text| text.starts_with(word));
        let key = |word: &str| header.meta.iter().any(|line| starts_with_ignoring_case(&line[2..], word));
        let gatk = |tool: &str| {
            header.meta.iter().any(|line| {
                line.starts_with("##GATKCommandLine")
                    && (line.contains(&format!("ID={tool},")) || line.contains(&format!("ID={tool}>")))
            })
        };
        let is_germline = || header.values("content").any(|text| text.contains("germline"));
        if source("marv") {
            Some(Self::Marv)
        } else if key("SentieonCommandLine.TNscope") || key("SentieonCommandLine=<ID=TNscope") {
            Some(Self::TnScope)
        } else if key("DRAGENCommandLine") || key("DRAGENVersion") || source("dragen") {
            Some(Self::Dragen)
        } else if key("sageVersion") || source("sage") {
            Some(Self::Sage)
        } else if key("DeepSomatic_version") || key("DeepVariant_version") || source("deepsomatic") {
            Some(Self::DeepSomatic)
        } else if key("MuSE_version") || source("muse") {
            Some(Self::Muse)
        } else if source("strelka") {
            let old = header.values("source_version").any(|v| v.starts_with("1.") || v.starts_with("2.0."));
            Some(match (is_germline(), old) {
                (true, _) => Self::StrelkaGermline,
                (_, true) => Self::Strelka1,
                _ => Self::Strelka2,
            })
        } else if source("varscan") {
            Some(Self::VarScan2)
        } else if source("vardict") {
            Some(Self::VarDict)
        } else if source("lofreq") {
            Some(Self::LoFreq)
        } else if source("freebayes") {
            Some(Self::FreeBayes)
        } else if source("scalpel") {
            Some(Self::Scalpel)
        } else if source("pindel") {
            Some(Self::Pindel)
        } else if key("vcfProcessLog")
            && header.meta.iter().any(|line| line.contains("<CaVEMan>") || line.contains("Caveman"))
        {
            Some(Self::Caveman)
        } else if source("mutect2") || key("MutectVersion") || gatk("Mutect2") || gatk("MuTect2") {
            Some(Self::Mutect2)
        } else if source("mutect") || key("MuTect=") {
            Some(Self::Mutect1)
        } else if gatk("HaplotypeCaller") || source("haplotypecaller") {
            Some(Self::HaplotypeCaller)
        } else {
            None
        }
    }

    fn by_formats(header: &VariantHeader) -> Option<Self> {
        let format = |keys: &[&str]| keys.iter().all(|key| header.format.contains_key(*key));
        let info = |keys: &[&str]| keys.iter().all(|key| header.info.contains_key(*key));
        Self::by_keys(&format, &info)
    }

    fn by_keys(format: &dyn Fn(&[&str]) -> bool, info: &dyn Fn(&[&str]) -> bool) -> Option<Self> {
        if format(&["ALT_F1R2", "MPOS", "STARTS"]) {
            Some(Self::Marv)
        } else if format(&["ALTHC"]) || format(&["NBQPS"]) || format(&["BaseQRankSumPS"]) {
            Some(Self::TnScope)
        } else if format(&["FAZ", "RAZ"]) || format(&["AA", "CA", "GA", "TA", "PM"]) {
            Some(Self::Caveman)
        } else if format(&["PP", "NP", "PR", "NR"]) {
            Some(Self::CgpPindel)
        } else if format(&["RC_CNT"]) || format(&["RABQ"]) {
            Some(Self::Sage)
        } else if format(&["AU", "CU", "GU", "TU"]) || format(&["TAR", "TIR"]) {
            Some(Self::Strelka2)
        } else if format(&["IGT", "BCOUNT", "DP4"]) {
            Some(Self::SomaticSniper)
        } else if format(&["RD", "AD", "FREQ"]) {
            Some(Self::VarScan2)
        } else if format(&["VD", "ALD"]) {
            Some(Self::VarDict)
        } else if format(&["RO", "AO"]) {
            Some(Self::FreeBayes)
        } else if format(&["AD", "BQ", "SS"]) && info(&["SOMATIC"]) && !format(&["FA"]) {
            Some(Self::Muse)
        } else if format(&["AD", "BQ", "FA", "SS"]) {
            Some(Self::Mutect1)
        } else if info(&["TLOD"]) || format(&["F1R2", "F2R1"]) || format(&["ALT_F1R2"]) {
            Some(Self::Mutect2)
        } else if info(&["BESTSTATE", "COVSTATE"]) {
            Some(Self::Scalpel)
        } else {
            None
        }
    }

    /// By what one record holds, for files that several callers' records were merged into.
    pub fn of_record(record: &GenericRecord) -> Option<Self> {
        let format = |keys: &[&str]| keys.iter().all(|key| record.has_format(key));
        let info = |keys: &[&str]| keys.iter().all(|key| record.has_info(key));
        Self::by_keys(&format, &info)
    }
}

fn starts_with_ignoring_case(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
}

impl fmt::Display for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
