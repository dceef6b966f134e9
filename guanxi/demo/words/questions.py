"""The surveys of the demo company: features, drivers, how well it does, and what customers say."""

RIVAL = "恒锐测控"
# Prefix of the codes, how many questions, how they lean and how far answers spread.
INDEX = (
    ("IMAG", 5, 0.05, 0.12),
    ("CUEX", 3, 0.08, 0.15),
    ("PERQ", 7, 0.02, 0.11),
    ("PERV", 2, -0.08, 0.13),
    ("CUSA", 3, 0.0, 0.1),
    ("CUSCO", 0, -0.03, 0.16),
    ("CUSL", 3, 0.02, 0.14),
)
# How far short of expectations each of the 22 questions of service falls.
SHORT_OF = (*[0.0] * 4, *[0.16] * 5, *[0.1] * 4, *[0.03] * 4, *[0.08] * 5)
IMPORTANCE = {
    "tangibles": 0.11,
    "reliability": 0.32,
    "responsiveness": 0.23,
    "assurance": 0.19,
    "empathy": 0.15,
}
# Features, with the pairs of answers that people give (1 like … 5 dislike).
FEATURES = (
    ("当日发货", ((1, 5), (1, 5), (1, 4), (2, 5))),
    ("在线查库存", ((1, 3), (1, 4), (1, 3), (3, 3))),
    ("原厂质保", ((2, 5), (3, 5), (2, 5), (1, 5))),
    ("免费校准", ((1, 3), (1, 5), (1, 4), (1, 2))),
    ("节日礼品", ((3, 3), (3, 3), (4, 3), (1, 3))),
    ("短信群发提醒", ((5, 1), (3, 3), (4, 2), (5, 2))),
)
# Sub-drivers of value, brand and relationship equity, and how strongly each pulls.
DRIVERS = {
    **{"V1 性能稳定": 0.5, "V2 价格公道": 0.25},
    **{"B1 行业口碑": 0.15, "B2 技术领先": 0.1},
    **{"R1 响应及时": 0.45, "R2 年度答谢": 0.05},
}
# What customers get from us and what it costs them (0–1 of the scale): us, the rival.
DELIVERED = {
    **{"product": (0.74, 0.68), "service": (0.7, 0.6), "people": (0.76, 0.62)},
    **{"image": (0.62, 0.7), "money": (0.56, 0.5), "time": (0.44, 0.4)},
    **{"energy": (0.34, 0.42), "mind": (0.3, 0.42)},
}
# Single things: how well we do, what a poor one takes from the overall answer, and a good one adds.
THINGS = {
    **{"交货准时": (0.62, 0.24, 0.0), "票据无误": (0.7, 0.16, 0.0), "技术讲座": (0.6, 0.0, 0.12)},
    **{"选型建议": (0.66, 0.02, 0.16), "维修时效": (0.6, 0.14, 0.12), "包装外观": (0.64, 0.0, 0.0)},
}
REASONS = (
    ("no_choice", "habit", "near", "price", "rewards", "trust", ""),
    (6, 16, 14, 20, 6, 26, 12),
)
SOURCES = {
    "zh": ("客户访谈", "采购预算表", "年度拜访", "行业报告估算"),
    "en": (
        "Interview with the customer",
        "Their purchasing budget",
        "Yearly visit",
        "Estimated from an industry report",
    ),
}
PRAISE = {
    "zh": ("交货一直很准时。", "技术支持响应快，问题当天就解决。", "价格公道，合作省心。"),
    "en": (
        "Deliveries have always been on time.",
        "Support is quick: our problem was solved the same day.",
        "Fair prices, and easy to work with.",
    ),
}
BLAME = {
    "zh": ("两次交货都晚了，没人提前说。", "报价比别家高。", "售后电话总是转来转去。"),
    "en": (
        "Two deliveries were late and nobody told us beforehand.",
        "Your quotation was higher than the others.",
        "On the service line we are passed from one desk to the next.",
    ),
}
