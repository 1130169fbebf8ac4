//! Exact multi-criteria shortest paths on static graphs.
