# The home page and the pages that explain

home-name = Home
home-title = Tell your deputy
home-lead = A broken road, a dark street, an office that does not help: tell the people's deputies. You can always see who has it and when an answer is due.
home-say = Say something
home-say-how = A few sentences will do. No registration.
home-follow = Follow my opinion
home-follow-how = Type your receipt code and see where it is.
home-find = Find my deputy
home-find-how = By village, community or name.
home-search = Name of a deputy, village or community
home-asked = Your opinion is asked
home-all-asked = All consultations
home-outcomes = What became of what people said
home-no-outcomes = Published outcomes will appear here.
home-all-outcomes = More published opinions
home-office = In charge

home-help-title = Help
home-help-lead = Nothing to register, nothing to install, nothing to pay.
home-help-say = How to say something
home-help-say-text = Choose “Say something”, write it down, and hand it in. That is the only field you must fill in. Photos, name and telephone are up to you.
home-help-wait = What happens then
home-help-wait-text = You get a receipt with a code. The congress's staff sort your opinion and pass it to the office in charge. The page for following it shows the deadline of each step.
home-help-answer = How to see the answer
home-help-answer-text = Choose “Follow my opinion” and type the receipt code, or scan the receipt's QR code. Then say whether you are satisfied. If not, it is handled again.
home-help-phone = Without the internet
home-help-phone-text = Come to a deputies' station, call or write a letter. Staff enter it for you: you get the same receipt and the same deadlines.

home-privacy-title = Privacy
home-privacy-lead = You can hand in an opinion without a name or a telephone number.
home-privacy-what = What we collect
home-privacy-what-text = Only what you write, and the name, telephone and e-mail address if you choose to give them. Place and device are removed from photos. No identity numbers, no location.
home-privacy-who = Who sees it
home-privacy-who-text = Staff who handle it see what they need. Names and numbers are covered, and each look at them is recorded. An organ that need not know who you are does not see it.
home-privacy-public = What is published
home-privacy-public-text = Only the opinion and its answer with personal data removed, and nothing that you asked not to publish.
home-privacy-long = What your browser keeps
home-privacy-long-text = Your language and size of letters, a draft you have not sent, and a random number for “I have this too”. No advertising, no third parties.
home-privacy-rights = Your rights
home-privacy-rights-text = You may ask to see, correct or delete your personal data, and withdraw an opinion. Please contact the office below.

home-access-title = Accessibility
home-access-lead = This site is meant for everybody.
home-access-can = Ways to use it
home-access-can-text = “Large text” at the top of each page makes letters and buttons larger. Everything works by keyboard alone, with a screen reader, and without scripts; on phones, old computers and paper.
home-access-know = The standard
home-access-know-text = WCAG 2.2 level AA and the national rules for older users; each change is checked by programs. If something is still hard to use, please tell us.

home-complaint-title = Complain about this system
home-complaint-lead = If the site is hard to use, wrong or a burden, please tell us.
home-complaint-about = How
home-complaint-about-text = Write online and begin with “About the website”, or contact the office below. Staff too may report here what burdens them.
home-complaint-write = Write online
home-receptions = Reception days
home-receptions-how = Speak with a deputy at a station near you; you may book.
home-news = Published last
home-all-news = All gazettes, briefs and news
