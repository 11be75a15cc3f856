#!/usr/bin/env python3
"""What requests cost that are made to cost much, how soon they end when their client leaves, and what others notice of them.

    swift build -c release --product roster
    python3 Benchmarks/bounds.py [--users 100000] [--port 18190] [--work FOLDER] [--seconds 10]

The figures are those of docs/limits.md. Linux, because it reads /proc. ROSTER_BINARY names another binary.
"""
import argparse, json, multiprocessing, os, pathlib, signal, socket, subprocess, sys, tempfile, time

import scale

HEAVY_FILTER = " or ".join(['emails.value co "a\u0301"'] * 100)
HEAVY_PATH = "addresses[" + " or ".join(f'locality eq "x{n}"' for n in range(25)) + "]"
PATIENCE = 60


class Client:
    """A keep-alive connection that counts in seconds."""

    def __init__(self, store):
        self.store = store
        self.socket = socket.create_connection(("127.0.0.1", store.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, method, path, body=None):
        body = json.dumps(body).encode() if body else b""
        self.socket.sendall((f"{method} /scim{path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.store.token}\r\n"
                             f"Content-Type: application/scim+json\r\nContent-Length: {len(body)}\r\n\r\n").encode() + body)

    def read(self):
        data = b""
        while b"\r\n\r\n" not in data:
            more = self.socket.recv(1 << 16)
            if not more:
                raise OSError("closed")
            data += more
        head, _, rest = data.partition(b"\r\n\r\n")
        length = next((int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0)
        while len(rest) < length:
            rest += self.socket.recv(1 << 16)
        return int(head.split()[1]), rest

    def ask(self, *request):
        self.send(*request)
        return self.read()


def search(text):
    return "POST", "/Users/.search", {"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "filter": text, "count": 1}


def heavy_patch(user):
    return "PATCH", f"/Users/{user}", scale.patch(*[{"op": "remove", "path": HEAVY_PATH}] * 40)


def long_bulk():
    users = [{"method": "POST", "path": "/Users", "bulkId": f"b{n}", "data": {
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": f"bulk-{time.time_ns()}-{n}"}} for n in range(1000)]
    return "POST", "/Bulk", {"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": users}


def repeat(store, request, stop, answers):
    """Asks again and again on one connection, and opens another one when it is closed."""
    # It stands for another machine, and must not take the processor from the server and from the client that measures.
    os.nice(19)
    while not stop.is_set():
        try:
            client = Client(store)
            while not stop.is_set():
                status, _ = client.ask(*request())
                if status < 600:
                    with answers.get_lock():
                        answers[status] += 1
        except OSError:
            time.sleep(0.01)


def busy(store, count, request, answers):
    """So many clients that ask at once, each a process, so that they take nothing from the one that measures."""
    stop = multiprocessing.Event()
    for _ in range(count):
        multiprocessing.Process(target=repeat, args=(store, request, stop, answers), daemon=True).start()
    return stop


def settled(store, rest=1):
    """The time at which the server came to rest: it used no processor time since. At the latest when patience ends."""
    last, used, end = time.monotonic(), store.cpu, time.monotonic() + PATIENCE
    while time.monotonic() < min(last + rest, end):
        time.sleep(0.02)
        if store.cpu > used:
            last, used = time.monotonic(), store.cpu
    return last


def percentiles(times):
    times = sorted(times)
    return times[len(times) // 2] * 1000, times[min(len(times) - 1, int(len(times) * 0.99))] * 1000


def measure_filter(store, text, name):
    settled(store)
    before, began = store.cpu, time.monotonic()
    status, body = Client(store).ask(*search(text))
    answer = time.monotonic() - began
    print(f"{name}: {store.cpu - before:.2f} CPU s, answered after {answer:.2f} s with {status} {json.loads(body).get('scimType') or ''}", flush=True)


def measure_leaving(store, text):
    client = Client(store)
    client.send(*search(text))
    time.sleep(0.3)
    client.socket.close()
    left, before = time.monotonic(), store.cpu
    rest = max(0, settled(store) - left)
    print(f"goes on after its client has left for {rest:.2f} s and {store.cpu - before:.2f} CPU s", flush=True)


def honest(store, seconds):
    """Latencies of a client that changes one small thing at a time."""
    client, times, end = Client(store), [], time.monotonic() + seconds
    number = 0
    while time.monotonic() < end:
        number += 1
        began = time.monotonic()
        status, _ = client.ask("PATCH", f"/Users/{scale.user_id(number % 1000 + 10)}",
                               scale.patch({"op": "replace", "path": "title", "value": f"t{time.time_ns()}"}))
        times.append(time.monotonic() - began)
        if status != 200:
            times[-1] = float("inf")
        time.sleep(0.005)
    return times


def measure_writer(store, seconds):
    # In turns, so that a machine that changes its speed does so for both.
    quiet, under, answers = [], [], multiprocessing.Array("i", 600)
    users = [scale.user_id(n) for n in range(2)]
    for _ in range(3):
        quiet += honest(store, seconds / 3)
        stop = busy(store, 12, lambda: heavy_patch(users[0]), answers)
        time.sleep(0.5)
        under += honest(store, seconds / 3)
        stop.set()
        settled(store)
    (q50, q99), (u50, u99) = percentiles(quiet), percentiles(under)
    refused = sum(1 for time in under if time == float("inf"))
    codes = {code: count for code, count in enumerate(answers) if count}
    print(f"an honest writer: p50 {q50:.1f} ms, p99 {q99:.1f} ms; beside 12 clients with heavy PATCHes ({codes}): p50 {u50:.1f} ms, "
          f"p99 {u99:.1f} ms, {u99 / q99:.1f} times, {refused} of {len(under)} refused", flush=True)


def measure_stop(store, what, request):
    store.start()
    stop = busy(store, 12, request, multiprocessing.Array("i", 600))
    time.sleep(2)
    began = time.monotonic()
    store.process.send_signal(signal.SIGTERM)
    try:
        outcome = f"ends with status {store.process.wait(PATIENCE)}"
    except subprocess.TimeoutExpired:
        outcome = "has not ended"
    print(f"SIGTERM while 12 clients send {what}: {outcome} after {time.monotonic() - began:.1f} s", flush=True)
    stop.set()
    if store.process.poll() is None:
        store.stop(kill=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--users", type=int, default=100_000)
    parser.add_argument("--port", type=int, default=18190)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--work")
    parser.add_argument("--parts", default="search,leave,write,stop")
    arguments = parser.parse_args()
    folder = arguments.work or tempfile.mkdtemp()
    store = scale.Store(pathlib.Path(folder) / "store", arguments.users, arguments.port)
    store.start()
    addresses = [{"locality": f"l{n}", "type": "work"} for n in range(1000)]
    for number in range(2):
        store.call("PATCH", f"/Users/{scale.user_id(number)}", scale.patch({"op": "replace", "path": "addresses", "value": addresses}))
    slow = " or ".join([f'displayName co "{"ã" * 2}{n}"' for n in range(100)])
    if "search" in arguments.parts:
        measure_filter(store, 'displayName co "zz"', "a filter with one comparison")
        measure_filter(store, HEAVY_FILTER, "100 comparisons with a character beyond ASCII")
        measure_filter(store, slow, "100 comparisons of names that are not ASCII alone")
    if "leave" in arguments.parts:
        measure_leaving(store, slow)
    if "write" in arguments.parts:
        measure_writer(store, arguments.seconds)
    store.stop()
    if "stop" in arguments.parts:
        measure_stop(store, "such searches", lambda: search(slow))
        measure_stop(store, "heavy PATCHes", lambda: heavy_patch(scale.user_id(0)))
        measure_stop(store, "Bulk requests of 1,000 operations", long_bulk)


if __name__ == "__main__":
    sys.exit(main())
