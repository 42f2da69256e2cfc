"""
The judge of app labels: answers which apps Django makes of INSTALLED_APPS. It reads and writes JSON lines.

    PYTHONPATH=<a folder with one Django> python app_configs_script.py

    {"path": ["/tmp/project", "/tmp/hidden"], "installed_apps": ["shop.orders"]}
    {"apps": [["orders", "/tmp/project/shop/orders"]]}        or {"raises": "RuntimeError", "text": "…"}

Every question has folders of its own; what it imports is forgotten afterwards.
"""

import importlib
import json
import sys
import warnings

warnings.simplefilter("ignore")
sys.dont_write_bytecode = True

import django  # noqa: E402
from django.apps.registry import Apps  # noqa: E402
from django.conf import settings  # noqa: E402

settings.configure(DEFAULT_AUTO_FIELD="django.db.models.AutoField")
print(
    json.dumps({"django": django.get_version(), "python": ".".join(map(str, sys.version_info[:2]))}),
    flush=True,
)
for line in sys.stdin:
    question = json.loads(line)
    modules_before, path_before = set(sys.modules), list(sys.path)
    sys.path[:0] = question["path"]
    importlib.invalidate_caches()
    try:
        apps = Apps(question["installed_apps"])
        answer = {"apps": [[config.label, str(config.path)] for config in apps.get_app_configs()]}
    except Exception as error:  # noqa: BLE001 - whatever Django raises is the answer
        answer = {"raises": type(error).__name__, "text": str(error)}
    sys.path[:] = path_before
    for name in set(sys.modules) - modules_before:
        del sys.modules[name]
    for folder in question["path"]:
        sys.path_importer_cache.pop(folder, None)
    print(json.dumps(answer), flush=True)
