# 收件箱和邮件

notices-title = 收件箱
notices-none = 收件箱里没有通知。
notices-new = 未读
notices-read = 标为已读
notices-read-all = 全部标为已读

# 每种通知一句话，写在所属业务的语言文件里：notice-<种类>
notice-role-granted = 您已获得“{ $role }”角色。

notices-mail =
    { $sentence }

    时间：{ $when }
    查看和办理：{ $link }

    { $congress }
    本邮件由系统发出，请勿直接回复。
