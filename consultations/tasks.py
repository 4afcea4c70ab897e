"""Tasks of letters and of forgetting. They take nothing from Redis: what there is to do stands in PostgreSQL."""

from celery import shared_task
from django.utils import timezone

from consultations import forgetting, invitations, mail_queue


@shared_task
def send_mail() -> None:
    mail_queue.send_due()


@shared_task
def remind() -> None:
    invitations.remind_by_itself(timezone.now())


@shared_task
def forget() -> None:
    forgetting.forget(timezone.now())
