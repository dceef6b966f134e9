"""Where the demo's customers are: real places, so that maps and districts make sense."""

from typing import NamedTuple


class Place(NamedTuple):
    """A city with its districts, dialling code and the six digits of its region."""

    province: str
    city: str
    districts: tuple[str, ...]
    dialling: str
    region: str
    weight: int


PLACES = tuple(
    Place(province, city, tuple(districts.split()), dialling, region, weight)
    for province, city, districts, dialling, region, weight in (
        ("江苏省", "苏州市", "工业园区 虎丘区 吴江区 昆山市", "512", "320500", 14),
        ("江苏省", "无锡市", "新吴区 滨湖区 江阴市", "510", "320200", 9),
        ("江苏省", "南京市", "江宁区 栖霞区 建邺区", "25", "320100", 8),
        ("江苏省", "常州市", "武进区 新北区", "519", "320400", 6),
        ("江苏省", "南通市", "崇川区 通州区 海门区", "513", "320600", 5),
        ("江苏省", "扬州市", "邗江区 广陵区", "514", "321000", 3),
        ("江苏省", "镇江市", "丹徒区 京口区", "511", "321100", 2),
        ("江苏省", "徐州市", "铜山区 云龙区", "516", "320300", 2),
        ("江苏省", "盐城市", "亭湖区 大丰区", "515", "320900", 2),
        ("浙江省", "杭州市", "滨江区 余杭区 萧山区", "571", "330100", 10),
        ("浙江省", "宁波市", "北仑区 鄞州区 余姚市 慈溪市", "574", "330200", 10),
        ("浙江省", "温州市", "瓯海区 乐清市 瑞安市", "577", "330300", 5),
        ("浙江省", "嘉兴市", "南湖区 海宁市 平湖市", "573", "330400", 4),
        ("浙江省", "绍兴市", "越城区 柯桥区 上虞区", "575", "330600", 4),
        ("浙江省", "台州市", "椒江区 黄岩区 温岭市", "576", "331000", 4),
        ("浙江省", "金华市", "婺城区 义乌市 永康市", "579", "330700", 4),
        ("浙江省", "湖州市", "吴兴区 德清县", "572", "330500", 2),
        ("上海市", "上海市", "浦东新区 闵行区 嘉定区 松江区 临港新片区", "21", "310100", 16),
        ("安徽省", "合肥市", "蜀山区 包河区 肥西县", "551", "340100", 6),
        ("安徽省", "芜湖市", "鸠江区 镜湖区", "553", "340200", 3),
        ("广东省", "深圳市", "南山区 宝安区 龙岗区", "755", "440300", 12),
        ("广东省", "东莞市", "松山湖高新区 长安镇 虎门镇", "769", "441900", 6),
        ("广东省", "广州市", "黄埔区 番禺区 南沙区", "20", "440100", 8),
        ("广东省", "佛山市", "顺德区 南海区", "757", "440600", 4),
        ("广东省", "珠海市", "香洲区 金湾区", "756", "440400", 2),
        ("福建省", "厦门市", "集美区 翔安区", "592", "350200", 3),
        ("福建省", "泉州市", "晋江市 南安市", "595", "350500", 2),
        ("北京市", "北京市", "海淀区 大兴区 亦庄开发区", "10", "110100", 8),
        ("天津市", "天津市", "滨海新区 西青区", "22", "120100", 4),
        ("河北省", "石家庄市", "裕华区 鹿泉区", "311", "130100", 2),
        ("山东省", "青岛市", "黄岛区 城阳区 即墨区", "532", "370200", 5),
        ("山东省", "济南市", "历下区 章丘区", "531", "370100", 3),
        ("山东省", "烟台市", "福山区 莱山区", "535", "370600", 2),
        ("辽宁省", "大连市", "甘井子区 金州区", "411", "210200", 2),
        ("辽宁省", "沈阳市", "铁西区 浑南区", "24", "210100", 2),
        ("湖北省", "武汉市", "东湖高新区 江夏区 蔡甸区", "27", "420100", 5),
        ("湖南省", "长沙市", "岳麓区 长沙县", "731", "430100", 3),
        ("河南省", "郑州市", "高新区 中牟县", "371", "410100", 3),
        ("四川省", "成都市", "高新区 双流区 龙泉驿区", "28", "510100", 5),
        ("重庆市", "重庆市", "渝北区 两江新区 沙坪坝区", "23", "500100", 4),
        ("陕西省", "西安市", "雁塔区 高陵区", "29", "610100", 3),
    )
)


class Abroad(NamedTuple):
    """A foreign city, how its firms are called, and a prefix of telephone numbers for fiction."""

    country: str
    city: str
    forms: tuple[str, ...]
    phone: str
    currency: str
    people: str
    weight: int


ABROAD = tuple(
    Abroad(country, city, tuple(forms.split()), phone, currency, people, weight)
    for country, city, forms, phone, currency, people, weight in (
        ("Germany", "Stuttgart", "GmbH", "+493023125", "EUR", "german", 5),
        ("Germany", "Nürnberg", "GmbH AG", "+496990009", "EUR", "german", 3),
        ("United States", "Cleveland", "Inc. LLC", "+12165550", "USD", "english", 5),
        ("United States", "San Diego", "Inc. Corp.", "+16195550", "USD", "english", 4),
        ("United Kingdom", "Leeds", "Ltd", "+44113496", "USD", "english", 2),
        ("Singapore", "Singapore", "Pte.Ltd.", "+6565550", "USD", "asian", 3),
        ("Japan", "Nagoya", "K.K.", "+81525550", "JPY", "japanese", 2),
        ("Vietnam", "Hai Phong", "Co.,Ltd.", "+84225555", "USD", "vietnamese", 3),
        ("India", "Pune", "Pvt.Ltd.", "+912055500", "USD", "indian", 3),
        ("Brazil", "Joinville", "Ltda.", "+554755500", "USD", "brazilian", 1),
        ("Italy", "Bologna", "S.r.l. S.p.A.", "+39051555", "EUR", "italian", 2),
        ("Netherlands", "Eindhoven", "B.V.", "+3140555", "EUR", "german", 2),
    )
)

STREETS = (
    "星湖街 科技路 创新大道 长江路 兴业路 金鸡湖大道 创业街 产业园路 工业大道 学府路 "
    "滨河路 望江路 凤凰路 东方大道 迎宾路 文化路 新港路 华山路 天目路 龙腾路"
).split()
# A street and a number, as one writes them there; in other countries as in English.
STREETS_ABROAD = {
    "Germany": ("Industriestraße {}", "Bahnhofstraße {}", "Am Hafen {}"),
    "Netherlands": ("Industrieweg {}", "Stationsweg {}", "Havenstraat {}"),
    "Italy": ("Via Emilia {}", "Via Roma {}", "Viale Europa {}"),
    "Brazil": ("Rua das Indústrias, {}", "Rua do Porto, {}", "Avenida Brasil, {}"),
    "": ("{} Main Street", "{} Harbour Road", "{} Station Road"),
}
