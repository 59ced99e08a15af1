//! The ninth column of GFF3 and GTF.

use std::borrow::Cow;

/// Attributes of GFF3: `key=value;key=value`, values in per cent escapes.
pub(super) fn gff3(column: &str) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
    column.split(';').filter_map(|one| one.trim().split_once('=')).map(|(key, value)| (key, unescaped(value)))
}

/// Attributes of GTF: `key "value"; key "value";`.
pub(super) fn gtf(column: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = column;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches([' ', ';']);
        let (key, behind) = rest.split_once(' ')?;
        let behind = behind.trim_start();
        let (value, behind) = match behind.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"')?,
            None => behind.split_once(';').unwrap_or((behind.trim_end(), "")),
        };
        rest = behind;
        Some((key, value))
    })
}

fn unescaped(value: &str) -> Cow<'_, str> {
    if !value.contains('%') {
        return Cow::Borrowed(value);
    }
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let Some((byte, behind)) = rest.split_first() {
        let hex = (*byte == b'%').then(|| std::str::from_utf8(behind.get(..2)?).ok()).flatten();
        if let Some(code) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            bytes.push(code);
            rest = &behind[2..];
        } else {
            bytes.push(*byte);
            rest = behind;
        }
    }
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_dialects() {
        let all: Vec<_> = gff3("ID=rna-1;Note=a%3Bb%2C 50%;Parent=gene-1").collect();
        assert_eq!(all[1], ("Note", "a;b, 50%".into()));
        assert_eq!(all[2].1, "gene-1");
        let all: Vec<_> = gtf("gene_id \"G;1\"; tag \"basic\"; exon_number 3; tag \"MANE_Select\";").collect();
        assert_eq!(all, [("gene_id", "G;1"), ("tag", "basic"), ("exon_number", "3"), ("tag", "MANE_Select")]);
    }
}
