"""Questions that each request asks, put together once a process.

Django takes about ten times longer to put a query together than the database to answer it by key. Pages and
forms whose speed is promised (`make bench`) ask their few fixed questions through `Prepared`: the queryset is
written as usual, with `slot()` where a value comes in later, is compiled with its first use, and asked by its
SQL from then on. What comes back are the same objects.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar, cast

from django.db import connection, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql import UpdateQuery
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.utils import create_namedtuple_class

M = TypeVar("M", bound=models.Model)


class Slot(models.Expression):
    """A value that each asking brings along."""

    def __init__(self, name: str, field: "models.Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name, self.kind = name, field

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Any:
        """Return a placeholder, whose parameter is the slot itself until a value takes its place."""
        return "%s", [self]


def slot(name: str, field: "type[models.Field[Any, Any]]" = models.BigIntegerField) -> Any:
    """Return what stands in a prepared queryset for the value `name`, of the kind that `field` holds."""
    return Slot(name, field())


@dataclass(frozen=True)
class _Plan:
    """A compiled query, and what its columns need."""

    sql: str
    params: Sequence[Any]
    compiler: SQLCompiler
    converters: dict[int, Any]

    def converted(self, rows: Sequence[Sequence[Any]]) -> Iterable[Sequence[Any]]:
        """Return the rows with Python's values in place of the database's."""
        return self.compiler.apply_converters(rows, self.converters) if self.converters else rows


@dataclass(frozen=True)
class _ObjectPlan(_Plan):
    """How the rows become objects."""

    model: type[models.Model]
    first: int
    end: int
    names: list[str]
    related: Sequence[Any]
    annotations: dict[str, int]

    def objects(self, rows: Sequence[Sequence[Any]]) -> list[models.Model]:
        """Return the rows as objects, as `django.db.models.query.ModelIterable` makes them."""
        found = []
        for row in self.converted(rows):
            one = self.model.from_db(connection.alias, self.names, row[self.first : self.end])
            for populator in self.related:
                populator.populate(row, one)
            for name, position in self.annotations.items():
                setattr(one, name, row[position])
            found.append(one)
        return found


class Prepared(Generic[M]):
    """A question to the default database that is put together once and asked with other values each time."""

    def __init__(self, build: Callable[[], "QuerySet[M]"]) -> None:
        """Keep what puts it together.

        Args:
            build: returns the queryset, of whole objects, with a `slot()` for each value.
        """
        self._build: Final = build
        self._plans: dict[str, _ObjectPlan] = {}

    def __call__(self, **values: Any) -> list[M]:
        """Return the objects; one statement."""
        plan = self._plans.get(connection.vendor)
        if plan is None:
            plan = self._plans[connection.vendor] = self._compile()
        return cast("list[M]", plan.objects(_ask(plan, values)))

    def first(self, **values: Any) -> M | None:
        """Return the first of them; None where there is none."""
        found = self(**values)
        return found[0] if found else None

    def _compile(self) -> _ObjectPlan:
        queryset: Any = self._build()
        if queryset._fields is not None:
            raise TypeError("A prepared question gives whole objects; PreparedRows gives rows.")
        compiler, sql, params, converters = _compiled(queryset)
        info: Any = compiler.klass_info
        fields = info["select_fields"]
        first, end = fields[0], fields[-1] + 1
        return _ObjectPlan(
            sql=sql,
            params=params,
            compiler=compiler,
            converters=converters,
            model=info["model"],
            first=first,
            end=end,
            names=[column[0].target.attname for column in compiler.select[first:end]],
            related=get_related_populators(info, compiler.select, connection.alias),  # type: ignore[call-arg]
            annotations=compiler.annotation_col_map or {},
        )


class PreparedRows:
    """The same of named rows, as `values_list(…, named=True)` gives them."""

    def __init__(self, build: Callable[[], Any]) -> None:
        """Keep what puts it together: it returns such a queryset, with a `slot()` for each value."""
        self._build: Final = build
        self._plans: dict[str, tuple[_Plan, Callable[..., Any]]] = {}

    def __call__(self, **values: Any) -> list[Any]:
        """Return the rows; one statement."""
        if connection.vendor not in self._plans:
            queryset = self._build()
            compiler, sql, params, converters = _compiled(queryset)
            row = create_namedtuple_class(*queryset._fields)
            self._plans[connection.vendor] = _Plan(sql, params, compiler, converters), row._make
        plan, make = self._plans[connection.vendor]
        return [make(row) for row in plan.converted(_ask(plan, values))]


class PreparedUpdate:
    """The same of a change, as `QuerySet.update` makes it."""

    def __init__(self, build: "Callable[[], QuerySet[Any]]", **changes: Any) -> None:
        """Keep what puts it together.

        Args:
            build: returns the queryset of the rows to be changed, with a `slot()` for each value.
            changes: what `update` would be given, with a `slot()` for each value.
        """
        self._build: Final = build
        self._changes: Final = changes
        self._plans: dict[str, tuple[str, Sequence[Any]]] = {}

    def __call__(self, **values: Any) -> int:
        """Change the rows and return how many; one statement."""
        plan = self._plans.get(connection.vendor)
        if plan is None:
            query: Any = self._build().query.chain(UpdateQuery)
            query.add_update_values(self._changes)
            plan = self._plans[connection.vendor] = query.get_compiler(connection=connection).as_sql()
        sql, params = plan
        with transaction.mark_for_rollback_on_error(using=connection.alias), connection.cursor() as cursor:
            cursor.execute(sql, _filled(params, values))
            return int(cursor.rowcount)


def _compiled(queryset: Any) -> tuple[SQLCompiler, str, Sequence[Any], dict[int, Any]]:
    compiler = queryset.query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    columns = [column[0] for column in compiler.select[: compiler.col_count]]
    return compiler, sql, params, compiler.get_converters(columns)


def _filled(params: Sequence[Any], values: dict[str, Any]) -> list[Any]:
    return [
        param.kind.get_db_prep_value(values[param.name], connection) if isinstance(param, Slot) else param
        for param in params
    ]


def _ask(plan: _Plan, values: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(plan.sql, _filled(plan.params, values))
        return cursor.fetchall()
