# 每一页都用得到的话

site-name = 代表联络·意见建议
site-skip = 跳到正文
site-demo = 虚构演示数据：本站人物和事项均为虚构，不代表任何真实的人或单位。
site-elder-on = 大字版
site-elder-off = 标准版
site-other-language = English
site-inbox = 收件箱
site-sign-in = 工作人员登录
site-sign-out = 退出
site-menu = 主菜单
site-crumbs = 所在位置
site-help = 使用帮助
site-privacy = 隐私说明
site-accessibility = 无障碍说明
site-complaint = 对本系统提意见
site-search = 查找
site-pages = 翻页
site-look-again = 刷新，看看好了没有
site-first = 回到第一页
site-next = 下一页

form-wrong = 有错误：
form-summary = 有几处需要改一下
form-optional = （选填）
form-limit = 最多 { $n } 字
form-left = 还可以写 { $n } 字
form-over = 多了 { $n } 字
form-cancel = 不做了，返回
form-draft-kept = 上次没写完的内容已为您保留在这台设备上。
form-draft-clear = 清除草稿
form-offline-kept = 没有网络，已经存在这台设备上，共 { $n } 条等待发送。联网并登录后自动发送。
form-offline-off = 现在没有网络。照样可以填写，先存在这台设备上，联网后发送。照片请联网后再加。
form-offline-none = 这个浏览器不能在没有网络时登记：断网时写的内容只作为草稿留在这个浏览器里，请联网后再提交。
form-offline-removed = 这台设备已被移除，存在这里的内容已经清除。
form-keep-button = 先存草稿
form-keep-hint = 草稿只有您自己看得到，保留 30 天。附件不存，以后要重新选。
form-keep-done = 草稿已保存 { $clock }
form-keep-lost = 草稿没有存上。请先不要关闭页面，过一会儿会再存。
form-keep-shown = 您上次没有写完，内容还在这里。
form-keep-now = 草稿已保存，可以以后再来写完。

chart-unit = （单位：{ $unit }）
chart-desc = 条形图。图中的数字都在下面的表格里。
chart-table = 看表格
chart-empty = 还没有可以统计的数据。

error-too-long = 最多 { $max } 字，现在多了 { $over } 字，请删短一些。
error-phone = 电话号码不对。请填手机号，如 138 1234 5678；或带区号的座机号，如 0728-332 1234。
error-date = 日期不对。请按“2026-03-05”的样子填写，或者从日历中选。
error-choice = 请从列出的几项中选。
error-whole = 请填 { $least } 到 { $most } 之间的整数。

keys-title = 键盘快捷键
keys-on = 开启快捷键
keys-move = 下一件、上一件
keys-open = 打开这一件

date = { $y }年{ $m }月{ $d }日
date-moment = { $date } { $clock }

days-left = 还有 { $n } 天
days-today = 今天到期
days-over = 已超过 { $n } 天
form-unreadable = 表单没有传完整，请再提交一次。
paper-no-font = 这台服务器没有中文字体，不能生成 PDF。请下载 DOCX，或者请管理员安装字体（Debian：fonts-noto-cjk）。
paper-no-lists = 这种文书没有表格。请用 .pdf 或者 .docx。
