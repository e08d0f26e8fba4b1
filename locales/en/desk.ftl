# The first page
desk-title = Today
desk-back = Back to today
desk-nothing = Nothing waits for you now.
desk-asked = Please confirm: { $act } on { $day }
desk-more = { $n } more: see all
desk-accounts = Accounts
desk-roles = Roles
desk-permits = Permits
desk-contact = Record a contact
desk-outreach = Record an activity with voters
desk-duty-behind = Behind: { $duty }
desk-duty-done = { $duty }
desk-verify = To be verified
desk-objections = Objections to answer

search-title = Search
search-label = Words of an opinion or reply, a deputy's name or pinyin
search-deputies = Deputies
search-cases = Opinions
search-none = Nothing was found. Try another word.

jobs-title = Jobs
jobs-lead = What the system still has to do, such as a mail that the other server did not take. What is done is not here.
jobs-none = No job waits or failed.
jobs-name = Job
jobs-state = State
jobs-tries = Tries
jobs-when = Next
jobs-said = What the last try said
job-state-waiting = waiting
job-state-failed = failed

overview-title = One page
overview-period = Period
overview-month = { $m }/{ $y }
overview-year = { $y }
overview-now-days = { $from } to { $to }
overview-before-days = beside: { $from } to { $to }
overview-was = before: { $n }
overview-done-of = { $done } of { $owed }
overview-cases-raised = Opinions raised
overview-cases-ended = Opinions ended
overview-by-month = Contacts with deputies, by month
overview-by-office = Activities with voters done, by town
overview-by-topic = What contacts were about
overview-unit-times = times
overview-of-month = Month
overview-of-office = Town
overview-of-topic = Topic
overview-done = Done
overview-owed = Owed
overview-before = Before
overview-now = Now
overview-overdue = Most overdue
overview-none-overdue = Nothing is overdue.
overview-all-overdue = All that is overdue
desk-reception-next = days until the reception of { $day }, { $time }
desk-papers = Print posters, cards and forms
desk-haves-missing = of the six haves missing
desk-receptions-open = receptions to close
desk-findings-open = findings to put right
desk-findings-done = findings to confirm
desk-term-ends = { $name } lasts until { $day }; please prepare the next term
desk-leavers = { $n ->
    [one] The deputy of one opinion has left; please hand it on
   *[other] The deputies of { $n } opinions have left; please hand them on
}
