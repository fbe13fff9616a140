"""Routes of the inquiry page: the page, its parts, and what strangers sent."""

from django.urls import path

from inquiries.desk import views_blocking, views_chat, views_composer, views_facts, views_files, views_inquiry

urlpatterns = [
    path("inquiries/<int:pk>/", views_inquiry.inquiry, name="inquiry"),
    path("inquiries/<int:pk>/next/", views_inquiry.step, {"way": "next"}, name="inquiry_next"),
    path("inquiries/<int:pk>/previous/", views_inquiry.step, {"way": "previous"}, name="inquiry_previous"),
    path("inquiries/<int:pk>/earlier/", views_inquiry.earlier, name="inquiry_earlier"),
    path("inquiries/<int:pk>/live/", views_inquiry.live, name="inquiry_live"),
    path("inquiries/<int:pk>/read/", views_inquiry.read, name="inquiry_read"),
    path("inquiries/<int:pk>/status/", views_inquiry.status, name="inquiry_status"),
    path("inquiries/<int:pk>/assignee/", views_inquiry.assign, name="inquiry_assign"),
    path("inquiries/<int:pk>/snooze/", views_inquiry.snooze, name="inquiry_snooze"),
    path("inquiries/<int:pk>/unpark/", views_inquiry.unpark, name="inquiry_unpark"),
    path("inquiries/<int:pk>/reply/", views_composer.reply, name="inquiry_reply"),
    path("inquiries/<int:pk>/recipients/", views_composer.recipients, name="inquiry_recipients"),
    path("inquiries/<int:pk>/trip/", views_facts.trip, name="inquiry_trip"),
    path("inquiries/<int:pk>/trip/<slug:name>/", views_facts.fact, name="inquiry_fact"),
    path("inquiries/<int:pk>/contact/", views_facts.contact, name="inquiry_contact"),
    path("inquiries/<int:pk>/contact/block/", views_blocking.block, name="inquiry_block"),
    path("facts/<int:pk>/accept/", views_facts.accept, name="fact_accept"),
    path("facts/<int:pk>/reject/", views_facts.reject, name="fact_reject"),
    path("facts/<int:pk>/choose/", views_facts.choose, name="fact_choose"),
    path("messages/<int:pk>/", views_composer.message, name="message"),
    path("inquiries/<int:pk>/quote/", views_chat.quote_strip, name="inquiry_quote"),
    path("inquiries/<int:pk>/writing/", views_chat.writing, name="inquiry_writing"),
    path("messages/<int:pk>/react/", views_chat.react, name="message_react"),
    path("messages/<int:pk>/quoted/", views_composer.quoted, name="message_quoted"),
    path("messages/<int:pk>/retry/", views_composer.retry, name="message_retry"),
    path("messages/<int:pk>/settle/", views_composer.settle, name="message_settle"),
    path("messages/<int:pk>/html/", views_files.message_html, name="message_html"),
    path("messages/<int:pk>/frame/", views_files.message_frame, name="message_frame"),
    path("messages/<int:pk>/raw/", views_files.message_raw, name="message_raw"),
    path("attachments/<int:pk>/", views_files.attachment, name="attachment"),
    path("attachments/<int:pk>/state/", views_files.attachment_state, name="attachment_state"),
    path("attachments/<int:pk>/retry/", views_files.attachment_retry, name="attachment_retry"),
    path("attachments/<int:pk>/picture/", views_files.framed_picture, name="framed_picture"),
]
