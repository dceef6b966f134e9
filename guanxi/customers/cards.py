"""What a business card, a mail signature or a chat message says of somebody, field by field."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from guanxi.platform.cleaning import clean_phone
from guanxi.platform.cleaning.addresses import split_address
from guanxi.platform.cleaning.credit_codes import is_credit_code
from guanxi.platform.cleaning.kinds import narrowed

MOST_LINES, LONGEST = 60, 4000
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
URL = re.compile(r"(?:https?://|www\.)[^\s,，;；|｜]+", re.IGNORECASE)
MOBILE = re.compile(r"(?<![\d+])(?:\+?86[\s-]?)?1[3-9]\d(?:[\s-]?\d{4}){2}(?!\d)")
PHONE = re.compile(
    r"(?:\+\d{1,3}[\s-]?)?\(?0?\d{2,4}\)?(?:[\s-]?\d{3,4}){2,3}(?:\s?(?:ext\.?|转)\s?\d+)?"
)
CODE = re.compile(r"\b[0-9A-HJ-NPQRTUWXY]{18}\b")
BETWEEN_PARTS = re.compile(r"[|\t]| {3,}")
BETWEEN_FIELDS = re.compile(r"[|\t,;]| {2,}")
LABELS = {
    "name": r"姓名|联系人|name|contact",
    "company": r"公司|单位|公司名称|company",
    "title": r"职务|职位|岗位|title|position",
    "department": r"部门|department|dept\.?",
    "address": r"地址|公司地址|address|add\.?|adr\.?",
    "wechat": r"微信|微信号|wechat(?: id)?|weixin",
}
LABELLED = {
    name: re.compile(rf"^(?:{words})\s*[:：]\s*(.+)$", re.IGNORECASE)
    for name, words in LABELS.items()
}
ANY_LABEL = re.compile(r"^[\w\u4e00-\u9fff./ ]{1,12}[:：]\s*")
FIRM = re.compile(
    r"公司|集团|研究院|研究所|大学|学院|医院|事务所|工厂|"
    r"(?:\b(?:co\.?,? ?ltd|ltd|inc|gmbh|llc|corp|limited|s\.?a\.?|b\.?v\.?|plc|group)\b\.?)",
    re.IGNORECASE,
)
TITLE = re.compile(
    r"经理|总监|工程师|主任|主管|总裁|总经理|董事|厂长|科长|处长|部长|院长|教授|专员|助理|采购员|顾问|代表|"
    r"\b(?:manager|director|engineer|president|ceo|cto|cfo|coo|buyer|head of|officer|sales|"
    r"consultant|specialist|assistant|lead|professor|founder|partner)\b",
    re.IGNORECASE,
)
DEPARTMENT = re.compile(
    r"^[\u4e00-\u9fff]{2,10}(?:部|处|科|中心|事业部|车间)$|\bdep(?:artmen)?t\b", re.IGNORECASE
)
STREET = re.compile(
    r"[省市区县镇路街道号楼室座弄]|\b(?:road|rd|street|st|avenue|ave|strasse|straße)\b",
    re.IGNORECASE,
)
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文骆"
)
COMPOUND = "欧阳|上官|司马|司徒|诸葛|尉迟|皇甫|东方|慕容|夏侯|令狐|公孙|宇文|长孙"
SURNAME = rf"(?:{COMPOUND}|[{SURNAMES}欧])"
HAN_NAME = re.compile(rf"^{SURNAME}[\u4e00-\u9fff]{{1,2}}$")
# On a card the characters of a name often stand apart.
APART = re.compile(rf"^({SURNAME}) +([\u4e00-\u9fff]) ?([\u4e00-\u9fff]?)(?=\s|$)")
PART = r"[A-ZÀ-Þ][a-zà-ÿ'’]+(?:-[A-ZÀ-Þ][a-zà-ÿ'’]+)*"
LATIN_NAME = re.compile(
    rf"^(?:(?:Dr|Mr|Mrs|Ms|Prof|Ing)\.? )*{PART}(?: [A-Z]\.?)?"
    rf"(?: (?:van |von |der |den |de |di |da |la )*{PART}){{1,2}}$"
)
FAREWELL = re.compile(r"\b(?:regards|wishes|greetings|sincerely|thanks|cheers)\b", re.IGNORECASE)
SAME_NUMBER = re.compile(r"(?:微信|wechat|weixin)\W{0,2}同", re.IGNORECASE)
# 无锡华创精密的设备部主任: shorter than this it is no firm whose post it is.
SHORTEST_FIRM = 4


@dataclass(frozen=True)
class Reading:
    """One value read from a text; ``is_sure`` where its form or its label leaves no doubt."""

    value: str
    is_sure: bool = True


def read_card(text: str) -> dict[str, Reading]:
    """What the text says, by field of a person (and ``company``, ``website``, ``city`` …)."""
    lines = list(_lines(narrowed(text)[:LONGEST]))[:MOST_LINES]
    found: dict[str, Reading] = {}
    left = [rest for line in lines if (rest := _without_marks(line, found))]
    left = [line for line in left if not _labelled(line, found)]
    left = _take("company", FIRM.search, left, found)
    left = _take("address", _is_address, left, found)
    pieces = [piece for line in left for piece in _pieces(line, found)]
    pieces = _take("title", TITLE.search, pieces, found)
    pieces = _take("department", DEPARTMENT.search, pieces, found)
    _take("name", _is_name, pieces, found)
    _split(found)
    if SAME_NUMBER.search(narrowed(text)) and "mobile" in found:
        found.setdefault("wechat", Reading(found["mobile"].value.removeprefix("+86")))
    return found


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        # A message in one line names its fields one after the other.
        parts = BETWEEN_FIELDS if line.count(":") > 1 else BETWEEN_PARTS
        yield from filter(None, (part.strip(" ,;•·-—") for part in re.split(parts, line)))


def _without_marks(line: str, found: dict[str, Reading]) -> str:
    """The line without the parts that their own form gives away, which are kept."""
    for name, pattern, accepted in MARKS:
        for match in list(pattern.finditer(line)):
            value = accepted(match.group().strip())
            if value:
                found.setdefault(name, Reading(value))
                line = line.replace(match.group(), " ", 1)
    bare = ANY_LABEL.sub("", line).strip(" :：,，;；")
    has_label_alone = bool(ANY_LABEL.match(line)) and not bare
    return (
        ""
        if has_label_alone or re.fullmatch(r"[A-Za-z]{1,8}|\W*", line.strip(" :：.,"))
        else line.strip()
    )


def _labelled(line: str, found: dict[str, Reading]) -> bool:
    for name, pattern in LABELLED.items():
        if match := pattern.match(line):
            found.setdefault(name, Reading(match.group(1).strip()))
            return True
    return False


def _take(
    name: str, is_one: Callable[[str], object], parts: list[str], found: dict[str, Reading]
) -> list[str]:
    """The parts without the first that ``is_one``, which becomes a guess at ``name``."""
    if name in found:
        return parts
    for part in parts:
        if is_one(part):
            found[name] = Reading(ANY_LABEL.sub("", part).strip(), is_sure=name == "company")
            return [other for other in parts if other is not part]
    return parts


def _pieces(line: str, found: dict[str, Reading]) -> list[str]:
    """A line of Chinese parted at its spaces, of Latin at its commas; without its label.

    Of a post at a firm the post is left, and the firm is a guess.
    """
    line = APART.sub(r"\1\2\3", ANY_LABEL.sub("", line))
    is_latin = not re.search(r"[\u4e00-\u9fff]", line)
    pieces = []
    for one in filter(
        None, map(str.strip, re.split(r"[,，/、]" if is_latin else r"[\s,，/、]+", line))
    ):
        firm, of, post = one.rpartition("的")
        if of and len(firm) >= SHORTEST_FIRM and TITLE.search(post):
            found.setdefault("company", Reading(firm, is_sure=False))
            one = post
        pieces.append(one)
    return pieces


def _is_address(line: str) -> bool:
    return bool(STREET.search(line)) and bool(re.search(r"\d", line)) and len(line) > 6


def _is_name(piece: str) -> bool:
    is_written = HAN_NAME.match(piece) or LATIN_NAME.match(piece)
    return bool(is_written) and not FAREWELL.search(piece)


def _split(found: dict[str, Reading]) -> None:
    """Province, city and district out of the address."""
    if "address" not in found:
        return
    parts = split_address(found["address"].value)
    for name, value in zip(parts._fields, parts, strict=True):
        if value:
            found.setdefault(name, Reading(value, found["address"].is_sure))


def _phone(text: str) -> str:
    return str(clean_phone(text).value or "")


MARKS: tuple[tuple[str, re.Pattern[str], Callable[[str], str]], ...] = (
    ("email", EMAIL, str.lower),
    ("website", URL, str),
    ("credit_code", CODE, lambda code: code if is_credit_code(code) else ""),
    ("mobile", MOBILE, _phone),
    ("phone", PHONE, _phone),
)
