"""Addresses of the counter."""

from __future__ import annotations

from django.urls import path

from lumbung.counter import corrections, views

app_name = "counter"
urlpatterns = [
    path("", views.home, name="home"),
    path("baru/", views.new, name="new"),
    path("tindakan/<int:pk>/", views.done, name="done"),
    path("tindakan/<int:pk>/berkas/", views.paper, name="paper"),
    path("tindakan/<int:pk>/urungkan/", views.undo, name="undo"),
    path("pembetulan/<int:pk>/cabut/", corrections.lift, name="lift"),
    path("<str:number>/pembetulan/<slug:field>/", corrections.correct, name="correct"),
    path("<str:number>/", views.one, name="cooperative"),
    path("<str:number>/<slug:slug>/", views.act, name="act"),
]
