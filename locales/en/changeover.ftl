# Change of term

changeover-title = Change of term
changeover-lead = A term lasts until the next people's congress first meets. It is planned and rehearsed here, and on the day all is done at once: the seats of the old term end, the constituencies and deputies of the new one are entered, and open opinions of voters go from deputies who left to those who follow them.
changeover-term = Term
changeover-lasts = Lasts
changeover-state = State
changeover-days = { $from } to { $to }
changeover-runs = Running
changeover-over = Over
changeover-comes = Not begun
changeover-planned = Being prepared
changeover-plan = Prepare the next term
changeover-plan-submit = Begin preparing
changeover-name = Name of the next term
changeover-name-hint = For example: 第十一届
changeover-first-day = Day on which the new congress first meets
changeover-first-day-hint = The present term lasts until the day before. You can change the day later.
changeover-name-wrong = Please give the next term a name of up to 20 characters, other than that of the present one.
changeover-day-wrong = Please give a day after the present term began.
changeover-no-term = No term has been entered yet, so there is none to change from.
changeover-planned-already = The next term is being prepared already; please open it and go on there.
changeover-done = This change of term is done and cannot be altered.
changeover-too-early = The new congress has not met yet; until then it can only be rehearsed.
changeover-to = Change to { $name }
changeover-until = { $name } lasts until { $day }.
changeover-from = { $name } begins on { $day }.
changeover-days-change = Change the name or the day
changeover-days-submit = Save
changeover-roster = Roster of the new term
changeover-draft-lead = First download the draft: all constituencies, deputies and committee members of the present term are in it. Take out whoever was not elected again, put in whoever is new, correct the constituencies, and upload it. Please leave the column 短码 alone: it tells who was elected again.
changeover-draft = Download the draft roster
changeover-file = The corrected roster (XLSX file)
changeover-file-hint = It is checked and rehearsed; nothing is written. You can upload as often as you like, the last one counts.
changeover-rehearse = Upload and rehearse
changeover-working = The roster is being worked on; please wait.
changeover-mistakes = { $n ->
    [one] One mistake; open it to look
   *[other] { $n } mistakes; open it to look
}
changeover-rehearsed = What it would come to
changeover-rehearsed-lead = This is what really came of this roster when all of it was carried out and taken back at once. Nothing was written.
changeover-came-to = What it came to
changeover-deputies-before = Deputies of the old term
changeover-deputies-after = Deputies of the new term
changeover-deputies-again = Of these elected again
changeover-deputies-new = Of these new
changeover-deputies-left = Deputies who left
changeover-members-after = Committee members of the new term
changeover-members-left = Committee members who left
changeover-constituencies = Constituencies of the new term
changeover-memberships = Places in groups, stations and bodies that ended
changeover-pairs = Contacts between members and deputies that ended
changeover-pairs-hint = Please propose new ones after the change.
changeover-duties = Days of duty that ended
changeover-duties-hint = The stations are told, and asked to arrange them anew.
changeover-handed = Opinions handed to a successor
changeover-without = Opinions without a successor yet
changeover-without-hint = The commission goes on with them; once there is somebody, hand them on under "Opinions of deputies who left".
changeover-own = Suggestions of their own that are still being handled
changeover-own-hint = They go on, and are answered to whoever made them.
changeover-open = The change itself
changeover-open-title = Change to the new term by this roster?
changeover-open-lead = This cannot be taken back. Please check the numbers above first.
changeover-open-submit = Change the term
changeover-not-yet = It can be done from { $day }; until then rehearse it as often as you like.
changeover-not-ready = Please upload a roster first; when it was rehearsed without a mistake, the change can be made.
changeover-give-up = Give this plan up
changeover-give-up-lead = A mistake? Give the plan up: the uploaded roster is erased, and the present term ends on { $day } again.
changeover-done-on = The term has changed: { $name } began on { $day }.
changeover-next-pairs = Propose who contacts whom
changeover-next-receptions = Arrange reception days anew
changeover-leavers-link = Open opinions of deputies who left ({ $n })
changeover-leavers = Opinions of deputies who left
changeover-leavers-lead = A deputy has left, and somebody must go on with what voters said. A successor is proposed by the village or community and the constituency; you may choose another deputy of the same town.
changeover-none-left = There is nothing to hand on.
changeover-first-of = These are the oldest { $n } of { $all }.
changeover-opinion = Opinion
changeover-left = Deputy who left
changeover-follows = Who follows
changeover-follows-in = Who follows in opinion { $number }
changeover-later = Not yet
changeover-nobody-here = This town has no deputy now; please open the opinion and name one
changeover-hand-on = Hand on what is chosen
changeover-handed-on = { $n ->
    [one] One was handed on, and the deputy is told.
   *[other] { $n } were handed on, and the deputies are told.
}
changeover-nobody-chosen = Please choose a deputy for at least one opinion.
changeover-matters-moved = Some of these were handed on or ended just now; please look again.
changeover-accounts = Roles of those who left
changeover-accounts-lead = The owners of these accounts have left, and the accounts still hold the role of a deputy, a committee member or a group leader. When it is taken they can do nothing in that role; the account itself stays. Where suggestions of their own are still open, better wait until these have ended.
changeover-no-accounts = Nobody who left still holds such a role.
changeover-account = Account
changeover-own-open = Suggestions of their own
changeover-own-n = { $n ->
    [one] One is still open
   *[other] { $n } are still open
}
changeover-take-roles = Take the roles of those chosen
changeover-roles-taken = { $n ->
    [one] One role was taken.
   *[other] { $n } roles were taken.
}
changeover-no-account-chosen = Please choose at least one account.
changeover-accounts-moved = Some of these accounts changed just now; please look again.
notice-changeover-done = The term has changed to { $term }; please see what is left to do.
