"""Formulas: one expression over a record's own fields and those of the records it names.

The language is small on purpose: numbers, texts, dates, comparisons, and, or, not, a fixed list
of functions, ``field`` and ``relation.field``. There are no attributes, no powers, no loops.
"""

import ast
import datetime as dt
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, DecimalException
from typing import Any

import simpleeval
from django.utils.translation import gettext_lazy as _

from guanxi.platform.custom.functions import FUNCTIONS
from guanxi.platform.custom.spelling import FormulaFault, Spelled, spelled
from guanxi.platform.errors import Message, RuleBroken

MAX_CHARACTERS = 1_000
MAX_NODES = 200
MAX_STEPS = 2_000
MAX_TEXT = 2_000
_OPERATORS: dict[type, Callable[..., Any]] = {
    ast.Add: simpleeval.safe_add,
    ast.Sub: operator.sub,
    ast.Mult: simpleeval.safe_mult,
    ast.Div: operator.truediv,
    ast.Mod: operator.mod,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Gt: operator.gt,
    ast.Lt: operator.lt,
    ast.GtE: operator.ge,
    ast.LtE: operator.le,
    ast.Not: operator.not_,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}
_NODES = (
    ast.Expression, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.And, ast.Or, ast.Compare, ast.Call,
    ast.Name, ast.Load, ast.Attribute, ast.Constant, ast.IfExp, *_OPERATORS,
)  # fmt: skip


@dataclass(frozen=True)
class Formula:
    """A checked formula and the names it reads: "price" or "account.city"."""

    text: str
    tree: ast.expr
    sources: frozenset[str]
    spelled: Spelled

    def fault(self, source: str, why: Message) -> FormulaFault:
        """What is wrong where the formula first reads ``source``."""
        found = (node for node in ast.walk(self.tree) if _reads(node) == source)
        return self.spelled.fault(why, *self.spelled.span(next(found, self.tree)))

    def value(self, values: Mapping[str, Any]) -> Any:
        """What comes out for ``values`` by source; None where a needed value is missing."""
        try:
            found = _Evaluation(values).eval("", previously_parsed=self.tree)
        except (TypeError, ValueError, ArithmeticError, DecimalException, OverflowError):
            return None
        except simpleeval.InvalidExpression:
            return None
        return None if isinstance(found, str) and len(found) > MAX_TEXT else found


def read_formula(text: str) -> Formula:
    """The formula that ``text`` writes; RuleBroken says what is wrong with it."""
    if not text.strip() or len(text) > MAX_CHARACTERS:
        raise RuleBroken(_("Write a formula of at most 1,000 characters."))
    typed = spelled(text)
    try:
        tree = ast.parse(typed.plain, mode="eval").body
    except SyntaxError as error:
        raise typed.unread(error) from None
    except (ValueError, RecursionError, MemoryError):
        raise RuleBroken(_("This formula cannot be read; check its brackets and quotes.")) from None
    nodes = list(ast.walk(tree))
    if len(nodes) > MAX_NODES:
        raise RuleBroken(_("This formula is too long; split it into two fields."))
    for node in nodes:
        if why := _why_foreign(node):
            raise typed.fault(why, *typed.span(_seen(node, tree)))
    return Formula(text, tree, frozenset(_sources(tree)), typed)


def _why_foreign(node: ast.AST) -> Message:
    if isinstance(node, ast.Call):
        known = isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS
        if not known or node.keywords:
            names = ", ".join(name.rstrip("_") for name in FUNCTIONS)
            return _("Use these functions only: %(names)s.") % {"names": names}
    elif isinstance(node, ast.Attribute) and not isinstance(node.value, ast.Name):
        return _("A formula reaches one relation far, as in account.city.")
    elif not isinstance(node, _NODES) or not _is_plain(node):
        return _("A formula is made of numbers, texts, fields and functions.")
    return ""


def _seen(node: ast.AST, tree: ast.expr) -> ast.AST:
    """The node that has a place in the text: an operator stands where its operands do."""
    if hasattr(node, "col_offset"):
        return node
    holders = (one for one in ast.walk(tree) if node in ast.iter_child_nodes(one))
    return next((one for one in holders if hasattr(one, "col_offset")), tree)


def _is_plain(node: ast.AST) -> bool:
    return not isinstance(node, ast.Constant) or isinstance(node.value, int | float | str | None)


def _sources(tree: ast.expr) -> set[str]:
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    hops = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    inner = called | hops
    found = {_reads(node) for node in ast.walk(tree) if id(node) not in inner}
    return found - {""}


def _reads(node: ast.AST) -> str:
    """What a node reads of the record: "price" or "account.city"."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f"{node.value.id}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


class _Evaluation(simpleeval.SimpleEval):  # type: ignore[misc]
    """One evaluation: exact decimals, a bound on its steps, no way to an object's inside."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__(operators=_OPERATORS, functions=dict(FUNCTIONS), names={})
        self.values, self.steps = values, 0
        self.nodes = {
            ast.BinOp: self._eval_binop,
            ast.UnaryOp: self._eval_unaryop,
            ast.BoolOp: self._eval_boolop,
            ast.Compare: self._eval_compare,
            ast.IfExp: self._eval_ifexp,
            ast.Call: self._called,
            ast.Name: self._named,
            ast.Attribute: self._hopped,
            ast.Constant: self._constant,
        }

    def _eval(self, node: ast.AST) -> Any:
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise OverflowError
        return super()._eval(node)

    def _called(self, node: ast.Call) -> Any:
        """``if`` and ``coalesce`` look at no more than they need."""
        name = node.func.id  # type: ignore[attr-defined]
        if name == "if_" and len(node.args) == 3:
            return self._eval(node.args[1 if self._eval(node.args[0]) else 2])
        return FUNCTIONS[name](*(self._eval(argument) for argument in node.args))

    def _named(self, node: ast.Name) -> Any:
        return self.values.get(node.id)

    def _hopped(self, node: ast.Attribute) -> Any:
        return self.values.get(f"{node.value.id}.{node.attr}")  # type: ignore[attr-defined]

    def _constant(self, node: ast.Constant) -> Any:
        is_number = isinstance(node.value, int | float) and not isinstance(node.value, bool)
        return Decimal(str(node.value)) if is_number else node.value


def result_type_fits(value: Any, kind: str) -> bool:
    """Whether a formula's outcome can be kept as a field of type ``kind``."""
    expected: dict[str, tuple[type, ...]] = {
        "number": (Decimal, int),
        "money": (Decimal, int),
        "text": (str, Decimal, int),
        "date": (dt.date,),
        "datetime": (dt.date,),
        "boolean": (bool,),
    }
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, expected[kind])
