# People and seats

people-name-wrong = The name has characters we cannot take, or more than 50 of them.
people-seat-constituency = A deputy's seat has a constituency; other seats have none.
people-seat-ended = This seat has ended already.
