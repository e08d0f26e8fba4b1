# 职责

duties-title = 职责
duties-own = 我的职责
duties-own-more = 每一次的记录，应做的次数怎样算
duties-own-none = 这一年没有要您完成的职责。
duties-others = 履职情况
duties-sums = 每项职责的总数
duties-years = 年度
duties-year = { $year }年
duties-filters = 显示
duties-show-open = 还没有完成
duties-show-behind = 进度落后
duties-show-done = 已经完成
duties-show-all = 全部
duties-every = 全部职责
duties-sum = 共 { $n } 条
duties-empty = 名单里没有人。
duties-of = { $done }/{ $owed } 次
duties-missing = 还差 { $n } 次
duties-targets = { $n } 位联系的代表
duties-left = { $name }还差 { $n } 次
duties-tick = 选中{ $name }
duties-remind-all = 提醒名单上没有完成的所有人
duties-remind-ticked = 只提醒选中的人
duties-remind-hint = 提醒会进入本人的收件箱。同一个人一天只提醒一次。
duties-told = 已提醒 { $n } 人。
duties-told-already = { $n } 人今天已经提醒过，没有重复提醒。
duties-told-away = { $n } 人没有账号，请打电话提醒。
duties-nobody-ticked = 请先选中要提醒的人。
duties-nobody-to-remind = 选中的人都已完成，或者这一年已经结束，不用提醒。

duties-pace-done = 已完成
duties-pace-on_pace = 进行中
duties-pace-behind = 进度落后
duties-pace-missed = 未完成

duties-forecast-year = 照现在的进度，到年底约 { $n } 次
duties-forecast-term = 照现在的进度，到届末约 { $n } 次

duties-column-person = 姓名
duties-column-place = 镇街和小组
duties-column-duty = 职责
duties-column-period = 期间
duties-column-done = 完成情况
duties-column-owed = 应做次数
duties-column-missing = 还差
duties-column-pace = 进度
duties-column-persons = 人数
duties-column-all-done = 完成的人
duties-column-late = 落后的人
duties-column-times = 次数
duties-column-target = 对象
duties-column-acts = 记录

duties-of-person = { $name }的职责
duties-none-owed = 这一年没有应当完成的职责。
duties-no-acts = 还没有
duties-all-acts = 这一年的全部登记
duties-from-to = { $from }至{ $to }
duties-from-on = { $from }起
duties-part-seat = 任职 { $days } 天，全期 { $whole } 天应做 { $times } 次，按比例应做 { $owed } 次。
duties-part-assigned = 联系 { $days } 天，全期 { $whole } 天应做 { $times } 次，按比例应做 { $owed } 次。
duties-part-seat-new = 制度施行以后任职 { $days } 天，全期 { $whole } 天应做 { $times } 次，按比例应做 { $owed } 次。
duties-part-assigned-new = 制度施行以后联系 { $days } 天，全期 { $whole } 天应做 { $times } 次，按比例应做 { $owed } 次。
duties-part-none = 这一期没有分工联系，做了的次数照记。
duties-days = 任职和请假
duties-seat-deputy = 代表：{ $days }
duties-seat-member = 常委会组成人员：{ $days }
duties-leave = 请假或者暂停执行职务：{ $days }
duties-days-hint = 只任职一部分时间的，请假的，按天数折算。
duties-days-charter = 看看制度怎样规定

duties-this-year = 今年
duties-this-term = 本届
notice-duty-reminder = 您{ $per }的“{ $act }”还差 { $missing } 次，请在{ $until }前完成。
notice-duty-behind-office = { $per }还有 { $count } 人没有完成职责，期限是{ $until }，请联系和帮助他们。
duties-archive = 履职档案
