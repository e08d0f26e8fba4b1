//! Clause 9: points by the charter's table, each line pointing at its rule, its act and its evidence.
