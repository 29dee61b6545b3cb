"""The address at which what is kept of a person is put right."""

from django.urls import path

from . import page

urlpatterns = [
    path("casos/<uuid:case_id>/personas/<uuid:party_id>/", page.amend, name="case-person-amend")
]
