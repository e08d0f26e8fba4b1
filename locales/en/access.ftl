# Signing in, accounts, permissions and failures

role-public = anybody
role-voter = voter
role-deputy = deputy
role-group-leader = leader of a deputy group
role-member = member of the standing committee
role-commission = clerk of the deputies affairs commission
role-working-body = clerk of a working body
role-local-office = clerk of a local office
role-station-keeper = station keeper
role-organ = clerk of a handling organ
role-leadership = leadership of the standing committee
role-system-admin = system administrator
role-security-admin = security administrator
role-audit-admin = audit administrator
role-clockwork = the system by itself

scope-own = their own
scope-office = their office's
scope-organ = those given to their organ
scope-congress = the whole congress
scope-deployment = the whole system

permit-look = Look at what is public
permit-opinion-hand-in = Hand in an opinion
permit-opinion-follow = Follow, rate or withdraw an opinion by its receipt
permit-opinion-support = Say “I have this too” of a published opinion
permit-consultation-answer = Answer a consultation
permit-sign-in = Sign in, activate an account
permit-account = Manage one's own account
permit-desk = Use one's own desk and inbox
permit-search = Search what one may see
permit-case-read = Read the opinions one may see
permit-case-read-personal = See a voter's name and telephone number (each look is recorded)
permit-case-enter = Enter an opinion on a voter's behalf
permit-case-raise = Raise a suggestion as a deputy
permit-case-cosign = Confirm or decline to co-sign
permit-case-sort = Sort: answer on the spot, guide elsewhere, join, send on
permit-case-take-up = Take an opinion up as one's suggestion
permit-case-examine = Examine, transfer, decide on returns and extensions
permit-case-handle = Sign for, return, ask for an extension, contact, reply
permit-case-receive = Acknowledge feedback
permit-case-evaluate = Evaluate attitude and result
permit-case-tell = Record that a voter was told in person, by telephone or by letter
permit-case-supervise = Supervise
permit-case-close = Send back for rehandling, close
permit-case-withdraw = Withdraw one's own opinion
permit-case-confidential = Make confidential or lift it
permit-case-publish = Publish with personal data removed, or take back
permit-case-lapse = Act when a deadline passes
permit-case-import = Import opinions from a file
permit-letter-read = See letters: transfer slips, urging letters, replies
permit-letter-issue = Write and issue letters in the name of one’s office
permit-letter-sign = Sign as the second person what somebody else wrote
permit-act-read = See acts: what was done that counts
permit-act-declare = Declare one's own acts, take a declaration back
permit-act-answer = Confirm that one was on the other side of an act
permit-act-object = Object to an entry, or say that one is missing
permit-act-verify = Verify acts or send them back, correct them, answer objections
permit-act-publish = Publish what was audited in a quarter
permit-contact-read = Read contacts between committee members and deputies
permit-contact-record = Record one's own contacts with deputies
permit-confidence-read = Read what a deputy said about personal difficulties; each look is recorded
permit-contact-pass-on = Pass on as an opinion what was heard in a contact
permit-outreach-read = Read activities with voters
permit-outreach-record = Record activities with voters
permit-profile-keep = Choose what a deputy's page shows
permit-consultation-read = See consultations
permit-consultation-keep = Open consultations, choose who is asked, say what came of them
permit-consultation-enter = Enter what people said in a consultation
permit-consultation-lapse = Let a consultation end, erase its answers in time
permit-pack-read = Print a deputy's papers for a session
permit-reception-book = Book a place at a reception day, or give it up
permit-event-answer = Answer one's own invitation and check in
permit-report-ask = Ask about a published duty report, read the answer
permit-bulletin-open = Read what one was sent
permit-bulletin-read = See texts before they go out, and how they went out
permit-bulletin-write = Write, compose issues, send and withdraw
permit-bulletin-review = Review what others wrote or composed
permit-bulletin-track = See who opened what was sent
permit-bulletin-remind = Remind those who have not opened it
permit-reception-read = See rosters of reception days and what became of each day
permit-reception-keep = Plan and publish reception days, run the desk
permit-station-read = See how homes and stations stand
permit-station-keep = Keep what is told of a home or station: hours, rules, plan, posters
permit-station-guide = Visit homes and stations, note findings and confirm that they were put right
permit-assignment-read = See who contacts whom
permit-assignment-keep = Propose, change and publish who contacts whom
permit-leave-keep = Approve leave
permit-duty-read = See how far duties are done
permit-duty-remind = Remind those who are behind with a duty
permit-points-read = See statements of points
permit-points-freeze = Freeze a year's points
permit-merit-read = See commendations
permit-merit-propose = Propose a commendation
permit-merit-approve = Approve or refuse a commendation
permit-overview-read = See the page of the leadership
permit-chat-write = Write messages for the deputies' chat groups and send them
permit-robot-keep = Keep the robots of chat groups
permit-event-read = See meetings and activities
permit-event-keep = Arrange events, invite, mark attendance
permit-report-read = See duty reports, who has reported, and what voters asked
permit-report-write = Write, plan and give duty reports, answer questions about them
permit-report-remind = Remind deputies who have not reported
permit-review-cast = Review deputies with a slip and look for one's tracker
permit-review-token = Have one's number checked before a review and get a token
permit-review-trust = Enter a trustee's key of a ballot box
permit-review-read = See how far reviews are (never a ballot)
permit-review-keep = Prepare reviews, print slips and keys, count paper, propose steps
permit-review-confirm = Confirm steps of reviews as the second person
permit-review-answer = Say what one put right after a review
permit-review-settle = Confirm what was put right after a review
permit-register-keep = Keep the registers of areas, organizations, persons and seats
permit-roster-import = Bring registers in from a spreadsheet, and take that back
permit-roster-export = Take the registers along as a spreadsheet
permit-term-change = Change to the next term, and hand on what deputies who left had open
permit-calendar-edit = Edit the calendar of working days
permit-permits-read = Read the table of permissions
permit-accounts-manage = Create and revoke accounts, print activation slips
permit-grants-manage = Give and take roles
permit-audit-read = Read and verify the journal
permit-jobs-read = See jobs that wait or failed
permit-clock-confirm = Confirm that the server's clock is right
permit-deliveries-read = See what became of mails, text messages and WeChat messages
permit-deliveries-retry = Have a message sent again that could not be brought
permit-backup-keep = Take backups, prove them by restoring, remove old ones
permit-doctor-read = See how the machine, its backups, jobs and channels are

