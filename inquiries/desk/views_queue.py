"""The queue."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def queue(request: HttpRequest) -> HttpResponse:
    return render(request, "inquiries/queue.html")
