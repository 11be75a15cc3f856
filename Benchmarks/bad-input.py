#!/usr/bin/env python3
"""Sends requests made to hurt to a running server and prints how long each answer took.

    ROSTER_TOKEN=... python3 Benchmarks/bad-input.py [http://127.0.0.1:8080/scim]

Each has to end in a SCIM error within 50 ms, counted from the last byte sent or from the answer's coming earlier, or, where
the HTTP decoder refuses the head before SCIM begins, in a bare 4xx or the end of the connection; and a GET has to work
afterwards. LIMIT_MS sets another limit, for a debug build for instance. Ends with 1 if anything was otherwise.
"""
import json, os, socket, sys, time, urllib.parse, urllib.request

BASE = urllib.parse.urlsplit(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080/scim")
TOKEN = os.environ.get("ROSTER_TOKEN", "")
LIMIT = float(os.environ.get("LIMIT_MS", "50"))
DEEP = 100_000
USER = '"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"]'
PATCH = '"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"]'


def filtered(text):
    return "/Users?filter=" + text.replace(" ", "+").replace('"', "%22"), b""


def posted(members):
    return "/Users", ("{" + USER + ',"userName":"bad-input",' + members + "}").encode()


def patched(*operations):
    return "/Users/{id}", ("{" + PATCH + ',"Operations":[' + ",".join(operations) + "]}").encode()


def operation(path):
    return '{"op":"replace","path":"' + path + '","value":"x"}'


CASES = [
    ("parentheses, 100,000 deep", "GET", *filtered("(" * DEEP), {414, None}),
    ("'not', 100,000 deep", "GET", *filtered("not+(" * DEEP), {414, None}),
    ("a filter of 1 MB", "GET", *filtered('title eq "' + "x" * (1 << 20) + '"'), {414, None}),
    ("parentheses beyond the limit", "GET", *filtered("(" * 4000), {400}),
    ("'not' beyond the limit", "GET", *filtered("not (" * 800), {400}),
    ("comparisons beyond the limit", "GET", *filtered("id pr or " * 120 + "id pr"), {400}),
    ("a lone surrogate in a filter", "GET", *filtered('title eq "%5Cud800"'), {400}),
    ("invalid UTF-8 in a query", "GET", "/Users?filter=%FF%FE", b"", {400}),
    ("a path of 1 MB", "GET", "/Users/" + "x" * (1 << 20), b"", {414, None}),
    ("a path of many segments", "GET", "/a" * 3000, b"", {404}),
    ("NUL in a path", "GET", "/Users/%00", b"", {404}),
    ("a body of 10 MB", "POST", "/Users", b" " * (10 << 20), {413}),
    ("10 MB of JSON", "POST", *posted('"x":"' + "y" * (10 << 20) + '"'), {413}),
    ("bytes that are no text", "POST", "/Users", bytes(range(256)) * 4, {400}),
    ("invalid UTF-8 in a string", "POST", "/Users", b'{"userName":"\xc3\x28"}', {400}),
    ("arrays, 100,000 deep", "POST", "/Users", b"[" * DEEP, {400}),
    ("objects, 100,000 deep", "POST", "/Users", b'{"a":' * DEEP, {400}),
    ("a lone surrogate", "POST", *posted('"title":"\\ud800"'), {400}),
    ("a number of 10,000 digits", "POST", *posted('"x":' + "9" * 10_000), {400}),
    ("an exponent of 10,000 digits", "POST", *posted('"x":1e' + "9" * 10_000), {400}),
    ("a name twice", "POST", *posted('"title":"a","TITLE":"b"'), {400}),
    ("__proto__ and constructor", "POST", *posted('"__proto__":{"active":true},"constructor":{},"active":"no"'), {400}),
    ("a raw NUL in a string", "POST", *posted('"title":"\0"'), {400}),
    ("100,000 members", "POST", *posted(",".join(f'"x{n}":1' for n in range(DEEP))), {400}),
    ("7 MB of short names", "POST", *posted('"x":[' + ",".join(['{"a":1,"b":2}'] * 500_000) + '],"active":"no"'), {400}),
    ("7 MB of numbers", "POST", *posted('"x":[' + "1," * 3_500_000 + '1],"active":"no"'), {400}),
    ("a string of 2 MB", "POST", *posted('"x":"' + "x" * (2 << 20) + '"'), {400}),
    ("100,000 combining marks", "POST", *posted('"title":"e' + "\u0301" * DEEP + '"'), {400}),
    ("100,000 e-mail addresses", "POST", *posted('"emails":[' + ",".join(f'{{"value":"{n}"}}' for n in range(DEEP)) + "]"),
     {400}),
    ("100,000 operations", "PATCH", *patched(*[operation("title")] * DEEP), {400}),
    ("a deep filter in a path", "PATCH", *patched(operation("emails[" + "(" * DEEP + "].value")), {400}),
    ("a deep 'not' in a path", "PATCH", *patched(operation("emails[" + "not (" * 700 + "].value")), {400}),
    ("a long path", "PATCH", *patched(operation("a." * DEEP)), {400}),
    ("1,000 paths of 91 comparisons", "PATCH",
     *patched(*[operation("emails[" + "value pr or " * 90 + "value pr].value")] * 1000), {400}),
    ("1,000 operations with one comparison, the last fails", "PATCH",
     *patched(*[operation(f'emails[value eq \\"{n}\\"].value') for n in range(999)], operation("none")), {400}),
]


def send(method, path, body):
    """Status (None if the connection ended without one), body, milliseconds."""
    head = (f"{method} {BASE.path}{path} HTTP/1.1\r\nHost: {BASE.netloc}\r\nAuthorization: Bearer {TOKEN}\r\n"
            f"Content-Type: application/scim+json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n")
    with socket.create_connection((BASE.hostname, BASE.port or 80), timeout=30) as connection:
        try:
            connection.sendall(head.encode() + body)
        except OSError:
            pass  # Refused before it was read to the end.
        sent = time.perf_counter()
        answer = b""
        try:
            while chunk := connection.recv(1 << 16):
                answer += chunk
        except OSError:
            pass
        took = (time.perf_counter() - sent) * 1000
    if not answer.startswith(b"HTTP/1.1 "):
        return None, b"", took
    head, _, rest = answer.partition(b"\r\n\r\n")
    return int(head[9:12]), rest, took


def is_complete_error(status, body):
    try:
        error = json.loads(body)
        return (error["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"] and error["status"] == str(status)
                and bool(error["detail"]))
    except (ValueError, KeyError, TypeError):
        return False


def main():
    name = f"bad-input-{os.getpid()}"
    body = "{" + USER + f',"userName":"{name}","emails":[{{"value":"a@example.com"}}]' + "}"
    status, created, _ = send("POST", "/Users", body.encode())
    if status != 201:
        sys.exit(f"bad-input.py: creating a user gives {status}: {created[:300]!r}")
    made = json.loads(created)["id"]
    bad = 0
    for what, method, path, content, allowed in CASES:
        status, answer, took = send(method, path.replace("{id}", made), content)
        goes_on = send("GET", "/Users/" + made, b"")[0] == 200
        # Where the decoder of HTTP gives up there is a bare 4xx or nothing.
        early = None in allowed and status in (None, 400, 431)
        fine = goes_on and took <= LIMIT and (early or status in allowed and is_complete_error(status, answer))
        bad += not fine
        print(f"{'ok  ' if fine else 'BAD '} {took:8.1f} ms  {status or 'closed'}  {what}" + ("" if goes_on else "; GET fails"))
    send("DELETE", "/Users/" + made, b"")
    print(f"{len(CASES) - bad} of {len(CASES)} as they should be; limit {LIMIT:g} ms")
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
