# Bodies, areas, constituencies, working days

bodies-congress-exists = This congress has been founded before.
bodies-term-backwards = A term ends after it starts.
bodies-seats-one-to-three = A constituency elects one to three deputies.
bodies-name-missing = Give the name.
bodies-day-name-missing = Give the name of this day.
bodies-number-taken = A constituency of this term has this number already.
bodies-tied = Other records use it by now; it cannot be struck.
