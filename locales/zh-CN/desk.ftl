# 今天
desk-title = 今天
desk-back = 返回今天
desk-nothing = 现在没有等您办的事。
desk-more = 还有 { $n } 件，查看全部
desk-accounts = 账号管理
desk-roles = 角色管理
desk-permits = 权限表

search-title = 查找
search-label = 意见、答复里的词，代表的姓名或者拼音
search-deputies = 代表
search-cases = 意见建议
search-none = 没有找到，换个词再试试。

jobs-title = 待办任务
jobs-lead = 系统要做但还没有做成的事，例如对方服务器没有收下的邮件。做成的不在这里。
jobs-none = 没有等待或者失败的任务。
jobs-name = 任务
jobs-state = 状态
jobs-tries = 试过几次
jobs-when = 下一次
jobs-said = 上一次的结果
job-state-waiting = 等待
job-state-failed = 失败
