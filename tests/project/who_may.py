"""Who may use each address of the product: the one table of it. A new address needs a line here, or a test fails.

Of each the lowest of ROLES that may read (GET) and that may act (POST). `-`: it has no such method. `machine`: a
program that proves itself, or needs no proof; it is never sent to the sign-in page.
"""

ROLES = ["anonymous", "nobody", "agent", "manager", "admin"]  # each may what those before it may; nobody has no role
PUBLIC, ANYBODY, AGENT, MANAGER, ADMIN = ROLES
MACHINE, NO_METHOD, NOWHERE = "machine", "-", "nowhere"  # nowhere: 404 for everybody who is signed in

DESK = {
    # Open to strangers
    "sign_in": (PUBLIC, PUBLIC),
    "account_login": (PUBLIC, PUBLIC),
    "mfa_authenticate": (PUBLIC, PUBLIC),
    "password_forgotten": (PUBLIC, PUBLIC),
    "password_new": (PUBLIC, PUBLIC),
    "microsoft_login": (NOWHERE, NOWHERE),  # switched off; test_sign_in_microsoft.py has it on
    "microsoft_callback": (NOWHERE, NOWHERE),
    "sign_out": (NO_METHOD, PUBLIC),
    "framed_picture": (MACHINE, NO_METHOD),  # for a frame that has no session: by a signed address alone
    "health_live": (MACHINE, NO_METHOD),
    "health_ready": (MACHINE, NO_METHOD),
    "metrics": (MACHINE, NO_METHOD),
    "whatsapp_webhook": (MACHINE, MACHINE),
    "graph_webhook": (MACHINE, MACHINE),
    # One's own account
    "account": (ANYBODY, NO_METHOD),
    "mfa_index": (ANYBODY, NO_METHOD),
    "account_change_password": (ANYBODY, ANYBODY),
    "account_reauthenticate": (ANYBODY, ANYBODY),
    "mfa_reauthenticate": (ANYBODY, ANYBODY),
    "mfa_activate_totp": (ANYBODY, ANYBODY),
    "mfa_deactivate_totp": (ANYBODY, ANYBODY),
    "mfa_view_recovery_codes": (ANYBODY, NO_METHOD),
    "mfa_generate_recovery_codes": (ANYBODY, ANYBODY),
    "account_end_others": (NO_METHOD, ANYBODY),
    "account_end_session": (NO_METHOD, ANYBODY),
    # Queue and work
    "queue": (AGENT, NO_METHOD),
    "news": (AGENT, NO_METHOD),
    "filter_panel": (AGENT, NO_METHOD),
    "act_on_picked": (NO_METHOD, AGENT),
    "export": (MANAGER, NO_METHOD),
    "export_picked": (NO_METHOD, MANAGER),
    "work": (AGENT, NO_METHOD),
    "work_act": (NO_METHOD, AGENT),
    "work_alarms": (AGENT, NO_METHOD),
    "status": (AGENT, NO_METHOD),
    # An inquiry
    "inquiry": (AGENT, NO_METHOD),
    "inquiry_next": (AGENT, NO_METHOD),
    "inquiry_previous": (AGENT, NO_METHOD),
    "inquiry_earlier": (AGENT, NO_METHOD),
    "inquiry_live": (AGENT, NO_METHOD),
    "inquiry_read": (NO_METHOD, AGENT),
    "inquiry_status": (NO_METHOD, AGENT),
    "inquiry_assign": (AGENT, AGENT),
    "inquiry_snooze": (NO_METHOD, AGENT),
    "inquiry_unpark": (NO_METHOD, AGENT),
    "inquiry_reply": (NO_METHOD, AGENT),
    "inquiry_recipients": (AGENT, AGENT),
    "inquiry_template": (AGENT, AGENT),
    "inquiry_template_preview": (NO_METHOD, AGENT),
    "inquiry_template_form": (AGENT, NO_METHOD),
    "inquiry_trip": (AGENT, NO_METHOD),
    "inquiry_fact": (AGENT, AGENT),
    "inquiry_ask": (AGENT, NO_METHOD),
    "inquiry_confirm": (NO_METHOD, AGENT),
    "inquiry_contact": (AGENT, AGENT),
    "inquiry_block": (NO_METHOD, MANAGER),
    "inquiry_quote": (AGENT, NO_METHOD),
    "inquiry_writing": (NO_METHOD, AGENT),
    "inquiry_promises": (AGENT, NO_METHOD),
    "promise_settle": (NO_METHOD, AGENT),
    "inquiry_same": (AGENT, NO_METHOD),
    "inquiry_same_answer": (NO_METHOD, AGENT),
    "inquiry_same_undo": (NO_METHOD, AGENT),
    "inquiry_by_hand": (AGENT, NO_METHOD),
    "inquiry_group": (NO_METHOD, AGENT),
    "inquiry_again": (NO_METHOD, AGENT),
    "inquiry_again_job": (AGENT, NO_METHOD),
    "fact_accept": (NO_METHOD, AGENT),
    "fact_reject": (NO_METHOD, AGENT),
    "fact_choose": (NO_METHOD, AGENT),
    # Messages and files
    "message": (AGENT, NO_METHOD),
    "message_react": (AGENT, AGENT),
    "message_quoted": (AGENT, NO_METHOD),
    "message_reveal": (NO_METHOD, MANAGER),
    "message_retry": (NO_METHOD, AGENT),
    "message_settle": (NO_METHOD, AGENT),
    "message_html": (AGENT, NO_METHOD),
    "message_frame": (AGENT, NO_METHOD),
    "message_raw": (AGENT, NO_METHOD),  # where it holds a covered number, of those who may see it
    "attachment": (AGENT, NO_METHOD),
    "attachment_open": (NO_METHOD, AGENT),
    "attachment_state": (AGENT, NO_METHOD),
    "attachment_retry": (NO_METHOD, AGENT),
    # Reading
    "reading": (MANAGER, NO_METHOD),
    "reading_cases": (MANAGER, NO_METHOD),
    "reading_export": (NO_METHOD, MANAGER),
    "reading_again": (MANAGER, MANAGER),
    "reading_job": (MANAGER, NO_METHOD),
    "reading_cancel": (NO_METHOD, MANAGER),
    "reading_for_real": (NO_METHOD, MANAGER),
}

