# Contact with deputies
contacts-title = Contact with deputies
contacts-back = Back to contacts
contacts-comma = , 

contacts-mine = Deputies I contact
contacts-sum = You contact { $n } { $n ->
    [one] deputy
   *[other] deputies
  }; { $missing } { $missing ->
    [one] contact is
   *[other] contacts are
  } still to be made this year.
contacts-sum-done = You contact { $n } { $n ->
    [one] deputy
   *[other] deputies
  }; this year's contacts are all made.
contacts-none-assigned = No deputies are assigned to you at present. Once the commission has assigned them, they are listed here.
contacts-count = { $done } of { $owed } this year
contacts-and-waiting = , { $n } more to be verified
contacts-enough = Enough
contacts-missing = { $n } missing
contacts-last = Last:{" "}
contacts-never = none recorded
contacts-record = Record a contact
contacts-with = { " " }with { $name }
contacts-call = Call { $phone }
contacts-called = Called: record it
contacts-record-other = Record a contact with another deputy
contacts-own = Contacts I recorded
contacts-own-empty = No contact recorded yet.
contacts-line = Contact with { $deputies }
contacts-by-member = { $member } contacted you ({ $way })
contacts-returned-because = Returned because: { $note }

contacts-named = Contacts for you to confirm
contacts-named-none = Nothing waits for your confirmation.
contacts-named-hint = Committee members have registered these contacts with you. Please confirm what is right, and object to what is not.
contacts-answered = Contacts you have answered
contacts-confirm = It was so: confirm
contacts-object = It was not so: object

contacts-filters = Show
contacts-filter-declared = To be verified
contacts-filter-returned = Returned
contacts-filter-verified = Verified
contacts-filter-late = Late
contacts-filter-all = All
contacts-of-member = Only contacts registered by { $name }.
contacts-all-members = Show everybody's
contacts-empty = There are no contacts here.
contacts-column-contact = Contact
contacts-column-member = Member
contacts-column-day = Day
contacts-column-state = State
contacts-late = Late
contacts-void = Corrected: did not happen
contacts-state-draft = Not declared
contacts-state-declared = To be verified
contacts-state-verified = Verified
contacts-state-returned = Returned
contacts-state-discarded = Discarded

contacts-record-title = Record a contact
contacts-edit = Change it
contacts-unfinished = This is another contact that you have not finished. Please finish it or clear the draft before you record the one with { $name }.
contacts-deputies = Deputies contacted
contacts-others = Other deputies too
contacts-others-label = Names of other deputies
contacts-others-hint = Separate several by commas. A name or the initials of its pinyin will do.
contacts-others-unknown = No deputy of that day is called “{ $name }”. Please check the name.
contacts-others-several = There are several “{ $name }”: { $list }. Please write the whole name; of two with the same name choose from the deputies you contact.
contacts-name-from = { $name } ({ $from })
contacts-way = How
contacts-day = Day of the contact
contacts-topics = What it was about
contacts-topics-hint = You may choose several.
contacts-topic-confidential = With this one alone, what you write is for you and the commission only.
contacts-said = What was said
contacts-said-hint = A few sentences. The deputies who took part and the commission can read it.
contacts-confidence-part = The deputy's personal difficulties (for you and the commission only)
contacts-confidence = The deputy's personal difficulties
contacts-confidence-hint = For you and the commission only. Each look of the commission is recorded; it never goes into an opinion.
contacts-open = “What was said” above holds no personal difficulties and need not be confidential
contacts-more = Place and photos (optional)
contacts-place = Place
contacts-photos = Photos
contacts-photos-hint = { $n } at most, never required. Whoever can see the contact can see them.
contacts-declare = Declare
contacts-keep = Save, declare later
contacts-keep-hint = Once declared, the commission verifies it; it counts when it is verified.

contacts-deputies-missing = Choose the deputy you contacted.
contacts-deputies-many = At most 30 deputies at a time; please record several contacts.
contacts-deputy-not-sitting = { $name } was no sitting deputy on that day. Please check the day or the name.
contacts-no-seat = You were no member of the Standing Committee on that day. Please check the day.
contacts-way-missing = Choose how you made contact.
contacts-day-missing = Enter the day of the contact.
contacts-topics-missing = Choose what it was about, at least one.
contacts-said-missing = Write a few words on what was said.

contacts-done-declare = Declared; the commission will verify it. What wants handling can be made an opinion below.
contacts-done-keep = Saved, not declared yet.
contacts-done-recall = Taken back; please declare it again when it is changed.
contacts-done-discard = Discarded.
contacts-done-pass = Passed on as an opinion; the office that sorts it and the deputy have been told.
contacts-done-confirm = Confirmed, thank you.
contacts-done-object = Your objection is in; the commission will answer it.
contacts-done-verify = Verified.

contacts-said-nothing = Nothing else was written.
contacts-confidence-show = Show the deputy's personal difficulties
contacts-confidence-noted = Each look is recorded with who looked and when.
contacts-confidence-was-noted = This look has been recorded. Please tell nobody whose business it is not.
contacts-confidence-own = For you and the commission only.
contacts-was-it-so = Was it so?
contacts-objection = What is wrong
contacts-objection-hint = Please say what is right, such as another day, or that there was no contact.
contacts-objection-send = Object
contacts-objections = Objections
contacts-objection-answer = Please answer this objection before you verify
contacts-objection-waits = Waits for the commission's answer.
contacts-outcome-kept = The entry stands:
contacts-outcome-corrected = Corrected:
contacts-verification = Verification
contacts-verify = In order: verify
contacts-return = Return it
contacts-return-note = Why it is returned
contacts-pass-on-title = Does anything want handling?
contacts-pass-on = Make it an opinion
contacts-pass-on-hint = It is raised in the deputy's name and goes to the office that sorts it; the deputy and you are told what comes of it.
contacts-pass-on-whose = Whose opinion is it
contacts-pass-on-body = What wants handling
contacts-pass-on-body-hint = Filled with “what was said”; please delete what wants no handling.
contacts-pass-on-subject = Title
contacts-pass-on-subject-hint = Left empty, the first sentence is taken.
contacts-pass-on-send = Make it an opinion
contacts-pass-on-early = Please declare this contact before you make it an opinion.
contacts-pass-on-deputy = Choose whose opinion it is.
contacts-opinions = Opinions that came of this contact
contacts-beside = Other
contacts-recall = Take the declaration back
contacts-recall-hint = Then you can change it; please declare it again after that.
contacts-discard = Discard
contacts-discard-hint = It will not count and cannot be brought back; personal difficulties written down are erased with it.
contacts-history = History
contacts-facts = Facts
contacts-declared-on = Declared on
contacts-answer-none = No answer yet
contacts-answer-confirmed = Confirmed
contacts-answer-objected = Objected

contacts-did-contact-recorded = Recorded this contact.
contacts-did-contact-confidence-read = Looked at the deputy's personal difficulties.
contacts-did-act-declare = Declared this contact.
contacts-did-act-recall = Took the declaration back.
contacts-did-act-amended = Changed what it says.
contacts-did-act-verify = Verified this contact.
contacts-did-act-return = Returned it.
contacts-did-act-discard = Discarded this contact.
contacts-did-act-confirmed = Confirmed this contact.
contacts-did-act-corrected = Corrected this entry.
