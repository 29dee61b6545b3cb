"""The addresses of the figures."""

from django.urls import path

from . import files, pages
from .addresses import LATEST

urlpatterns = [
    path("", pages.index, name="figures"),
    path("metodo/", pages.method, name="figures-method"),
    path(f"{LATEST}/", pages.latest, name="figures-latest"),
    path(f"{LATEST}/<path:rest>", pages.latest, name="figures-latest-part"),
    path("<str:release>/", pages.release, name="figures-release"),
    path("<str:release>/servicios-esenciales/", pages.services, name="figures-services"),
    path("<str:release>/brechas/", pages.gaps, name="figures-gaps"),
    path("<str:release>/paquete.zip", files.package, name="figures-package"),
    path("<str:release>/informe.pdf", files.report, name="figures-report"),
    path("<str:release>/<str:table>.csv", files.table_csv, name="figures-csv"),
    path("<str:release>/<str:table>.xlsx", files.table_xlsx, name="figures-xlsx"),
    path("<str:release>/<str:table>/", pages.table, name="figures-table"),
]
