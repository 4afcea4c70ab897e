from django.urls import path

from reports.views import public, workspace

app_name = "reports"

urlpatterns = [
    path("reports/", public.published, name="published"),
    path("reports/<slug:slug>/", public.report, name="report"),
    path("reports/<uuid:report_id>/read/<slug:language>/", public.preview, name="preview"),
    path("reports/<uuid:report_id>/files/<str:file_name>", public.file, name="file"),
    path("workspace/<slug:slug>/", workspace.workspace, name="workspace"),
    path("workspace/<slug:slug>/compile/", workspace.compile, name="compile"),
    path("workspace/versions/<uuid:report_id>/", workspace.progress, name="progress"),
    path("workspace/versions/<uuid:report_id>/sign/", workspace.sign, name="sign"),
    path("workspace/versions/<uuid:report_id>/publish/", workspace.publish, name="publish"),
    path("workspace/versions/<uuid:report_id>/announce/", workspace.announce, name="announce"),
    path("workspace/versions/<uuid:report_id>/take-down/", workspace.take_down, name="take_down"),
]
