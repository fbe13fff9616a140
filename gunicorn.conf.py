"""What every gunicorn of travelhub has in common; it reads this file by itself where it is started in this folder.

Address and number of workers stand on its command line. Its own lines at start and end come before Django is there,
so they get the form of all others here.
"""

from travelhub import env, logs

worker_class = "gthread"
threads = 4
timeout = 60
keepalive = 75  # longer than a proxy keeps its connections (nginx 60 s), so that gunicorn is never the one to hang up
control_socket_disable = True  # nobody uses it, and the folder of the code may be read-only

_lines = logs.configure(level=env.text("LOG_LEVEL", "INFO").upper(), form=env.text("LOG_FORMAT").lower())
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": _lines["formatters"],
    # Alerts need Django, which each worker process sets up for itself.
    "handlers": {"stderr": _lines["handlers"]["stderr"]},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "gunicorn.error": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "gunicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},  # the request log says it better
    },
}
