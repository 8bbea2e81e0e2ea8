"""Address of the regions. It stands in this room because regions themselves lie below rights and offices."""

from __future__ import annotations

from django.urls import path

from lumbung.dashboards import place_views

app_name = "places"
urlpatterns = [path("", place_views.regions, name="regions")]
