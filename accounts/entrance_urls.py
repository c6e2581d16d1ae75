"""`/accounts/`: signing in and what belongs to it, under allauth's own names where allauth asks for them.

Left out, so that nobody meets a page that is not ours: allauth's management of e-mail addresses and phones,
its codes, social accounts, keys of hardware.
"""

from django.urls import URLPattern, path

from accounts.views import entrance, outbox, reset, sessions

urlpatterns: list[URLPattern] = [
    path("login/", entrance.SignInView.as_view(), name="account_login"),
    path("signup/", entrance.SignUpView.as_view(), name="account_signup"),
    path("logout/", entrance.SignOutView.as_view(), name="account_logout"),
    path("password/change/", entrance.ChangePasswordView.as_view(), name="account_change_password"),
    path("password/reset/", reset.password_reset, name="account_reset_password"),
    path("password/reset/code/", reset.password_reset_code, name="password-reset-code"),
    path("reauthenticate/", entrance.PasswordAgainView.as_view(), name="account_reauthenticate"),
    path("inactive/", entrance.DeactivatedView.as_view(), name="account_inactive"),
    path("second-factor/", sessions.second_factor, name="second-factor"),
    path("second-factor/sign-in/", sessions.SecondStepView.as_view(), name="mfa_authenticate"),
    path("second-factor/again/", sessions.SecondFactorAgainView.as_view(), name="mfa_reauthenticate"),
    path("second-factor/app/", sessions.ActivateView.as_view(), name="mfa_activate_totp"),
    path("second-factor/app/remove/", sessions.DeactivateView.as_view(), name="mfa_deactivate_totp"),
    path("second-factor/codes/", sessions.RecoveryCodesView.as_view(), name="mfa_view_recovery_codes"),
    path(
        "second-factor/codes/new/",
        sessions.NewCodesView.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    # allauth's name of the overview.
    path("second-factor/", sessions.second_factor, name="mfa_index"),
    path("outbox/", outbox.outbox, name="outbox"),
]
