//! Guidelines as pure, versioned, three-valued rules
