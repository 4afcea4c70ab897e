from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from config.health import health

handler404 = "config.api.not_found"

urlpatterns = [
    path("health/", health, name="health"),
    path("health/<slug:part>/", health, name="health"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/", include("config.api")),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("", include("consultations.urls")),
        path("", include("submissions.urls")),
        path("", include("reports.urls")),
    ),
]
