"""What a stranger does with a real server: hand in a zip, ask for a sample, look how far a check is."""

from __future__ import annotations

import http.client
import json
import secrets
import urllib.request

LONG = 90.0


def upload(port: int, content: bytes) -> tuple[int, str]:
    """Hand in a zip as a stranger does, with the form's token; status and where the answer leads."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=LONG)
    line.request("GET", "/check/")
    page = line.getresponse()
    cookies = page.headers.get_all("Set-Cookie") or []
    cookie = "; ".join(one.partition(";")[0] for one in cookies)
    token = page.read().decode().partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    mark = secrets.token_hex(8)
    fields = f'--{mark}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'
    file = f'--{mark}\r\nContent-Disposition: form-data; name="filing"; filename="a.zip"\r\n\r\n'
    body = (fields + file).encode() + content + f"\r\n--{mark}--\r\n".encode()
    headers = {
        "Cookie": cookie, "Content-Type": f"multipart/form-data; boundary={mark}",
        "Origin": f"http://127.0.0.1:{port}",
    }  # fmt: skip
    line.request("POST", "/check/", body, headers)
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer.status, answer.headers.get("Location", "")


def sample(port: int) -> str:
    """Ask for a sample as a stranger does; where its result will stand."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=LONG)
    line.request("GET", "/check/")
    page = line.getresponse()
    cookie = "; ".join(one.partition(";")[0] for one in page.headers.get_all("Set-Cookie") or [])
    token = page.read().decode().partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    line.request("POST", "/check/samples/defective-example/", f"csrfmiddlewaretoken={token}", headers)
    answer = line.getresponse()
    answer.read()
    line.close()
    return str(answer.headers["Location"])


def state(port: int, place: str) -> str:
    """How far the check behind an address is."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{place}?format=json", timeout=LONG) as answer:
        return str(json.load(answer)["state"])
