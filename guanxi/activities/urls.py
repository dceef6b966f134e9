"""Addresses of this room beside the lists of its noun."""

from django.urls import path

from guanxi.activities import views

app_name = "activities"
urlpatterns = [
    path("", views.feed_page, name="feed_page"),
    path("<str:token>.ics", views.feed, name="feed"),
]
