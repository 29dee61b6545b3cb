"""The addresses of namings, blocks and relatives."""

from django.urls import path

from . import countersigning, relatives, shut, taking_back, team, ties, unseen

urlpatterns = [
    path("casos/<uuid:case_id>/equipo/", team.team, name="case-team"),
    path("casos/<uuid:case_id>/cerrado-a/", shut.shut, name="case-shut"),
    path("nombramientos/", unseen.unseen, name="namings-unseen"),
    path("vigilancia/nombramientos/", countersigning.waiting, name="namings-waiting"),
    path("mi-cuenta/familia/", relatives.relatives, name="relatives"),
    path("mi-cuenta/familia/retirar/", taking_back.take_back, name="relatives-take-back"),
    path("vigilancia/vinculos/", ties.ties, name="ties-waiting"),
]
