# Duty reports (clause 7)

reports-title = Duty report
reports-own = My duty report
reports-of = Duty report of { $name }
reports-desk-of = Working on the duty report of { $name }
reports-and = { ", " }
reports-then = { "; " }

# Drafting
reports-begin = Draft from my records
reports-begin-blank = No draft, type it in
reports-begin-lead = There is no duty report for the { $term } term yet.
reports-begin-1 = The system drafts it from the records; every number opens what it counts.
reports-begin-2 = You change it, add to it, choose which opinions to tell of, and submit.
reports-begin-3 = A day and place are set, or it is put up in writing; once it was given and recorded, it is public.
reports-begin-hint = You can go on writing at any time. Until you submit, only you see it.
reports-begin-another = For a report on paper choose “No draft, type it in”. Once it is recorded, the deputy confirms it or objects.
reports-begun-already = The deputy is writing the report of this term; you see it once it is submitted. Please ask the deputy.
reports-no-term = Today lies in no term.
reports-no-seat = This deputy holds no seat in this term.

reports-write = Write the duty report
reports-write-hint = Leave out what there is not. Please write no voter’s name or number, and nothing confidential.
reports-evidence = In the records:
reports-added = Updated. Please look it over.
reports-part-summary = Summary for everybody
reports-part-study = Study and publicity
reports-part-sessions = At sessions and meetings
reports-part-activities = Between sessions
reports-part-voters = Contact with voters
reports-part-proposals = Suggestions and what came of them
reports-part-plans = Shortcomings and intentions
reports-part-hint-summary = Everybody reads this. A few sentences with what matters most.
reports-part-hint-study = What you learned, and what you made known.
reports-part-hint-sessions = Sessions, Standing Committee meetings, speeches.
reports-part-hint-activities = Inspections, research, checks, group activities.
reports-part-hint-voters = How you met voters, and what you heard.
reports-part-hint-proposals = What you suggested, and what was done.
reports-part-hint-plans = What was not done well, and what you mean to do.
reports-stories = Tell of some ({ $n } are public)
reports-stories-which = Which ones
reports-stories-hint = Only opinions that are public already. Those you tick are added below this part; you can change the words.
reports-stories-add = Add those ticked
reports-paper-file = Photo or file of the paper report
reports-paper-file-hint = For those who handle it and the deputy; not public.
reports-submit = Save and submit
reports-submit-hint = Then the local office sees it, and you set a day together. You can take it back to change it.
reports-keep = Save
reports-redraft = Draft the unchanged parts anew
reports-summary-missing = Please write a short summary for everybody
reports-text-missing = Please write at least one part
reports-edited-meanwhile = Somebody changed this report while you were writing. All you wrote is here; check it, and saving again makes it yours.
reports-moved-on = This report has changed. Refresh to see how it stands.
reports-nothing-yet = Nothing is written yet.

# Numbers of the records
reports-figure-training = training { $n }
reports-figure-sessions = meetings { $n }
reports-figure-speeches = speeches { $n }
reports-figure-inspections = inspections { $n }
reports-figure-research = research { $n }
reports-figure-checks = enforcement checks { $n }
reports-figure-groups = group activities { $n }
reports-figure-spoken = speeches in the group { $n }
reports-figure-receptions = reception days { $n }
reports-figure-outreach = activities with voters { $n }
reports-figure-home = in the own constituency { $n }
reports-figure-raised = raised { $n }
reports-figure-cosigned = co-signed { $n }
reports-figure-evaluated = evaluated { $n }
reports-figure-settled = raised and closed { $n }
reports-figure-heard = voters’ opinions heard { $n }
reports-figure-ended = of these closed { $n }

# Drafted sentences
reports-draft-training = { $n ->
    [one] took part in 1 training
   *[other] took part in { $n } trainings
  }
reports-draft-sessions = { $n ->
    [one] attended 1 meeting
   *[other] attended { $n } meetings
  }
reports-draft-speeches = { $n ->
    [one] spoke once
   *[other] spoke { $n } times
  }
reports-draft-inspections = { $n ->
    [one] took part in 1 inspection
   *[other] took part in { $n } inspections
  }
reports-draft-research = { $n ->
    [one] took part in research once
   *[other] took part in research { $n } times
  }
reports-draft-checks = { $n ->
    [one] took part in 1 enforcement check
   *[other] took part in { $n } enforcement checks
  }
