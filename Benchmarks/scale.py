#!/usr/bin/env python3
"""Whether a request costs the same however large the directory is, and what a large one takes to start and to keep.

    swift build -c release --product roster
    python3 Benchmarks/scale.py [--small 1000] [--middle 100000] [--large 1000000] [--work FOLDER] [--seconds 2] [--rounds 7]

Fills stores by `roster store import`, serves the small and the large one side by side, sends the same requests to
both in turns, and prints one line for each figure with its goal. Needs wrk, and Linux because it reads /proc; about 6 GB of disk and
3 GB of memory for a million users. A FOLDER that is kept is filled only once. ROSTER_BINARY names another binary.
"""
import argparse, atexit, datetime, http.client, json, os, pathlib, re, shutil, statistics, subprocess, sys, tempfile, time, urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent
ROSTER = pathlib.Path(os.environ.get("ROSTER_BINARY", ROOT / ".build/release/roster")).absolute()
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
TICK = os.sysconf("SC_CLK_TCK")
GIVEN = "Ada Bela Chidi Dilek Edvard Farah Goran Hana Ines João Keiko Lior Maja Nadia Ömer Piotr".split()
FAMILY = "Abara Blanc Costa Dąbrowski Eriksen Fischer Garcia Haddad Ivanov Jansen Kaya Lindqvist Moreau Nowak Okafor Petrov".split()

ASCII = str.maketrans("ãÖą", "aOa")


def user_id(number):
    return f"{number * 2654435761 % 2**32:08x}-0000-4000-8000-{number:012x}"


def group_id(name):
    return f"00000000-0000-4000-9000-{name:012x}"


