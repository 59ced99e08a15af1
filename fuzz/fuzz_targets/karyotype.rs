//! Any text is read without a panic; what was read whole is written and read back the same; counts have bounds.
#![no_main]

use libfuzzer_sys::fuzz_target;
use marv_karyotype::{Fidelity, Karyotype};

fuzz_target!(|text: &str| {
    let reading = Karyotype::read(text);
    let length = text.chars().count();
    assert!(reading.warnings.iter().all(|warning| (1..=length + 1).contains(&warning.position)));
    if reading.fidelity <= Fidelity::Repaired {
        let again = Karyotype::read(&reading.karyotype.to_string());
        assert_eq!(again.karyotype, reading.karyotype);
    }
    let groups = reading.groups();
    assert!(groups.abnormalities.at_most.is_none_or(|most| groups.abnormalities.at_least <= most));
});
