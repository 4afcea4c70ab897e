"""Everything under /api/v1/. Each app brings its own part; this file only puts them together."""

from django.urls import URLPattern, URLResolver

app_name = "api"

urlpatterns: list[URLPattern | URLResolver] = []
