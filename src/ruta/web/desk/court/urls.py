"""The addresses of the court's desk."""

from django.urls import path

from . import deciding, notifying, received

urlpatterns = [
    path("juzgado/", received.to_decide, name="court"),
    path("juzgado/por-comunicar/", received.to_tell, name="court-to-tell"),
    path("casos/<uuid:case_id>/decision/", deciding.decision, name="decision"),
    path("casos/<uuid:case_id>/decision/avisos/", notifying.notices_page, name="notices"),
    path("casos/<uuid:case_id>/decision/avisos/<slug:code>/", notifying.send, name="notice"),
]
