"""``dataclass`` as in the standard library, made in a sixth of the time.

For the modules that every run loads. They define some fifty dataclasses, for which the standard library takes
a fifth of a cold start, as it writes and compiles six functions for each. Here only ``__init__`` is written;
the other methods are closures over the fields. Whoever asks a class for its fields as ``dataclasses`` has
them (``dataclasses.fields``, ``asdict``, ``replace``) gets them, from a class that is made then.

``lazy`` makes a property of a method that is asked but once an object, and then is an attribute of it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import MISSING, field
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, TypeVar

__all__ = ["dataclass", "field", "lazy", "replace"]

_FIELDS = "__quotediff_fields__"
_Value = TypeVar("_Value")


class _Field:
    """One field: how it gets its value, and where it is left out."""

    __slots__ = ("compare", "default", "factory", "init", "kind", "name", "repr")

    def __init__(self, name: str, kind: object, default: object) -> None:
        self.name, self.kind = name, kind
        self.default = default
        self.factory: object = MISSING
        self.init = self.repr = self.compare = True
        if isinstance(default, dataclasses.Field):
            self.default, self.factory = default.default, default.default_factory
            self.init, self.repr, self.compare = default.init, default.repr, bool(default.compare)

    @property
    def has_default(self) -> bool:
        """Whether it need not be given."""
        return self.default is not MISSING or self.factory is not MISSING


class _FieldsWhenAsked:
    """The fields as ``dataclasses`` has them, made when somebody asks."""

    def __init__(self, fields: Sequence[_Field], declared: dict[str, object]) -> None:
        self._fields, self._declared = fields, declared

    def __get__(self, _: object, cls: type) -> dict[str, dataclasses.Field[Any]]:
        annotations = {one.name: one.kind for one in self._fields}
        twin = type(cls.__name__, (), {**self._declared, "__annotations__": annotations})
        found: dict[str, dataclasses.Field[Any]] = vars(dataclasses.dataclass(twin))["__dataclass_fields__"]
        type.__setattr__(cls, "__dataclass_fields__", found)
        return found


def _dataclass(*, frozen: bool = False, slots: bool = False, eq: bool = True) -> Callable[[type], type]:
    """As ``dataclasses.dataclass``, of which it has what is used here."""
    return lambda cls: _made(cls, frozen=frozen, slots=slots, eq=eq)


def _replace(value: _Value, /, **changes: object) -> _Value:
    """As ``dataclasses.replace``, of values of either kind."""
    cls: type = value.__class__
    fields: dict[str, _Field] | None = getattr(cls, _FIELDS, None)
    if fields is None:
        return dataclasses.replace(value, **changes)  # type: ignore[type-var]
    values = {name: getattr(value, name) for name, one in fields.items() if one.init}
    changed: _Value = cls(**(values | changes))
    return changed


class _Lazy:
    """As ``functools.cached_property``, which takes a lock and twice the time in Python 3.11."""

    def __init__(self, make: Callable[[Any], object]) -> None:
        self._make, self._name = make, make.__name__
        self.__doc__ = make.__doc__

    def __get__(self, owner: object, _: type | None = None) -> object:
        if owner is None:
            return self
        found = owner.__dict__[self._name] = self._make(owner)
        return found


if TYPE_CHECKING:  # checkers know what these mean
    from dataclasses import dataclass, replace
    from functools import cached_property as lazy
else:
    dataclass, replace, lazy = _dataclass, _replace, _Lazy


def _made(cls: type, *, frozen: bool, slots: bool, eq: bool) -> type:
    """The class with its fields and methods; another class if it is to have slots.

    A class that is compiled has its attributes in slots already, and nothing beside.
    """
    slots = slots and cls.__dictoffset__ != 0
    kinds = {name: kind for name, kind in cls.__annotations__.items() if "ClassVar" not in str(kind)}
    declared = {name: cls.__dict__[name] for name in kinds if name in cls.__dict__}
    fields: dict[str, _Field] = {}
    for base in reversed(cls.__mro__[1:]):
        fields.update(base.__dict__.get(_FIELDS, {}))
    fields.update((name, _Field(name, kind, declared.get(name, MISSING))) for name, kind in kinds.items())
    for name in declared:
        if slots or fields[name].default is MISSING:
            delattr(cls, name)
        else:
            setattr(cls, name, fields[name].default)
    if slots:
        cls = _with_slots(cls, tuple(kinds))
    setattr(cls, _FIELDS, fields)
    type.__setattr__(cls, "__dataclass_fields__", _FieldsWhenAsked(list(fields.values()), declared))
    methods = _methods(cls, list(fields.values()), frozen=frozen, slots=slots, eq=eq)
    for name, method in methods.items():
        if name not in cls.__dict__:
            method.__name__, method.__qualname__ = name, f"{cls.__qualname__}.{name}"
            setattr(cls, name, method)
    if eq and not frozen and "__hash__" not in cls.__dict__:
        setattr(cls, "__hash__", None)  # noqa: B010 - a checker knows better
    setattr(cls, "__match_args__", tuple(one.name for one in fields.values() if one.init))  # noqa: B010
    return cls


def _with_slots(cls: type, names: tuple[str, ...]) -> type:
    """The same class, whose values have these attributes alone."""
    members = {**cls.__dict__, "__slots__": names}
    members.pop("__dict__", None)
    members.pop("__weakref__", None)
    made = type(cls)(cls.__name__, cls.__bases__, members)
    made.__qualname__ = cls.__qualname__
    return made


def _methods(
    cls: type, fields: Sequence[_Field], *, frozen: bool, slots: bool, eq: bool
) -> dict[str, Callable[..., Any]]:
    """The methods that a class gets if it has none of their names."""
    methods: dict[str, Callable[..., Any]] = {"__repr__": _repr(fields)}
    methods["__init__"] = _init(cls, fields, frozen=frozen, slots=slots)
    methods["__replace__"] = lambda self, /, **changes: _replace(self, **changes)
    if eq:
        key = _tuple_of([one.name for one in fields if one.compare])
        methods["__eq__"] = _eq(key)
        if frozen:
            methods["__hash__"] = lambda self: hash(key(self))
    if frozen:
        methods["__setattr__"] = _refuse_to_set
        methods["__delattr__"] = _refuse_to_delete
    if frozen and slots:
        names = [one.name for one in fields]
        values = _tuple_of(names)
        methods["__getstate__"] = lambda self: list(values(self))
        methods["__setstate__"] = _setstate(names)
    return methods


def _init(cls: type, fields: Sequence[_Field], *, frozen: bool, slots: bool) -> Callable[..., None]:
    """``__init__``, written and compiled, since it is called for every value."""
    known: dict[str, Any] = {"_missing": MISSING, "_set": object.__setattr__}
    parameters, body = [], []
    for one in fields:
        name, value = one.name, _initial(one)
        known[f"_new_{name}"], known[f"_default_{name}"] = one.factory, one.default
        if one.init:
            parameters.append(f"{name} = _default_{name}" if one.has_default else name)
        elif not one.has_default:
            continue  # __post_init__ sets it
        if frozen and slots:
            known[f"_set_{name}"] = getattr(cls, name).__set__
            body.append(f"_set_{name}(self, {value})")
        else:
            body.append(f"_set(self, {name!r}, {value})" if frozen else f"self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    lines = "\n ".join(body or ["pass"])
    exec(f"def __init__(self, {', '.join(parameters)}):\n {lines}", known)  # noqa: S102 - of names of fields alone
    written: Callable[..., None] = known["__init__"]
    written.__annotations__ = {**{one.name: one.kind for one in fields if one.init}, "return": None}
    return written


def _initial(one: _Field) -> str:
    """What ``__init__`` gives a field."""
    name = one.name
    if one.factory is not MISSING:
        return f"_new_{name}() if {name} is _missing else {name}" if one.init else f"_new_{name}()"
    return name if one.init else f"_default_{name}"


def _tuple_of(names: Sequence[str]) -> Callable[[object], tuple[Any, ...]]:
    """A function that gives these fields' values."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple([getattr(value, name) for name in names])


def _eq(key: Callable[[object], tuple[Any, ...]]) -> Callable[[object, object], bool]:
    def __eq__(self: object, other: object) -> bool:  # noqa: N807 - a class's method
        return key(self) == key(other) if other.__class__ is self.__class__ else NotImplemented

    return __eq__


def _repr(fields: Sequence[_Field]) -> Callable[[object], str]:
    shown = [one.name for one in fields if one.repr]

    @recursive_repr()
    def __repr__(self: object) -> str:  # noqa: N807 - likewise
        held = ", ".join([f"{name}={getattr(self, name)!r}" for name in shown])
        return f"{self.__class__.__qualname__}({held})"

    return __repr__


def _setstate(names: Sequence[str]) -> Callable[[object, Sequence[object]], None]:
    def __setstate__(self: object, state: Sequence[object]) -> None:  # noqa: N807 - likewise
        for name, value in zip(names, state, strict=True):
            object.__setattr__(self, name, value)

    return __setstate__


def _refuse_to_set(_: object, name: str, _value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
