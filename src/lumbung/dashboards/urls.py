"""Addresses of the pages made from several rooms."""

from __future__ import annotations

from django.urls import path

from lumbung.dashboards import (
    component_views,
    job_views,
    leading_views,
    list_urls,
    pair_views,
    quality_views,
    queue_views,
    tables_file,
    views,
)

app_name = "dashboards"
urlpatterns = [
    path("", views.home, name="home"),
    path("tabel/unduh/", tables_file.tables, name="tables"),
    path("pasangan/", pair_views.queue, name="pairs"),
    path("pasangan/<int:left>-<int:right>/", pair_views.pair, name="pair"),
    path("pasangan/<int:left>-<int:right>/putusan/", pair_views.judge, name="judge"),
    path("pasangan/<int:left>-<int:right>/urungkan/", pair_views.unjudge, name="unjudge"),
    path("perlu-diperiksa/", queue_views.work, name="queue"),
    path("perlu-diperiksa/<int:left>-<int:right>/putusan/", queue_views.speak, name="speak"),
    path("perlu-diperiksa/<int:left>-<int:right>/lewati/", queue_views.skip, name="skip"),
    path("perlu-diperiksa/<int:pk>/urungkan/", queue_views.take_back, name="take_back"),
    path("siapa-diikuti/", leading_views.leading, name="leading"),
    path("mutu-pemadanan/", quality_views.quality, name="quality"),
    path("mutu-pemadanan/cara/", quality_views.decide, name="direct_review"),
    path("mutu-pemadanan/bobot/", quality_views.learn, name="learn"),
    path("mutu-pemadanan/bobot/<int:pk>/", quality_views.decide_on_weights, name="weights"),
    path("pekerjaan/", job_views.jobs, name="jobs"),
    path("pekerjaan/hitung-ulang/", job_views.compute, name="compute"),
    path("pekerjaan/<int:pk>/ulangi/", job_views.job_again, name="job_again"),
    path("pekerjaan/<int:pk>/hentikan/", job_views.job_cancel, name="job_cancel"),
    path("komponen/", component_views.components, name="components"),
    *list_urls.urlpatterns,
]
