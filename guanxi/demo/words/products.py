"""What 澄海仪器 sells: nine kinds of instruments, their services and spare parts."""

from typing import NamedTuple


class Family(NamedTuple):
    """One series: its letters, its name, its sizes, the price of the smallest in yuan."""

    category: str
    letters: str
    name: str
    sizes: tuple[str, ...]
    price: float
    step: float
    unit: str


FAMILIES = tuple(
    Family(category, letters, name, tuple(sizes.split()), float(price), float(step), unit)
    for category, letters, name, sizes, price, step, unit in (
        ("力与扭矩", "T", "扭矩传感器", "20Nm 50Nm 100Nm 200Nm 500Nm 1kNm", 2680, 1.22, "pcs"),
        ("力与扭矩", "FL", "拉压力传感器", "1kN 5kN 10kN 50kN 100kN", 1180, 1.25, "pcs"),
        ("力与扭矩", "TB", "扭矩测试台", "A B C", 86000, 1.45, "set"),
        ("尺寸测量", "LR", "激光测距模组", "5m 30m 100m 300m", 1560, 1.5, "pcs"),
        ("尺寸测量", "RD", "圆度测量仪", "200 300 400", 128000, 1.35, "set"),
        ("尺寸测量", "DG", "数显测厚仪", "0.01mm 0.001mm", 1890, 2.1, "pcs"),
        ("尺寸测量", "VM", "影像测量仪", "3020 4030 5040", 69800, 1.4, "set"),
        ("压力与流量", "PT", "压力变送器", "0.6MPa 1.6MPa 10MPa 40MPa", 860, 1.3, "pcs"),
        ("压力与流量", "FM", "电磁流量计", "DN25 DN50 DN100 DN200", 3450, 1.4, "pcs"),
        ("压力与流量", "LK", "气密检漏仪", "Lite Pro", 42800, 1.8, "set"),
        ("温湿度", "TH", "温湿度记录仪", "S M L", 420, 1.6, "pcs"),
        ("温湿度", "DP", "露点变送器", "-60 -80 -100", 5600, 1.35, "pcs"),
        ("温湿度", "TC", "环境试验箱", "150L 408L 1000L", 58000, 1.55, "set"),
        ("气体检测", "H2", "氢气泄漏探测器", "固定式 便携式 阵列式", 3980, 1.9, "pcs"),
        ("气体检测", "VO", "VOC 检测仪", "PID FID", 12800, 2.4, "set"),
        ("光学分析", "SP", "光谱仪", "UV VIS NIR", 46800, 1.6, "set"),
        ("光学分析", "PC", "粒子计数器", "2.83L 28.3L 50L", 18900, 1.5, "set"),
        ("光学分析", "TM", "透光率仪", "基础型 双光束", 8600, 2.2, "set"),
        ("硬度与材料", "HR", "洛氏硬度计", "手动 数显 全自动", 9800, 2.3, "set"),
        ("硬度与材料", "UT", "超声探伤仪", "单通道 双通道 相控阵", 24800, 2.2, "set"),
        ("振动与噪声", "VB", "振动测试套装", "4通道 8通道 16通道", 36800, 1.6, "set"),
        ("振动与噪声", "AC", "加速度传感器", "10g 50g 500g", 760, 1.35, "pcs"),
        ("振动与噪声", "SL", "声级计", "2级 1级", 2980, 2.6, "pcs"),
        ("电参数", "PA", "功率分析仪", "单相 三相 七通道", 15800, 1.9, "set"),
        ("电参数", "IR", "绝缘电阻测试仪", "1kV 2.5kV 5kV", 2280, 1.5, "pcs"),
        ("电参数", "TA", "轨道电路分析仪", "标准型 车载型", 33500, 1.7, "set"),
        ("称重", "BL", "电子天平", "220g 520g 2kg 5kg", 4680, 1.3, "pcs"),
        ("称重", "WM", "称重模块", "500kg 1t 5t", 1280, 1.4, "pcs"),
        ("服务", "CAL", "标定服务", "现场 送检 年度", 600, 2.4, "time"),
        ("服务", "MNT", "维保服务", "季度 半年 年度", 1800, 1.9, "time"),
        ("服务", "TRN", "操作培训", "线上 现场", 2000, 2.5, "day"),
        ("备件耗材", "CB", "传感器线缆", "2m 5m 10m 20m", 68, 1.5, "pcs"),
        ("备件耗材", "BT", "锂电池", "3.6V 7.2V", 45, 1.9, "pcs"),
        ("备件耗材", "SE", "密封件", "套装A 套装B", 12.5, 2.2, "pcs"),
        ("备件耗材", "SC", "不锈钢螺钉", "M3 M4 M5 M6", 0.0855, 1.4, "pcs"),
        ("备件耗材", "PR", "记录纸", "57mm 80mm", 6.8, 1.5, "roll"),
    )
)
# The kinds by their letters, as one writes of them to customers abroad.
IN_ENGLISH = {
    **{"T": "torque sensor", "FL": "force sensor", "TB": "torque test bench"},
    **{"LR": "laser distance module", "RD": "roundness tester", "DG": "thickness gauge"},
    **{"VM": "vision measuring machine", "PT": "pressure transmitter", "FM": "flowmeter"},
    **{"LK": "leak tester", "TH": "climate logger", "DP": "dew point transmitter"},
    **{"TC": "climatic chamber", "H2": "hydrogen leak detector", "VO": "VOC analyser"},
    **{"SP": "spectrometer", "PC": "particle counter", "TM": "transmittance meter"},
    **{"HR": "Rockwell hardness tester", "UT": "ultrasonic flaw detector"},
    **{"VB": "vibration test kit", "AC": "accelerometer", "SL": "sound level meter"},
    **{"PA": "power analyser", "IR": "insulation tester", "TA": "track circuit analyser"},
    **{"BL": "electronic balance", "WM": "weighing module", "CAL": "calibration"},
    **{"MNT": "maintenance", "TRN": "training", "CB": "sensor cable", "BT": "lithium battery"},
    **{"SE": "seal kit", "SC": "stainless steel screw", "PR": "recording paper"},
}
UNITS = (
    ("pcs", "只", "piece", 0),
    ("set", "套", "set", 0),
    ("roll", "卷", "roll", 0),
    ("time", "次", "visit", 0),
    ("day", "天", "day", 1),
)
TAXES = (
    ("增值税 13%（含税）", "VAT 13% (included)", 13, True),
    ("增值税 6%（含税）", "VAT 6% (included)", 6, True),
    ("出口免税", "Export, exempt", 0, True),
)
ALWAYS_WANTED = ("服务", "备件耗材")
