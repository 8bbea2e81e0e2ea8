"""Addresses of the list of cooperatives and of one cooperative; `dashboards.urls` takes them in."""

from __future__ import annotations

from django.urls import path

from lumbung.dashboards import export_views, list_views, listed_views, record_views, saved_pages, summary_views

urlpatterns = [
    path("koperasi/", list_views.cooperatives, name="cooperatives"),
    path("koperasi/unduh/", export_views.export, name="export"),
    path("koperasi/unduh/<int:pk>/", export_views.prepared, name="prepared"),
    path("koperasi/unduh/<int:pk>/berkas/", export_views.fetch, name="fetch"),
    path("koperasi/unduh/<int:pk>/hentikan/", export_views.stop, name="stop"),
    path("koperasi/simpan/", saved_pages.save, name="save_view"),
    path("koperasi/tersimpan/<int:pk>/", saved_pages.change, name="view"),
    path("ringkasan/", summary_views.summary, name="summary"),
    path("daftar-kerja/", list_views.worklists, name="worklists"),
    path("daftar-lain/", listed_views.lists, name="listed"),
    path("daftar-lain/<int:pk>/", listed_views.rows, name="listed_rows"),
    path("daftar-lain/<int:pk>/unduh/", listed_views.export, name="listed_export"),
    path("koperasi/<str:number>/", record_views.cooperative, name="cooperative"),
    path("koperasi/<str:number>/pengurus/", record_views.officers, name="officers"),
    path("koperasi/<str:number>/pembinaan/", record_views.guidance, name="guidance"),
    path("koperasi/<str:number>/pembinaan/<int:pk>/tarik/", record_views.guidance_back, name="guidance_back"),
]