reports-draft-groups = { $n ->
    [one] took part in 1 activity of the deputy group
   *[other] took part in { $n } activities of the deputy group
  }
reports-draft-spoken = { $n ->
    [one] spoke once in the group
   *[other] spoke { $n } times in the group
  }
reports-draft-receptions = of these on reception days: { $n }
reports-draft-outreach = { $n ->
    [one] met voters in 1 activity
   *[other] met voters in { $n } activities
  }
reports-draft-home = of these in the own constituency: { $n }
reports-draft-raised = { $n ->
    [one] raised 1 suggestion
   *[other] raised { $n } suggestions
  }
reports-draft-cosigned = co-signed { $n }
reports-draft-evaluated = { $n ->
    [one] evaluated 1 result
   *[other] evaluated { $n } results
  }
reports-draft-settled = closed of those I raised: { $n }
reports-draft-heard = { $n ->
    [one] voters put 1 opinion to me
   *[other] voters put { $n } opinions to me
  }
reports-draft-ended = of these closed: { $n }
reports-draft-times = { $what } { $n }
reports-draft-methods = by way of: { $list }
reports-draft-title = “{ $title }”
reports-draft-titles = the latest: { $list }
reports-draft-owed = this year { $owed } activities with voters are asked for, { $done } were held, { $missing } are missing
reports-draft-summary = Since the { $term } term began: { $list }.
reports-sum-training = training { $n }
reports-sum-sessions = meetings { $n }
reports-sum-inspections = inspections { $n }
reports-sum-research = research { $n }
reports-sum-checks = enforcement checks { $n }
reports-sum-outreach = activities with voters { $n }
reports-sum-raised = suggestions raised { $n }
reports-sum-settled = raised and closed { $n }
reports-sum-heard = voters’ opinions heard { $n }
reports-sum-ended = of these closed { $n }
reports-story = “{ $subject }”: { $state }.
reports-story-answered = “{ $subject }”: { $state }, { $category }.

# States and steps
reports-state-none = Not begun
reports-state-draft = Being written
reports-state-submitted = Submitted
reports-state-planned = Day set
reports-state-given = Given
reports-state-withdrawn = Withdrawn
reports-state-discarded = Given up
reports-steps = Other steps
reports-step-recall = Take it back to write on
reports-step-return = Send it back to the deputy
reports-step-call-off = Call this day off
reports-step-take-back = Take the record back
reports-step-correct = Correct the day
reports-step-withdraw = Withdraw the published report
reports-step-discard = Give this draft up
reports-take-back-hint = What was recorded wrongly can be taken back until the commission has verified it. The public page then shows the day and place only.
reports-withdraw-hint = The public page will say that it was withdrawn, and why; the record is corrected so that it does not count. The deputy may report again.
reports-discard-hint = The draft is no longer kept; you can draft anew.
reports-reason = Reason
reports-reason-hint = The deputy reads it.
reports-reason-public = It will stand on the public page.
reports-reason-missing = Please give the reason
reports-reason-was = Reason: { $reason }
reports-returned-why = Why it was sent back: { $reason }
reports-done-submitted = Submitted.
reports-done-written = Saved.
reports-done-planned = Set. Voters find it on the public page.
reports-done-given = Recorded. The report is public.
reports-done-reopened = Sent back; it can be written on.
reports-done-called-off = This day is called off.
reports-done-taken-back = The record is taken back.
reports-done-corrected = Corrected.
reports-done-withdrawn = Withdrawn.
reports-done-confirmed = Confirmed.
reports-done-answered = Answered.

