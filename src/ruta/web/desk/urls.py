"""The addresses of the desk: each thing keeps its own list, included here by one line."""

from django.urls import include, path

from . import day, front, impediments, lists, more
from .oversight import court_delays

urlpatterns = [
    path("", front.front, name="front"),
    path("mi-dia/", day.my_day, name="my-day"),
    path("mi-dia/enterado/", day.heard, name="my-day-heard"),
    path("casos/", lists.cases, name="cases"),
    path("casos/exportar/", lists.export_cases, name="cases-export"),
    path("plazos/", lists.terms, name="terms"),
    path("plazos/exportar/", lists.export_terms, name="terms-export"),
    path("", include("ruta.web.desk.intake.urls")),
    path("", include("ruta.web.desk.case.urls")),
    path("", include("ruta.web.desk.amending.urls")),
    path("", include("ruta.web.desk.consent.urls")),
    path("", include("ruta.web.desk.court.urls")),
    path("vigilancia/", include("ruta.web.desk.oversight.urls")),
    path("", include("ruta.web.desk.people.urls")),
    path("", include("ruta.web.desk.emergency.urls")),
    path("", include("ruta.web.desk.patrol.urls")),
    path("", include("ruta.web.desk.naming.urls")),
    path("", include("ruta.web.desk.linking.urls")),
    path("", include("ruta.web.desk.alerts.urls")),
    path("", include("ruta.web.desk.registry_export.urls")),
    path("mas/", more.more, name="more"),
    path("casos/<uuid:case_id>/demoras/", court_delays.of_case, name="case-delays"),
    path("", include("ruta.web.desk.figures.urls")),
    path(
        "casos/<uuid:case_id>/plazos/<uuid:obligation_id>/impedimento/",
        impediments.impediment,
        name="impediment",
    ),
]
