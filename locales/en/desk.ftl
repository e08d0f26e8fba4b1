# The first page
desk-title = Today
desk-back = Back to today
desk-nothing = Nothing waits for you now.
desk-more = { $n } more: see all
desk-accounts = Accounts
desk-roles = Roles
desk-permits = Permits

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
