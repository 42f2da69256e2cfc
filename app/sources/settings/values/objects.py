"""The lists and dictionaries of a world: made, changed and put in doubt. Two names may stand for one of them."""

from app.domain.release import Unreadable
from app.sources.settings.values.kinds import Object, Ref, Sequence, UnknownValue, Value


class Objects:
    """The objects of a world by their ids, and which of them may be one."""

    def __init__(self) -> None:
        self._objects: dict[int, Object] = {}
        self._twins: dict[int, frozenset[int]] = {}
        self._last_id = 0

    def new(self, value: Object, twins: frozenset[int] = frozenset()) -> Ref:
        """A new object. It may be one of its `twins`: what changes one of them may change the others."""
        self._last_id += 1
        self._objects[self._last_id] = value
        for twin in twins:
            self._twins[self._last_id] = self._twins.get(self._last_id, frozenset()) | {twin}
            self._twins[twin] = self._twins.get(twin, frozenset()) | {self._last_id}
        return Ref(self._last_id)

    def get(self, value: Value) -> Object | None:
        """The object that a value points to; None if it is no object."""
        return self._objects[value.id] if isinstance(value, Ref) else None

    def change(self, ref: Ref, value: Object, cause: Unreadable) -> None:
        """Change an object in place; those that may be the same object, not itself, are in doubt by the `cause`."""
        self._objects[ref.id] = value
        for twin in self._twins.get(ref.id, ()):
            self._doubt_object(twin, cause, is_adding=False, apart_from=ref.id)

    def doubt(self, value: Value, cause: Unreadable, *, is_adding: bool = False) -> None:
        """The object that a value points to may have changed, and what it holds; only grown, if `is_adding`."""
        ids = [value.id] if isinstance(value, Ref) else value.refs if isinstance(value, UnknownValue) else ()
        for id_ in ids:
            self._doubt_object(id_, cause, is_adding=is_adding)

    def doubtful(self, value: Value, cause: Unreadable) -> Value:
        """The value of a name that may have been bound to something else."""
        content = self.get(value)
        if isinstance(content, Sequence):
            assert isinstance(value, Ref)  # noqa: S101 - for the type checker
            copy = content._replace(kind="list").with_doubt(cause).with_open_end(cause)
            return self.new(copy, frozenset([value.id]))
        texts = (value,) if isinstance(value, str) and value else ()
        return UnknownValue(cause, texts, refs=(value.id,) if isinstance(value, Ref) else ())

    def _doubt_object(
        self, id_: int, cause: Unreadable, *, is_adding: bool, apart_from: int | None = None
    ) -> None:
        stack, reached = [id_], {apart_from}
        while stack:
            current = stack.pop()
            if current in reached or current not in self._objects:
                continue
            reached.add(current)
            content = self._objects[current]
            if isinstance(content, Sequence):
                inner = [one.value for one in content.elements]
                if content.kind != "tuple":
                    opened = content.with_open_end(cause)
                    self._objects[current] = opened if is_adding else opened.with_doubt(cause)
            else:
                inner = list(content.entries.values())
                self._objects[current] = content.with_open_end(cause)
            stack.extend(self._twins.get(current, ()))
            if not is_adding:
                stack.extend(value.id for value in inner if isinstance(value, Ref))
