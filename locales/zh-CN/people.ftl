# 人员与代表席位

people-name-wrong = 姓名有不能识别的字符，或者超过 50 个字。
people-seat-constituency = 代表席位要有选区，其他席位没有选区。
people-seat-ended = 这个席位已经终止。

people-field-agriculture = 农业农村
people-field-industry = 工业制造
people-field-commerce = 商贸服务
people-field-construction = 城乡建设
people-field-education = 教育
people-field-health = 医疗卫生
people-field-culture = 文化旅游
people-field-law = 法律
people-field-technology = 科技
people-field-public = 机关事业
people-field-grassroots = 村和社区
people-leave-illness = 病假
people-leave-study = 学习培训
people-leave-secondment = 外派
people-leave-family = 家庭原因
people-leave-suspended = 暂停执行代表职务
people-leave-backwards = 结束日期不能早于开始日期。
people-leave-overlaps = 这段时间已经登记了请假，请改日期。
people-leave-ended = 这次请假已经结束。
people-assigned-to-oneself = 不能联系自己，请另选一位。
people-assignment-ended = 这项分工已经结束，或者还没有开始。
people-meant-missing = 请填写姓名。
people-meant-unknown = 没有找到“{ $typed }”。请填写在任代表或者常委会组成人员的姓名。
people-meant-which = 请选择是哪一位。
people-meant-who = 是哪一位
people-meant-hint = 填写姓名，也可以填拼音或者拼音首字母。
people-tied = 已经有别的记录用到它，不能撤掉。
people-membership-ended = 已经不在这个小组或者站点。
