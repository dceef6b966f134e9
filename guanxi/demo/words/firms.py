"""The parts from which invented firms get their names, and what each industry buys."""

from typing import NamedTuple


class Industry(NamedTuple):
    """A trade: how its firms end, and the kinds of instruments they mostly buy."""

    name: str
    words: tuple[str, ...]
    wants: tuple[str, ...]
    weight: int


INDUSTRIES = tuple(
    Industry(name, tuple(words.split()), tuple(wants.split()), weight)
    for name, words, wants, weight in (
        ("工业传感器", "传感技术 传感科技 测控技术", "力与扭矩 压力与流量 温湿度", 8),
        ("精密机械", "精密机械 精密制造 数控设备 机床", "尺寸测量 力与扭矩 硬度与材料", 14),
        ("汽车零部件", "汽车零部件 汽车电子 车桥 动力系统", "力与扭矩 尺寸测量 振动与噪声", 14),
        ("半导体设备", "半导体设备 微电子 光电科技", "尺寸测量 温湿度 光学分析", 7),
        ("新能源", "新能源科技 储能科技 氢能装备 光伏材料", "温湿度 气体检测 电参数", 10),
        ("医疗器械", "医疗器械 医疗科技 生物医药", "称重 光学分析 温湿度", 8),
        ("轨道交通", "轨道交通装备 铁路信号 轨道车辆", "振动与噪声 电参数 力与扭矩", 4),
        ("船舶海工", "船舶配套 海洋工程装备 船用阀门", "振动与噪声 压力与流量", 4),
        ("阀门与泵", "阀门 泵业 流体控制", "压力与流量 尺寸测量", 7),
        ("化工与材料", "新材料 化工 特种纸业 高分子材料", "气体检测 光学分析 硬度与材料", 8),
        ("食品与包装", "食品机械 包装机械 食品", "称重 温湿度", 5),
        ("电缆与电气", "电缆附件 电气设备 开关设备", "电参数 温湿度", 7),
        ("模具与五金", "模具 五金工具 紧固件", "尺寸测量 硬度与材料", 7),
        ("计量检测机构", "计量检测 检验检测技术", "称重 尺寸测量 硬度与材料", 4),
        ("高校与科研", "研究院 技术研究所", "光学分析 振动与噪声 电参数", 4),
    )
)

# Two characters each; joined pairwise they are names of firms that nobody has met.
FIRST = (
    "博甬青矽临栖恒天瓯鉴椒南邗鸠崇丹吴婺亭澄越禾沐璟钧翊昀铄屹霁泓曜骏祺翰煜朗垣岚枫榆槿".strip()
)
SECOND = (
    "衡川禾源港霞准阙越湖江崖电海徒兴城岭屿泽砺岩渊野陌铭澜砚骁辰钰晟昱致帆策衍茗驰溯瀚桢".strip()
)
FORMS = ("有限公司", "有限公司", "有限公司", "股份有限公司", "集团有限公司", "有限责任公司")
INSTITUTE_FORMS = ("", "有限公司")

ABROAD_FIRST = (
    "Alder Birken Corvid Dornach Elm Fenwick Grauwald Halden Iverson Juniper Kestrel Lindau "
    "Marlow Norden Orwell Pellworm Quarry Rosenau Silverton Tarn Ulmen Varden Wexley Yarrow "
    "Zeller Ashdown Brack Calder Dunmore Esk"
).split()
ABROAD_SECOND = (
    "Precision|Instruments|Metrology|Sensors|Automation|Dynamics|Controls|Tooling|Motion|"
    "Process Systems|Test Systems|Engineering"
).split("|")
ABROAD_INDUSTRIES = ("精密机械", "汽车零部件", "工业传感器", "新能源", "医疗器械")
TAGS = ("年框客户", "重点培育", "展会认识", "价格敏感", "账期长", "需要现场标定", "转介绍多")
NEXT_STEPS = (
    "发报价第二版",
    "约技术部看样机",
    "续签年度维保",
    "确认首批交期",
    "回访上次投诉",
    "寄新版选型手册",
    "安排现场标定",
    "催收尾款",
    "拜访新任采购总监",
    "确认验收日期",
)
NEXT_STEPS_ABROAD = (
    "Send the second quotation",
    "Agree on the calibration date",
    "Ask for the year's forecast",
    "Confirm the delivery term",
)
