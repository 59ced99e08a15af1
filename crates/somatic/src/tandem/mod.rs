//! Tandem duplications, such as FLT3-ITD: from clipped reads to a counted allele.
//!
//! `clips` proposes: where clipped reads continue elsewhere near by, directly or behind bases of neither place. `shape`
//! says what an insertion duplicates, whoever proposed it. `count` counts the fragments at the junction, which only the
//! duplication has, and at the ends of the duplicated stretch, which every copy has: so the share is right for
//! duplications shorter and longer than a read. What comes out is an ordinary insertion with its full sequence.

pub(crate) mod clips;
pub(crate) mod count;
pub(crate) mod shape;
