//! Sheets → an Excel workbook (Office Open XML), for the meeting.

use marv_model::case::Case;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::sheets::{Cell, Sheet, sheets};
use crate::hidden::is_hidden;
use crate::{Error, Language, view::Page};

/// Characters that a spreadsheet keeps of a cell.
const MOST: usize = 32_000;
/// Characters of a sheet's name.
const LONGEST_NAME: usize = 31;
/// Width of a column in characters, at least and at most.
const WIDTH: (usize, usize) = (9, 60);

/// A case as a workbook: overview, variants, classification, copy number, genes, what was not assessed, quality.
///
/// Text of the case is written as text and is never a formula or a link, whatever it begins with; control characters are
/// replaced. Numbers are numbers: shares 0 to 1, positions 1-based; what is not known is an empty cell. Equal cases give
/// equal bytes.
pub fn workbook(case: &Case, language: Language) -> Result<Vec<u8>, Error> {
    let page = Page::of(case, language)?;
    written(&sheets(case, &page), &page).map_err(|error| Error::Workbook { problem: error.to_string() })
}

fn written(sheets: &[Sheet], page: &Page<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // A fixed date: a workbook that tells when it was written differs each time.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook
        .set_properties(&DocProperties::new().set_title(plain(page.m.text("page.title"))).set_creation_datetime(&made));
    for sheet in sheets {
        fill(workbook.add_worksheet(), sheet, page)?;
    }
    workbook.save_to_buffer()
}

fn fill(into: &mut Worksheet, sheet: &Sheet, page: &Page<'_>) -> Result<(), XlsxError> {
    let head = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let count = Format::new().set_num_format("0").set_align(FormatAlign::Top);
    let number = Format::new().set_num_format("0.00").set_align(FormatAlign::Top);
    let share = Format::new().set_num_format("0.0%").set_align(FormatAlign::Top);
    into.set_name(name(&sheet.name))?;
    into.set_landscape().set_print_fit_to_pages(1, 0);
    into.set_header(format!("&L{}&R{}", literal(&page.case.id), literal(&page.running_title())));
    into.set_footer("&R&P / &N");
    for (column, text) in (0u16..).zip(&sheet.heads) {
        into.write_string_with_format(0, column, plain(text), &head)?;
    }
    for (at, row) in (1u32..).zip(&sheet.rows) {
        for (column, cell) in (0u16..).zip(row) {
            match cell {
                Cell::Text(text) => into.write_string_with_format(at, column, plain(text), &wrapped)?,
                Cell::Count(value) => into.write_number_with_format(at, column, *value, &count)?,
                Cell::Number(value) => into.write_number_with_format(at, column, *value, &number)?,
                Cell::Share(value) => into.write_number_with_format(at, column, *value, &share)?,
                Cell::Empty => into,
            };
        }
    }
    for (column, width) in (0u16..).zip(widths(sheet)) {
        into.set_column_width(column, width)?;
    }
    into.set_freeze_panes(1, 1)?;
    let (rows, columns) = (u32::try_from(sheet.rows.len()), u16::try_from(sheet.heads.len()));
    if let (Ok(rows @ 1..), Ok(columns @ 1..)) = (rows, columns) {
        into.autofilter(0, 0, rows, columns - 1)?;
    }
    Ok(())
}

/// The width of each column in characters: that of its widest short text.
fn widths(sheet: &Sheet) -> Vec<u16> {
    let wide = |cell: &Cell| match cell {
        Cell::Text(text) => text.chars().take(WIDTH.1).count(),
        _ => WIDTH.0,
    };
    (0..sheet.heads.len())
        .map(|column| {
            let head = sheet.heads[column].split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0);
            let cells = sheet.rows.iter().filter_map(|row| row.get(column)).map(wide).max().unwrap_or(0);
            u16::try_from(head.max(cells).clamp(WIDTH.0, WIDTH.1) + 2).unwrap_or(u16::MAX)
        })
        .collect()
}

/// Text as a cell takes it.
fn plain(text: &str) -> String {
    // U+FFFE and U+FFFF have no place in XML.
    let shown = |c: char| if is_hidden(c) { '\u{fffd}' } else { c };
    text.chars().map(shown).take(MOST).collect()
}

/// Text in a head or foot of a printed page, where `&` begins a code, and where a spreadsheet takes 255 characters in all.
fn literal(text: &str) -> String {
    plain(text).chars().take(80).collect::<String>().replace('&', "&&")
}

/// Text as the name of a sheet.
fn name(text: &str) -> String {
    let allowed = |c: &char| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'');
    plain(text).chars().filter(allowed).take(LONGEST_NAME).collect()
}
