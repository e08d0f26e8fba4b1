//! Clauses 5 and 7: what deputies do with voters, recorded once, an act for each deputy who took part.
