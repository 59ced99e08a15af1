//! A case in both languages, as HTML, as text and in the forms for the meeting and for portals.
//!
//! `cargo run -p marv-report --example render -- case.json OUT`; `sample:aml` in place of the file renders a built-in case.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

#[path = "../tests/cases/mod.rs"]
mod cases;

use std::{error::Error, fs, path::Path};

use marv_report::{Language, cbioportal, html, read, scout, text, workbook, write};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [source, out] = arguments.as_slice() else {
        return Err(format!("expected: render CASE.json|sample:NAME OUT; names: {}", cases::NAMES.join(", ")).into());
    };
    let case = match source.strip_prefix("sample:") {
        Some(name) => cases::case(name).ok_or_else(|| format!("no sample {name}: {}", cases::NAMES.join(", ")))?,
        None => read(&fs::read_to_string(source)?)?,
    };
    let out = Path::new(out);
    fs::create_dir_all(out)?;
    fs::write(out.join("case.json"), write(&case)?)?;
    fs::write(out.join("scout.yaml"), scout(&case))?;
    for file in cbioportal(&case) {
        let path = out.join("cbioportal").join(file.name);
        fs::create_dir_all(path.parent().unwrap_or(out))?;
        fs::write(path, file.content)?;
    }
    for language in Language::ALL {
        let file = out.join(format!("report.{}.html", language.tag()));
        fs::write(&file, html(&case, language)?)?;
        #[cfg(feature = "pdf")]
        fs::write(out.join(format!("report.{}.pdf", language.tag())), marv_report::pdf(&case, language)?)?;
        fs::write(out.join(format!("meeting.{}.xlsx", language.tag())), workbook(&case, language)?)?;
        println!("{}\n\n{}", file.display(), text(&case, language)?);
    }
    Ok(())
}
