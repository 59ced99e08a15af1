//! The notation of interphase hybridisation.

use super::{InSitu, Signal};

pub(super) fn read_all(text: &str) -> Option<Vec<InSitu>> {
    let mut rest = text.trim();
    let mut found = Vec::new();
    while !rest.is_empty() {
        rest = rest.trim_start_matches(['.', ',', ';', '/', ' ']);
        if rest.is_empty() {
            break;
        }
        // Of the clones behind a slash only the first says which technique it is.
        rest = match technique(rest) {
            Some(behind) => behind,
            None if !found.is_empty() && rest.starts_with('(') => rest,
            None => return None,
        };
        rest = hybridisations(rest, &mut found)?;
    }
    Some(found).filter(|found| !found.is_empty())
}

/// What stands behind `nuc ish`.
fn technique(text: &str) -> Option<&str> {
    let head = text.get(..3).filter(|head| head.eq_ignore_ascii_case("nuc"))?;
    let behind = text[head.len()..].trim_start();
    let word = behind.get(..3).filter(|word| word.eq_ignore_ascii_case("ish"))?;
    Some(behind[word.len()..].trim_start())
}

/// Groups in parentheses up to each number of nuclei; gives back what is left.
fn hybridisations<'a>(mut rest: &'a str, found: &mut Vec<InSitu>) -> Option<&'a str> {
    let before = found.len();
    let mut signals = Vec::new();
    let mut first = rest.trim_start_matches([',', ' ']);
    let written = |first: &str, behind: &str| {
        let own = first.strip_suffix(behind).unwrap_or(first).trim_end_matches([',', ' ', ';', '/']);
        format!("nuc ish{}{own}", if own.starts_with('(') { "" } else { " " })
    };
    loop {
        rest = rest.trim_start_matches([',', ' ']);
        let at_group = band(rest);
        if let Some(inside) = at_group.strip_prefix('(') {
            let (group, behind) = inside.split_once(')')?;
            let (shared, behind) = number_of_signals(behind);
            group_of(group, shared, &mut signals)?;
            rest = behind;
        } else if let Some(inside) = rest.strip_prefix('[') {
            let (nuclei, behind) = inside.split_once(']')?;
            if signals.is_empty() {
                return None;
            }
            let (positive, cells) = nuclei_of(nuclei)?;
            let text = written(first, behind);
            found.push(InSitu { signals: std::mem::take(&mut signals), positive, cells, text });
            rest = behind;
            first = rest.trim_start_matches([',', ' ']);
        } else {
            break;
        }
    }
    if !signals.is_empty() {
        found.push(InSitu { signals, positive: None, cells: None, text: written(first, rest) });
    }
    (found.len() > before).then_some(rest)
}

/// What stands behind a band (`17p13.1`), which the locus tells again.
fn band(text: &str) -> &str {
    let Some(open) = text.find('(') else { return text };
    let name = &text[..open];
    let arm = name.find(['p', 'q']);
    let chromosome = |name: &str| matches!(name, "X" | "Y") || name.parse::<u8>().is_ok_and(|n| (1..=22).contains(&n));
    let is_band = arm.is_some_and(|arm| {
        chromosome(&name[..arm]) && name[arm + 1..].chars().all(|c| c.is_ascii_digit() || c == '.' || c == '~')
    });
    if is_band { &text[open..] } else { text }
}

/// `x2` behind a group, which is that of each of its loci.
fn number_of_signals(text: &str) -> (Option<u32>, &str) {
    let Some(behind) = text.strip_prefix(['x', 'X', '×']) else { return (None, text) };
    let digits = behind.len() - behind.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    match behind[..digits].parse() {
        Ok(number) => (Some(number), &behind[digits..]),
        Err(_) => (None, text),
    }
}

/// `[150/200]` and `[200]`.
fn nuclei_of(text: &str) -> Option<(Option<u32>, Option<u32>)> {
    let number = |text: &str| text.trim().parse().ok();
    match text.split_once('/') {
        Some((positive, cells)) => {
            let (positive, cells): (u32, u32) = (number(positive)?, number(cells)?);
            (positive <= cells).then_some((Some(positive), Some(cells)))
        }
        None => Some((None, Some(number(text)?))),
    }
}

fn group_of(group: &str, shared: Option<u32>, signals: &mut Vec<Signal>) -> Option<()> {
    for part in group.split(',') {
        let (part, copies, until) = copies_of(part.trim());
        let copies = copies.or(shared);
        let words: Vec<&str> = part.split_whitespace().collect();
        let loci = |word: &str| -> Option<Vec<String>> {
            let found: Vec<String> = words.iter().filter(|one| **one != word).map(|one| (*one).to_owned()).collect();
            (found.len() >= 2 && words.len() == 2 * found.len() - 1 && found.iter().all(|one| is_locus(one)))
                .then_some(found)
        };
        signals.push(if words.contains(&"con") {
            Signal::Together { loci: loci("con")?, copies }
        } else if words.contains(&"sep") {
            Signal::Apart { loci: loci("sep")?, copies }
        } else {
            let [locus] = words[..] else { return None };
            Signal::Copies { locus: Some(locus).filter(|one| is_locus(one))?.to_owned(), copies: copies?, until }
        });
    }
    Some(())
}

/// A locus without its number of signals, and the number: `TP53x1`, `MYCx3~5`.
fn copies_of(text: &str) -> (&str, Option<u32>, Option<u32>) {
    let Some(at) = text.rfind(['x', 'X', '×']) else { return (text, None, None) };
    let behind = text[at..].trim_start_matches(['x', 'X', '×']);
    let (low, high) = behind.split_once('~').map_or((behind, None), |(low, high)| (low, Some(high)));
    match (low.trim().parse(), high.map(str::parse)) {
        (Ok(low), None) => (text[..at].trim(), Some(low), None),
        (Ok(low), Some(Ok(high))) => (text[..at].trim(), Some(low), Some(high)),
        _ => (text, None, None),
    }
}

/// Whether it may be a locus: letters and digits, the ends of a gene (`5'KMT2A`), two genes of one probe (`CDKN2A/B`).
fn is_locus(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '\'' | '′' | '-' | '/' | '_' | '@'))
}
