"""The addresses for programs."""

from django.urls import path

from . import releases

V1 = "cifras/datos/v1/"

urlpatterns = [
    path(V1, releases.releases, name="feed"),
    path(f"{V1}<str:release_id>/", releases.release, name="feed-release"),
    path(
        f"{V1}<str:release_id>/<str:table_name>.json", releases.table_json, name="feed-table-json"
    ),
    path(f"{V1}<str:release_id>/<str:table_name>.csv", releases.table_csv, name="feed-table-csv"),
]
