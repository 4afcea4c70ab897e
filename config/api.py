"""Everything under /api/v1/. Each app brings its own part; this file only puts them together."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext as _
from django.views.defaults import page_not_found
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from consultations import api as consultations
from reports import api as reports
from submissions import api as submissions

app_name = "api"


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Programs read JSON also where there is nothing."""
    if not request.path_info.startswith("/api/"):
        return page_not_found(request, exception)
    return JsonResponse({"detail": _("There is nothing at this address."), "code": "not_found"}, status=404)


class Schema(SpectacularAPIView):
    """This description of the API, as OpenAPI."""


class Viewer(SpectacularSwaggerSplitView):
    """The description to read and try. Its scripts and styles are our own files: no exception from the policy."""

    url_name = "api:schema"
    template_name = "api/docs.html"


urlpatterns: list[URLPattern | URLResolver] = [
    path("schema/", Schema.as_view(), name="schema"),
    path("docs/", Viewer.as_view(), name="docs"),
    *consultations.urlpatterns,
    *submissions.urlpatterns,
    *reports.urlpatterns,
]
