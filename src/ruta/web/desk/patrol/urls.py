"""The address of the measure check."""

from django.urls import path

from . import page

urlpatterns = [path("medidas/consultar/", page.check, name="measure-check")]
