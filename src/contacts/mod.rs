//! Clauses 1 and 2: committee members' contact with the deputies assigned to them, recorded once in one short form.
