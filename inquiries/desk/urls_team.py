"""Routes of working together: saved replies, notices, oneself, inquiries that begin here, and closing with a reason."""

from django.urls import path

from inquiries.desk import views_closing, views_me, views_notices, views_saved, views_start

urlpatterns = [
    path("saved-replies/", views_saved.replies, name="saved_replies"),
    path("saved-replies/new/", views_saved.edit, name="saved_reply_new"),
    path("saved-replies/<int:pk>/", views_saved.edit, name="saved_reply"),
    path("saved-replies/<int:pk>/delete/", views_saved.delete, name="saved_reply_delete"),
    path("saved-replies/files/<int:pk>/", views_saved.file, name="saved_reply_file"),
    path("inquiries/<int:pk>/saved/", views_saved.offered, name="inquiry_saved"),
    path("inquiries/<int:pk>/saved/<int:reply>/", views_saved.one, name="inquiry_saved_one"),
    path("inquiries/<int:pk>/outcome/", views_closing.outcome, name="inquiry_outcome"),
    path("notices/", views_notices.notices, name="notices"),
    path("notices/seen/", views_notices.seen, name="notices_seen"),
    path("notices/count/", views_notices.count, name="notices_count"),
    path("people/", views_notices.people, name="people"),
    path("me/", views_me.me, name="me"),
    path("new/", views_start.start, name="start"),
    path("new/who/", views_start.who, name="start_who"),
]
