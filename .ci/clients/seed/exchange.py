"""Redeems $CODE at $ADDRESS with http.client."""

import http.client
import os
from urllib.parse import urlsplit

at = urlsplit(os.environ["ADDRESS"])
kind = http.client.HTTPSConnection if at.scheme == "https" else http.client.HTTPConnection
connection = kind(at.netloc)
body = (
    "grant_type=authorization_code&client_id=web-app&client_secret=web-app-secret"
    f"&code={os.environ['CODE']}&redirect_uri=https://yourapp.example/callback"
)
connection.request("POST", "/oauth/token", body, {"content-type": "application/x-www-form-urlencoded"})
print(connection.getresponse().read().decode("utf-8"))
