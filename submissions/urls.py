from django.urls import path

from submissions.views.ask import ask
from submissions.views.board import board, board_news
from submissions.views.drafts import resume, saved
from submissions.views.preview import preview
from submissions.views.rapporteur import notes_worker, rapporteur
from submissions.views.receipt import find, forget, receipt, withdraw
from submissions.views.take_part import take_part

app_name = "submissions"

EVENT = "consultations/<slug:slug>/events/<slug:event_slug>"

urlpatterns = [
    path(f"{EVENT}/take-part/", take_part, name="take_part"),
    path(f"{EVENT}/take-part/preview/", preview, name="preview"),
    path(f"{EVENT}/take-part/saved/", saved, name="saved"),
    path("draft/", resume, name="resume"),
    path(f"{EVENT}/notes/", rapporteur, name="rapporteur"),
    path(f"{EVENT}/notes/worker.js", notes_worker, name="notes_worker"),
    path(f"{EVENT}/questions/", ask, name="ask"),
    path(f"{EVENT}/questions/panel/", board, name="board"),
    path(f"{EVENT}/questions/panel/news/", board_news, name="board_news"),
    path("receipt/", receipt, name="receipt"),
    path("receipt/find/", find, name="find"),
    path("receipt/withdraw/", withdraw, name="withdraw"),
    path("receipt/forget/", forget, name="forget"),
]
