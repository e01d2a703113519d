"""The models as they stand between two operations of a migration, made into classes only when one asks.

Tortoise makes the classes of all models twice at each operation: as they were, and as they become. That took
most of the time of making a new database.
"""

from collections.abc import Iterable, Iterator, Mapping

from tortoise.fields.relational import ForeignKeyFieldInstance, ManyToManyFieldInstance
from tortoise.migrations.schema_generator.state import ModelState, State
from tortoise.migrations.schema_generator.state_apps import StateApps
from tortoise.models import Model

Key = tuple[str, str]
"""The label of an app and the name of a model."""
Models = Mapping[Key, ModelState]


class UnknownModel(LookupError):
    """A field refers to a model that no migration made."""


class AsTheyWere(StateApps):
    """All models: a change of rows may follow every relation."""

    def __init__(self, models: Models, connections: dict[str, str]) -> None:
        super().__init__(connections)
        self._models = models

    def get_model(self, app_label: str, model_name: str | None = None) -> type[Model]:
        """The class of a model; the first time, of all of them."""
        if not self.apps:
            for (label, _), model in self._models.items():
                self.register_model(label, model.render(self))
            self._init_relations()
            self._build_initial_querysets()
        return super().get_model(app_label, model_name)


class AsTheyBecome(AsTheyWere):
    """One model at a time with what it refers to: a statement about a table needs no more."""

    def get_model(self, app_label: str, model_name: str | None = None) -> type[Model]:
        """The class of a model as it is at this operation."""
        key = (app_label, model_name) if model_name else self.split_reference(app_label)
        near = {each: self._models[each] for each in _with_referred(key, self._models)}
        return AsTheyWere(near, self._default_connections).get_model(*key)


class BetweenOperations(State):
    """Tortoise's state of all models, without their classes."""

    def __init__(self, models: dict[Key, ModelState], apps: AsTheyWere) -> None:
        super().__init__(models, apps)

    @classmethod
    def empty(cls, connections: dict[str, str]) -> "BetweenOperations":
        """Before the first migration. `connections` names the one of each app."""
        models: dict[Key, ModelState] = {}
        return cls(models, AsTheyBecome(models, connections))

    def clone(self) -> "BetweenOperations":
        """As it is now, whatever is changed afterwards."""
        models = {key: model.clone() for key, model in self.models.items()}
        return BetweenOperations(models, AsTheyWere(models, self.apps._default_connections))

    def reload_model(self, app_label: str, model_name: str) -> None:
        """Make no class: nothing was made of it that is now out of date."""

    def reload_models(self, model_tuples: Iterable[Key]) -> None:
        """Make no classes, as above."""

    def validate_relations_initialized(self) -> None:
        """Raise UnknownModel when a field refers to a model that is not there."""
        for key, model in self.models.items():
            for referred in _referred(model):
                if referred not in self.models:
                    raise UnknownModel(f"{'.'.join(key)} refers to {'.'.join(referred)}")


def _with_referred(key: Key, models: Models) -> set[Key]:
    """The key of a model and of those it refers to, directly or further on, as far as they are there."""
    found: set[Key] = set()
    to_do = [key]
    while to_do:
        each = to_do.pop()
        if each in models and each not in found:
            found.add(each)
            to_do.extend(_referred(models[each]))
    return found


def _referred(model: ModelState) -> Iterator[Key]:
    for field in model.fields.values():
        if isinstance(field, ForeignKeyFieldInstance | ManyToManyFieldInstance):
            label, _, name = str(field.model_name).partition(".")
            yield label, name
