from datetime import timedelta

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "账号"

    def ready(self) -> None:
        from accounts import checks, holdings, jobs, second_factor  # noqa: F401 - they register themselves
        from events import timer

        register = timer.registry.register
        register("accounts.forget_old")(timer.Job(every=timedelta(hours=1), run=jobs.forget_old))
        register("accounts.send_messages")(timer.Job(every=timedelta(seconds=10), run=jobs.sweep_messages))
