"""Routes of the inquiry page."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
