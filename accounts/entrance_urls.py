"""`/accounts/`: those of allauth's addresses that are in use, under allauth's own names.

Left out, so that nobody meets a page that is not ours: e-mail management, password reset by e-mail, codes,
phones, social accounts. They come with the issue that needs them.
"""

from django.urls import URLPattern, path

from accounts.views import entrance

urlpatterns: list[URLPattern] = [
    path("login/", entrance.SignInView.as_view(), name="account_login"),
    path("signup/", entrance.SignUpView.as_view(), name="account_signup"),
    path("logout/", entrance.SignOutView.as_view(), name="account_logout"),
    path("password/change/", entrance.ChangePasswordView.as_view(), name="account_change_password"),
    path("inactive/", entrance.DeactivatedView.as_view(), name="account_inactive"),
]
