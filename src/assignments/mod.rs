//! Who contacts whom: clause 2 of the Opinion. The deputies affairs commission assigns each member of the standing
//! committee the grass-roots deputies he or she contacts.

pub mod balance;
