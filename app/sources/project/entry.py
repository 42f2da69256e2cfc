"""
One entry of INSTALLED_APPS: the app that it stands for, where its package is, and its label.

    "shop.orders"                      a package: the one configuration in its apps.py, or the default one, or none
    "shop.orders.apps.OrdersConfig"    a configuration: the app is the package that its `name` states

Where something is not here that may decide, every answer of Django's is worked out. Where all are the same, that is the
answer; else the label is not known. An answer that Django refuses counts only where there is no other.

Source: `AppConfig.create` in `django/apps/config.py` (3.1 to 5.2).
"""

from collections.abc import Callable, Iterable, Mapping

from app.sources import toml_lines
from app.sources.errors import UnreadableSource
from app.sources.project import app_config, config_module, default_app_config
from app.sources.project.app_config import AppConfig, HiddenValue, ModulePlace, checked_label, unclear_label
from app.sources.project.config_module import RefusedModule
from app.sources.project.installed_app import AppNotFound, InstalledApp, UnclearLabel, apps_module, user_label
from app.sources.python.modules import Location, Modules, Source

FIRST_WITH_DETECTION = (3, 2)
"""The first Django that looks for a configuration in `apps.py` by itself."""

VERSIONS = ((3, 2), (4, 0), (5, 2))
"""One version for each of the rules that count where Django's version is not known."""


def apps(
    modules: Modules, entry: str, labels: Mapping[str, str], version: tuple[int, int] | None
) -> tuple[InstalledApp, ...]:
    """
    The app of an entry; several apps where several folders can be it.

    `labels` are the user's, by folder or dotted name; `version` is Django's, or None where it is not known. Raises
    `AppNotFound` where no source root has the app, `UnclearLabel` where its label is not known, and `UnreadableSource`
    where that holds for its package too.
    """
    folders = modules.folders(entry)
    if folders:
        return tuple(
            app
            for root, folder in folders
            for app in _of_package(modules, (root, folder), entry, labels, version)
        )
    module = modules.find(entry)
    if module is not None:
        label = user_label(labels, "", entry) or checked_label(entry.rpartition(".")[2])
        return (InstalledApp(label, module.root, module.path),)
    return _of_class_entry(modules, entry, labels)


def _of_class_entry(modules: Modules, entry: str, labels: Mapping[str, str]) -> tuple[InstalledApp, ...]:
    """The apps of an entry that names a configuration."""
    module_name, _, class_name = entry.rpartition(".")
    source = modules.find(module_name) if module_name else None
    if source is None:
        raise _not_found(modules, entry, entry.rpartition(".apps.")[0])
    located = modules.definition(class_name, source)
    if located is None:
        if class_name in source.names.imports and source.names.binding_count(class_name) == 1:
            raise AppNotFound(f"{entry} comes from {source.names.imports[class_name]}, which is in no root")
        raise UnreadableSource(f"{source.path} has no plain class {class_name}")
    place = _place(source, module_name) if located[0] is source else None
    return _of_config(modules, located[0], app_config.of_class(modules, *located, place), labels)


def _not_found(modules: Modules, dotted: str, *packages: str) -> UnreadableSource:
    """Why there is no package or module of that name: it is in no root, or lacks in a package that is here."""
    top = dotted.partition(".")[0]
    locations = modules.folders(top)
    if top != dotted and len(locations) == 1 and locations[0][0].has(_init(locations[0])):
        return UnreadableSource(f"{dotted} is not in the package {top}; Django refuses it")
    return AppNotFound(f"{dotted} is in no root", dotted, *packages)


def _place(source: Source, module_name: str) -> ModulePlace:
    """The dotted name of a module, as the entry has it, and its package."""
    is_package = source.path.endswith("__init__.py")
    return ModulePlace(module_name, module_name if is_package else module_name.rpartition(".")[0])


def _of_package(
    modules: Modules,
    location: Location,
    entry: str,
    labels: Mapping[str, str],
    version: tuple[int, int] | None,
) -> tuple[InstalledApp, ...]:
    """The app of an entry that is a package, in one folder."""
    label = user_label(labels, location[1], entry)
    if label:
        return (InstalledApp(label, *location),)
    if version is not None:
        return _of_package_on(modules, location, entry, labels, version)

    def on(number: tuple[int, int]) -> Callable[[], tuple[InstalledApp, ...]]:
        return lambda: _of_package_on(modules, location, entry, labels, number)

    reason = f"the label hangs on Django's version, which no file pins; {toml_lines.django()}"
    return _common([on(number) for number in VERSIONS], UnreadableSource(reason), location)


def _of_package_on(
    modules: Modules,
    location: Location,
    entry: str,
    labels: Mapping[str, str],
    version: tuple[int, int],
) -> tuple[InstalledApp, ...]:
    """As `_of_package`, for one version of Django."""

    def declared(value: str) -> Callable[[], tuple[InstalledApp, ...]]:
        return lambda: _declared(modules, value, location, labels)

    def detected() -> tuple[InstalledApp, ...]:
        if version < FIRST_WITH_DETECTION:
            return (_plain(location, entry),)
        return _detected(modules, location, entry, labels)

    try:
        values = default_app_config.of(modules, *location, version)
        if values != {None} and version >= FIRST_WITH_DETECTION:
            _check_detection(modules, location, entry)
    except UnreadableSource as unclear:
        raise UnclearLabel(unclear, location) from None
    cases = [detected if value is None else declared(value) for value in sorted(values, key=str)]
    reason = f"a condition decides {default_app_config.NAME} in {_init(location)}"
    return _common(cases, UnreadableSource(reason), location)