# Pages of the admin that are of no one model. Whoever may not sees an index without rows.
ADMIN_PAGES = {
    "admin/login/": (NOWHERE, NOWHERE),  # leads strangers to the desk's own
    "admin/logout/": (NO_METHOD, PUBLIC),
    "admin:login": (NOWHERE, NOWHERE),
    "admin:logout": (NO_METHOD, PUBLIC),
    "admin/password_change/": (ANYBODY, ANYBODY),  # leads to the desk's own
    "admin:password_change": (ANYBODY, ANYBODY),
    "admin:index": (ANYBODY, ANYBODY),
    "admin:search": (ANYBODY, ANYBODY),
    "admin:jsi18n": (ANYBODY, NO_METHOD),
    "admin:password_change_done": (ANYBODY, NO_METHOD),
    "admin:autocomplete": (NOWHERE, NOWHERE),
    "admin:view_on_site": (NOWHERE, NOWHERE),
    "admin:app_list": (ANYBODY, ANYBODY),  # of what one may see; nothing is a 404
    "admin/(?P<url>.*)$": (NOWHERE, NOWHERE),
    "admin:inquiries_inquiry_to_desk": (ANYBODY, ANYBODY),  # leads to the desk, which asks for itself
    "admin:inquiries_deadletter_raw": (MANAGER, MANAGER),
    "admin:messaging_webhookevent_body": (MANAGER, MANAGER),
    "admin:messaging_whatsapptemplate_fetch": (NO_METHOD, MANAGER),
    "admin:messaging_whatsappnumber_act": (NO_METHOD, MANAGER),
    "admin:auth_user_password_change": (ADMIN, ADMIN),
}

NONE = NO_METHOD  # of a right over rows: nobody has it, code alone writes them

