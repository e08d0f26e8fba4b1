# 订阅的日历

calendars-title = 订阅到手机日历
calendars-lead = 生成一个只有您知道的地址，添加到手机日历后，接待日、邀请您参加的活动、到期要办的事和变动会自动出现。
calendars-made = 已在{ $at }生成过地址。
calendars-make = 生成订阅地址
calendars-again = 重新生成地址
calendars-withdraw = 停用这个地址
calendars-address = 请把下面的地址添加到手机日历。
calendars-how = 苹果手机：设置 → 日历 → 账户 → 添加已订阅的日历。在微信里打不开的，请点右上角“在浏览器打开”。
calendars-once = 地址只显示这一次，请不要转给别人。重新生成后，旧地址马上失效。
calendars-name = 我的日程（{ $congress }）
calendars-case = { $number }：{ $what }
calendars-duty = { $duty }（还差 { $n } 次）
calendars-small = 接待日、活动和要办的事自动出现在手机上
