//! What is done with a stored case: reports, verdicts, signatures, differences.

use std::path::PathBuf;

use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct ReportArguments {
    /// A run's case.json.
    #[arg(value_name = "CASE.json")]
    pub(crate) case: PathBuf,
    /// The folder for the report.
    #[arg(long, short, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Formats: html, pdf, json, text, tsv, xlsx, maf, cbioportal, multiqc, fhir, scout.
    #[arg(long, value_delimiter = ',', default_value = "html", value_name = "LIST")]
    pub(crate) format: Vec<String>,
    /// Languages: da, en.
    #[arg(long, value_delimiter = ',', default_value = "da,en", value_name = "LIST")]
    pub(crate) language: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct ClassifyArguments {
    /// A run's case.json; or a case file (TOML) with what the laboratory knows, whose alignments are not read; or, with
    /// --scheme, a table of patients (.tsv, .csv).
    #[arg(value_name = "FILE", required_unless_present = "list")]
    pub(crate) input: Option<PathBuf>,
    /// List the schemes.
    #[arg(long)]
    pub(crate) list: bool,
    /// Print the argument, criterion by criterion.
    #[arg(long, conflicts_with = "scheme")]
    pub(crate) explain: bool,
    /// Language of the explanation: da or en.
    #[arg(long, default_value = "en", value_name = "LANGUAGE")]
    pub(crate) language: String,
    /// One scheme over a table of patients, such as ipss-m, ipss-r, eln2022; see --list.
    #[arg(long, value_name = "NAME")]
    pub(crate) scheme: Option<String>,
    /// Where the table goes: .tsv, .csv, or - for stdout.
    #[arg(long, short, value_name = "FILE", requires = "scheme")]
    pub(crate) out: Option<PathBuf>,
    /// The table's column of karyotypes (ISCN).
    #[arg(long, value_name = "COLUMN", requires = "scheme")]
    pub(crate) karyotype_column: Option<String>,
    /// The unit of the table's haemoglobin: g/dL or mmol/L. Never guessed.
    #[arg(long, value_name = "UNIT", default_value = "g/dL")]
    pub(crate) haemoglobin: String,
    /// What holds where the guideline is silent, as OPTION=VALUE, such as icc2022_tp53_fraction=above_10; may be given again. The
    /// options are those that a verdict lists; a wrong one is answered with those that there are.
    #[arg(long = "policy", value_name = "OPTION=VALUE", requires = "scheme")]
    pub(crate) policies: Vec<String>,
    /// The disease of the table's rows whose column `disease` does not say.
    #[arg(long, value_name = "DISEASE", requires = "scheme")]
    pub(crate) disease: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct KaryotypeArguments {
    /// A karyotype in quotes; or, with --column, a table (.tsv, .csv).
    #[arg(value_name = "ISCN or TABLE")]
    pub(crate) input: String,
    /// The table's column of karyotypes.
    #[arg(long, value_name = "COLUMN")]
    pub(crate) column: Option<String>,
    /// The table's column of the patients' sex (m, f), for what 45,X leaves open.
    #[arg(long, value_name = "COLUMN", requires = "column")]
    pub(crate) sex_column: Option<String>,
    /// Where the table goes: .tsv, .csv, or - for stdout.
    #[arg(long, short, value_name = "FILE", requires = "column")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct WhyArguments {
    /// A run's folder.
    #[arg(value_name = "DIR")]
    pub(crate) run: PathBuf,
    /// A place (chr17:7675088) or a variant ("chr17:7675088 C>T").
    #[arg(value_name = "VARIANT")]
    pub(crate) variant: String,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyArguments {
    /// A run's folder.
    #[arg(value_name = "DIR")]
    pub(crate) run: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct SignArguments {
    /// A run's folder.
    #[arg(value_name = "DIR")]
    pub(crate) run: PathBuf,
    /// The signer's role, such as "consultant, clinical genetics"; never a name or a civil registration number.
    #[arg(long, value_name = "ROLE")]
    pub(crate) role: String,
    /// Note that the report was interpreted, and leave it a draft until it is approved.
    #[arg(long)]
    pub(crate) interpreted: bool,
    /// What else is to be said beside the signature.
    #[arg(long, value_name = "TEXT")]
    pub(crate) remark: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct DecideArguments {
    /// A run's folder.
    #[arg(value_name = "DIR")]
    pub(crate) run: PathBuf,
    /// The finding, by its name or key. Without one the findings are listed.
    #[arg(long, value_name = "FINDING", requires_all = ["judgement", "reason", "by"], allow_hyphen_values = true)]
    pub(crate) finding: Option<String>,
    /// The tier that it shall have: I-A, I-B, II-C, II-D, III or IV.
    #[arg(long, value_name = "TIER", requires = "finding", group = "judgement")]
    pub(crate) tier: Option<String>,
    /// The class that a variant shall have in place of that of its points: benign, likely_benign, uncertain, likely_oncogenic or
    /// oncogenic. Tiers and guidelines follow it.
    #[arg(long, value_name = "CLASS", requires = "finding", group = "judgement")]
    pub(crate) class: Option<String>,
    /// The mutations of which guidelines shall count a variant, such as CEBPA-bZIP, separated by commas; none for none of them.
    #[arg(long, value_name = "MARKERS", requires = "finding", group = "judgement", value_delimiter = ',')]
    pub(crate) mutation_of: Option<Vec<String>>,
    /// Why; it stands in the report.
    #[arg(long, value_name = "TEXT", requires = "finding")]
    pub(crate) reason: Option<String>,
    /// The role of who decides, such as "consultant, haematology"; never a name.
    #[arg(long, value_name = "ROLE", requires = "finding")]
    pub(crate) by: Option<String>,
    /// The run's folder of knowledge, where it had one: a decision about a variant asks its evidence again.
    #[arg(long, value_name = "DIR", requires = "finding")]
    pub(crate) knowledge: Option<PathBuf>,
    /// The run's list of trials, where it had one.
    #[arg(long, value_name = "FILE", requires = "finding")]
    pub(crate) trials: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct AmendArguments {
    /// The folder of the signed report. It stays as it is.
    #[arg(value_name = "DIR")]
    pub(crate) run: PathBuf,
    /// The new folder.
    #[arg(long, short, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Another run of the same case, whose findings the corrected report is to have.
    #[arg(long, value_name = "DIR")]
    pub(crate) from: Option<PathBuf>,
    /// The role of who opens it again.
    #[arg(long, value_name = "ROLE")]
    pub(crate) role: String,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: String,
}

#[derive(Debug, Args)]
pub(crate) struct DiffArguments {
    /// The earlier run: its folder or its case.json.
    #[arg(value_name = "BEFORE")]
    pub(crate) before: PathBuf,
    /// The later one.
    #[arg(value_name = "AFTER")]
    pub(crate) after: PathBuf,
    /// Language of words and sentences: da or en.
    #[arg(long, default_value = "en", value_name = "LANGUAGE")]
    pub(crate) language: String,
    /// JSON instead of text.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ReinterpretArguments {
    /// A folder of runs, or a folder of such folders. Nothing in it is changed; a signed report least of all.
    #[arg(value_name = "DIR")]
    pub(crate) cases: PathBuf,
    /// A folder of knowledge (made by `marv knowledge build`); without one each case keeps what its own said.
    #[arg(long, value_name = "DIR")]
    pub(crate) knowledge: Option<PathBuf>,
    /// A list of trials (TOML) to hold against every case.
    #[arg(long, value_name = "TOML")]
    pub(crate) trials: Option<PathBuf>,
    /// A new folder for the drafts of the cases that change.
    #[arg(long, short, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Language of words and sentences: da or en.
    #[arg(long, default_value = "en", value_name = "LANGUAGE")]
    pub(crate) language: String,
    /// JSON instead of text.
    #[arg(long)]
    pub(crate) json: bool,
}
