from typing import NoReturn

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.http import Http404, HttpRequest
from django.urls import include, path

from config.health import health

handler404 = "config.api.not_found"


def no_detour(request: HttpRequest, rest: str) -> NoReturn:
    """In place of the admin's redirect from any row's number to its page, which asks nobody whether it may be seen."""
    raise Http404


urlpatterns = [
    path("health/", health, name="health"),
    path("health/<slug:part>/", health, name="health"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/", include("config.api")),
    path("admin/r/<path:rest>", no_detour),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("", include("consultations.urls")),
        path("", include("submissions.urls")),
        path("", include("reports.urls")),
    ),
]