def user(number):
    """Attributes of about 800 bytes; the same number always gives the same."""
    mix = number * 2654435761 % 2**32
    given, family = GIVEN[mix % 16], FAMILY[mix // 16 % 16]
    name = f"{given}.{family}.{number:07d}".translate(ASCII).lower()
    domain = ["example.com", "example.org", "example.net", "corp.example.com"][mix // 256 % 4]
    return {
        "userName": f"{name}@example.com", "externalId": f"00u{number:08d}x{mix:08x}",
        "name": {"formatted": f"{given} {family}", "familyName": family, "givenName": given},
        "displayName": f"{given} {family}", "title": "Senior Software Engineer", "userType": "Employee", "locale": "en-GB",
        "timezone": "Europe/London", "active": mix % 20 > 0,
        "emails": [{"value": f"{name}@{domain}", "type": "work", "primary": True},
                   {"value": f"{name}@home.example", "type": "home"}],
        "phoneNumbers": [{"value": f"+1-555-{mix % 10**7:07d}", "type": "work"}],
        "addresses": [{"type": "work", "streetAddress": f"{mix % 999} Station Road", "locality": "Portland", "region": "OR",
                       "postalCode": "97205", "country": "US"}],
        ENTERPRISE: {"employeeNumber": f"{number:07d}", "costCenter": f"CC-{mix % 9000 + 1000}",
                     "organization": "Example Industries", "department": "Engineering"},
    }


def groups(users, more=0):
    """Name, number of members: one of ten, one of many, the largest that there are users for up to 100,000, and more of ten."""
    return [(1, 10), (2, min(5_000, users // 2)), (3, min(100_000, users // 2))] + [(4 + n, 10) for n in range(more)]


class Store:
    """A data folder with its configuration, and the server over it while it runs."""

    def __init__(self, folder, users, port, more_groups=0):
        self.folder, self.users, self.port, self.groups = pathlib.Path(folder), users, port, groups(users, more_groups)
        self.process, self.token = None, None
        atexit.register(lambda: self.process and self.process.poll() is None and self.stop())
        if not (self.folder / "filled").exists():
            self.fill()
        self.token = (self.folder / "filled").read_text()

    def fill(self):
        self.folder.mkdir(parents=True)
        (self.folder / "config.yaml").write_text((ROOT / "config.yaml").read_text().replace("port: 8080", f"port: {self.port}"))
        self.start()
        self.stop()
        token = re.search(r"Token +(\S+)", (self.folder / "out").read_text())[1]
        command = [ROSTER, "store", "import", "-"]
        with subprocess.Popen(command, cwd=self.folder, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
            created = datetime.datetime(2026, 1, 1)
            def write(kind, id, attributes):
                nonlocal created
                created += datetime.timedelta(seconds=1)
                meta = {"version": "1", "created": f"{created.isoformat()}.000Z", "lastModified": f"{created.isoformat()}.000Z"}
                line = json.dumps({"type": kind, "id": id, **meta, "attributes": attributes}, ensure_ascii=False, separators=(",", ":"))
                child.stdin.write(line.encode() + b"\n")
            for number in range(self.users):
                write("User", user_id(number), user(number))
            for name, count in self.groups:
                write("Group", group_id(name), {"displayName": f"Group {name}", "members": [{"value": user_id(self.users * 4 // 10 + n)} for n in range(count)]})
            child.stdin.close()
            if child.wait():
                sys.exit("scale.py: the import failed")
        (self.folder / "filled").write_text(token)

    def start(self):
        """Seconds until the first right answer, or until it serves if nothing is stored yet."""
        started = time.monotonic()
        with open(self.folder / "out", "a") as out, open(self.folder / "err", "w") as err:
            self.process = subprocess.Popen([ROSTER, "serve"], cwd=self.folder, stdout=out, stderr=err)
        while self.process.poll() is None and time.monotonic() - started < 300:
            try:
                status, answer = self.call("GET", "/Users/" + user_id(self.users - 1)) if self.token else self.call("GET", "/")
                if status == 200 or not self.token:
                    return time.monotonic() - started
                sys.exit(f"scale.py: {status} {answer.decode()}")
            except OSError:
                time.sleep(0.002)
        sys.exit("scale.py: " + (self.folder / "err").read_text())

    def stop(self, kill=False):
        self.process.kill() if kill else self.process.terminate()
        self.process.wait()

    def call(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, "/scim" + path, body and json.dumps(body),
                               {"Authorization": f"Bearer {self.token}", "Content-Type": "application/scim+json"})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    @property
    def journal(self):
        """Bytes of all segments."""
        return sum(file.stat().st_size for file in (self.folder / "data").glob("journal-*.jsonl"))

    @property
    def cpu(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    @property
    def rss(self):
        return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{self.process.pid}/status").read_text())[1]) * 1024

    def load(self, requests, seconds, connections=16):
        """Sends requests (method, path, body) in turns; microseconds of CPU for each, and how many a second."""
        with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
            script.write(f"""
                local token, list, at = "Bearer {self.token}", {{}}, math.random(1, {len(requests)})
                local headers = {{ ["Authorization"] = token, ["Content-Type"] = "application/scim+json" }}
                for line in io.lines("{script.name}.list") do
                  local method, path, body = line:match("^(%S+) (%S+) ?(.*)$")
                  list[#list + 1] = {{ method, "/scim" .. path, body }}
                end
                local run, made = string.format("%x%d", os.time(), math.random(1, 1000000)) .. tostring(list):match("%w+$"), 0
                request = function()
                  at = at % #list + 1
                  made = made + 1
                  local r = list[at]
                  local body = r[3] ~= "" and r[3]:gsub("~~", run .. "x" .. made) or nil
                  return wrk.format(r[1], r[2], headers, body)
                end""")
            script.flush()
            with open(script.name + ".list", "w") as out:
                for method, path, body in requests:
                    out.write(f"{method} {path} {json.dumps(body, separators=(',', ':')) if body else ''}\n")
            before, began = self.cpu, time.monotonic()
            output = subprocess.run(["wrk", f"-t{min(2, connections)}", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-s", script.name,
                                     f"http://127.0.0.1:{self.port}/scim/"], check=True, capture_output=True, text=True).stdout
            wall = time.monotonic() - began
            os.remove(script.name + ".list")
        if "Non-2xx" in output:
            sys.exit("scale.py: " + output)
        count = int(re.search(r"(\d+) requests in", output)[1])
        return (self.cpu - before) / count * 1e6, count / wall


def patch(*operations):
    return {"schemas": [PATCH], "Operations": list(operations)}


def add(number):
    return {"op": "add", "path": "members", "value": [{"value": user_id(number)}]}


def remove(number):
    return {"op": "remove", "path": f'members[value eq "{user_id(number)}"]'}


def scenarios(store):
    """What is sent to both stores: a few thousand users, spread over all."""
    some = [number * store.users // 2000 for number in range(2000)] if store.users > 2000 else list(range(store.users))
    outside = store.users * 92 // 100
    quote = urllib.parse.quote
    return {
        "get_user": [("GET", "/Users/" + user_id(n), None) for n in some],
        "filter_username": [("GET", "/Users?filter=" + quote(f'userName eq "{user(n)["userName"]}"'), None) for n in some],
        "patch_active": [("PATCH", "/Users/" + user_id(n), patch({"op": "replace", "path": "active", "value": flag}))
                         for n in some for flag in (True, False)],
        "patch_group": [("PATCH", "/Groups/" + group_id(2), patch(*pair)) for n in range(outside, outside + 60)
                        for pair in ((add(n), remove(n - 1)),)],
        "get_group_lean": [("GET", f"/Groups/{group_id(2)}?excludedAttributes=members", None)],
    }


def member_load(store, group, seconds):
    """One member comes with one request, and goes with another."""
    outside = store.users * 92 // 100
    return store.load([("PATCH", "/Groups/" + group_id(group), patch(step(n))) for n in range(outside, outside + 60) for step in (add, remove)],
                      seconds)[0]


def turns(rounds, *loads):
    """The median of each load, taken in turns so that all see the same machine."""
    figures = [[] for _ in loads]
    for _ in range(rounds):
        for place, load in enumerate(loads):
            figures[place].append(load())
    return [statistics.median(each) for each in figures]


def synchronised_appends(folder, size, seconds=3):
    """Records a second of a loop that appends 16 of them and waits for the disk."""
    path = pathlib.Path(folder, "loop")
    block, count, ends = b"x" * size * 16, 0, time.monotonic() + seconds
    with open(path, "ab", buffering=0) as file:
        while time.monotonic() < ends:
            file.write(block)
            os.fdatasync(file.fileno())
            count += 16
    path.unlink()
    return count / seconds


def restart(store):
    if store.process and store.process.poll() is None:
        store.stop()
    return store.start()


def show_starts(store, count, goal):
    times = sorted(restart(store) for _ in range(count))
    show(f"cold start with {store.users:,} users", f"{statistics.median(times):.2f} s ({times[0]:.2f} to {times[-1]:.2f})", goal)


def fill_journal(store, size):
    """Changes titles until the journal is so long."""
    change = [("PATCH", "/Users/" + user_id(n), patch({"op": "replace", "path": "title", "value": "~~"})) for n in range(2000)]
    while store.journal < size:
        store.load(change, 1)


def show(what, figure, goal):
    print(f"{what:<62} {figure:<40} goal {goal}", flush=True)


def ratio(what, over, under, goal, unit="µs"):
    show(what, f"{over:.1f} {unit} / {under:.1f} {unit} = {over / under:.2f}", goal)


def main():
    options = argparse.ArgumentParser()
    for name, value in (("small", 1_000), ("middle", 100_000), ("large", 1_000_000), ("seconds", 2), ("rounds", 7)):
        options.add_argument("--" + name, type=int, default=value)
    options.add_argument("--work")
    a = options.parse_args()
    for tool in ("wrk", ROSTER):
        if not shutil.which(tool):
            sys.exit(f"scale.py: {tool} is not there")
    with tempfile.TemporaryDirectory() as scratch:
        work = pathlib.Path(a.work or scratch)
        small, middle, large = (Store(work / str(n), n, port) for n, port in ((a.small, 18601), (a.middle, 18602), (a.large, 18603)))

        show_starts(middle, 5, "≤ 1.5 s")
        scan = [("GET", "/Users?count=20&filter=" + urllib.parse.quote('emails[type eq "work" and value ew "@example.com"]'), None)]
        costs = [middle.load(scan, a.seconds, 1)[0] for _ in range(a.rounds)]
        show(f"filter without index over {a.middle:,} users", f"{statistics.median(costs) / 1000:.1f} ms CPU", "≤ 60 ms")
        middle.stop()

        changed = Store(work / "journal", a.middle, 18604, more_groups=a.middle // 10)
        changed.start()
        fill_journal(changed, 64 << 20)
        changed.stop(kill=True)
        journal = changed.journal >> 20
        seconds = changed.start()
        show(f"the same, killed, with {a.middle // 10:,} groups, {journal} MiB of journal", f"{seconds:.2f} s", "≤ 3 s")
        changed.stop()

        show_starts(large, 3, "≤ 15 s")
        small.start()
        show(f"memory for a user, of {a.large:,}", f"{(large.rss - small.rss) / (a.large - a.small) / 1024:.2f} KiB", "≤ 2.0 KiB")
        few, many = scenarios(small), scenarios(large)
        for name in few:
            over, under = turns(a.rounds, lambda: large.load(many[name], a.seconds)[0], lambda: small.load(few[name], a.seconds)[0])
            ratio(f"{name}: {a.large:,} users over {a.small:,}", over, under, "≤ 1.25")
        over, under = turns(a.rounds, lambda: member_load(large, 3, a.seconds), lambda: member_load(large, 1, a.seconds))
        ratio(f"a member of {large.groups[2][1]:,} over one of 10", over, under, "≤ 1.25")
        far = a.large * 9 // 10 + 1
        over, under = turns(a.rounds, *(lambda start=start: large.load([("GET", f"/Users?startIndex={start}&count=100", None)], a.seconds)[0]
                                        for start in (far, 1)))
        ratio(f"100 users from place {far:,} over the first 100", over, under, "≤ 1.25")
        large.stop()
        small.stop()

        # In a store of its own, which is new each time.
        shutil.rmtree(work / "filling", ignore_errors=True)
        filling = Store(work / "filling", a.small, 18605)
        filling.start()
        body = {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE], **user(7)}
        body = json.loads(json.dumps(body).replace("0000007", "~~"))
        size = len(json.dumps({**user(7)}, ensure_ascii=False, separators=(",", ":")).encode()) + 330
        created, loop = turns(a.rounds, lambda: filling.load([("POST", "/Users", body)], a.seconds, 64)[1],
                              lambda: synchronised_appends(filling.folder, size))
        show("create_user at 64 connections over synchronised appends", f"{created:,.0f}/s / {loop:,.0f}/s = {created / loop:.3f}", "≥ 0.15")
        filling.stop()


if __name__ == "__main__":
    main()
