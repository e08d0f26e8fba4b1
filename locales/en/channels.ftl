# How people are told: e-mail, text messages, WeChat

channel-title = How I am told
channel-lead = Your inbox always has every notice. Choose where else you want to be told.
channel-none = This site has no e-mail, text messages or WeChat yet; all notices are in your inbox.
channel-save = Save
channel-mail = E-mail
channel-sms = Text message
channel-wechat = WeChat account
channel-robot = WeCom group robots
channel-to = Goes to { $to }
channel-hint-mail = Your account has no e-mail address; ask the system administrator to enter it.
channel-hint-sms = Please give a mobile number below.
channel-hint-wechat = Works once your WeChat is bound; see the end of this page.
channel-way-now = At once
channel-way-daily = One message a day
channel-way-off = Not there
channel-phone = Mobile number
channel-phone-hint = Only for notices to you; it is not public. Left empty, the number in the register is used.
channel-phone-wrong = Please give a mobile number of 11 digits.
channel-lost-sms = Text messages do not reach you and were stopped. Please check the number and save again.
channel-lost-wechat = WeChat messages do not reach you and were stopped. Please follow the account again, then save.
channel-wechat-bind = Bind my WeChat
channel-wechat-unbind = Unbind
channel-wechat-bound = Your account and your WeChat are bound.
channel-wechat-unbound = Open this page within WeChat, then press “Bind my WeChat”. We get a number only, not your name or picture.
channel-wechat-confirm = Please confirm: this WeChat is bound to your account here and gets your notices from now on.
channel-wechat-yes = Bind it
channel-wechat-none = This site has no WeChat official account.
channel-wechat-again = The binding was not finished. Please try again.
channel-done-saved = Saved.
channel-done-bound = Your WeChat is bound.
channel-done-unbound = Your WeChat is no longer bound.
channel-done-again = The binding was not finished. Please try again.
channel-done-snapshot = This is WeChat’s preview of the page and cannot be bound. Choose the full service at the foot of the page and try again.

channel-digest = { $count ->
    [one] You have one new notice
   *[other] You have { $count } new notices
}
channel-digest-mail =
    { $sentence }

    { $lines }
    All notices: { $link }

    { $congress }
    This mail comes once a day. Please do not answer it.

channel-wechat-reply = { $word }: please open { $link }
channel-wechat-words = You can send: { $words }. Or open { $link }

# Text messages, at most 70 characters each with the signature
channel-text-voter-receipt = Got { $number }. Follow: { $link } Stop: TD
channel-text-voter-sent = { $number } went to { $organ }. Stop: TD
channel-text-voter-replied = Answer to { $number }: { $link } Stop: TD
channel-text-voter-question-answered = Your question about a duty report is answered: { $link } Stop: TD
channel-text-voter-ended = { $number } is done: { $link } Stop: TD
channel-text-voter-review-code = Code { $digits }, good for { $minutes } min. Tell nobody. Stop: TD
channel-text-voter-review-begins = Voting has begun: cast with your token until { $until } { $link } Stop: TD
channel-text-none = None

notice-channel-refused = { $channel } cannot send: { $why } Please see to it; what waits is sent by itself afterwards.
notice-text-not-brought = A text message to the voter was not delivered. Please tell him or her by telephone, letter or in person.

# The log
channel-log-title = Deliveries
channel-log-lead = What went out through each channel in the last 30 days. Neither text nor numbers are kept here.
channel-log-each = One by one
channel-log-empty = Nothing here.
channel-again = Send the chosen ones again
channel-again-hint = Chosen are those that can be sent again: they surely did not arrive, and came by no other way. Each goes once; if it fails again, it can be chosen again.
channel-again-done = { $n } will be sent again.
channel-all = All
channel-column-channel = Channel
channel-column-state = State
channel-column-when = When
channel-column-reader = Reader
channel-column-tries = Tries
channel-thing-text = A voter
channel-thing-notice = A closed account
channel-state-waiting = Waiting
channel-state-sent = Sent
channel-state-unsure = Unsure
channel-state-failed = Failed
channel-state-unreachable = Not reached
channel-state-dropped = Not needed
channel-is-absent = Not set up
channel-is-works = Works
channel-is-resting = Resting, tries again by itself
channel-is-refused = Needs you
channel-robots-refused = { $n ->
    [one] One robot no longer works; please add it again.
   *[other] { $n } robots no longer work; please add them again.
}
channel-why-away = The other server cannot be reached; check network and address.
channel-why-unsafe = The other server’s certificate is wrong; check the address.
channel-why-busy = The other side is busy; tried again later.
channel-why-token = A new WeChat token is being fetched.
channel-why-no-answer = The other side did not answer.
channel-why-full = Today’s quota is used up; goes on tomorrow.
channel-why-too-many = Too many to one number; tried again later.
channel-why-money = The balance for text messages is used up; please top it up.
channel-why-settings = Account, key or signature is wrong; check the settings.
channel-why-address = Our address is not on the other side’s list; add it there.
channel-why-rights = The official account lacks this right or is banned; see its console.
channel-why-template = The template is wrong; check the settings and the other side’s list.
channel-why-refused = The other side refused it.
channel-why-number = The number is wrong.
channel-why-stopped = The reader wants no texts.
channel-why-gone = The reader has no account or address any more.
channel-why-not-following = The reader does not follow the official account.
channel-why-refused-by-reader = The reader refuses messages.
channel-why-too-late = It could not be sent for 7 days and was given up.
channel-why-read = Read in the inbox meanwhile.

# Text messages that came in
texts-title = Texts received
texts-lead = Opinions that voters sent by text message. Please check and enter them; number and words are erased here afterwards.
texts-kept = Whatever nobody enters within { $days } days is erased too.
texts-empty = Nothing to enter.
texts-enter = Enter
texts-aside = Remove
texts-when = Came { $when } from { $phone }
texts-for = For { $organization }
# The words with which a message begins, with spaces between
texts-words-opinion = opinion
texts-words-stop = stop
texts-words-resume = start
notice-text-came = A text message came from a voter. Please check and enter it.
