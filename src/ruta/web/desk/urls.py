"""The addresses of the desk: each thing keeps its own list, included here by one line."""

from django.urls import path

from . import front

urlpatterns = [
    path("", front.front, name="front"),
]
