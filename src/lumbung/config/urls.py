"""Addresses: each room has its own; here they meet."""

from __future__ import annotations

from django.urls import include, path

from lumbung.config import health

urlpatterns = [
    path("", include("lumbung.dashboards.urls")),
    path("impor/", include("lumbung.imports.urls")),
    path("loket/", include("lumbung.counter.urls")),
    path("akun/", include("lumbung.access.urls")),
    path("akun/", include("lumbung.access.login_urls")),
    path("jejak-audit/", include("lumbung.dashboards.audit_urls")),
    path("wilayah/", include("lumbung.dashboards.place_urls")),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("i18n/", include("django.conf.urls.i18n")),
]

handler500 = "lumbung.config.gates.failed"
