//! What each part of the document is, for readers that speak it: the tree of tags beside the pages.

use krilla::tagging::{Identifier, ListNumbering, TableHeaderScope, Tag, TagGroup, TagKind, TagTree};
use std::num::NonZeroU16;

/// The place of a part in the tree.
pub(super) type TagId = usize;

/// What a part is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    Heading {
        level: u16,
        title: String,
    },
    Paragraph,
    List,
    Item,
    Table,
    Row,
    /// The head of a column or of a row.
    ColumnHead {
        columns: usize,
    },
    RowHead {
        columns: usize,
    },
    Cell {
        columns: usize,
    },
    Figure {
        description: String,
    },
}

/// The tree while pages are set: parts by number, each with its parent.
#[derive(Debug, Default)]
pub(super) struct Tags {
    parts: Vec<Part>,
    children: Vec<Vec<TagId>>,
    roots: Vec<TagId>,
}

impl Tags {
    /// A new part within another, or at the top.
    pub(super) fn add(&mut self, part: Part, parent: Option<TagId>) -> TagId {
        let id = self.parts.len();
        self.parts.push(part);
        self.children.push(Vec::new());
        match parent.and_then(|parent| self.children.get_mut(parent)) {
            Some(siblings) => siblings.push(id),
            None => self.roots.push(id),
        }
        id
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.parts.len()
    }

    /// The tree, with what was drawn for each part.
    pub(super) fn tree(&self, language: &str, mut drawn: Vec<Vec<Identifier>>) -> TagTree {
        let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
        for root in &self.roots {
            tree.push(self.group(*root, &mut drawn));
        }
        tree
    }

    fn group(&self, id: TagId, drawn: &mut Vec<Vec<Identifier>>) -> TagGroup {
        let mut group = TagGroup::new(self.kind(id));
        for identifier in std::mem::take(&mut drawn[id]) {
            group.push(identifier);
        }
        for child in &self.children[id] {
            group.push(self.group(*child, drawn));
        }
        group
    }

    fn kind(&self, id: TagId) -> TagKind {
        let span = |columns: usize| u32::try_from(columns).ok().filter(|n| *n > 1).and_then(std::num::NonZeroU32::new);
        match &self.parts[id] {
            Part::Heading { level, title } => {
                let level = NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN);
                Tag::Hn(level, Some(title.clone())).into()
            }
            Part::Paragraph => Tag::P.into(),
            Part::List => Tag::L(ListNumbering::None).into(),
            Part::Item => Tag::LI.into(),
            Part::Table => Tag::Table.into(),
            Part::Row => Tag::TR.into(),
            Part::ColumnHead { columns } => Tag::TH(TableHeaderScope::Column).with_col_span(span(*columns)).into(),
            Part::RowHead { columns } => Tag::TH(TableHeaderScope::Row).with_col_span(span(*columns)).into(),
            Part::Cell { columns } => Tag::TD.with_col_span(span(*columns)).into(),
            Part::Figure { description } => Tag::Figure(Some(description.clone())).into(),
        }
    }
}
