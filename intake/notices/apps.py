from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "intake.notices"
    label = "notices"

    def ready(self) -> None:
        from intake.notices import sweeps

        sweeps.listen()
