"""A file of customers as firms keep them: mixed phone styles, dates, blanks and signs."""

import csv
import random
from pathlib import Path

from guanxi.platform.cleaning.credit_codes import check_sign

HEADER = "客户编号 客户名称 统一社会信用代码 电话 邮箱 城市 地址 行业 创建时间 备注".split()  # noqa: SIM905
CITIES = ["北京", "上海", "深圳", "苏州", "杭州", "成都", "武汉", "西安"]
TRADES = ["贸易", "科技", "实业", "电子", "机械", "化工", "医药", "传感", "物流", "建材"]
SIGNS = "远航恒信博衡华创瑞丰金盛宏达天成嘉禾中科智联云海明德广源新东方长风安泰永利鼎凯越"


def write_accounts(path: Path, rows: int, seed: int = 7) -> None:
    """Write ``rows`` customers, the same for the same seed."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number in range(rows):
            writer.writerow(_account(number, chance))


def _account(number: int, chance: random.Random) -> list[str]:
    city, trade = chance.choice(CITIES), chance.choice(TRADES)
    name = "".join(chance.choices(SIGNS, k=4))
    code = f"91{chance.randrange(110_000, 650_000)}{number:09d}"
    mobile = f"1{chance.choice('3578')}{chance.randrange(10**9):09d}"
    phone = [mobile, f"{mobile[:3]}-{mobile[3:7]}-{mobile[7:]}", f"010-{60_000_000 + number:08d}"]
    return [
        f"K{number:07d}",
        f"{city}{name}{trade}有限公司",
        code + check_sign(code),
        phone[number % 3],
        f"info{number}@example{number % 997}.com",
        city,
        f"人民路{number % 999}号",
        trade,
        f"2024-{number % 12 + 1:02d}-{number % 28 + 1:02d} 09:30",
        f" 备注　{number}" if number % 9 == 0 else f"备注{number}",
    ]