# Rows in the admin: who may see, add, change and delete them.
ROWS = {
    "auth.group": (ADMIN, NONE, NONE, NONE),
    "django_celery_beat.clockedschedule": (ADMIN, ADMIN, ADMIN, ADMIN),
    "django_celery_beat.crontabschedule": (ADMIN, ADMIN, ADMIN, ADMIN),
    "django_celery_beat.intervalschedule": (ADMIN, ADMIN, ADMIN, ADMIN),
    "django_celery_beat.periodictask": (MANAGER, ADMIN, ADMIN, ADMIN),
    "django_celery_beat.solarschedule": (ADMIN, ADMIN, ADMIN, ADMIN),
    "inquiries.acknowledgment": (MANAGER, NONE, NONE, NONE),
    "inquiries.acknowledgmenttext": (MANAGER, MANAGER, MANAGER, NONE),  # of the shipped ones; others by managers
    "inquiries.attachment": (AGENT, NONE, NONE, NONE),
    "inquiries.blockedsender": (AGENT, MANAGER, MANAGER, MANAGER),
    "inquiries.contact": (AGENT, ADMIN, AGENT, NONE),
    "inquiries.correction": (MANAGER, NONE, NONE, NONE),
    "inquiries.deadletter": (MANAGER, NONE, NONE, NONE),
    "inquiries.destination": (AGENT, NONE, NONE, NONE),
    "inquiries.earlyreport": (MANAGER, NONE, NONE, NONE),
    "inquiries.event": (AGENT, NONE, NONE, NONE),
    "inquiries.extraction": (MANAGER, NONE, NONE, NONE),
    "inquiries.fact": (AGENT, NONE, NONE, NONE),
    "inquiries.heartbeat": (ADMIN, NONE, NONE, NONE),
    "inquiries.identity": (AGENT, NONE, NONE, NONE),
    "inquiries.inquiry": (AGENT, NONE, AGENT, NONE),
    "inquiries.mention": (MANAGER, NONE, NONE, NONE),
    "inquiries.message": (AGENT, NONE, NONE, NONE),
    "inquiries.openinghours": (MANAGER, MANAGER, MANAGER, NONE),  # of the shipped ones; others by managers
    "inquiries.passwordletter": (ADMIN, NONE, NONE, NONE),
    "inquiries.promise": (MANAGER, NONE, NONE, NONE),
    "inquiries.questiontext": (MANAGER, MANAGER, MANAGER, NONE),  # of the shipped ones; others by managers
    "inquiries.regrouping": (MANAGER, NONE, NONE, NONE),
    "inquiries.rerun": (MANAGER, NONE, NONE, NONE),
    "inquiries.rerunchange": (MANAGER, NONE, NONE, NONE),
    "inquiries.suggestion": (MANAGER, NONE, NONE, NONE),
    "inquiries.threadkey": (ADMIN, NONE, NONE, NONE),
    "inquiries.user": (MANAGER, ADMIN, ADMIN, NONE),
    "mailsync.emailmessage": (MANAGER, NONE, NONE, NONE),
    "mailsync.mailbox": (MANAGER, ADMIN, ADMIN, ADMIN),
    "mailsync.mailfolder": (MANAGER, ADMIN, ADMIN, ADMIN),
    "mailsync.subscription": (MANAGER, NONE, NONE, NONE),
    "messaging.recipientpause": (ADMIN, NONE, NONE, NONE),
    "messaging.signal": (MANAGER, NONE, NONE, NONE),
    "messaging.webhookevent": (MANAGER, NONE, NONE, NONE),
    "messaging.whatsappmessage": (MANAGER, NONE, NONE, NONE),
    "messaging.whatsappnumber": (MANAGER, ADMIN, ADMIN, ADMIN),
    "messaging.whatsapptemplate": (MANAGER, NONE, MANAGER, NONE),
    "socialaccount.socialaccount": (ADMIN, NONE, NONE, ADMIN),
    "usersessions.usersession": (ADMIN, NONE, NONE, NONE),
}
