"""`/privacy/`: the privacy notice."""

from django.urls import URLPattern, path

from accounts.views import personal_data

urlpatterns: list[URLPattern] = [
    path("", personal_data.privacy, name="privacy"),
    path("<slug:version>/", personal_data.privacy, name="privacy-version"),
]
