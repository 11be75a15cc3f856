"""How long it takes until 10,000 users have the roles of a rule that was changed, and are read with them.

usage: changed-rule.py [USERS] [BINARY]

Roles that follow from rules are computed when they are read, so what is timed is a start with the changed configuration apart
from reading every user of the directory, page by page, with all roles. Ends with status 1 above two seconds for 10,000.
"""
import http.client, json, os, re, subprocess, sys, tempfile, time

count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
binary = os.path.abspath(sys.argv[2] if len(sys.argv) > 2 else ".build/release/roster")
folder = tempfile.mkdtemp()
USER, GROUP = ("urn:ietf:params:scim:schemas:core:2.0:" + name for name in ("User", "Group"))
BULK = "urn:ietf:params:scim:api:messages:2.0:BulkRequest"


def configure(role):
    with open(f"{folder}/config.yaml", "w") as file:
        file.write(f"""
server: {{ port: 0 }}
store: {{ type: json-file, path: data }}
authenticators: [ {{ type: service-accounts, file: data/service-accounts.json }} ]
roles:
  type: rules
  roles: [ {{ id: reader, name: Reader }}, {{ id: writer, name: Writer }} ]
  rules:
    - {{ name: everyone, role: {role}, group: {{ pattern: "every*" }} }}
    - {{ name: odd, role: reader, users: 'title sw "odd"' }}
directory:
  mapper:
    type: rules
    keep-others: false
    users: {{ uuid: id, login: userName, name: {{ from: [name.formatted, displayName] }}, title: title,
             teams: {{ from: groups, each: {{ uuid: value, name: display }} }} }}
    groups: {{ uuid: id, name: displayName }}
""")


def serve():
    server = subprocess.Popen([binary, "serve"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    token = None
    for line in server.stdout:
        token = (re.search(r"Token +(\S+)", line) or [None, token])[1]
        if found := re.search(r"http://127\.0\.0\.1:([1-9]\d*)", line):
            return server, http.client.HTTPConnection("127.0.0.1", int(found[1])), token
    raise SystemExit("the server did not start")


def call(connection, token, method, path, body=None):
    connection.request(method, path, json.dumps(body) if body else None, {"Authorization": f"Bearer {token}"})
    answer = connection.getresponse()
    text = answer.read()
    if answer.status >= 300: raise SystemExit(f"{method} {path}: {answer.status} {text[:300]}")
    return json.loads(text)


def stop(server):
    server.terminate()
    server.stdout.read()
    server.wait()


configure("reader")
server, connection, token = serve()
ids = []
for start in range(0, count, 1_000):
    operations = [{"method": "POST", "path": "/Users", "bulkId": str(n), "data": {
        "schemas": [USER], "userName": f"user-{n}", "displayName": f"User {n}", "title": "odd" if n % 2 else "even",
        "emails": [{"value": f"user-{n}@example.com", "type": "work", "primary": True}]}}
        for n in range(start, min(start + 1_000, count))]
    done = call(connection, token, "POST", "/scim/Bulk", {"schemas": [BULK], "Operations": operations})
    ids += [o["location"].rsplit("/", 1)[1] for o in done["Operations"]]
call(connection, token, "POST", "/scim/Groups", {
    "schemas": [GROUP], "displayName": "Everybody", "members": [{"value": id} for id in ids]})
stop(server)
reader = re.search(r"scim_\S+", subprocess.run(
    [binary, "token", "create", "reader", "--scope", "directory:read"], cwd=folder, capture_output=True, text=True).stdout)[0]
configure("writer")
server, connection, _ = serve()
started, path, users = time.monotonic(), "/directory/users?count=1000", []
while path:
    page = call(connection, reader, "GET", path)
    users += page["users"]
    path = "next" in page and "/directory/users?count=1000&after=" + page["next"]
took = time.monotonic() - started
stop(server)
wrong = sum("writer" not in [role["id"] for role in user["roles"]] for user in users)
print(f"{len(users)} users under the changed rule, {wrong} without its role, read with all roles in {took:.2f} s")
sys.exit(bool(wrong) or len(users) != count or took > 2 * count / 10_000)
