"""The releases of the shop, what is said of the last, and how their pages are read."""

from app.domain.release import Release
from tests import build

V1_0 = build.release("users: 0001_initial")
V1_1 = build.release("users: 0001_initial", "orders: 0001_initial @users.0001_initial < 0002_status")
FOR_EVER = "private, max-age=31536000, immutable"
HEADLINE = "v1.2 edited one migration that v1.1 had released: orders.0001_initial."
REFUSED = (
    "Databases that ran it at v1.1 will be refused: "
    "v1.1 does not hold users.0010_add_unique_id_migration, so it has no row there."
)


def section(main, title: str):
    (found,) = [one for one in main.all("section") if [h2.text for h2 in one.all("h2")] == [title]]
    return found


def pin(label: str, release: Release) -> str:
    return f"{label}~{release.fingerprint[:10]}"
