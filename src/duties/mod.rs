//! Clauses 2 and 7: who must do what how often, and how far it is done, computed from the ledger by the charter.
