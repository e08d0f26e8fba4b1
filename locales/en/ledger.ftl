# The ledger
act-kind-contact = Contact with deputies
act-kind-outreach = Activity with voters
act-kind-attendance = Attendance
act-kind-speech = Speech
act-kind-duty_report = Duty report
act-kind-opinion_raised = Opinion raised
act-kind-opinion_cosigned = Opinion co-signed
act-kind-opinion_evaluated = Reply evaluated
act-kind-training = Training
act-kind-merit = Commendation

ledger-no-charter = No charter was in force on that day.
ledger-entered-already = This was entered already.
ledger-day-in-future = The day cannot be later than today.
ledger-with-oneself = One cannot be on both sides.
ledger-no-seat = No seat was held on that day; please check the day.
ledger-party-no-seat = A person chosen held no seat on that day; please check.
ledger-moved-on = This entry has moved on; please look again.
ledger-note-missing = Please give the reason.
ledger-objection-open = Somebody objected; please answer that first.
ledger-objection-missing = Please say what is wrong or missing.
ledger-objection-long = At most 1,000 characters, please.
ledger-objection-too-late = The time to object is over; please turn to the commission.
ledger-objection-own = Nobody verified it yet: please take it back and change it.
ledger-answer-missing = Please give the answer.
ledger-correction-missing = Please say what it is corrected to.
ledger-quarter-not-over = This quarter is not over.
ledger-quarter-published = This quarter was published already.
notice-act-named = You are named in “{ $act }” of { $day }; please confirm or object.
notice-act-returned = Your “{ $act }” of { $day } was returned; please complete and declare it again.
notice-objection-raised = Somebody objected to an entry of { $year }; please answer.
notice-objection-answered = Your objection to an entry of { $year } was answered.

act-state-draft = Draft
act-state-declared = To be verified
act-state-verified = Verified
act-state-returned = Returned
act-state-discarded = Discarded
act-state-superseded = Corrected since
act-state-void = Does not count

act-stands-draft = Not declared yet; only its person and whoever entered it see it.
act-stands-declared = Declared; it counts once the commission has verified it.
act-stands-verified = Verified; it counts.
act-stands-returned = Returned; please complete it as asked and declare it again.
act-stands-discarded = Discarded; it does not count.
act-stands-superseded = This was corrected; the correction counts.
act-stands-void = By correction this does not count.

act-way-witnessed = Recorded by the system
act-way-declare_and_verify = Declared by the person, verified by the commission
act-way-organiser_registers = Registered by the organiser; the person may object
act-way-apply_and_audit = Applied for, audited and published each quarter

act-answer-open = To confirm
act-answer-confirmed = Confirmed
act-answer-objected = Objected

act-evidence-case = The opinion
act-evidence-contact = The record of the contact
act-evidence-outreach = The record of the activity
act-evidence-merit = The commendation
act-evidence-event = The meeting or activity

act-did-recorded = Recorded by the system; it counts
act-did-drafted = Drafted
act-did-amended = Changed
act-did-declare = Declared
act-did-recall = Declaration taken back
act-did-verify = Verified; it counts
act-did-return = Returned to be completed
act-did-discard = Discarded
act-did-confirmed = Confirmed
act-did-corrected = Corrected, in place of the earlier entry
act-did-objected = Objected
act-did-kept = Objection answered: the entry stands
act-did-upheld = Objection answered: put right

objection-open = To be answered
objection-kept = The entry stands
objection-corrected = Put right

ledger-queue-menu = Verify
ledger-queue = Acts to be verified
ledger-queue-lead = The oldest first. Please look at who did what on which day, then verify or return.
ledger-queue-sum = { $n ->
    [one] { $n } act waits.
   *[other] { $n } acts wait.
}
ledger-queue-objections = { $n ->
    [one] { $n } objection waits for an answer
   *[other] { $n } objections wait for an answer
}
ledger-queue-empty = Nothing waits to be verified.
ledger-acts = Acts
ledger-all = Verify the { $n } on this page that are confirmed and in time
ledger-all-hint = Each is verified by itself; what has changed is left, with the reason.
ledger-all-key = Verify all confirmed on this page
ledger-all-done = { $n } verified.
ledger-all-left = { $n } not verified:
ledger-colon = :{" "}
ledger-semicolon = ;{" "}
ledger-whose = { $name }, { $day }, { $kind }
ledger-look-at-it = Not confirmed by all, or late; please look at it by itself.
ledger-own = Your own, or entered by you; somebody else is to verify it.
ledger-answer-first = Objected; please answer first
ledger-returned-before = Returned before:{" "}
ledger-late = Late
ledger-objected = An objection waits

ledger-column-act = Act
ledger-declared-at = declared { $day }
ledger-column-about = About
ledger-column-parties = With
ledger-column-state = State

ledger-csv-day = Day
ledger-csv-person = Person
ledger-csv-kind = Kind
ledger-csv-method = Method
ledger-csv-topics = About
ledger-csv-parties = With
ledger-csv-state = State
ledger-csv-late = Late
ledger-csv-declared = Declared
ledger-csv-id = Id
ledger-csv = Save as CSV

