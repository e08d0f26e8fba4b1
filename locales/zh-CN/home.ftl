# 首页和说明页

home-name = 首页
home-title = 有事找代表
home-lead = 路不平、灯不亮、办事难，都可以跟人大代表说。谁在办、什么时候答复，您随时能查。
home-say = 说说我的意见
home-say-how = 写一段话就行，不用注册。
home-follow = 查我的意见
home-follow-how = 输入回执码，看办到哪一步。
home-find = 找我的代表
home-find-how = 按村、社区或者姓名找。
home-search = 代表姓名，或者村、社区名
home-asked = 正在征求您的意见
home-all-asked = 看全部意见征询
home-outcomes = 大家的意见办得怎么样
home-no-outcomes = 公开的办理结果会出现在这里。
home-all-outcomes = 看更多公开的意见
home-office = 负责单位

home-help-title = 使用帮助
home-help-lead = 提意见不要注册，不要下载，也不要钱。
home-help-say = 怎么提意见
home-help-say-text = 点“说说我的意见”，写下来，点“交上去”。只有这一项必须填。照片、姓名、电话都可以不填。
home-help-wait = 交上去以后
home-help-wait-text = 您会得到一张回执，上面有回执码。人大工作人员先分办，再交给主管单位办理。每一步的期限都写在查询页上。
home-help-answer = 怎么看答复
home-help-answer-text = 点“查我的意见”，输入回执码，或者扫回执上的二维码。看完答复，可以评价满意不满意。不满意会重新办理。
home-help-phone = 不会上网怎么办
home-help-phone-text = 可以到代表联络站当面说，也可以打电话、写信。工作人员帮您登记，同样有回执码，期限也一样。

home-privacy-title = 隐私说明
home-privacy-lead = 您不留姓名和电话，一样可以提意见。
home-privacy-what = 我们收什么
home-privacy-what-text = 只收您写的内容和您自己选填的姓名、电话、邮箱。照片里的拍摄地点和手机型号会去掉。不收身份证号，不定位。
home-privacy-who = 谁能看到
home-privacy-who-text = 经办的工作人员能看到办理需要的内容。姓名和电话平时遮住，谁打开看过都有记录。承办单位不需要知道您是谁的，不会看到。
home-privacy-public = 什么会公开
home-privacy-public-text = 公开的只有去掉个人信息后的意见和答复。您选了“不公开”的，不会公开。
home-privacy-long = 浏览器里存什么
home-privacy-long-text = 只存您选的语言和字号、没写完的草稿，以及“我也遇到”的一个随机号。没有广告，也没有第三方统计。
home-privacy-rights = 您的权利
home-privacy-rights-text = 您可以要求查看、更正或者删除自己的个人信息，也可以撤回意见。请联系下面的单位。

home-access-title = 无障碍说明
home-access-lead = 这个网站希望人人都能用。
home-access-can = 您可以这样用
home-access-can-text = 每页顶上有“大字版”，点一下字和按钮都变大。只用键盘、读屏软件，或者关掉脚本，都能办完每件事。手机、旧电脑、打印也都能用。
home-access-know = 我们按什么标准做
home-access-know-text = 按 WCAG 2.2 AA 级和国内适老化要求制作，每次改动都用程序检查。用起来还有困难的，请告诉我们。

home-complaint-title = 对本系统提意见
home-complaint-lead = 网站不好用、有错、增加负担，都请告诉我们。
home-complaint-about = 怎么说
home-complaint-about-text = 可以直接在网上写，开头注明“对网站的意见”。也可以找下面的单位。工作人员同样可以在这里反映系统带来的负担。
home-complaint-write = 在网上写
home-receptions = 代表接待日
home-receptions-how = 到附近的联络站当面说，可以预约。
home-news = 最新公布
home-all-news = 看全部公报、简报和动态
