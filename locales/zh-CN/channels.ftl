# 通知渠道：邮件、短信、微信

channel-title = 通知方式
channel-lead = 收件箱里总能看到全部通知。请选择还想从哪里收到。
channel-none = 这个网站还没有开通邮件、短信或者微信，通知都在收件箱里。
channel-save = 保存
channel-mail = 邮件
channel-sms = 短信
channel-wechat = 微信公众号
channel-robot = 企业微信群机器人
channel-to = 发到 { $to }
channel-hint-mail = 您的账号还没有邮箱，请联系系统管理员登记。
channel-hint-sms = 请在下面填写手机号。
channel-hint-wechat = 绑定以后才能收到，请看本页下方。
channel-way-now = 随时通知
channel-way-daily = 每天汇总一次
channel-way-off = 不用
channel-phone = 手机号
channel-phone-hint = 只用来给您发通知短信，不公开。不填就用登记的号码。
channel-phone-wrong = 请填写11位手机号码。
channel-lost-sms = 发给您的短信送不到，已经停发。请核对手机号，再保存一次。
channel-lost-wechat = 微信消息送不到您，已经停发。请重新关注公众号，再保存一次。
channel-wechat-bind = 绑定微信
channel-wechat-unbind = 解除绑定
channel-wechat-bound = 您的账号已经绑定微信。
channel-wechat-unbound = 请在微信里打开本页，再点“绑定微信”。我们只得到一个编号，看不到您的昵称和头像。
channel-wechat-confirm = 请确认：把这个微信和您在本网站的账号绑定，以后用它收通知。
channel-wechat-yes = 确认绑定
channel-wechat-none = 这个网站没有开通微信公众号。
channel-wechat-again = 绑定没有完成，请再试一次。
channel-done-saved = 已经保存。
channel-done-bound = 微信已经绑定。
channel-done-unbound = 微信已经解除绑定。
channel-done-again = 绑定没有完成，请再试一次。
channel-done-snapshot = 这是微信的快照页，不能绑定。请点页面下方的“使用完整服务”，再试一次。

channel-digest = 您有 { $count } 条新通知
channel-digest-mail =
    { $sentence }

    { $lines }
    全部通知：{ $link }

    { $congress }
    本邮件每天汇总一次，请勿直接回复。

channel-wechat-reply = { $word }：请打开 { $link }
channel-wechat-words = 您可以发送：{ $words }。也可以打开 { $link }

# 短信，每条连同签名不超过70个字
channel-text-voter-receipt = 意见{ $number }已收到，进度 { $link } 退订TD
channel-text-voter-sent = 意见{ $number }已交{ $organ }办理，有结果告诉您。退订TD
channel-text-voter-replied = 意见{ $number }有答复，请评价 { $link } 退订TD
channel-text-voter-question-answered = 您对述职报告的提问有答复 { $link } 退订TD
channel-text-voter-ended = 意见{ $number }已办结，结果 { $link } 退订TD
channel-text-voter-review-code = 评议验证码{ $digits }，{ $minutes }分钟内有效，请勿告诉别人。退订TD
channel-text-voter-review-begins = 评议已开始投票，{ $until }前凭您的凭证投 { $link } 退订TD
channel-text-none = 无

notice-channel-refused = { $channel }发不出去：{ $why }。请处理，处理以后会自动补发。
notice-text-not-brought = 给选民的短信没有送到，请改用电话、书信或者当面告知。

# 发送记录
channel-log-title = 发送记录
channel-log-lead = 最近30天从各渠道发出的通知。这里不保存内容和号码。
channel-log-each = 逐条记录
channel-log-empty = 没有记录。
channel-again = 重发所选
channel-again-hint = 能重发的已经选上：确实没有送到、也没有改由其他方式送到的。每条只重发一次，再失败时可以再选。
channel-again-done = 已安排重发 { $n } 条。
channel-all = 全部
channel-column-channel = 渠道
channel-column-state = 情况
channel-column-when = 时间
channel-column-reader = 收件人
channel-column-tries = 次数
channel-thing-text = 选民
channel-thing-notice = 已注销的账号
channel-state-waiting = 待发
channel-state-sent = 已发
channel-state-unsure = 不确定
channel-state-failed = 失败
channel-state-unreachable = 送不到
channel-state-dropped = 不用发
channel-is-absent = 没有开通
channel-is-works = 正常
channel-is-resting = 暂停，会自动重试
channel-is-refused = 要处理
channel-robots-refused = 有 { $n } 个机器人失效，请到“群机器人”里重新添加。
channel-why-away = 连不上对方服务器，请检查网络和地址。
channel-why-unsafe = 对方服务器的证书不对，请检查地址。
channel-why-busy = 对方忙，稍后重试。
channel-why-token = 正在换取微信凭证。
channel-why-no-answer = 对方没有回应。
channel-why-full = 今天的额度用完了，明天继续。
channel-why-too-many = 同一号码发得太密，稍后重试。
channel-why-money = 短信余额不足，请充值。
channel-why-settings = 账号、密钥或者签名不对，请检查配置。
channel-why-address = 服务器地址不在对方的白名单里，请到对方后台添加。
channel-why-rights = 公众号没有这项权限，或者被封禁，请到公众平台查看。
channel-why-template = 模板不对，请检查配置和对方后台的模板。
channel-why-refused = 对方拒收。
channel-why-number = 号码不对。
channel-why-stopped = 收件人已退订。
channel-why-gone = 收件人已没有账号或者地址。
channel-why-not-following = 收件人没有关注公众号。
channel-why-refused-by-reader = 收件人拒收。
channel-why-too-late = 一直发不出去，超过7天不再发。
channel-why-read = 已在收件箱里看过。

# 收到的短信
texts-title = 收到的短信
texts-lead = 选民发来的“意见”短信在这里，请核对后录入。录入或者移除以后，号码和内容从这里删除。
texts-kept = { $days } 天没有录入的，也从这里删除。
texts-empty = 没有要录入的短信。
texts-enter = 录入
texts-aside = 移除
texts-when = { $when }收到，来自 { $phone }
texts-for = 发给{ $organization }
# 短信开头的词，用空格分开
texts-words-opinion = 意见 建议 yj
texts-words-stop = td t 退订
texts-words-resume = hf 恢复
notice-text-came = 收到一条选民短信，请核对后录入。
