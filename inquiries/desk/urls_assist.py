"""Routes of what a machine writes for staff."""

from django.urls import path

from inquiries.desk import views_assist

urlpatterns = [
    path("inquiries/<int:pk>/suggest/", views_assist.draft, name="inquiry_suggest"),
    path("inquiries/<int:pk>/translate/", views_assist.outgoing, name="inquiry_translate"),
    path("inquiries/<int:pk>/summary/", views_assist.summary, name="inquiry_summary"),
    path("inquiries/<int:pk>/assists/", views_assist.assists, name="inquiry_assists"),
    path("messages/<int:pk>/translation/", views_assist.translation, name="message_translation"),
    path("attachments/<int:pk>/transcript/", views_assist.transcript, name="attachment_transcript"),
    path("assists/<int:pk>/", views_assist.assist, name="assist"),
    path("assists/<int:pk>/again/", views_assist.again, name="assist_again"),
    path("assists/<int:pk>/note/", views_assist.note, name="assist_note"),
]
