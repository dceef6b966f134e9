"""The customers one meets in the pictures of the product: they are always there."""

from typing import NamedTuple


class Known(NamedTuple):
    """A customer by name, place, trade and the way it buys."""

    name: str
    city: str
    industry: str
    rhythm: str
    tier: str


KNOWN = tuple(
    Known(*line.split())
    for line in """
苏州博衡传感技术有限公司 苏州市 工业传感器 steady vip
宁波甬川精密制造股份有限公司 宁波市 精密机械 growing vip
杭州青禾医疗器械有限公司 杭州市 医疗器械 steady major
无锡矽源半导体设备有限公司 无锡市 半导体设备 growing major
上海临港氢能装备集团 上海市 新能源 growing vip
合肥量测科学仪器有限公司 合肥市 计量检测机构 declining major
南京栖霞轨道交通信号有限公司 南京市 轨道交通 growing major
昆山恒准模具有限公司 苏州市 模具与五金 steady major
常州天阙新能源科技有限公司 常州市 新能源 growing standard
温州瓯越阀门集团有限公司 温州市 阀门与泵 declining major
绍兴鉴湖生物制药有限公司 绍兴市 医疗器械 steady standard
台州椒江工业缝制设备有限公司 台州市 精密机械 new standard
嘉兴南湖光学薄膜有限公司 嘉兴市 半导体设备 steady standard
扬州邗江电缆附件有限公司 扬州市 电缆与电气 steady standard
芜湖鸠江汽车电子有限公司 芜湖市 汽车零部件 new standard
南通崇川船舶配套有限公司 南通市 船舶海工 growing standard
镇江丹徒眼镜光学有限公司 镇江市 半导体设备 declining standard
湖州吴兴特种纸业有限公司 湖州市 化工与材料 steady standard
金华婺城五金工具集团 金华市 模具与五金 steady standard
盐城亭湖风电叶片有限公司 盐城市 新能源 new standard
""".split("\n")
    if line
)
