from datetime import timedelta

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class CommunitiesConfig(AppConfig):
    name = "communities"
    verbose_name = "区域与单位"

    def ready(self) -> None:
        from accounts import withdrawals
        from accounts.choices import ConsentPurpose
        from communities import assisting, holdings, policies, residency  # noqa: F401 - `holdings` registers itself
        from communities.actions.withdraw_real_name import withdraw_own
        from communities.policies.addresses import open_namespace
        from communities.viewsets import home, inspection, workload

        policies.register()
        home.register()
        inspection.register()
        workload.register()
        residency.register()
        # The views ask at whose desk one sits.
        open_namespace("assist")
        withdrawals.registry.register(ConsentPurpose.REAL_NAME)(
            withdrawals.Withdrawal(
                consequences=_(
                    "撤回后，网站保存的您的姓名和证件号马上删除。没有确认过手机号的，以后要再确认一次才能发言。"
                ),
                act=withdraw_own,
            )
        )
        assisting.addresses.register("community-join")(
            assisting.Doable(label=_("加入社区"), url=lambda: reverse("community-join"))
        )
        assisting.addresses.register("community-leave")(assisting.Doable())
        self._register_timer()

    @staticmethod
    def _register_timer() -> None:
        from communities.actions.end_assisted_session import end_overdue_sessions
        from communities.calendar import watch_years
        from communities.expiry import expire_memberships
        from events import timer

        timer.registry.register("calendar-years")(timer.Job(every=timedelta(days=1), run=watch_years))
        timer.registry.register("assisted-sessions")(
            timer.Job(every=timedelta(minutes=1), run=end_overdue_sessions)
        )
        timer.registry.register("expired-memberships")(
            timer.Job(every=timedelta(hours=1), run=expire_memberships)
        )
