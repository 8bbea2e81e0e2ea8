"""Addresses of one's own account and of accounts."""

from __future__ import annotations

from django.urls import path

from lumbung.access.views import invitation, own, people

app_name = "access"
urlpatterns = [
    path("saya/", own.me, name="me"),
    path("saya/kantor/", own.switch_office, name="switch_office"),
    path("saya/sesi/", own.end_sessions, name="end_sessions"),
    path("undangan/<str:token>/", invitation.invitation, name="invitation"),
    path("orang/", people.people, name="people"),
    path("orang/baru/", people.new_person, name="new_person"),
    path("orang/angkat/", people.known_person, name="known_person"),
    path("orang/<int:pk>/", people.person, name="person"),
    path("orang/<int:pk>/penugasan/", people.appoint, name="appoint"),
    path("orang/<int:pk>/penugasan/<int:appointment_id>/akhiri/", people.end_appointment, name="end_appointment"),
    path("orang/<int:pk>/undangan/", people.invite, name="invite"),
    path("orang/<int:pk>/atur-ulang/", people.reset, name="reset"),
    path("orang/<int:pk>/tutup/", people.deactivate, name="deactivate"),
    path("orang/<int:pk>/buka/", people.reactivate, name="reactivate"),
]
