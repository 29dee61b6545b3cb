"""The addresses of the figures of one's own office."""

from django.urls import path

from . import asking, behind, oversight, reports, supervision

urlpatterns = [
    path("supervision/", supervision.supervision, name="supervision"),
    path("vigilancia/cifras/", oversight.figures, name="oversight-figures"),
    path("mi-oficina/detalle/", behind.listing, name="office-behind"),
    path("mi-oficina/detalle/exportar/", behind.export, name="office-behind-export"),
    path("mi-oficina/preguntas/", asking.question, name="office-question"),
    path("mi-oficina/preguntas/exportar/", asking.export, name="office-question-export"),
    path("mi-oficina/preguntas/guardar/", asking.save, name="office-question-save"),
    path(
        "mi-oficina/preguntas/<uuid:question_id>/borrar/",
        asking.forget,
        name="office-question-forget",
    ),
    path("mi-oficina/informes/", reports.reports, name="office-reports"),
    path("mi-oficina/informes/<uuid:report_id>/", reports.report, name="office-report"),
    path(
        "mi-oficina/informes/<uuid:report_id>/borrar/", reports.forget, name="office-report-forget"
    ),
    path("mi-oficina/informes/pedidos/<uuid:plan_id>/detener/", reports.stop, name="office-stop"),
]
