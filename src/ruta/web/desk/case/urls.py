"""The addresses of one case."""

from django.urls import include, path

from . import (
    account,
    all_clocks,
    document,
    handing,
    one_act,
    page,
    people,
    record,
    report,
    who_opened,
)

ONE = "casos/<uuid:case_id>/"

urlpatterns = [
    path("", include("ruta.web.desk.evidence.urls")),
    path(ONE, page.case, name="case"),
    path(f"{ONE}plazos/", all_clocks.all_clocks, name="case-clocks"),
    path(f"{ONE}relato/", account.account, name="case-account"),
    path(f"{ONE}personas/", people.people, name="case-people"),
    path(f"{ONE}quien-abrio/", who_opened.who_opened, name="case-who-opened"),
    path(f"{ONE}informe/", report.report, name="case-report"),
    path(f"{ONE}expediente.pdf", document.document, name="case-document"),
    path(f"{ONE}expediente/", handing.handing, name="case-document-handing"),
    path(f"{ONE}actos/nuevo/", record.new_act, name="case-new-act"),
    path(f"{ONE}actos/<uuid:act_id>/", one_act.act, name="case-act"),
    path(f"{ONE}actos/<uuid:act_id>/corregir/", one_act.correct, name="case-act-correct"),
    path(f"{ONE}actos/<uuid:act_id>/anular/", one_act.annul, name="case-act-annul"),
]
