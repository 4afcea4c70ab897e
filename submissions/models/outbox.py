from django.db import models


class OutboxMessage(models.Model):
    """A task to be sent once the transaction that wrote it is committed. Handed on, the row is deleted."""

    task = models.CharField(max_length=100)
    args = models.JSONField(default=list)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.task
