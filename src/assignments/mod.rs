//! Clause 2: the deputies affairs commission assigns each member of the standing committee the grass-roots deputies he or she contacts.
