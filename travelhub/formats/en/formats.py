"""How the admin writes times: as the desk does, by 24 hours."""

DATETIME_FORMAT = "j M Y, H:i"
TIME_FORMAT = "H:i"
