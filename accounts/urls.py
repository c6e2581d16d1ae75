"""`/me/`: a person's own pages. Higher apps have theirs below it, at `/me/<what>/`."""

from django.urls import URLPattern, path

from accounts.views import contacts, me, personal_data, sessions

urlpatterns: list[URLPattern] = [
    path("", me.me, name="me"),
    path("profile/", me.profile_edit, name="profile-edit"),
    path("contact/", contacts.contact_edit, name="contact-edit"),
    path("contact/code/", contacts.contact_code, name="contact-code"),
    path("contact/<slug:kind>/remove/", contacts.contact_remove, name="contact-remove"),
    path("sessions/", sessions.session_list, name="session-list"),
    path("sessions/end-others/", sessions.session_end_others, name="session-end-others"),
    path("sessions/<int:pk>/end/", sessions.session_end, name="session-end"),
    path("privacy/agree/", personal_data.privacy_agree, name="privacy-agree"),
    path("data/", personal_data.data_show, name="data-show"),
    path("data/download/", personal_data.data_download, name="data-download"),
    path("data/consents/<slug:purpose>/withdraw/", personal_data.consent_withdraw, name="consent-withdraw"),
    path("data/close/", personal_data.account_close, name="account-close"),
    path("fragment/", me.fragment, name="account-fragment"),
]
