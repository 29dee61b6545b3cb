"""The address of the registry's export."""

from django.urls import path

from . import page

urlpatterns = [path("registro-cem/", page.registry, name="registry-export")]
