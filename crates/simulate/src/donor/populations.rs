//! Cells by what they carry: normal cells, and each clone less its descendants.

use marv_model::genome::{Contigs, Interval, bare_name};

use crate::{
    Error,
    scenario::{self, Scenario, Sex},
};

/// Which of the pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SampleKind {
    /// The tumour sample.
    Tumour,
    /// The normal sample.
    Normal,
}

/// Cells with the same genome.
#[derive(Debug, Clone, PartialEq)]
pub struct Population {
    /// The clone's name; `normal` for normal cells.
    pub name: String,
    /// Share of the tumour sample's and of the normal sample's cells, 0 to 1.
    pub share: [f64; 2],
    /// The clones whose changes it carries, by number, the youngest first.
    lineage: Vec<usize>,
}

impl Population {
    /// Whether its cells carry the changes of a clone.
    pub(crate) fn is_of(&self, clone: usize) -> bool {
        self.lineage.contains(&clone)
    }
}

/// All cells of the pair, and the copies they have of each haplotype.
#[derive(Debug, Clone)]
pub struct Populations {
    list: Vec<Population>,
    clones: Vec<String>,
    /// Interval, clone's number, copies of haplotype 1 and 2.
    segments: Vec<(Interval, usize, [u8; 2])>,
    /// Where an inherited genome has other copies than one of each haplotype.
    inherited: Vec<(Interval, [u8; 2])>,
}

/// X without what it shares with Y in GRCh38, 0-based and half-open (Genome Reference Consortium).
const X_ALONE: (u32, u32) = (2_781_479, 155_701_382);
/// Y without it.
const Y_ALONE: (u32, u32) = (2_781_479, 56_887_902);

/// X and Y of a patient of this sex; reads of what a man's X and Y share lie on X.
fn inherited(sex: Option<Sex>, contigs: &Contigs) -> Vec<(Interval, [u8; 2])> {
    let mut found = Vec::new();
    let Some(sex) = sex else { return found };
    for (id, contig) in contigs.iter() {
        let part = |(start, end): (u32, u32)| Interval::new(id, start.min(contig.length), end.min(contig.length)).ok();
        let whole = contigs.whole(id);
        match (bare_name(&contig.name), sex) {
            ("X", Sex::Male) => found.extend(part(X_ALONE).map(|part| (part, [1, 0]))),
            ("Y", Sex::Male) => {
                found.extend(part(Y_ALONE).map(|part| (part, [1, 0])));
                found.push((whole, [0, 0]));
            }
            ("Y", Sex::Female) => found.push((whole, [0, 0])),
            _ => {}
        }
    }
    found
}

