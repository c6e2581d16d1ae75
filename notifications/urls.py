"""`/me/notifications/`."""

from django.urls import URLPattern, path

from notifications.views import notifications, subscriptions

urlpatterns: list[URLPattern] = [
    path("subscriptions/", subscriptions.subscriptions, name="subscriptions"),
    path("", notifications.notification_list, name="notification-list"),
    path("preferences/", notifications.notification_preferences, name="notification-preferences"),
    path(
        "preferences/<slug:topic>/",
        notifications.notification_event_preferences,
        name="notification-event-preferences",
    ),
    path("read/", notifications.notification_read_all, name="notification-read-all"),
    path("<int:pk>/", notifications.notification_open, name="notification-open"),
]