failure-sign-in = Please sign in first
failure-forbidden = You may not do this
failure-not-found = This page was not found
failure-invalid = What was sent needs correcting
failure-conflict = This cannot be done now
failure-too-many = Too many tries
failure-too-large = What was sent is too large
failure-internal = Something went wrong on our side
failure-not-saved = This was not saved
failure-away = This page cannot be opened at the moment
failure-busy = Many people are here; please wait a moment
failure-method = This address cannot be opened like this
failure-do-sign-in = Your session has ended, or you have not signed in yet. Sign in, then do this again. What you filled in was not sent.
failure-do-forbidden = If your work needs it, ask your security administrator. If you signed in again in another window, go back, reload the page and try again.
failure-do-not-found = The address may be mistyped, the page may have moved, or it may not be yours to see. Check the address, or start from the home page.
failure-do-invalid = Go back, correct it and send it again.
failure-do-conflict = Go back and reload the page to see how things stand now.
failure-do-too-many = This protects the account. Try again when the time is over; nothing else is needed.
failure-do-too-large = Attach fewer files, or make the photos smaller.
failure-do-internal = You did nothing wrong; we are sorry. Please try again later. If it stays like this, tell the system administrator the number above.
failure-do-not-saved = The system has no room or its database does not answer, so what you sent was not saved. Please send it again in a few minutes; it will not be registered twice. What was shown as received is not lost.
failure-do-away = Please reload the page in a minute. What was shown as received is not lost.
failure-do-busy = Wait a few seconds and reload the page. What was shown as received is not lost.
failure-do-method = Start from the home page instead of opening this address.
failure-more-sign = Number of the problem: { $sign }
failure-more-seconds = { $n ->
    [one] Please wait 1 second and try again.
   *[other] Please wait { $n } seconds and try again.
  }
failure-more-minutes = { $n ->
    [one] Please wait 1 minute and try again.
   *[other] Please wait { $n } minutes and try again.
  }
failure-again = Send it again
failure-again-files = Please choose the photos or files again
failure-who-may = These may:
failure-home = To the home page

access-next = Next
access-login = Sign-in name
access-login-hint = Letters, digits or Chinese characters, without spaces. Capital letters do not matter.
access-login-missing = Enter the sign-in name.
access-login-wrong = A sign-in name has at most 50 characters and no spaces.
access-login-taken = This sign-in name is taken; choose another.
access-name = Name
access-name-hint = The name that others see.
access-name-missing = Enter the name.
access-email = E-mail
access-email-hint = For reminders.
access-password = Password
access-password-missing = Enter the password.
access-password-current = Current password
access-password-new = New password
access-password-again = New password again
access-password-hint = 8 to 128 characters, better 15 or more. A sentence you remember is fine; capitals and symbols are not required.
access-password-short = This password is too short; use at least 8 characters.
access-password-long = This password is too long; use at most 128 characters.
access-password-common = This password is too common and easily guessed; choose another.
access-password-context = Leave your name, your sign-in name and the names of the congress and of this system out of the password.
access-password-differs = The two passwords are not the same; enter them again.
access-code = Code
access-code-hint = The 6 digits that the authenticator app on your telephone shows. Required for staff; leave it empty if you never set it up.
access-code-kept-hint = The 6 digits that your authenticator app shows now. If the telephone is lost, ask the system administrator for a new slip.
access-code-wrong = This code is wrong or was used already. Enter the 6 digits shown now; after using one, wait for the next.

