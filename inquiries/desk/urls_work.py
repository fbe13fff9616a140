"""Routes of the work page."""

from django.urls import path

from inquiries.desk.views_work import act, alarms, work

urlpatterns = [
    path("work/", work, name="work"),
    path("work/act/", act, name="work_act"),
    path("work/alarms/", alarms, name="work_alarms"),
]
