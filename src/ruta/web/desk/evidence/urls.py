"""The addresses of the evidence of a case."""

from django.urls import path

from . import adding, listing, looking, one, original, withdrawing

ALL = "casos/<uuid:case_id>/pruebas/"
ONE = f"{ALL}<uuid:evidence_id>/"

urlpatterns = [
    path(ALL, listing.evidence, name="case-evidence"),
    path(f"{ALL}nueva/", adding.add, name="case-evidence-new"),
    path(ONE, one.one, name="case-evidence-one"),
    path(f"{ONE}copia/", looking.copy, name="case-evidence-copy"),
    path(f"{ONE}original/", original.original, name="case-evidence-original"),
    path(f"{ONE}version-nueva/", adding.restate, name="case-evidence-restate"),
    path(f"{ONE}retirar/", withdrawing.withdraw, name="case-evidence-withdraw"),
]
