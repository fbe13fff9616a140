"""Routes of the inquiry page."""

from django.http import HttpResponse
from django.urls import path

urlpatterns = [
    path("inquiries/<int:pk>/", lambda request, pk: HttpResponse("soon"), name="inquiry"),
    path("attachments/<int:pk>/", lambda request, pk: HttpResponse("soon"), name="attachment"),
]
