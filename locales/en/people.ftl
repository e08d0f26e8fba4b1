# People and seats

people-name-wrong = The name has characters we cannot take, or more than 50 of them.
people-seat-constituency = A deputy's seat has a constituency; other seats have none.
people-seat-ended = This seat has ended already.

people-field-agriculture = Agriculture
people-field-industry = Industry
people-field-commerce = Commerce
people-field-construction = Construction
people-field-education = Education
people-field-health = Health
people-field-culture = Culture
people-field-law = Law
people-field-technology = Technology
people-field-public = Public service
people-field-grassroots = Villages and communities
people-leave-illness = Illness
people-leave-study = Study
people-leave-secondment = Secondment
people-leave-family = Family
people-leave-suspended = Mandate at rest
people-leave-backwards = The last day cannot be before the first.
people-leave-overlaps = There is leave on these days already; please change the days.
people-leave-ended = This leave has ended.
people-assigned-to-oneself = Nobody contacts himself or herself; please choose another person.
people-assignment-ended = This assignment has ended, or has not begun.
people-meant-missing = Please give a name.
people-meant-unknown = Nobody called “{ $typed }” was found. Please give the name of a sitting deputy or committee member.
people-meant-which = Please choose which one is meant.
people-meant-who = Which one
people-meant-hint = The name, or its pinyin or initials.
people-tied = Other records use it by now; it cannot be struck.
people-membership-ended = The membership of this group or station has ended.
