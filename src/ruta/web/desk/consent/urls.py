"""The addresses of what she permits."""

from django.urls import path

from . import giving, page, sheet, simulate, taking_back

OURS = "casos/<uuid:case_id>/permisos/"

urlpatterns = [
    path(OURS, page.permits, name="case-permits"),
    path(f"{OURS}nuevo/", giving.new, name="case-permit-new"),
    path(f"{OURS}retirar/", taking_back.revoke, name="case-permit-revoke"),
    path(f"{OURS}cifras/", taking_back.figures, name="case-permit-figures"),
    path(f"{OURS}hoja/", sheet.sheet, name="case-permit-sheet"),
    path(f"{OURS}simular/", simulate.simulate, name="case-permit-simulate"),
]
