"""Address of the audit trail. It stands in this room because the trail itself lies below rights and offices."""

from __future__ import annotations

from django.urls import path

from lumbung.dashboards import audit_views

app_name = "audit"
urlpatterns = [path("", audit_views.entries, name="entries")]
