//! The library that people link: the whole job and each of its steps
