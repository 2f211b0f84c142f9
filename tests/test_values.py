"""The package's ``dataclass``: what it makes cannot be told from what the standard library makes."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any, ClassVar

import pytest

from quotediff import extraction, values
from quotediff.cli import COMMANDS
from quotediff.model import Quote

ROOT = Path(__file__).parent.parent
OPTIONS: list[dict[str, Any]] = [
    {"frozen": True, "slots": True},
    {"frozen": True, "slots": True, "eq": False},
    {"frozen": True},
    {"slots": True},
    {"slots": True, "eq": False},
    {},
]


class Plain:
    """One field without a default."""

    a: int


class Empty:
    """No fields."""


class Full:
    """Every kind of field."""

    known: ClassVar[int] = 7
    a: int
    b: str = "b"
    c: tuple[int, ...] = ()
    d: list[int] = dataclasses.field(default_factory=list)
    e: int = dataclasses.field(default=5, repr=False, compare=False)

    def twice(self) -> int:
        """A method of its own."""
        return 2 * self.a


class Late:
    """Fields that are set later."""

    a: int
    b: int = dataclasses.field(init=False, default=3)
    c: int = dataclasses.field(init=False)
    d: list[int] = dataclasses.field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        object.__setattr__(self, "c", self.a + 1)


def both(cls: type, options: dict[str, Any]) -> tuple[Any, Any]:
    """A class as each of the two makes it."""

    def remade() -> type:
        members = {k: v for k, v in vars(cls).items() if k not in ("__dict__", "__weakref__")}
        return type(cls.__name__, (), {k: copy.copy(v) for k, v in members.items()})

    return values.dataclass(**options)(remade()), dataclasses.dataclass(**options)(remade())


def outcome(function: Callable[[], object]) -> object:
    """What a call gives, or of what kind its error is."""
    try:
        return function()
    except (TypeError, AttributeError, ValueError) as error:
        return type(error)


def seen(cls: Any) -> Iterator[object]:  # noqa: ANN401 - any class
    """All that can be told of a class and its values."""
    names = [one.name for one in dataclasses.fields(cls)]
    yield names
    yield [(one.default, one.init, one.repr, one.compare) for one in dataclasses.fields(cls)]
    parameters = inspect.signature(cls).parameters.values()
    yield [(one.name, one.kind, one.annotation, one.default is inspect.Parameter.empty) for one in parameters]
    yield getattr(cls, "__slots__", None), cls.__match_args__, cls.__doc__, cls.__qualname__
    yield cls.__hash__ is None, dataclasses.is_dataclass(cls)
    calls: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
        ((), {}), ((1,), {}), ((1, "x"), {}), ((1,), {"c": (2,), "d": [3]}), ((1, "x", (), [], 9), {}),
        ((1,), {"e": 6}), ((2,), {}), ((1,), {"unknown": 0}),
    ]  # fmt: skip
    made = [outcome(lambda call=call: cls(*call[0], **call[1])) for call in calls]  # type: ignore[misc]
    yield [one if isinstance(one, type) else repr(one) for one in made]
    found: list[Any] = [one for one in made if not isinstance(one, type)]
    yield [[one == other for other in found] for one in found]
    yield [one == 0 for one in found]
    for one in found:
        yield outcome(lambda one=one: hash(one) == hash(copy.copy(one)))  # type: ignore[misc]
        yield repr(copy.deepcopy(one)), repr(dataclasses.replace(one)), dataclasses.asdict(one)
        yield outcome(lambda one=one: repr(dataclasses.replace(one, a=8)))  # type: ignore[misc]
        for name in ("a", "other"):  # the standard library's error varies
            yield outcome(lambda one=one, name=name: setattr(one, name, 8)) is None, repr(one)  # type: ignore[misc]
        yield outcome(lambda one=one: delattr(one, "a")) is None  # type: ignore[misc]


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@pytest.mark.parametrize("cls", [Plain, Empty, Full, Late])
def test_a_class_is_as_the_standard_library_makes_it(cls: type, options: dict[str, Any]) -> None:
    ours, theirs = both(cls, options)
    for mine, other in zip(seen(ours), seen(theirs), strict=True):
        assert mine == other
    if options.get("frozen") and cls is not Empty:
        one = ours(1)
        with pytest.raises(FrozenInstanceError):
            one.a = 2
        with pytest.raises(FrozenInstanceError):
            del one.a


def test_a_value_that_holds_itself_is_shown() -> None:
    ours, theirs = both(Full, {})
    shown = []
    for cls in (ours, theirs):
        one = cls(1)
        one.d.append(one)
        shown.append(repr(one))
    assert shown[0] == shown[1]


def test_classes_inherit_fields() -> None:
    for made in (values.dataclass, dataclasses.dataclass):
        base = made(frozen=True, slots=True)(type("Base", (), {"__annotations__": {"a": "int"}}))
        members = {"__annotations__": {"b": "int"}, "b": 2}
        child: Any = made(frozen=True, slots=True)(type("Child", (base,), members))
        assert repr(child(1)) == "Child(a=1, b=2)"
        assert (child.__slots__, child(1) == child(1), child(1) == base(1)) == (("b",), True, False)
        assert [one.name for one in dataclasses.fields(child)] == ["a", "b"]


def test_a_value_of_the_package_can_be_pickled_and_matched() -> None:
    (quote,) = extraction.extract(__import__("quotediff").read_text('"It is late," said Ann Poe.')).quotes
    assert pickle.loads(pickle.dumps(quote)) == quote  # noqa: S301 - just written
    assert values.replace(quote, id="q9") == dataclasses.replace(quote, id="q9") != quote
    match quote:
        case Quote(name):
            assert name == quote.id


MADE = """
import dataclasses, sys
made = []
real = dataclasses.dataclass
def counting(cls=None, /, **options):
    def wrap(cls):
        made.append(cls.__qualname__)
        return real(cls, **options)
    return wrap if cls is None else wrap(cls)
dataclasses.dataclass = counting
from quotediff.cli import main
status = main()
print(made, file=sys.stderr)
sys.exit(status)
"""


def test_a_list_makes_none_the_slow_way() -> None:
    path = ROOT / "corpus" / "solvent-plant-fire" / "v1.txt"
    done = subprocess.run(
        [sys.executable, "-c", MADE, "list", path],
        cwd=ROOT, capture_output=True, check=True, encoding="utf-8",
    )  # fmt: skip
    assert done.stderr == "[]\n"
    assert "list" in COMMANDS
