"""Routes of the work page and the status page."""

from django.urls import path

from inquiries.desk.views_work import act, alarms, how_it_is, work

urlpatterns = [
    path("status/", how_it_is, name="status"),
    path("work/", work, name="work"),
    path("work/act/", act, name="work_act"),
    path("work/alarms/", alarms, name="work_alarms"),
]
