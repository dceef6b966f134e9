"""The forty people of 澄海仪器 and the tree of teams they work in."""

from typing import NamedTuple

FIRM = "澄海仪器"
# Each team with its parent; a seller's weight says how many customers fall to the team.
TEAMS = (
    ("总经办", FIRM),
    ("销售中心", FIRM),
    ("华东区", "销售中心"),
    ("苏浙组", "华东区"),
    ("沪皖组", "华东区"),
    ("华南区", "销售中心"),
    ("华北区", "销售中心"),
    ("中西部区", "销售中心"),
    ("海外部", "销售中心"),
    ("欧美组", "海外部"),
    ("亚太组", "海外部"),
    ("市场部", FIRM),
    ("服务中心", FIRM),
    ("客服组", "服务中心"),
    ("标定维修组", "服务中心"),
    ("数据与信息部", FIRM),
)


class Colleague(NamedTuple):
    """A member of staff; the first of a team named as manager leads it."""

    name: str
    username: str
    team: str
    role: str
    title: str


STAFF = tuple(
    Colleague(*line.split())
    for line in """
傅怀瑾 huaijin.fu 澄海仪器 manager 总经理
季望舒 wangshu.ji 总经办 assistant 总经理助理
陈屿 yu.chen 销售中心 manager 销售总监
林若溪 ruoxi.lin 华东区 manager 华东区经理
周明哲 mingzhe.zhou 苏浙组 manager 苏浙组长
何嘉 jia.he 苏浙组 seller 客户经理
苏晚 wan.su 苏浙组 seller 客户经理
骆清扬 qingyang.luo 苏浙组 seller 客户经理
宋时雨 shiyu.song 苏浙组 seller 客户经理
应承志 chengzhi.ying 苏浙组 seller 客户代表
沈慕白 mubai.shen 沪皖组 manager 沪皖组长
唐予安 yuan.tang 沪皖组 seller 客户经理
贺向晚 xiangwan.he 沪皖组 seller 客户经理
裴之遥 zhiyao.pei 沪皖组 seller 客户代表
韩砚秋 yanqiu.han 华南区 manager 华南区经理
梁启明 qiming.liang 华南区 seller 客户经理
黎疏影 shuying.li 华南区 seller 客户经理
莫乐山 leshan.mo 华南区 seller 客户代表
温景行 jingxing.wen 华北区 manager 华北区经理
于见微 jianwei.yu 华北区 seller 客户经理
孟亦凡 yifan.meng 华北区 seller 客户代表
罗云帆 yunfan.luo 中西部区 manager 中西部区经理
邹沛然 peiran.zou 中西部区 seller 客户经理
钟静姝 jingshu.zhong 中西部区 seller 客户代表
方星河 xinghe.fang 海外部 manager 海外部经理
Hannah-Ellery hannah.ellery 欧美组 seller Account-Manager
Torsten-Falkner torsten.falkner 欧美组 seller Account-Manager
吕长卿 changqing.lv 亚太组 seller 客户经理
Hui-Min-Koh huimin.koh 亚太组 seller Account-Manager
程允之 yunzhi.cheng 市场部 manager 市场部经理
白书瑶 shuyao.bai 市场部 marketing 市场专员
石凌云 lingyun.shi 市场部 analyst 市场分析
庄立新 lixin.zhuang 服务中心 manager 服务中心主任
江晓岚 xiaolan.jiang 客服组 service 客服主管
顾秋实 qiushi.gu 客服组 service 客服专员
丁香凝 xiangning.ding 客服组 service 客服专员
薛长风 changfeng.xue 标定维修组 service 标定工程师
马岱 dai.ma 标定维修组 service 维修工程师
叶知秋 zhiqiu.ye 数据与信息部 analyst 数据分析师
安澜 admin 数据与信息部 administrator 系统管理员
""".split("\n")
    if line
)
ABROAD_TEAMS = {"EUR": "欧美组", "USD": "欧美组", "JPY": "亚太组"}
TEAM_OF_PROVINCE = {
    "江苏省": "苏浙组",
    "浙江省": "苏浙组",
    "上海市": "沪皖组",
    "安徽省": "沪皖组",
    "广东省": "华南区",
    "福建省": "华南区",
    "北京市": "华北区",
    "天津市": "华北区",
    "河北省": "华北区",
    "山东省": "华北区",
    "辽宁省": "华北区",
}
OTHER_PROVINCES = "中西部区"
ASIAN = ("Singapore", "Japan", "Vietnam", "India")
