# Points
points-title = Points
points-year = { $year }
points-years = Year
points-sheet = Statement of duty points, Standing Committee ({ $year })
points-sheet-of = Points { $year } · { $name }
points-all-of = Points { $year }
points-nothing = You hold no seat in the Standing Committee this year, so there is no statement.
points-name = Name
points-as-of = As of
points-state = State
points-preliminary = Preliminary, follows the ledger
points-frozen = Frozen (revision { $revision }, { $on })
points-corrected = The ledger was corrected after the freeze: { $then } points when frozen, { $now } by the ledger now.
points-changed = What differs from the frozen statement
points-then = Frozen
points-now = Now
points-total = Total
points-added = Added
points-taken = Taken away
points-lines = Lines
points-no-lines = Nothing counts in this year yet.
points-number = No.
points-day = Day
points-short-day = { $d } { $m ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
  }
points-line = For
points-rule = Rule since { $from }
points-shown-by = Shown by
points-act = Entry
points-act-kind = What
points-evidence-case = Opinion
points-evidence-contact = Contact
points-evidence-outreach = Activity
points-evidence-merit = Commendation
points-evidence-event = Meeting or activity
points-times = Times
points-worth = Worth
points-points = Points
points-why = Note
points-and = { "; " }
points-names = { ", " }
points-why-capped_year = At most { $cap } points a year; { $less } above that do not count
points-why-capped_quarter = At most { $cap } points a quarter; { $less } above that do not count
points-why-capped_month = At most { $cap } points a month; { $less } above that do not count
points-why-same_evidence = The same evidence counts on another line already
points-missed = { $n } missing at the end of the year
points-late = In time until { $until }; declared on { $on }
points-disputed = Objection waits
points-sums = Subtotals
points-caps = At most
points-sign-member = Signature of the member:
points-sign-commission = Deputies affairs commission (seal):
points-sign-day = Date:
points-check = To check: journal entry { $entry }, digest { $digest }
points-check-unsigned = To check: the journal has no entry of this freeze; digest { $digest }
points-verify = Check that it is as it was frozen
points-verified = It is: all statements of revision { $revision } match the digest in journal entry { $entry }.
points-verified-changed = It is not: statements of revision { $revision } were changed after the freeze. Change nothing and tell the audit administrator at once.
points-verified-unsigned = The journal has no entry of the freeze of revision { $revision }. Change nothing and tell the audit administrator at once.
points-unverified = Not verified yet, counts nothing so far
points-unverified-count = To verify
points-none-unverified = Nothing waits to be verified.
points-declared = Waits
points-returned = Sent back
points-objections = Objections and answers
points-open-objections = Open objections
points-none-objections = Nobody has objected.
points-about = { $day } { $act }
points-missing = Something is missing, or no entry in particular
points-objected-by = by { $name }
points-outcome-open = Waits for an answer
points-outcome-kept = The entry stands
points-outcome-corrected = Corrected
points-answer = The commission's answer:
points-object = Object
points-object-line = Object
points-object-about = Which entry
points-object-text = What is wrong, or missing
points-object-hint = Say when and what, so that it can be checked.
points-object-submit = Send the objection
points-print-hint = Your browser's "Print" makes an A4 statement to be signed and kept.
points-no-ranking = In the order of strokes; persons are not ranked. The deputies law provides for no ranking, and guidance against formalism forbids points leaderboards. Points are for comparing duties and checking entries.
points-ranking = The local rules allow the order of points.
points-order = Order
points-by-strokes = By strokes
points-by-points = By points
points-no-members = The Standing Committee had no members in this year.
points-freeze = Freezing the year
points-entry = Journal entry
points-digest = Digest
points-freeze-do = Freeze the points of this year
points-freeze-lead = Each statement is kept as it is, the digest is written into the journal, and each member is told. Later corrections do not change what was frozen; a further revision can be made.
points-freeze-confirm = { $acts } entries wait to be verified and { $objections } objections for their answer; freeze nevertheless
points-freeze-submit = Freeze
points-freeze-open = { $acts } entries wait to be verified and { $objections } objections for their answer. Deal with them first, or tick “freeze nevertheless”.
points-freeze-not-over = A year can be frozen when it is over.
points-freeze-same = It is frozen and nothing has changed since.
points-freeze-changed = { $n ->
    [one] 1 statement has changed since the freeze; a further revision can be made.
   *[other] { $n } statements have changed since the freeze; a further revision can be made.
  }
points-merits = Commendations
points-merits-lead = Whoever was commended, or whose experience was spread, is proposed by the commission and counts once the leadership approves. Nobody approves what he or she proposed.
points-merits-waiting = To approve
points-merits-none-waiting = Nothing waits for approval.
points-merits-decided = Decided
points-merits-none-decided = Nothing was decided yet.
points-merit-of = Commendation · { $name }
points-merit-person = Member of the Standing Committee
points-merit-choose = Please choose
points-merit-text = What for
points-merit-text-hint = Which commendation, or what experience was spread where; the document's number.
points-merit-propose = Propose a commendation
points-merit-approve = Approve
points-merit-refuse = Refuse
points-merit-note = Why it is refused
points-merit-proposed = Proposed
points-merit-decided = Decided on
points-merit-draft = Draft
points-merit-declared = Waits for approval
points-merit-verified = Approved
points-merit-returned = Refused
points-merit-discarded = Given up
points-merit-void = Approved, taken back later
points-merit-person-missing = Choose who is commended.
points-merit-day-missing = Enter the day.
points-merit-text-missing = Say what for, in at most 500 characters.
points-merit-no-member = This person was not a member of the Standing Committee on that day. Check the name and the day.
notice-points-frozen = Your statement of points for { $year } is frozen. Please check it.
notice-merit-waiting = A commendation of { $name } waits for your approval.
notice-merit-approved = The commendation of { $name } was approved.
notice-merit-refused = The commendation of { $name } was refused.
