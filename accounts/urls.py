"""`/me/`: a person's own pages. Higher apps have theirs below it, at `/me/<what>/`."""

from django.urls import URLPattern, path

from accounts.views import contacts, me, sessions

urlpatterns: list[URLPattern] = [
    path("", me.me, name="me"),
    path("profile/", me.profile_edit, name="profile-edit"),
    path("contact/", contacts.contact_edit, name="contact-edit"),
    path("contact/code/", contacts.contact_code, name="contact-code"),
    path("contact/<slug:kind>/remove/", contacts.contact_remove, name="contact-remove"),
    path("sessions/", sessions.session_list, name="session-list"),
    path("sessions/end-others/", sessions.session_end_others, name="session-end-others"),
    path("sessions/<int:pk>/end/", sessions.session_end, name="session-end"),
    path("fragment/", me.fragment, name="account-fragment"),
]
