from typing import Any

from django.conf import settings
from django.core.management.commands.migrate import Command as Migrate

from config import roles


class Command(Migrate):
    """Django's own, as the owner of the tables where there is one; then the product's role gets its rights."""

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.MIGRATION_DATABASE_URL:
            with roles.as_owner(settings.MIGRATION_DATABASE_URL) as (role, password):
                super().handle(*args, **options)
                roles.provide(role, password)
            return
        super().handle(*args, **options)
        if options["verbosity"] and settings.HTTPS_ONLY:
            self.stdout.write(
                "The product owns its tables and could switch their triggers off: "
                "set MIGRATION_DATABASE_URL (see docs/attribution.md)."
            )