ledger-sum = { $n ->
    [one] { $n } act
   *[other] { $n } acts
}
ledger-empty = No such acts.
ledger-filter-kind = Kind
ledger-filter-state = State
ledger-filter-late = Declared
ledger-filter-year = Year
ledger-filter-topic = About
ledger-filter-more = More filters
ledger-filter-all = All
ledger-filter-counting = Counting
ledger-shown-party = with { $name }
ledger-shown-days = { $from } to { $to }
ledger-shown-from = from { $day }
ledger-shown-to = until { $day }

ledger-steps = What can be done now
ledger-steps-there = Change it, declare it or take it back on the page of the record
ledger-step-verify = Verify
ledger-step-return = Return
ledger-step-confirm = Confirm
ledger-step-object = Object
ledger-step-correct = Correct
ledger-step-again = Put it right and declare it again
ledger-step-end = Give this entry up
ledger-hint-verify = Then it counts.
ledger-hint-return = Please say what is to be completed; the person is told.
ledger-hint-confirm = You are named in this entry. If it was so, please confirm.
ledger-hint-correct = The entry stays as it is; the correction takes its place.
ledger-hint-again = The office that entered it checks it and declares it again; the commission verifies it anew. If the day is wrong, please mend it.
ledger-hint-end = If it was not so, please give it up; then it does not count.
ledger-note = Reason
ledger-objection-text = What is wrong
ledger-object-hint = The commission answers.
ledger-object-until = Please object by { $day }; the commission answers.

ledger-done-verify = Verified.
ledger-done-return = Returned; whoever entered it is told.
ledger-done-confirm = Confirmed, thank you.
ledger-done-object = Your objection is with the commission.
ledger-done-correct = Corrected; this entry counts now.
ledger-done-again = Declared again; the commission verifies it.
ledger-done-end = Given up; it does not count.
ledger-done-answer = Answered; whoever objected is told.

ledger-facts = Facts
ledger-day = Day
ledger-day-missing = Please give the day.
ledger-method = By
ledger-topics = About
ledger-place = Place
ledger-constituency = Constituency
ledger-no-constituency = No constituency
ledger-way = Entered as
ledger-entered-by = Entered by
ledger-entered-at = Entered
ledger-declared-on = Declared
ledger-how-counted = Whether in time, and how that is counted
ledger-counted = Declared on { $on }; until and on { $until } was in time.
ledger-by-clause = By clause { $n }.
ledger-records = Records
ledger-history = What happened
ledger-to-correction = To the correction
ledger-to-corrected = To the entry before the correction
ledger-why-returned = Why it was returned
ledger-why-returned-before = Why it was returned before
ledger-why-corrected = Why it was corrected
ledger-parties-keep = Who was there
ledger-parties-keep-hint = Untick whoever was not.
ledger-void = It did not happen; nothing counts

ledger-objections = Objections
ledger-objection = Objection
ledger-objections-open = To be answered
ledger-objections-answered = Answered
ledger-objections-none = No objection waits.
ledger-objector = From
ledger-objection-to = To
ledger-objection-to-missing = An entry missing in { $year }
ledger-objection-said = What was said
ledger-raised-at = Raised
ledger-waits-for-answer = The commission will answer.
ledger-to-act = To the act
ledger-answer = Answer
ledger-answer-hint = Whoever objected reads it.
ledger-answer-send = Answer
ledger-outcome = Outcome
ledger-choose-outcome = Please choose the outcome.
ledger-outcome-kept = The entry stands
ledger-outcome-kept-hint = Nothing is wrong; please say why in the answer.
ledger-outcome-corrected = The objection is right
ledger-outcome-counts = Corrected as given below.
ledger-outcome-declared = The act is returned; the answer is the reason.
ledger-outcome-missing = Please say in the answer how it is to be entered.
ledger-outcome-moved = The act was taken back, returned or corrected meanwhile; nothing more to change.
ledger-fix = What it is corrected to
ledger-fix-hint = Corrected only if the objection is right.

ledger-quarters = Audited acts
ledger-quarters-lead = What was applied for and audited is published each quarter.
ledger-quarters-none = Nothing has been published yet.
ledger-quarter = Quarter
ledger-quarter-name = Quarter { $n } of { $year }
ledger-quarter-empty = Nothing was audited in this quarter.
ledger-quarter-not-asked = The charter asks for no publication by quarter.
ledger-choose-quarter = Please choose a quarter.
ledger-publish = Publish
ledger-publish-hint = This cannot be taken back; later corrections are published in their own quarter.
ledger-published-at = published { $at }
ledger-person = Name
ledger-is-correction = Correction
ledger-digest = Fingerprint of the list: { $digest }
ledger-digest-differs = The list is not the one that was published; please tell the commission.

notice-act-registered = “{ $act }” of { $day } was registered for you and counts; object if it is wrong.
notice-act-sent-back = “{ $act }” of { $day }, which you entered, was returned; please complete and declare it again.
notice-act-corrected = Your “{ $act }” of { $day } was corrected; please look.
notice-act-objected = Somebody objected to your “{ $act }” of { $day }; the commission will answer.
