"""The addresses of questions between offices and of operations."""

from django.urls import path

from . import asking, planned

urlpatterns = [
    path("vincular/", asking.ask, name="link-ask"),
    path("vincular/pendientes/", asking.questions, name="link-questions"),
    path("casos/<uuid:case_id>/operativos/", planned.operations, name="case-operations"),
]
