from datetime import timedelta

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "账号"

    def ready(self) -> None:
        from accounts import checks, holdings  # noqa: F401 - they register themselves
        from accounts.lockout import forget_old_attempts
        from events import timer

        timer.registry.register("accounts.forget_old_attempts")(
            timer.Job(every=timedelta(hours=1), run=forget_old_attempts)
        )
