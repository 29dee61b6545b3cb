"""The public addresses."""

from django.urls import include, path

from . import law_pages

urlpatterns = [
    path("ley/", law_pages.law_index, name="law"),
    path("ley/cambios/", law_pages.law_changes, name="law-changes"),
    path("ley/exportar.csv", law_pages.law_csv, name="law-csv"),
    path("ley/normas/<slug:norm_id>/", law_pages.norm_page, name="law-norm"),
    path("ley/<slug:wording_id>/", law_pages.duty_page, name="law-duty"),
    path("cifras/", include("ruta.web.public.figures.urls")),
]
