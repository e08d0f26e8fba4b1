# 人员与代表席位

people-name-wrong = 姓名有不能识别的字符，或者超过 50 个字。
people-seat-constituency = 代表席位要有选区，其他席位没有选区。
people-seat-ended = 这个席位已经终止。
