"""The address of the sample company's page."""

from django.urls import path

from guanxi.demo import views

urlpatterns = [path("", views.sample)]
