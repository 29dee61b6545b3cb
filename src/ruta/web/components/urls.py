"""The addresses of the style guide."""

from django.urls import path

from . import guide

urlpatterns = [
    path("componentes/", guide.components, name="componentes"),
    path("componentes/paso/", guide.step, name="componentes-paso"),
    path("componentes/borrador/", guide.draft, name="componentes-borrador"),
    path("componentes/publica/", guide.public, name="componentes-publica"),
]