# Day and place
reports-plan = Set day and place
reports-plan-change = Change day and place
reports-plan-lead = Once set, the constituency’s voters find it on the public page.
reports-plan-now = Set it
reports-give = Record how it was given
reports-give-lead = When the meeting was held, or the paper was put up, record it here.
reports-give-now = Record and publish
reports-give-hint = Then the summary is public, the constituency reads the whole, and voters may ask. It goes into the record of acts, and the commission verifies it.
reports-masked = There are phone or identity numbers in the report; they are masked when it is published. Please look at it first.
reports-way-field = How
reports-way-meeting = At a meeting
reports-way-writing = In writing
reports-way-hint-meeting = Told to voters in person.
reports-way-hint-writing = Put up or handed out, from one day to another.
reports-way-missing = Please choose how
reports-day = Day
reports-day-hint = In writing: the day on which it was put up.
reports-day-missing = Please give the day
reports-day-past = That day is over; if it was given, record it instead
reports-day-ahead = That day is still to come; record it once it was given
reports-starts = Begins at
reports-starts-hint = For a meeting, such as 9:00
reports-time-missing = Please give the time, such as 9:00
reports-until = Up until
reports-until-hint = For a report in writing.
reports-until-missing = Please give the last day
reports-until-before = The last day cannot be before the first
reports-until-late = At most a year
reports-station = Home or station
reports-station-none = At none of them
reports-place = Place
reports-place-hint = Such as “meeting room of Xinli village” or “notice boards of all villages”.
reports-place-missing = Please give the place
reports-present = Voters present
reports-present-hint = For a meeting.
reports-present-missing = Please give how many voters were present
reports-chair = Chaired by
reports-photos = Photos
reports-photos-hint = Not asked for. At most { $n }; not public.
reports-change-reason = Why it changes
reports-change-reason-hint = Voters were told; the public page will say why.
reports-when-meeting = { $day }, { $time }
reports-when-writing = { $from } to { $to }

# The report's page
reports-facts = Facts
reports-fact-constituency = Constituency
reports-fact-office = Written down by
reports-fact-when = When
reports-fact-act = In the record of acts
reports-files = Papers and photos
reports-pdf = Print (PDF)
reports-docx = Download as Word
reports-public-page = Public page
reports-objected = You objected; the commission will answer.
reports-say = The local office recorded this report for you. Was it so?
reports-say-hint = Please check day, place and text.
reports-confirm = It was so
reports-object = It was not so
reports-object-text = What is wrong

# Public pages
reports-list = Duty reports
reports-list-lead = In each term a deputy reports to the voters of the constituency. Everybody reads the summary, the constituency the whole, and may ask.
reports-list-all = Show all
reports-list-none = No reports and no days yet.
reports-list-find = Find my deputy
reports-list-planned = To come
reports-list-given = Given
reports-coming-meeting = The constituency’s voters are welcome.
reports-coming-writing = It can be read at the place given, from that day on.
reports-changed-why = Day or place has changed: { $reason }
reports-withdrawn-why = This duty report was withdrawn. Reason: { $reason }
reports-whole = The whole report
reports-whole-show = Show the whole
reports-village-why = The whole is for voters of this constituency. In which village or community do you live? It is not recorded.
reports-other-constituency = That village or community is not in this deputy’s constituency
reports-to-deputy = Public page of { $name }

# Questions and answers
reports-questions = Voters’ questions
reports-question = Question
reports-answer = Answer
reports-asked = Questions { $n }, answered { $answered }
reports-ask = Ask a question
reports-ask-title = Ask { $name }
reports-ask-lead = No sign-in, no name. Ask anything about what the report says.
reports-ask-body = What do you want to ask?
reports-ask-body-hint = Please write no other person’s name or number.
reports-ask-phone = Mobile number
reports-ask-phone-hint = If you leave it, you are told when there is an answer. Only the deputy and the local office see it; it is erased thirty days after the answer.
reports-ask-alone = Answer me alone, not in public
reports-ask-send = Ask
reports-within-working-days = Answered within { $n } working days.
reports-within-days = Answered within { $n } days.
reports-within-months = Answered within { $n } months.
reports-question-missing = Please write what you want to ask
reports-not-public = This duty report is not public now.
reports-find-answer = Answer to a question about a duty report
reports-find-code = Receipt code
reports-find-code-hint = The 12 signs you were given when you asked.
reports-find-go = Show
reports-receipt-unknown = There is no such code; please check it
reports-receipt = Your question
reports-receipt-new = Received. Please keep the code; it opens the answer.
reports-receipt-keep = Scan it or open { $address }. Please show it to nobody else.
reports-receipt-asked = You asked { $name }
reports-receipt-shown = Question and answer also stand under the report, without personal data.
reports-receipt-alone = This answer is seen only with the code.
reports-receipt-due = Please look again after { $day } ({ $left }).
reports-receipt-provisional = Next year’s public holidays are not known yet; the day may change.
reports-receipt-report = To the duty report
reports-answered-by-office = written down by { $office }
reports-question-state-open = Waits
reports-question-state-late = Overdue
reports-question-state-shown = Answered in public
reports-question-state-alone = Answered in private
reports-questions-show-open = That wait
reports-questions-show-all = All
reports-questions-filter = Show
reports-questions-none = No questions.
reports-questions-open = Questions about duty reports wait
reports-question-to = Question to { $name }
reports-question-due = due { $day }, { $left }
reports-question-alone = Whoever asked wants the answer alone, not in public.
reports-question-phone = Whoever asked left a number: { $phone }
reports-phone-show = Show the number
reports-phone-recorded = Looking at it is recorded.
reports-question-shown = On the public page it reads:
reports-answer-write = Answer
reports-answer-again = Answer anew
reports-answer-another = Write down what the deputy said on the telephone; the page says that your office wrote it down.
reports-public = Who reads the answer
reports-public-yes = Everybody
reports-public-no = Only whoever asked
reports-public-hint-yes = Question and answer stand under the report.
reports-public-hint-no = Seen only with the receipt code.
reports-public-missing = Please choose who reads the answer
reports-question-masked = There is personal data in the question; it was masked. Please look once more.
reports-shown-question = The question as everybody reads it
reports-shown-question-hint = Numbers and names were taken out. Used only in public; change it until nobody can tell who asked.
reports-shown-missing = Please write the question as everybody reads it
reports-looked = I have looked: there is no personal data in what is public
reports-looked-missing = Please look at what is public, then tick
reports-answer-alone = Whoever asked wants the answer alone
reports-answer-missing = Please write the answer
reports-answer-send = Answer

