//! What the bundle knows of a gene's part in cancer, and of studies of single changes.

/// A gene's part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GeneKnowledge {
    /// HGNC symbol.
    pub gene: Box<str>,
    /// Its activation drives blood cancer.
    pub oncogene: bool,
    /// Its loss drives blood cancer.
    pub tumour_suppressor: bool,
    /// Critical stretches of the MANE Select protein: first and last residue, 1-based.
    pub critical: Vec<(u32, u32)>,
    /// What they are; empty where there are none.
    pub critical_name: Box<str>,
    /// How a truncation activates it; empty where it does not.
    pub activating_truncation: Box<str>,
}

/// A gene's part in cancer, as tables of cancer genes tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GeneRole {
    /// Its activation drives cancer.
    pub oncogene: bool,
    /// Its loss drives cancer.
    pub tumour_suppressor: bool,
}

impl GeneRole {
    /// `oncogene`, `tumour_suppressor`, `both`; `unclear` for a cancer gene of which the table says neither.
    pub fn word(self) -> &'static str {
        match (self.oncogene, self.tumour_suppressor) {
            (true, true) => "both",
            (true, false) => "oncogene",
            (false, true) => "tumour_suppressor",
            (false, false) => "unclear",
        }
    }
    /// Of such a word.
    pub fn from_word(word: &str) -> Option<Self> {
        let all = [(true, true), (true, false), (false, true), (false, false)];
        let all = all.map(|(oncogene, tumour_suppressor)| Self { oncogene, tumour_suppressor });
        all.into_iter().find(|role| role.word() == word)
    }
    /// As the codes of oncogenicity ask for it: the part alone, no critical stretch.
    pub(crate) fn of(self, gene: &str) -> GeneKnowledge {
        GeneKnowledge {
            gene: gene.into(),
            oncogene: self.oncogene,
            tumour_suppressor: self.tumour_suppressor,
            critical: Vec::new(),
            critical_name: Box::default(),
            activating_truncation: Box::default(),
        }
    }
}

/// Changes whose oncogenic effect functional studies show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionalStudy {
    /// HGNC symbol.
    pub gene: Box<str>,
    /// Protein changes such as `Val617Phe`, or `@` and the name of a haematology rule.
    pub changes: Vec<Box<str>>,
    /// Literature.
    pub source: Box<str>,
}

impl FunctionalStudy {
    /// Whether it is about this protein change (`p.(Val617Phe)`) or one of these rules.
    pub(crate) fn is_about(&self, hgvs_p: Option<&str>, rules: &[String]) -> bool {
        self.changes.iter().any(|change| match change.strip_prefix('@') {
            Some(rule) => rules.iter().any(|met| met == rule),
            None => hgvs_p.and_then(bare) == Some(&**change),
        })
    }
}

/// `Val617Phe` of `p.(Val617Phe)` or `p.Val617Phe`.
pub(crate) fn bare(hgvs_p: &str) -> Option<&str> {
    let rest = hgvs_p.strip_prefix("p.")?;
    Some(rest.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or(rest))
}
