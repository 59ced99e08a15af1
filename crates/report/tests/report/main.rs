//! What a report must say, and what it must never do.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../cases/mod.rs"]
mod cases;
mod conclusion;
mod genome;
mod guidelines;
mod page;