impl Populations {
    /// As the scenario says; refused when clones cannot exist together.
    pub(crate) fn new(scenario: &Scenario, contigs: &Contigs) -> Result<Self, Error> {
        let founder = [scenario::Clone { name: "founder".to_owned(), cell_fraction: 1.0, parent: None }];
        let clones: &[scenario::Clone] = if scenario.clones.is_empty() { &founder } else { &scenario.clones };
        let names: Vec<String> = clones.iter().map(|clone| clone.name.clone()).collect();
        let parents = parents(clones)?;
        let mut own = Vec::with_capacity(clones.len());
        for (number, clone) in clones.iter().enumerate() {
            let field = format!("clones[{number}].cell_fraction");
            if !(0.0..=1.0).contains(&clone.cell_fraction) {
                return Err(Error::scenario(field, format!("is {}, expected 0 to 1", clone.cell_fraction)));
            }
            let children: f64 =
                clones.iter().zip(&parents).filter(|(_, p)| **p == Some(number)).map(|(c, _)| c.cell_fraction).sum();
            let rest = clone.cell_fraction - children;
            if rest < -1e-9 {
                let problem =
                    format!("is {}, less than the {children} of the clones that arose in it", clone.cell_fraction);
                return Err(Error::scenario(field, problem));
            }
            own.push(rest.max(0.0));
        }
        let founders: f64 =
            clones.iter().zip(&parents).filter(|(_, p)| p.is_none()).map(|(c, _)| c.cell_fraction).sum();
        if founders > 1.0 + 1e-9 {
            return Err(Error::scenario(
                "clones",
                format!("the founding clones make {founders} of the tumour's cells, expected at most 1"),
            ));
        }
        let tumour = [scenario.purity, scenario.tumour_in_normal];
        let mut list = vec![Population {
            name: "normal".to_owned(),
            share: tumour.map(|tumour| 1.0 - tumour * founders.min(1.0)),
            lineage: Vec::new(),
        }];
        for (number, clone) in clones.iter().enumerate() {
            let lineage = std::iter::successors(Some(number), |n| parents[*n]).collect();
            list.push(Population { name: clone.name.clone(), share: tumour.map(|t| t * own[number]), lineage });
        }
        let mut segments = Vec::new();
        for (number, segment) in scenario.segments.iter().enumerate() {
            let field = format!("segments[{number}]");
            let interval = interval(&field, contigs, &segment.contig, Some(segment.start), Some(segment.end))?;
            let clone = clone_number(&field, &names, segment.clone.as_deref())?;
            if segment.copies.iter().any(|copies| *copies > 20) {
                return Err(Error::scenario(format!("{field}.copies"), "more than 20 copies of a haplotype"));
            }
            if segments.iter().any(|(other, c, _): &(Interval, usize, _)| *c == clone && other.overlaps(&interval)) {
                return Err(Error::scenario(field, "overlaps another segment of the same clone"));
            }
            segments.push((interval, clone, segment.copies));
        }
        Ok(Self { list, clones: names, segments, inherited: inherited(scenario.sex, contigs) })
    }
    /// Normal cells first, then the clones in the scenario's order.
    pub fn iter(&self) -> impl Iterator<Item = &Population> {
        self.list.iter()
    }
    /// The clones' names, in the scenario's order.
    pub fn clone_names(&self) -> &[String] {
        &self.clones
    }
    /// Number of the clone of this name, the first where there is no name.
    pub(crate) fn clone_number(&self, field: &str, name: Option<&str>) -> Result<usize, Error> {
        clone_number(field, &self.clones, name)
    }
    /// Copies of haplotype 1 and 2 in a cell of `population` at a place.
    pub fn copies(&self, population: &Population, place: Interval) -> [u8; 2] {
        let of = |clone: &usize| {
            self.segments
                .iter()
                .find(|(interval, c, _)| c == clone && interval.overlaps(&place))
                .map(|(_, _, copies)| *copies)
        };
        let born = || self.inherited.iter().find(|(interval, _)| interval.overlaps(&place)).map(|(_, copies)| *copies);
        population.lineage.iter().find_map(of).or_else(born).unwrap_or([1, 1])
    }
    /// Positions inside `interval` where a copy number may change.
    pub(crate) fn edges_within(&self, interval: Interval) -> Vec<u32> {
        let mut edges: Vec<u32> = self
            .segments
            .iter()
            .map(|(segment, ..)| segment)
            .chain(self.inherited.iter().map(|(part, _)| part))
            .filter(|segment| segment.overlaps(&interval))
            .flat_map(|segment| [segment.start(), segment.end()])
            .filter(|edge| (interval.start() + 1..interval.end()).contains(edge))
            .collect();
        edges.sort_unstable();
        edges.dedup();
        edges
    }
    /// Copies of a haplotype that carry a somatic variant in a cell of `population`.
    pub(crate) fn carrying(&self, population: &Population, change: &Acquired, place: Interval) -> u8 {
        if !population.is_of(change.clone) {
            return 0;
        }
        let copies = self.copies(population, place)[change.haplotype];
        change.copies.map_or(copies, |limit| limit.min(copies))
    }
    /// Expected fraction of fragments with a somatic variant, in tumour and normal. 0 where the sample has no copy.
    pub(crate) fn fractions(&self, change: &Acquired, place: Interval) -> [f64; 2] {
        self.mean_share(place, |population| f64::from(self.carrying(population, change, place)))
    }
    /// Expected fraction of fragments of a haplotype set, in tumour and normal.
    pub(crate) fn haplotype_fractions(&self, on: [bool; 2], place: Interval) -> [f64; 2] {
        self.mean_share(place, |population| {
            let copies = self.copies(population, place);
            (0..2).filter(|h| on[*h]).map(|h| f64::from(copies[h])).sum()
        })
    }
    fn mean_share(&self, place: Interval, carrying: impl Fn(&Population) -> f64) -> [f64; 2] {
        [0, 1].map(|sample| {
            let (mut with, mut all) = (0.0, 0.0);
            for population in &self.list {
                with += population.share[sample] * carrying(population);
                all += population.share[sample]
                    * self.copies(population, place).iter().map(|c| f64::from(*c)).sum::<f64>();
            }
            if all > 0.0 { with / all } else { 0.0 }
        })
    }
}

/// Where an acquired change sits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Acquired {
    /// The clone's number.
    pub(crate) clone: usize,
    /// 0 or 1.
    pub(crate) haplotype: usize,
    /// On how many copies of the haplotype at most; all where none.
    pub(crate) copies: Option<u8>,
}

fn parents(clones: &[scenario::Clone]) -> Result<Vec<Option<usize>>, Error> {
    let mut parents = Vec::with_capacity(clones.len());
    for (number, clone) in clones.iter().enumerate() {
        let field = format!("clones[{number}]");
        if clones[..number].iter().any(|other| other.name == clone.name) || clone.name == "normal" {
            return Err(Error::scenario(format!("{field}.name"), format!("{:?} is taken", clone.name)));
        }
        // A parent stands before its children, so that there can be no circle.
        let parent = match &clone.parent {
            None => None,
            Some(name) => Some(clones[..number].iter().position(|other| other.name == *name).ok_or_else(|| {
                Error::scenario(format!("{field}.parent"), format!("{name:?} is no clone listed before this one"))
            })?),
        };
        parents.push(parent);
    }
    Ok(parents)
}

