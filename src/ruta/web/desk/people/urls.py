"""The addresses of the administration of people."""

from django.urls import path

from . import adding, listing, office, one_person, recovering

urlpatterns = [
    path("personas/", listing.people, name="people"),
    path("personas/nueva/", adding.add, name="person-new"),
    path("personas/oficina/", office.settings_of, name="people-office"),
    path("personas/recuperar/", recovering.second, name="recovery-second"),
    path("personas/<uuid:person_id>/", one_person.person, name="person"),
    path("personas/<uuid:person_id>/puesto/", one_person.post, name="person-post"),
    path("personas/<uuid:person_id>/coordina/", one_person.coordinates, name="person-coordinates"),
    path("personas/<uuid:person_id>/formacion/", one_person.trained, name="person-trained"),
    path("personas/<uuid:person_id>/identidad/", one_person.identity, name="person-identity"),
    path("personas/<uuid:person_id>/cuenta/", one_person.active, name="person-active"),
    path("personas/<uuid:person_id>/recuperar/", recovering.first, name="recovery-first"),
]
