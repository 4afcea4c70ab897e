from django.conf import settings
from django.urls import path
from django.views.generic import TemplateView

from consultations.views import attendance, calendars, invitation, programme, registration, room_code

app_name = "consultations"

urlpatterns = [
    path("", programme.consultation_list, name="list"),
    path("consultations/<slug:slug>/", programme.consultation_page, name="consultation"),
    path("consultations/<slug:slug>/programme/", programme.programme_page, name="programme"),
    path("consultations/<slug:slug>/events/<slug:event_slug>/", programme.event_page, name="event"),
    path(
        "consultations/<slug:slug>/events/<slug:event_slug>/register/",
        registration.registration_page,
        name="register",
    ),
    path(
        "consultations/<slug:slug>/events/<slug:event_slug>/registered/",
        registration.registered_page,
        name="registered",
    ),
    path("consultations/<slug:slug>/programme.ics", calendars.programme_file, name="programme_calendar"),
    path(
        "consultations/<slug:slug>/events/<slug:event_slug>/event.ics",
        calendars.event_file,
        name="event_calendar",
    ),
    path(
        "consultations/<slug:slug>/events/<slug:event_slug>/attendance/",
        attendance.attendance_page,
        name="attendance",
    ),
    path("registration/<str:token>/", registration.own_registration_page, name="own_registration"),
    path("no-more-mail/<str:token>/", registration.no_more_mail_page, name="no_more_mail"),
    path(
        "consultations/<slug:slug>/events/<slug:event_slug>/room-code/",
        room_code.room_code_page,
        name="room_code",
    ),
    path("invitation/<str:token>/", invitation.invitation_page, name="invitation"),
    path("promise/", TemplateView.as_view(template_name="consultations/promise.html"), name="promise"),
    path(
        "accessibility/",
        TemplateView.as_view(template_name="consultations/accessibility.html"),
        name="accessibility",
    ),
    path(
        "privacy/",
        TemplateView.as_view(
            template_name="consultations/privacy.html",
            extra_context={"days_of_a_draft": lambda: settings.DAYS_OF_A_DRAFT},
        ),
        name="privacy",
    ),
]