fn clone_number(field: &str, names: &[String], name: Option<&str>) -> Result<usize, Error> {
    let Some(name) = name else { return Ok(0) };
    names.iter().position(|other| other == name).ok_or_else(|| {
        Error::scenario(format!("{field}.clone"), format!("{name:?} is none of the clones: {}", names.join(", ")))
    })
}

/// 1-based, closed bounds to an interval; whole contig where absent.
pub(crate) fn interval(
    field: &str,
    contigs: &Contigs,
    contig: &str,
    start: Option<u32>,
    end: Option<u32>,
) -> Result<Interval, Error> {
    let id = contigs.id_or_alias(contig).ok_or_else(|| {
        Error::scenario(format!("{field}.contig"), format!("{contig:?} is no contig of the reference"))
    })?;
    let length = contigs.length(id);
    let (start, end) = (start.unwrap_or(1), end.unwrap_or(length));
    if start == 0 || end < start || end > length {
        let problem = format!("{contig}:{start}-{end} is no 1-based, closed interval of a contig of {length} bases");
        return Err(Error::scenario(field, problem));
    }
    Ok(Interval::new(id, start - 1, end)?)
}

#[cfg(test)]
mod tests {
    use marv_model::genome::ContigId;

    use super::*;

    fn clone(name: &str, cell_fraction: f64, parent: Option<&str>) -> scenario::Clone {
        scenario::Clone { name: name.into(), cell_fraction, parent: parent.map(Into::into) }
    }

    fn scenario(text: &str) -> Scenario {
        toml::from_str(text).unwrap()
    }

    #[test]
    fn fractions_are_as_worked_out_by_hand() {
        let scenario = scenario(
            "purity = 0.8\ntumour_in_normal = 0.03\n\
             [[clones]]\nname = \"a\"\ncell_fraction = 1.0\n[[clones]]\nname = \"b\"\ncell_fraction = 0.25\nparent = \"a\"\n\
             [[segments]]\ncontig = \"chr17\"\nstart = 1\nend = 1000\ncopies = [1, 0]\n\
             [[segments]]\ncontig = \"chr17\"\nstart = 2001\nend = 3000\nclone = \"b\"\ncopies = [2, 0]\n",
        );
        let contigs = Contigs::grch38();
        let populations = Populations::new(&scenario, &contigs).unwrap();
        let at = |position| Interval::new(ContigId(16), position, position + 1).unwrap();
        let near = |found: [f64; 2], expected: [f64; 2]| {
            assert!(
                (found[0] - expected[0]).abs() < 1e-12 && (found[1] - expected[1]).abs() < 1e-12,
                "{found:?} {expected:?}"
            );
        };
        let on = |clone, haplotype, copies| Acquired { clone, haplotype, copies };
        // Diploid, all tumour cells, one of two copies: 0.8/2 and 0.03/2.
        near(populations.fractions(&on(0, 0, None), at(5_000)), [0.4, 0.015]);
        // Diploid, a quarter of the tumour's cells: 0.8 x 0.25 / 2.
        near(populations.fractions(&on(1, 1, None), at(5_000)), [0.1, 0.00375]);
        // Deleted other haplotype: 0.8 / (0.8 x 1 + 0.2 x 2) = 2/3; 0.03 / (0.03 + 0.97 x 2).
        near(populations.fractions(&on(0, 0, None), at(500)), [0.8 / 1.2, 0.03 / 1.97]);
        // On the lost haplotype: gone.
        near(populations.fractions(&on(0, 1, None), at(500)), [0.0, 0.0]);
        // Doubled in b (0.2 of the sample's cells), single in the rest of a (0.6): (0.2 x 2 + 0.6) / 2 and
        // (0.0075 x 2 + 0.0225) / 2; once only: 0.4.
        near(populations.fractions(&on(0, 0, None), at(2_500)), [0.5, 0.01875]);
        near(populations.fractions(&on(0, 0, Some(1)), at(2_500)), [0.4, 0.015]);
        // A heterozygous germline variant on the lost haplotype: normal cells only, 0.2 / 1.2.
        near(populations.haplotype_fractions([false, true], at(500)), [0.2 / 1.2, 0.97 / 1.97]);
        near(populations.haplotype_fractions([true, true], at(500)), [1.0, 1.0]);
        assert_eq!(populations.edges_within(Interval::new(ContigId(16), 100, 2_500).unwrap()), [1_000, 2_000]);
    }

    #[test]
    fn clones_that_cannot_exist_together_are_refused() {
        let refused = |clones: Vec<scenario::Clone>| {
            Populations::new(&Scenario { clones, ..Scenario::default() }, &Contigs::grch38()).unwrap_err().to_string()
        };
        let error = refused(vec![clone("a", 0.5, None), clone("b", 0.4, Some("a")), clone("c", 0.2, Some("a"))]);
        assert!(error.starts_with("scenario, clones[0].cell_fraction: is 0.5"), "{error}");
        assert!(refused(vec![clone("a", 0.7, None), clone("b", 0.7, None)]).contains("1.4"));
        assert!(refused(vec![clone("a", 0.7, Some("b")), clone("b", 0.7, None)]).contains("clones[0].parent"));
    }
}
