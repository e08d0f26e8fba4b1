# 机构、区划、选区、工作日

bodies-congress-exists = 这个人大已经建立过。
bodies-term-backwards = 届期的最后一天要晚于第一天。
bodies-seats-one-to-three = 每个选区应选代表一至三名。
bodies-name-missing = 请填写名称。
bodies-day-name-missing = 请填写这一天的名称。
bodies-number-taken = 本届已经有选区用了这个编号。
bodies-tied = 已经有别的记录用到它，不能撤掉。