def _check_detection(modules: Modules, location: Location, entry: str) -> None:
    """Raises `RefusedModule` where Django may refuse the `apps.py`: it looks there before `default_app_config`."""
    path = apps_module(*location)
    if path is None:
        return
    try:
        source = modules.at(location[0], path)
        module = config_module.of_module(modules, source, _place(source, f"{entry}.apps"))
        choices = config_module.choices(module)
    except RefusedModule:
        raise
    except UnreadableSource:
        return
    if module.has_conditions and any(isinstance(choice, str) for choice in choices):
        raise RefusedModule(f"a condition in {path} may make Django refuse it")


def _declared(
    modules: Modules, value: str, location: Location, labels: Mapping[str, str]
) -> tuple[InstalledApp, ...]:
    """The apps of a `default_app_config`."""
    try:
        return _of_class_entry(modules, value, labels)
    except AppNotFound:
        reason = f"{default_app_config.NAME} of {_init(location)} is {value!r}: the class or its package is not here"
        raise UnclearLabel(UnreadableSource(reason), location) from None


def _detected(
    modules: Modules, location: Location, entry: str, labels: Mapping[str, str]
) -> tuple[InstalledApp, ...]:
    """The apps of a package whose configuration Django looks for in `apps.py`."""
    path = apps_module(*location)
    if path is None:
        return (_plain(location, entry),)
    try:
        source = modules.at(location[0], path)
        module = config_module.of_module(modules, source, _place(source, f"{entry}.apps"))
        choices = config_module.choices(module)
    except UnreadableSource as unclear:
        raise UnclearLabel(unclear, location) from None

    def case(choice: AppConfig | str | None) -> Callable[[], tuple[InstalledApp, ...]]:
        def answer() -> tuple[InstalledApp, ...]:
            if choice is None:
                return (_plain(location, entry),)
            if isinstance(choice, str):
                raise UnclearLabel(_from_elsewhere(choice), location)
            return _of_config(modules, source, choice, labels)

        return answer

    hidden = (
        module.unknown[0]
        if module.unknown
        else next((config.class_name for config in module.configs if config.missing_base), "")
    )
    return _common([case(choice) for choice in choices], _from_elsewhere(hidden), location)


def _from_elsewhere(name: str) -> UnreadableSource:
    return UnreadableSource(
        f"{name} comes from a module that is not here, or a condition decides it; it may count as the app "
        "configuration"
    )


def _of_config(
    modules: Modules, source: Source, config: AppConfig, labels: Mapping[str, str]
) -> tuple[InstalledApp, ...]:
    """The apps of a configuration in the module `source`: one for each folder that its package can be."""
    try:
        package = config.package()
        if not all(part.isidentifier() for part in package.split(".")):
            raise UnreadableSource(
                f"the name {package!r} of {config.class_name} is no package; Django refuses it", config.line
            )
    except HiddenValue as hidden:
        raise AppNotFound(hidden.reason) from None
    found = []
    for location in _locations(modules, source, package):
        label = user_label(labels, location[1], package) or _label(config, package, location)
        found.append(InstalledApp(label, *location))
    return tuple(found)


def _locations(modules: Modules, source: Source, package: str) -> tuple[Location, ...]:
    """The folders that a package can be; the folder of the module `source` alone where that is one of them."""
    own = source.root, source.folder
    if own[1].replace("/", ".") == package:
        return (own,)
    folders = modules.folders(package)
    if own in folders:
        return (own,)
    if folders:
        return folders
    module = modules.find(package)
    if module is None:
        raise _not_found(modules, package)
    return ((module.root, module.path),)


def _label(config: AppConfig, package: str, location: Location) -> str:
    """The label that a configuration states, else the last part of its package. Raises `UnclearLabel`."""
    last = package.rpartition(".")[2]
    try:
        label = config.label()
        return checked_label(last if label is None else label)
    except HiddenValue as hidden:
        raise UnclearLabel(hidden, location, [last]) from None
    except UnreadableSource as unclear:
        raise UnclearLabel(unclear_label(unclear), location) from None


def _plain(location: Location, entry: str) -> InstalledApp:
    """The app of a package without a configuration."""
    return InstalledApp(checked_label(entry.rpartition(".")[2]), *location)


def _common(
    cases: Iterable[Callable[[], tuple[InstalledApp, ...]]], otherwise: UnreadableSource, location: Location
) -> tuple[InstalledApp, ...]:
    """The answer of all cases, where they have one. Raises `UnclearLabel` with the reason `otherwise` where not."""
    answers: list[tuple[InstalledApp, ...]] = []
    problems: list[UnreadableSource] = []
    for case in cases:
        try:
            answer = case()
        except UnreadableSource as unclear:
            problems.append(unclear)
        else:
            if answer not in answers:
                answers.append(answer)
    if len(answers) == 1 and not problems:
        return answers[0]
    if not answers and (len(problems) == 1 or all(isinstance(problem, AppNotFound) for problem in problems)):
        raise problems[0]
    candidates = [app.label for answer in answers for app in answer if (app.root, app.folder) == location]
    for problem in problems:
        if isinstance(problem, UnclearLabel):
            candidates.extend(problem.candidates)
    raise UnclearLabel(problems[0] if problems else otherwise, location, candidates)


def _init(location: Location) -> str:
    return f"{location[1]}/__init__.py" if location[1] else "__init__.py"