access-sign-in-title = Sign in
access-sign-in-lead = For deputies and staff. Voters need no account to hand in or follow an opinion.
access-sign-in-button = Sign in
access-sign-in-wrong = The sign-in name, the password or the code is wrong. Check them and try again. A code works once; wait for the next one.
access-kept = Your session has ended. What you wrote was not sent, but it is kept as a draft. Please sign in again to finish it.
access-kept-all-but-files = Your session has ended. What you wrote was not sent, but it is kept as a draft. Please sign in again to finish it. The files were not kept; please choose them again.
access-draft-too-large = This is too long, and the draft was not saved. A draft holds about twenty thousand Chinese characters; please shorten it.
access-have-slip = Have an activation slip? Activate your account
access-lost = Forgot the password or changed the telephone? Bring your identity card to the system administrator for a new slip.
access-look-around = Look around without a password
access-look-around-lead = All these people are made up. Choose one to see what that role sees and can do. Only on this computer.
access-look-around-as = Enter as { $role }

access-activate-title = Activate your account
access-activate-lead = Have the slip ready that the administrator gave you.
access-activate-button = Activate and sign in
access-choose-title = Choose a password
access-choose-lead = Only you know the password; no administrator can see it.
access-slip = Activation code
access-slip-hint = The 20 letters and digits on your slip. Capitals and dashes do not matter.
access-slip-wrong = This code is wrong, used or expired. Compare it with the slip; if it still fails, ask the system administrator for a new one.
access-slip-title = Activation slip
access-slip-until = The slip works until
access-slip-once = The code is shown only now. Print it and hand it over in person. After leaving this page you can only print a new one, and this one stops working.
access-slip-print = Print an activation slip
access-slip-print-lead = For the first activation, or when the password was forgotten. Check the person's identity first. Earlier slips stop working.
access-slip-lost = The telephone was lost or changed (the old password and authenticator stop working at once)
access-slip-step-open = Open { $address }
access-slip-step-code = Enter the code above.
access-slip-step-password = Choose a password as the page explains. Staff also set up an authenticator app.
access-slip-warning = The code works once. Keep it safe, do not send photos of it, destroy it after use.

access-slips-title = Activation slips
access-slips-waiting = { $n ->
    [one] 1 account waits for a slip
   *[other] { $n } accounts wait for a slip
}
access-slips-nobody-waits = No account waits for a slip now.
access-slips-among = Only accounts found with “{ $typed }” are counted.
access-slips-lead = Prints a slip for every account that was never activated and has no slip that works: ten to an A4 sheet, in the order of organization, town and name. Cut them apart and hand each over in person.
access-slips-bare = { $n ->
    [one] Of those not activated yet, 1 holds no role.
   *[other] Of those not activated yet, { $n } hold no role.
} Please have the security administrator give roles before slips are handed out: staff who get their role after activation need another slip.
access-slips-again = { $n ->
    [one] Also the 1 account that has a slip and was not activated; that slip stops working
   *[other] Also the { $n } accounts that have a slip and were not activated; those slips stop working
}
access-slips-print = Print them all
access-slips-nobody = No account waits for a slip; they may just have been printed. If that page was lost, tick “Also the accounts that have a slip” under Accounts and print again.
access-slips-printed = { $n ->
    [one] 1 activation slip
   *[other] { $n } activation slips
}
access-slips-once = The codes are shown only now and work until { $until }. Print now, on { $sheets } A4 { $sheets ->
    [one] sheet
   *[other] sheets
}; leave this page when they are printed and checked.
access-slips-left = { $n ->
    [one] At most a thousand are printed at once, and 1 account still waits.
   *[other] At most a thousand are printed at once, and { $n } accounts still wait.
} When these are printed, go back to Accounts and print the next.
access-slips-hint = Print on A4 at actual size, on one side, and cut along the dashed lines. Check the identity card and hand each slip to its owner; no photos, no forwarding.
access-slips-open = Scan the code or open { $address }, enter the activation code and choose a password (staff also set up an authenticator app).
access-slips-until = Works until
access-slips-keep = The code works once; send nobody a photo of it, and destroy the slip after use.
access-slips-demo = (Fictional demo data)

