"""Everything under /api/v1/. Each app brings its own part; this file only puts them together."""

from django.urls import URLPattern, URLResolver, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from consultations import api as consultations
from submissions import api as submissions

app_name = "api"


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
]
