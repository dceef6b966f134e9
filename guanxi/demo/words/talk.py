"""What is said and written between the firm and its customers, in both languages.

Each line is: channel, direction, subject, content, outcome; {product}, {person}, {number} and
{days} are filled in.
"""

from typing import NamedTuple


class Said(NamedTuple):
    """One exchange before it is filled in."""

    channel: str
    direction: str
    subject: str
    content: str
    outcome: str = ""


def _read(lines: str) -> tuple[Said, ...]:
    rows = (line.split("|") for line in lines.strip().split("\n"))
    return tuple(Said(*(part.strip() for part in row)) for row in rows)


AROUND_ORDER = {
    "zh": _read("""
email|in|询价：{product}|你好，{product} 请按年用量报价，含两年保修，交期最好三周内。|
email|out|报价：{product}|附件是按年用量做的报价，含两年保修与首次标定。有问题随时打我电话。|已发报价
phone|out|跟进报价：{product}|对方最在意首批交期；竞品报价低 4%，但不含现场标定。|答应本周给第二版
wechat|in|合同用印|{person}：合同已用印，扫描件发你邮箱了，原件明天寄出。|
service|out|发货通知 {number}|{number} 已发出，随货有合格证与标定证书。|已通知
phone|in|到货确认 {number}|{person}说货已到，外箱完好，安排下周验收。|待验收
email|in|发票信息|请按新的开户行开票，抬头不变。|
wechat|out|验收进度 {number}|{person}你好，{number} 的验收单方便这两天签回吗？|
"""),
    "en": _read("""
email|in|Enquiry: {product}|Could you quote for our yearly demand of the {product}, with a two-year warranty?|
email|out|Quotation: {product}|Please find our quotation attached. Delivery ex works in three weeks.|Quoted
phone|out|Follow-up: {product}|They are comparing us with a local supplier; lead time matters more than price.|Second quotation due
email|in|Purchase order {number}|Please confirm {number} and the shipping date.|
service|out|Dispatch of {number}|{number} left our warehouse today; calibration certificates are enclosed.|Informed
email|in|Arrival of {number}|Everything arrived in good condition, thank you.|
"""),
}
CARE = {
    "zh": _read("""
visit|out|拜访 {person}|看了二期产线，明年 4 月投产，测点从 48 个增加到 130 个，预算已列。|约下月技术交流
phone|out|季度回访|{person}对服务满意，提到备件价格偏高，希望签年框。|建议年框方案
meeting|out|技术交流：{product}|介绍 {product} 的新版固件与现场标定流程，对方 5 人参加。|送样一台
wechat|in|选型咨询|{person}问 {product} 能不能用在 −40 ℃ 的环境。|已转技术部
email|out|新版选型手册|附上今年的选型手册，{product} 系列有更新。|
post|out|寄送样册与台历|给 {person} 寄了选型手册与明年台历。|已签收
web|in|浏览产品页|在官网看了 {product} 的参数页 6 分钟，下载了说明书。|
chat|in|在线咨询：{product}|访客问 {product} 的交期与保修，留了电话。|转客户经理
sms|out|标定到期提醒|您的设备标定将在 30 天后到期，回复 1 预约现场标定。|
phone|in|约访|{person}想看样机，约下周三上午。|已约
visit|out|现场标定|完成 12 台设备的现场标定，出具证书。|证书已交付
email|in|明年预算|{person}：明年测量设备预算增加两成，请提前准备方案。|
"""),
    "en": _read("""
visit|out|Visit to {person}|Second line starts in April; measuring points grow from 48 to 130.|Technical meeting next month
phone|out|Quarterly call|{person} is happy with the service and asks for a framework agreement.|Prepare an offer
meeting|out|Technical meeting: {product}|Showed the new firmware of the {product}; five people took part.|Sample agreed
email|out|New selection guide|This year's guide is attached; the {product} series has changed.|
web|in|Product page|Spent six minutes on the page of the {product} and downloaded the manual.|
chat|in|Web chat: {product}|Asked for lead time and warranty of the {product}.|Passed to the account manager
email|in|Budget for next year|{person}: our budget for measuring equipment grows by a fifth.|
"""),
}
TROUBLE = {
    "zh": _read("""
service|in|标定漂移|{product} 使用三个月后示值漂移超差，要求现场处理。|48 小时内上门
phone|in|投诉：交期延误|{person}对交期延误 {days} 天不满，要求书面说明。|已致歉并说明
email|in|技术支持：通信中断|{product} 与 PLC 通信偶尔中断，附日志。|已远程解决
service|out|维修完成|更换传感器模块并复检合格，寄回。|客户确认
"""),
    "en": _read("""
service|in|Calibration drift|Their {product} has drifted out of tolerance after three months.|Engineer on site in 48 hours
email|in|Late delivery|{person} asks why the delivery was {days} days late.|Apologised and explained
service|out|Repair finished|Replaced the sensor module and calibrated again.|Confirmed
"""),
}
COURTING = {
    "zh": _read("""
phone|out|首次电话|介绍了 {product}，对方让发资料，暂无明确需求。|发资料
email|out|产品资料：{product}|按电话里说的，附上 {product} 的资料与案例。|
meeting|out|展会洽谈|在展会上看了 {product} 演示，交换名片。|两周后跟进
web|in|官网留言|想了解 {product} 的价格与交期。|转客户经理
phone|out|再次跟进|{person}说项目推迟到下季度。|下季度再联系
"""),
    "en": _read("""
email|out|Introduction: {product}|It was good to meet you at the fair. Here is the data you asked for on the {product}.|
phone|out|First call|Interested in the {product}; decision in the next quarter.|Call again
web|in|Message from the website|Please send us a price for the {product}.|Passed on
"""),
}

TASKS = {
    "zh": (
        ("task", "发出报价第二版"),
        ("task", "把样机数据表发给{person}"),
        ("task", "催收 {number} 尾款"),
        ("task", "准备下周的技术方案"),
        ("task", "回访：上次投诉是否真的解决"),
        ("task", "更新客户组织架构"),
        ("call", "电话：{person}，确认首批交期"),
        ("call", "电话：{person}，约现场标定"),
        ("meeting", "技术澄清：{product}"),
        ("meeting", "拜访 {person}"),
        ("meeting", "年框条款谈判"),
    ),
    "en": (
        ("task", "Send the second quotation"),
        ("task", "Chase the balance of {number}"),
        ("call", "Call {person} about the lead time"),
        ("meeting", "Technical clarification: {product}"),
        ("meeting", "Visit {person}"),
    ),
}
INTERNAL = {
    "zh": (
        ("meeting", "周会：{team}", 9, 0, 60),
        ("meeting", "商机复盘：{team}", 16, 0, 60),
        ("task", "填写本周拜访记录", 17, 30, 0),
    ),
    "en": (
        ("meeting", "Weekly team meeting", 9, 0, 60),
        ("meeting", "Pipeline review", 16, 0, 60),
        ("task", "Write up this week's visits", 17, 30, 0),
    ),
}
OUTCOMES = {
    "zh": ("已完成，对方满意", "对方需要再考虑，下周跟进", "已发资料", "达成一致，等合同"),
    "en": (
        "Done, they are happy with it",
        "They want to think it over; follow up next week",
        "Documents sent",
        "Agreed, waiting for the contract",
    ),
}
PLACES_TO_MEET = {
    "zh": ("线上会议", "客户现场", "公司三楼会议室", "客户质量部", "展厅"),
    "en": (
        "Online meeting",
        "At their site",
        "Our meeting room, third floor",
        "Their quality department",
        "Showroom",
    ),
}
