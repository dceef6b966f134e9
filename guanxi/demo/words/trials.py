"""What the demo company tries on its customers, and what it found wanting in its own service."""

from typing import NamedTuple

REMINDER = "标定提醒能否唤回沉睡客户"
REMINDER_IN_ENGLISH = "Does a reminder of calibration wake up customers who went quiet?"
REMINDER_QUESTION = (
    "实验组：给四个月没有采购的客户打一通标定到期提醒电话，可上门取件。对照组不打。"
    "看六十天之内有没有再下单。"
)
CALL = {
    "zh": (
        "标定到期，可上门取件",
        "告知去年标定的仪器即将到期，可上门取件、两周送回。",
        "愿意考虑，已发预约单",
    ),
    "en": (
        "Calibration due, we collect",
        "Told them that last year's calibration runs out; we collect and return within two weeks.",
        "Booking form sent",
    ),
}
AFTERCARE = "到货三天内回访能否多带来收入"
AFTERCARE_IN_ENGLISH = "Does a call within three days of delivery bring more revenue?"
AFTERCARE_QUESTION = (
    "实验组：签收后三天之内由客户经理回访，问清用法、配件与下一批计划。对照组照旧，有问题才联系。"
)


class Found(NamedTuple):
    """One finding about service; ``due`` is told in days from today, past ones negative."""

    gap: str
    dimension: str
    name: str
    cause: str
    remedy: str
    due: int
    team: str
    is_closed: bool = False


FOUND = (
    Found(
        "understanding",
        "empathy",
        "研发类客户要的是选型建议，我们只回报价",
        "销售只登记询价的型号，不记测什么、在什么环境用；季度回访也不问。",
        "询价登记增加“用途”一栏，技术部每周答复一次选型问题。",
        32,
        "销售中心",
    ),
    Found(
        "standards",
        "responsiveness",
        "报修没有统一的答复时限",
        "各人按自己的习惯答复，周五下午的报修常常等到下周二。",
        "",
        18,
        "客服组",
    ),
    Found(
        "delivery",
        "reliability",
        "旺季到货比承诺的晚",
        "仓库按下单先后发货，不看答应客户的日期；缺货时没有人通知客户。",
        "发货单按承诺日期排序，缺货当天由客服告知新的日期。",
        -9,
        "服务中心",
    ),
    Found(
        "communication",
        "assurance",
        "样本写“终身标定”，合同只有三年",
        "样本三年没有改版，市场部不知道合同条款已经变更。",
        "样本与官网改为“三年免费标定”，已向老客户书面说明。",
        -40,
        "市场部",
        is_closed=True,
    ),
)
