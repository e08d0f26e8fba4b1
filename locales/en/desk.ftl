# The first page
desk-title = Today
desk-back = Back to today
desk-nothing = Nothing waits for you now.
desk-more = { $n } more: see all
desk-accounts = Accounts
desk-roles = Roles
desk-audit = Journal
desk-permits = Permits
desk-act-opinion-raised = Raised this year
desk-act-opinion-cosigned = Co-signed this year
desk-act-opinion-taken-up = Taken up this year
desk-act-opinion-evaluated = Evaluated this year
