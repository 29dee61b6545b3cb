"""The addresses of coming in and going out."""

from django.urls import path

from ruta.access import views

urlpatterns = [
    path("entrar/", views.entrar, name="entrar"),
    path("salir/", views.salir, name="salir"),
    path("idioma/", views.idioma, name="idioma"),
    path("demo/", views.demonstration, name="demo"),
    path("demo/<str:username>/", views.enter_demonstration, name="demo-entrar"),
]
