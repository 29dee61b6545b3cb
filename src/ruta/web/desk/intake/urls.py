"""The addresses of taking a report; codes and names never appear in them."""

from django.urls import path

from . import safekeeping, views

urlpatterns = [
    path("denuncias/nueva/", views.new, name="intake-new"),
    path("denuncias/resguardo/", safekeeping.take, name="intake-safekeeping"),
    path("denuncias/resguardo/<uuid:case_id>/", safekeeping.receipt, name="intake-safekept"),
    path(
        "denuncias/resguardo/<uuid:case_id>/abrir/", safekeeping.open_, name="intake-safekept-open"
    ),
    path("denuncias/<uuid:case_id>/", views.go_on, name="intake"),
    path("denuncias/<uuid:case_id>/descartar/", views.discard, name="intake-discard"),
    path("denuncias/<uuid:case_id>/<slug:slug>/", views.page, name="intake-page"),
    path("denuncias/<uuid:case_id>/<slug:slug>/borrador/", views.keep_draft, name="intake-draft"),
]
