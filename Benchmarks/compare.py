#!/usr/bin/env python3
"""CPU per request of one user read through Roster, over that of bare Hummingbird sending as many bytes.

    swift build -c release --product roster && (cd Benchmarks && swift build -c release)
    python3 Benchmarks/compare.py [USERS]

Needs wrk, and Linux because it reads /proc. Both servers get the same requests, one after the other, three times.
"""
import json, os, pathlib, re, statistics, subprocess, sys, tempfile, time, urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
ROSTER = ROOT / ".build/release/roster"
BARE = ROOT / "Benchmarks/.build/release/BareHummingbird"
PORT, BARE_PORT, SECONDS = 18181, 18182, 5


def call(method, path, token, body=None):
    request = urllib.request.Request(f"http://127.0.0.1:{PORT}/scim{path}", method=method,
                                     data=json.dumps(body).encode() if body else None,
                                     headers={"Authorization": "Bearer " + token, "Content-Type": "application/scim+json"})
    with urllib.request.urlopen(request) as answer:
        return answer.read()


def user(number):
    return {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": f"user{number}@example.com",
            "externalId": f"00u{number:08d}", "name": {"givenName": "Ines", "familyName": "Okafor", "formatted": "Ines Okafor"},
            "displayName": "Ines Okafor", "title": "Welder", "locale": "en-US", "active": True,
            "emails": [{"value": f"user{number}@example.com", "type": "work", "primary": True},
                       {"value": f"user{number}@home.example", "type": "home"}],
            "phoneNumbers": [{"value": "+1-555-0100", "type": "work"}],
            "addresses": [{"type": "work", "streetAddress": "1 Quay", "locality": "Hull", "country": "GB"}]}


def cpu(process):
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def load(process, url, token):
    """Microseconds of CPU per request at 16 connections."""
    command = ["wrk", "-t2", "-c16", f"-d{SECONDS}s", "-H", "Authorization: Bearer " + token,
               "-H", "Accept: application/scim+json", url]
    before = cpu(process)
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in output:
        sys.exit("compare.py: " + output)
    return (cpu(process) - before) / int(re.search(r"(\d+) requests in", output)[1]) * 1e6


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as folder:
        configuration = (ROOT / "config.yaml").read_text().replace("port: 8080", f"port: {PORT}")
        pathlib.Path(folder, "config.yaml").write_text(configuration)
        with open(f"{folder}/out", "w") as out, open(f"{folder}/err", "w") as err:
            roster = subprocess.Popen([ROSTER, "serve"], cwd=folder, stdout=out, stderr=err)
        bare = None
        try:
            while "serving" not in pathlib.Path(folder, "err").read_text():
                if roster.poll() is not None:
                    sys.exit("compare.py: " + pathlib.Path(folder, "err").read_text())
                time.sleep(0.05)
            token = re.search(r"Token +(\S+)", pathlib.Path(folder, "out").read_text())[1]
            ids = [json.loads(call("POST", "/Users", token, user(n)))["id"] for n in range(count)]
            path = "/Users/" + ids[count // 2]
            size = len(call("GET", path, token))
            bare = subprocess.Popen([BARE, str(BARE_PORT), str(size)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(1)
            ours, floor = [], []
            for _ in range(3):
                ours.append(load(roster, f"http://127.0.0.1:{PORT}/scim{path}", token))
                floor.append(load(bare, f"http://127.0.0.1:{BARE_PORT}/scim{path}", token))
            ours, floor = statistics.median(ours), statistics.median(floor)
            print(f"{size} bytes: roster {ours:.1f} us, bare Hummingbird {floor:.1f} us, ratio {ours / floor:.2f}")
        finally:
            for process in (roster, bare):
                if process:
                    process.terminate()
                    process.wait()


if __name__ == "__main__":
    main()
