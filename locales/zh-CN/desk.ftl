# 今天
desk-title = 今天
desk-back = 返回今天
desk-nothing = 现在没有等您办的事。
desk-more = 还有 { $n } 件，查看全部
desk-accounts = 账号管理
desk-roles = 角色管理
desk-audit = 操作记录
desk-permits = 权限表
desk-act-opinion-raised = 今年提出的意见
desk-act-opinion-cosigned = 今年联名的意见
desk-act-opinion-taken-up = 今年提出的选民意见
desk-act-opinion-evaluated = 今年测评的答复
