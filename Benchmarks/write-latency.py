#!/usr/bin/env python3
"""How long a durable write takes at 8 clients, over how long the disk takes, and what a snapshot does to it.

    swift build -c release --product roster
    python3 Benchmarks/write-latency.py [WRITES]

ROSTER_BINARY names another binary. Everything is in one temporary folder (TMPDIR chooses the disk): first a file is appended to and synchronised by fdatasync alone,
then the real binary takes WRITES creations of small users, then as many of 8 KiB, which make it write a snapshot every 64 MiB.
"""
import json, multiprocessing, os, pathlib, re, socket, subprocess, sys, tempfile, threading, time

ROOT = pathlib.Path(__file__).resolve().parent.parent
ROSTER = pathlib.Path(os.environ.get("ROSTER_BINARY", ROOT / ".build/release/roster"))
PORT, CLIENTS = 18183, 8


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))] * 1000 if values else float("nan")


def disk(folder, count=2000):
    """Seconds of each fdatasync after a line of 700 bytes."""
    file = os.open(f"{folder}/probe", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    took = []
    for _ in range(count):
        os.write(file, b"x" * 699 + b"\n")
        began = time.monotonic()
        os.fdatasync(file)
        took.append(time.monotonic() - began)
    os.close(file)
    return took


def client(number, count, size, token, answers):
    connection = socket.create_connection(("127.0.0.1", PORT))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    took = []
    for index in range(count):
        body = json.dumps({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
                           "userName": f"u{size}-{number}-{index}", "title": "t" * size}).encode()
        request = (f"POST /scim/Users HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
                   f"Content-Type: application/scim+json\r\nContent-Length: {len(body)}\r\n\r\n").encode() + body
        began = time.monotonic()
        connection.sendall(request)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += connection.recv(1 << 16)
        head, _, rest = answer.partition(b"\r\n\r\n")
        missing = int(re.search(rb"(?i)content-length: (\d+)", head)[1]) - len(rest)
        while missing > 0:
            missing -= len(connection.recv(1 << 16))
        took.append((began, time.monotonic() - began, head.split()[1] == b"201"))
    answers.put(took)


def load(count, size, token, users=CLIENTS):
    """For each write: when it began, how long it took, whether it was done."""
    answers = multiprocessing.Queue()
    clients = [multiprocessing.Process(target=client, args=(n, count // users, size, token, answers)) for n in range(users)]
    for process in clients:
        process.start()
    took = [write for _ in clients for write in answers.get()]
    for process in clients:
        process.join()
    return took


class Snapshots(threading.Thread):
    """When snapshots were being written, as the folder shows it."""

    def __init__(self, folder):
        super().__init__(daemon=True)
        self.folder, self.times, self.isOver = folder, [], False

    def run(self):
        began = None
        while not self.isOver:
            isWriting = any(n.startswith("snapshot-") and n.endswith(".tmp") for n in os.listdir(self.folder))
            if isWriting and began is None:
                began = time.monotonic()
            elif not isWriting and began is not None:
                self.times.append((began, time.monotonic()))
                began = None
            time.sleep(0.002)

    def meet(self, write):
        return any(began < write[0] + write[1] and write[0] < end for began, end in self.times)


def line(name, writes, floor):
    took = [write[1] for write in writes]
    refused = sum(not write[2] for write in writes)
    p50, p99 = percentile(took, 0.5), percentile(took, 0.99)
    print(f"{name}: p50 {p50:.2f} ms ({p50 / percentile(floor, 0.5):.1f} x fdatasync), "
          f"p99 {p99:.2f} ms ({p99 / percentile(floor, 0.99):.1f} x), {len(writes)} writes, {refused} refused")
    return p99


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 40_000
    with tempfile.TemporaryDirectory() as folder:
        configuration = (ROOT / "config.yaml").read_text().replace("port: 8080", f"port: {PORT}")
        pathlib.Path(folder, "config.yaml").write_text(configuration)
        floor = disk(folder)
        print(f"fdatasync: p50 {percentile(floor, 0.5):.2f} ms, p99 {percentile(floor, 0.99):.2f} ms, {len(floor)} alone")
        with open(f"{folder}/out", "w") as out, open(f"{folder}/err", "w") as err:
            roster = subprocess.Popen([ROSTER, "serve"], cwd=folder, stdout=out, stderr=err)
        try:
            while "serving" not in pathlib.Path(folder, "err").read_text():
                if roster.poll() is not None:
                    sys.exit("write-latency.py: " + pathlib.Path(folder, "err").read_text())
                time.sleep(0.05)
            token = re.search(r"Token +(\S+)", pathlib.Path(folder, "out").read_text())[1]
            load(800, 10, token)
            line("1 client", load(count // 10, 19, token, 1), floor)
            line(f"{CLIENTS} clients", load(count, 20, token), floor)
            snapshots = Snapshots(f"{folder}/data")
            snapshots.start()
            large = load(count, 8192, token)
            snapshots.isOver = True
            snapshots.join()
            meeting = [write for write in large if snapshots.meet(write)]
            apart = line("8 KiB, no snapshot under way", [write for write in large if not snapshots.meet(write)], floor)
            if meeting:
                during = line(f"8 KiB, during {len(snapshots.times)} snapshots", meeting, floor)
                print(f"a snapshot makes p99 {during / apart:.1f} x what it is without")
        finally:
            roster.terminate()
            roster.wait()


if __name__ == "__main__":
    main()