access-factor = Authenticator app
access-factor-title = Set up the authenticator app
access-factor-lead = In the authenticator app on your telephone choose to add an account and scan this code. From now on enter the 6 digits it shows when you sign in.
access-factor-picture = QR code for the authenticator app
access-factor-by-hand = If you cannot scan, type this key into the app:
access-factor-code-hint = After scanning, enter the 6 digits shown now to confirm that it works.
access-factor-confirm = Use the new authenticator
access-factor-not-waiting = No authenticator is waiting to be confirmed; start again.
access-has-factor-yes = set up
access-has-factor-no = not set up

access-account-title = My account
access-change-password = Change password
access-change-password-small = Needs the current password
access-change-password-lead = All other devices will be signed out.
access-current-wrong = The current password is wrong; enter it again.
access-renew-factor = Change the authenticator
access-renew-factor-small = Do this before you change the telephone
access-renew-factor-lead = Enter your password first. The old authenticator works until the new one is confirmed.
access-sessions = Devices signed in
access-sessions-lead = If you do not know a device, sign it out and change your password at once.
access-device = Device
access-device-unknown = Unknown device
access-since = Since
access-used = Last used
access-this-one = This device
access-end = Sign out
access-end-others = Sign out all other devices
access-done-password = The password is changed; all other devices are signed out.
access-done-factor = The new authenticator is in use; all other devices are signed out.
access-done-session = Signed out.

access-accounts-title = Accounts
access-accounts-lead = Create and revoke accounts and print activation slips. Roles are given by the security administrator.
access-accounts-search = Sign-in name or name
access-accounts-none = No account was found.
access-account-new = New account
access-account-new-lead = A new account has no password. Print a slip and hand it over; its owner chooses the password.
access-account-create = Create
access-state = State
access-state-active = In use
access-state-waiting = Waiting for activation
access-state-new = No slip printed
access-state-revoked = Revoked
access-revoke = Revoke the account
access-revoke-lead = All its devices are signed out at once and its slip stops working. It can be restored later.
access-restore = Restore the account
access-restore-lead = Its owner can sign in with the password from before.
access-already-revoked = This account is revoked already.
access-not-revoked = This account is not revoked.
access-not-oneself = You cannot do this to your own account; ask another administrator.

access-roles-title = Roles
access-roles-lead = Give and take roles. Accounts are created by the system administrator.
access-roles-held = Roles held
access-roles-none = No roles yet.
access-role = Role
access-role-choose = Choose a role
access-role-hint = Whoever gets a staff role and has no authenticator signs in again with a new slip.
access-role-give = Give a role
access-role-take = Take
access-role-missing = Choose a role.
access-role-held = This role is held already.
access-role-not-held = This role is not held; it may just have been taken.
access-role-not-given = This role cannot be given.
access-organization = Organization
access-organization-none = None
access-organization-hint = Roles within an organization need one.
access-organization-missing = This role needs an organization.
access-organization-wrong = This organization does not fit the role; choose another.

access-permits-title = Permissions
access-permits-lead = Who may do what, and how far it reaches. This is the very table the program goes by.

access-audit-title = Journal
access-audit-lead = Each entry holds the hash of the one before it, so any change, removal or insertion shows.
access-audit-verify = Verify now
access-audit-fine = In order: { $n } entries. The last hash is { $hash }. Keep it elsewhere to compare later.
access-audit-missing = Not in order: entry { $n } is missing. Preserve the evidence and report it at once.
access-audit-changed = Not in order: entry { $n } was changed. Preserve the evidence and report it at once.
access-audit-end = Not in order: there should be { $said } entries and there are { $found }. Preserve the evidence and report it at once.
access-audit-login = Sign-in name of who did it
access-audit-thing = Thing
access-audit-subject = Kind of thing
access-audit-all = All
access-audit-none = No entry fits.
access-audit-seq = No.
access-audit-at = Time
access-audit-who = Who
access-audit-kind = What
access-audit-facts = Facts
access-calendar-title = Working days
access-account-used = This account is in use, holds a role or has a slip; it cannot be struck. Please revoke it instead.
permit-archive-read = See deputies' duty archives
permit-archive-print = Download duty archives (each time is recorded)
permit-archive-ask = Ask for a correction of one's own duty archive
permit-archive-keep = Add to duty archives, answer requests for corrections
permit-archive-seal = Seal the archives of a term that ended
permit-annex-read = See and download the yearly annex
