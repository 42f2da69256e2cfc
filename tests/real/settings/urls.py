"""No address is asked for."""

urlpatterns: list[object] = []
