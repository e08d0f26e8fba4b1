# Calendars to subscribe to

calendars-title = Subscribe on your phone
calendars-lead = Make an address that only you know and add it to your phone's calendar: reception days, events you are invited to, what is due, and changes will appear by themselves.
calendars-made = An address was made on { $at }.
calendars-make = Make the address
calendars-again = Make a new address
calendars-withdraw = Stop this address
calendars-address = Please add this address to your phone's calendar.
calendars-how = iPhone: Settings → Calendar → Accounts → Add Subscribed Calendar. Where it does not open inside WeChat, choose "open in browser" at the top right.
calendars-once = The address is shown this once; please do not pass it on. A new one makes the old one stop at once.
calendars-name = My calendar ({ $congress })
calendars-case = { $number }: { $what }
calendars-duty = { $duty } ({ $n } missing)
calendars-small = Reception days, events and what is due, on your phone
