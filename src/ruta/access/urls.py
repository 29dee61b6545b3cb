"""The addresses of coming in and going out."""

from django.urls import path

from ruta.access import views
from ruta.access.accounts import (
    confirm,
    enrolment,
    keep_alive,
    my_account,
    oidc_pages,
    second_step,
)

urlpatterns = [
    path("entrar/", views.entrar, name="entrar"),
    path("entrar/segundo-paso/", second_step.second_step, name="segundo-paso"),
    path("entrar/llave/", second_step.passkey, name="entrar-llave"),
    path("entrar/llave/opciones/", second_step.passkey_options, name="entrar-llave-opciones"),
    path("entrar/institucion/", oidc_pages.begin, name="entrar-institucion"),
    path("entrar/institucion/vuelta/", oidc_pages.back, name="entrar-institucion-vuelta"),
    path("activar/", enrolment.activate, name="activar"),
    path("activar/proteger/", enrolment.protect, name="activar-proteger"),
    path("activar/llave/opciones/", enrolment.passkey_options, name="activar-llave-opciones"),
    path("sesion/", keep_alive.stay, name="sesion"),
    path("mi-cuenta/", my_account.my_account, name="mi-cuenta"),
    path("mi-cuenta/llaves/", my_account.add_passkey, name="llaves"),
    path("mi-cuenta/llaves/opciones/", my_account.passkey_options, name="llaves-opciones"),
    path("mi-cuenta/llaves/<int:key>/quitar/", my_account.remove_passkey, name="llave-quitar"),
    path("mi-cuenta/aplicacion/", my_account.application, name="aplicacion"),
    path("mi-cuenta/aplicacion/quitar/", my_account.remove_application, name="aplicacion-quitar"),
    path("mi-cuenta/codigos/", my_account.backup_codes, name="codigos"),
    path("mi-cuenta/clave/", my_account.password, name="clave"),
    path("mi-cuenta/sesiones/cerrar/", my_account.end_sessions, name="sesiones-cerrar"),
    path("mi-cuenta/compromiso/", my_account.code_of_conduct, name="compromiso"),
    path("mi-cuenta/formacion/", my_account.training, name="formacion"),
    path("mi-cuenta/confirmar/", confirm.confirm, name="confirmar"),
    path("mi-cuenta/confirmar/opciones/", confirm.options, name="confirmar-opciones"),
    path("salir/", views.salir, name="salir"),
    path("idioma/", views.idioma, name="idioma"),
    path("demo/", views.demonstration, name="demo"),
    path("demo/<str:username>/", views.enter_demonstration, name="demo-entrar"),
]
