# 系统体检：服务器和数据是否安好（upkeep）

doctor-title = 系统体检
doctor-lead = 服务器和数据是否安好：现在怎样、说明什么、应当怎么办。在服务器上运行 shuanglian doctor，看到的也是这些。
doctor-at = 检查时间：{ $moment }
doctor-what = 项目
doctor-state = 状态
doctor-says = 情况
doctor-todo = 怎么办
doctor-line = [{ $state }] { $what }：{ $says }

doctor-state-fine = 正常
doctor-state-mind = 请留意
doctor-state-act = 要处理

doctor-disk = 磁盘空间
doctor-disk-says = 数据文件夹所在的磁盘还剩 { $free }，一共 { $total }；数据库现在有 { $database }。备份和升级都要再放一份数据库。
doctor-disk-none = 数据文件夹 { $folder } 打不开，不知道它在的磁盘还剩多少。
doctor-disk-do = 请清理磁盘或者换一块大的。磁盘写满以后，新的意见和办理情况就存不进去了。

doctor-clock = 时钟
doctor-clock-says = 程序和数据库的时钟相差 { $seconds } 秒。
doctor-clock-do = 请让服务器自动对时（例如 chrony）。时钟不准，期限、日志和动态口令都会出错。
doctor-journal = 操作日志的时间
doctor-journal-says = 最后一条操作日志不晚于现在。
doctor-journal-ahead = 最后一条操作日志的时间比现在还晚 { $seconds } 秒：时钟往回拨过，或者演练时用过别的日期。

doctor-modes = 文件权限
doctor-modes-says = 数据和设置只有程序自己的账户能读。
doctor-modes-open = 别的账户也能读这些文件：{ $files }
doctor-modes-do = 请把数据文件夹的权限改成 700，设置文件和密钥改成 600（chmod）。

doctor-certificate = 网站证书
doctor-certificate-says = 浏览器信任网站的证书，{ $days } 天以后也还有效。
doctor-certificate-soon = 网站的证书 { $days } 天之内就要到期。
doctor-certificate-over = 网站的证书已经过期，或者还没有生效：浏览器会拦住来访的人。
doctor-certificate-unknown = 网站的证书不是公开的证书机构签发的，从这里看不出浏览器信不信任它。
doctor-certificate-wrong = 从这里打不开网站的公开地址，或者证书不对：{ $why }
doctor-certificate-do = 请检查代理服务器上的证书和自动续期，再核对设置里的 server.public_url。

doctor-tables = 数据库版本
doctor-tables-says = 数据库和程序是同一个版本。
doctor-tables-pending = 数据库比程序旧，还差：{ $steps }
doctor-tables-later = 数据库比程序新，多出：{ $steps }。程序还能在上面运行。
doctor-tables-contract = 有旧版本留下的内容可以清理：{ $steps }
doctor-tables-do = 请看运行手册“Upgrade”一节：先运行 shuanglian upgrade --check，再运行 shuanglian upgrade。

doctor-backup = 最近一次备份
doctor-backup-says = 最近一次备份是 { $hours } 小时以前做的。
doctor-backup-none = 还没有做过备份。
doctor-backup-do = 请设置自动备份（设置里的 [backup]），或者运行 shuanglian backup，并在“待办任务”里看看为什么没有做成。

doctor-proof = 验证过的备份
doctor-proof-says = 最近一份恢复验证过的备份是 { $days } 天以前的。
doctor-proof-none = 还没有一份备份恢复验证过：能不能恢复，谁也不知道。
doctor-proof-do = 请拿密钥运行 shuanglian drill，把最近的备份恢复一遍。建议每周一次。

doctor-refuted = 没有通过验证的备份
doctor-refuted-says = 最近验证的那份备份恢复不了：{ $said }
doctor-refuted-do = 请马上再做一份备份并验证，再检查存放备份的磁盘。

doctor-overdue = 到时间的任务
doctor-overdue-none = 到时间的任务都开始办了。
doctor-overdue-says = 有 { $n } 件任务过了时间还没有开始：期限提醒、通知可能都停了。
doctor-overdue-do = 请看程序是不是在运行，再看运行日志里的错误。

doctor-failed = 没有做成的任务
doctor-failed-none = 没有做不成的任务。
doctor-failed-says = 有 { $n } 件任务试过以后放弃了。
doctor-failed-do = 请打开“待办任务”看原因。

doctor-channels = 通知渠道
doctor-channels-none = 邮件、短信、微信等渠道没有故障。
doctor-channels-says = 有 { $n } 个通知渠道被对方拒绝或者暂停。
doctor-channels-do = 请打开“发送记录”看原因，检查账号、密钥和余额。
