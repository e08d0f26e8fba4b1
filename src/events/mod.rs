//! Clause 3: deputies at meetings, inspections, research and enforcement checks; group activities and training.
//!
//! An event's way: an office writes it with its topics; for each topic deputies are proposed, with reasons and fairly over
//! the year (`propose`), and a person decides; it is announced, and everybody invited gets an address of his or her own,
//! where one press answers (looking answers nothing). Those who have not answered are reminded. At the door a code, or the
//! list at the desk, says who is there. It is closed: whoever was present did something that counts, and so did whoever
//! spoke (`ledger`); an opinion out of a speech is one step.
//!
//! * `propose`: whom to invite, pure
//! * `acts`: writing, choosing, announcing, changing, calling off; `answers`: answering, asking to speak;
//!   `attendance`: who is there, what was said, closing
//! * `clockwork`: what each day does: reminding
//! * `store`: the SQL; `pages`: for the office, for the invited, at the door
