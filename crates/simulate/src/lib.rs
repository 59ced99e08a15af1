//! Tumour/normal pairs with a written truth, and calls against a truth
