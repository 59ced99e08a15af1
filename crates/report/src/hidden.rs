//! Characters that a reader cannot see and that change what is seen.

/// Whether a text is told without the character: control characters, those that turn the direction of what follows or join without
/// being seen, and those that no text may hold.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{061c}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{2069}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{fffe}'
                | '\u{ffff}'
        )
}

#[cfg(test)]
mod tests {
    use super::is_hidden;

    #[test]
    fn what_turns_a_text_round_is_hidden_and_letters_are_not() {
        assert!(['\0', '\u{1b}', '\u{7f}', '\u{202e}', '\u{2066}', '\u{200b}', '\u{feff}'].into_iter().all(is_hidden));
        assert!(!['a', 'æ', 'Å', 'β', '≥', '−', '\u{a0}', '–', '≠'].into_iter().any(is_hidden));
    }
}
