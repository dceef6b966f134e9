"""Names of people who do not exist."""

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
GIVEN_ONE = "伟敏静磊洋勇艳杰娟涛明超霞平刚玲辉萍鹏华飞鑫波斌宇浩凯健俊帆帅旭宁龙林欢阳建亮成畅远宁朔溪屿晚嘉"
GIVEN_TWO = (
    "知远 南风 以宁 若溪 明哲 子涵 雨桐 浩然 思源 嘉怡 文博 晓峰 海燕 志强 丽华 建国 玉兰 俊杰 雪梅 "
    "国栋 春燕 天宇 梓轩 诗涵 一鸣 佳琪 永康 秀英 立新 红梅 振华 晨曦 凌云 书瑶 景行 清扬 承志 怀瑾 "
    "静姝 望舒 星河 长卿 予安 慕白 之遥 向晚 允之 砚秋 疏影 时雨 见微 亦凡 少华 启明 云帆 沛然 乐山"
).split()

ABROAD_GIVEN = {
    "german": "Anke Jürgen Heike Lars Uwe Sabine Torsten Katrin Matthias Silke".split(),
    "english": "Claire Martin Joanna Peter Hannah Colin Laura Graham Ruth Stephen".split(),
    "asian": "Wei Ling|Jun Hao|Hui Min|Kai|Siew Lan|Boon".split("|"),
    "japanese": "Haruto Yui Sota Aoi Kenji Misaki".split(),
    "vietnamese": "Minh Lan Hung Thu Quang Mai".split(),
    "indian": "Anita Rohan Priya Sanjay Kavita Arjun".split(),
    "brazilian": "Beatriz Rafael Luana Thiago".split(),
    "italian": "Chiara Marco Giulia Paolo Elena Luca".split(),
}
ABROAD_FAMILY = {
    "german": "Ahlers Brandt Deichmann Eckel Falkner Gerlach Hübner Kessler".split(),
    "english": "Ashby Barlow Crane Dalton Ellery Fairburn Hollis Marsh".split(),
    "asian": "Tan Lim Ng Goh Koh".split(),
    "japanese": "Aoyama Hoshino Kiriyama Minase Tachibana".split(),
    "vietnamese": "Nguyen Tran Pham Vu".split(),
    "indian": "Deshpande Iyer Kulkarni Mehta".split(),
    "brazilian": "Almeida Moreira Siqueira".split(),
    "italian": "Bellandi Corsini Ferraro Monti".split(),
}

TITLES = (
    ("采购总监", "采购部", "decides"),
    ("采购经理", "采购部", "buys"),
    ("采购工程师", "采购部", "buys"),
    ("总经理", "总经办", "decides"),
    ("质量部经理", "质量部", "influences"),
    ("计量工程师", "质量部", "uses"),
    ("设备工程师", "设备部", "uses"),
    ("工艺主管", "工艺部", "influences"),
    ("研发总监", "研发部", "decides"),
    ("财务主管", "财务部", "guards"),
    ("生产经理", "生产部", "uses"),
    ("总经理助理", "总经办", "guards"),
)
TITLES_ABROAD = (
    ("Head of Purchasing", "Purchasing", "decides"),
    ("Buyer", "Purchasing", "buys"),
    ("Quality Manager", "Quality", "influences"),
    ("Metrology Engineer", "Quality", "uses"),
    ("Managing Director", "Management", "decides"),
    ("Maintenance Engineer", "Operations", "uses"),
)
