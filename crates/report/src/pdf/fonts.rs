//! The two faces of the document: widths of text, and its glyphs.

use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::{
    FontRef, MetadataProvider,
    charmap::Charmap,
    instance::{LocationRef, Size},
    metrics::GlyphMetrics,
};

use crate::Error;

/// What stands for a character that neither face has.
const STAND_IN: char = '?';

/// Regular and bold.
pub(super) struct Fonts {
    faces: [Face; 2],
}

struct Face {
    font: Font,
    charmap: Charmap<'static>,
    metrics: GlyphMetrics<'static>,
    /// Units an em.
    em: f32,
}

impl Face {
    fn of(data: &'static [u8]) -> Option<Self> {
        let reference = FontRef::new(data).ok()?;
        let font = Font::new(data.into(), 0)?;
        let em = font.units_per_em();
        Some(Self {
            charmap: reference.charmap(),
            metrics: reference.glyph_metrics(Size::unscaled(), LocationRef::default()),
            font,
            em,
        })
    }

    /// The glyph of a character, with its width in ems.
    fn glyph(&self, c: char) -> (u32, f32) {
        let glyph = self.charmap.map(c).or_else(|| self.charmap.map(STAND_IN)).unwrap_or_default();
        (glyph.to_u32(), self.metrics.advance_width(glyph).unwrap_or_default() / self.em)
    }
}

impl Fonts {
    /// The embedded faces (Noto Sans).
    pub(super) fn embedded() -> Result<Self, Error> {
        let face = |data| Face::of(data).ok_or_else(|| Error::Pdf { problem: "an embedded font is broken".to_owned() });
        Ok(Self { faces: [face(ttf_noto_sans::REGULAR)?, face(ttf_noto_sans::BOLD)?] })
    }

    fn face(&self, bold: bool) -> &Face {
        &self.faces[usize::from(bold)]
    }

    pub(super) fn font(&self, bold: bool) -> Font {
        self.face(bold).font.clone()
    }

    /// The width of a text in points.
    pub(super) fn width(&self, text: &str, size: f32, bold: bool) -> f32 {
        let face = self.face(bold);
        text.chars().map(|c| face.glyph(c).1).sum::<f32>() * size
    }

    /// The glyphs of a text, one a character, by their own widths.
    pub(super) fn glyphs(&self, text: &str, bold: bool) -> Vec<KrillaGlyph> {
        let face = self.face(bold);
        text.char_indices()
            .map(|(at, c)| {
                let (glyph, advance) = face.glyph(c);
                KrillaGlyph::new(GlyphId::new(glyph), advance, 0.0, 0.0, 0.0, at..at + c.len_utf8(), None)
            })
            .collect()
    }
}

/// Text as a document may hold it: no control and no private characters, which no reader could tell.
pub(super) fn plain(text: &str) -> String {
    let told = |c: char| {
        let private = matches!(u32::from(c), 0xE000..=0xF8FF | 0xF0000.. | 0xFEFF | 0xFFFE | 0xFFFF | 0xFFF9..=0xFFFB);
        // Characters that turn the direction of what follows.
        let turning = matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if private || turning || c.is_control() && c != '\n' { '\u{fffd}' } else { c }
    };
    text.chars().map(told).collect()
}
