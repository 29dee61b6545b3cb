"""Which address belongs to which room; every room keeps its own list."""

from django.urls import include, path

from ruta.web import health

ROOMS = (
    "ruta.access.urls",
    "ruta.web.components.urls",
    "ruta.web.desk.urls",
    "ruta.web.api.urls",
    "ruta.web.public.urls",
)

urlpatterns = [
    path("salud", health.salud, name="salud"),
    *(path("", include(room)) for room in ROOMS),
]

handler500 = "ruta.web.failing.failed"
