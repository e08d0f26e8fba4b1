# 导入与导出
exchange-organ = 来信原办理单位
exchange-contact = 此件由来信档案导入。原办理单位当时以书面形式直接答复了来信人，没有另外记录与代表的联系。
exchange-no-deputies = 本届还没有登记在任代表，不能导入：按规则，每件意见要有一位相关代表。请先登记代表，或者先载入演示数据。
exchange-founded-committee = { $congress }常务委员会
exchange-founded-committee-short = { $short }常委会
exchange-founded-commission = { $short }常委会代表工作委员会
exchange-founded-commission-short = 代工委
