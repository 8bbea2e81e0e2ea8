"""Addresses of imports."""

from __future__ import annotations

from django.urls import path

from lumbung.imports import format_views, views

app_name = "imports"
urlpatterns = [
    path("", views.batches, name="list"),
    path("unggah/", views.upload, name="upload"),
    path("format/<str:kind>/", format_views.form_of_list, name="format"),
    path("format/<str:kind>/<str:ending>/", format_views.template, name="template"),
    path("<int:pk>/", views.batch, name="batch"),
    path("<int:pk>/kemajuan/", views.progress, name="progress"),
    path("<int:pk>/ulang/", views.again, name="again"),
    path("<int:pk>/kolom/", views.columns, name="columns"),
    path("<int:pk>/terapkan/", views.apply, name="apply"),
    path("<int:pk>/buang/", views.discard, name="discard"),
    path("<int:pk>/batalkan/", views.undo, name="undo"),
    path("<int:pk>/salinan/", views.marked, name="marked"),
]