# Progress and reminders
reports-progress = Who has reported
reports-progress-sum = { $done } of { $all } deputies have reported.
reports-progress-term = The { $term } term ends on { $until }.
reports-progress-none = No such deputies.
reports-unanswered = { $n ->
    [one] 1 question of a voter waits
   *[other] { $n } questions of voters wait
  }
reports-terms = Term
reports-filters = Show
reports-show-not = Not submitted
reports-show-submitted = Submitted
reports-show-planned = Day set
reports-show-given = Given
reports-show-all = All
reports-column-deputy = Deputy
reports-column-constituency = Constituency
reports-column-state = How far
reports-told = { $n ->
    [one] 1 deputy was reminded.
   *[other] { $n } deputies were reminded.
  }
reports-told-already = { $n ->
    [one] 1 was reminded within seven days already.
   *[other] { $n } were reminded within seven days already.
  }
reports-told-away = { $n ->
    [one] 1 has no account; please telephone.
   *[other] { $n } have no account; please telephone.
  }
reports-remind-hint = Each deputy is reminded once in seven days at most. When the last year and the last half-year of the term begin, the system reminds too.
reports-nobody-to-remind = There is nobody to remind.

# Notices
notice-report-submitted = Deputy { $name } submitted the duty report; please set day and place together.
notice-report-returned = Your duty report was sent back; please see why.
notice-report-planned = The duty report of { $name } is set for { $day }.
notice-report-called-off = The duty report of { $name } on { $day } is called off; please see why.
notice-report-recorded = The local office recorded your duty report of { $day }; please check and confirm.
notice-report-given = Deputy { $name } recorded the duty report of { $day }.
notice-report-withdrawn = The published duty report of { $name } was withdrawn; please see why.
notice-report-reminder = You have not reported to your voters in this term; it ends on { $until }.
notice-report-question = A voter asked about the duty report of { $name }; please answer by { $until }.
notice-report-question-due = A question about the duty report of { $name } is due on { $until }; please answer.
notice-report-question-overdue = A question about the duty report of { $name } was due on { $until } and is not answered.

# On paper
reports-paper-title = Duty report of { $name }
reports-paper-under = ({ $term }, { $constituency })
reports-paper-summary = Summary
reports-paper-study = Study and publicity
reports-paper-sessions = At sessions and meetings
reports-paper-activities = Between sessions
reports-paper-voters = Contact with voters
reports-paper-proposals = Suggestions and what came of them
reports-paper-plans = Shortcomings and intentions
reports-paper-given = How it was given
reports-paper-meeting = Told to voters on { $day } at { $time }, { $place }.
reports-paper-writing = In writing from { $from } to { $to }, { $place }.
reports-paper-present = Voters present: { $n }.
reports-paper-chair = Chaired by { $name }.
