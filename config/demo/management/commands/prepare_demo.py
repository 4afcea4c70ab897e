from django.conf import settings
from django.core.management import BaseCommand, call_command

from config.messages import compile_catalogues


class Command(BaseCommand):
    help = "Brings the database, the static files and the message catalogues of this machine up to date."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        compile_catalogues()
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("migrate", interactive=False, verbosity=0)
