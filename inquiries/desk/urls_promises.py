"""Routes of what we promised."""

from django.urls import path

from inquiries.desk import views_promises

urlpatterns = [
    path("inquiries/<int:pk>/promises/", views_promises.card, name="inquiry_promises"),
    path("promises/<int:pk>/", views_promises.settle, name="promise_settle"),
]
