import HTTPTypes
import RosterCore
import SCIM

extension History {
    /// Asks a random question and holds the answer against the moments at which it was on its way.
    func read() async {
        let now = journal.now
        let user = pick(Array(now.places.keys.sorted().suffix(16)) + now.users.map(\.id)) ?? "nobody"
        switch pick(11) {
        case 0, 1: await listUsers()
        case 2: await readUser(user)
        case 3: await explain(user)
        case 4: await findUsers()
        case 5: await listTeams()
        case 6: await readMembers(pick(now.groups)?.id ?? "nobody")
        case 7: await callUser(now.user(user)?.login ?? "nobody")
        case 8: await listGrants()
        case 9: await readGrants(user)
        default: await findGrants()
        }
    }

    /// Two pages, each of one moment.
    private func listUsers() async {
        let count = pick(8) + 1
        let first = journal.last
        let (status, json) = await send(.get, "/users?count=\(count)", toApplication: true)
        await expect("/users", (status, page(json, "users")), since: first) { reference in
            self.page(reference.users.prefix(count).map(reference.shown), of: reference.users.count)
        }
        guard let next = json["next"]?.string, let last = json["users"]?.array?.last?["id"]?.string else { return }
        let second = journal.last
        let (again, rest) = await send(.get, "/users?count=\(count)&after=\(next)", toApplication: true)
        await expect("/users, second page", (again, page(rest, "users")), since: second) { reference in
            let place = reference.places[last] ?? 0
            let behind = reference.users.filter { reference.places[$0.id] ?? 0 > place }
            return self.page(behind.prefix(count).map(reference.shown), of: reference.users.count)
        }
    }

    private func page(_ entries: [AttributeValue], of total: Int) -> AttributeValue {
        ["entries": .array(entries), "total": .number(Number(total))]
    }

    private func page(_ json: AttributeValue, _ name: AttributeName) -> AttributeValue {
        page((json[name]?.values ?? []).map(\.withSortedOrigins), of: json["total"]?.integer ?? -1)
    }

    private func readUser(_ id: String) async {
        let first = journal.last
        let (status, json) = await send(.get, "/users/\(id)", toApplication: true)
        await expect("/users/\(id)", (status, json.withSortedOrigins), since: first) { reference in
            reference.user(id).map(reference.shown)
        }
    }

    private func explain(_ id: String) async {
        let first = journal.last
        let (status, answer) = await send(.get, "/users/\(id)/explanation", toApplication: true)
        var json = answer
        if case .complex(var user) = json {
            var fields = Attributes()
            for field in user["fields"]?.values ?? [] {
                fields[AttributeName(field["field"]?.string ?? "")] = field["value"]
            }
            user["fields"] = .complex(fields)
            json = .complex(user)
        }
        await expect("explanation of \(id)", (status, json.withSortedOrigins), since: first) { reference in
            guard let user = reference.user(id), case .complex(var shown) = reference.shown(user) else { return nil }
            shown["fields"] = .complex(reference.record(user))
            return .complex(shown)
        }
    }

    private func findUsers() async {
        let first = journal.last
        let (status, json) = await send(.get, #"/users?filter=job eq "chief""#, toApplication: true)
        await expect("/users?filter", (status, page(json, "users")), since: first) { reference in
            let chiefs = reference.users.filter { $0.job == "Chief" }
            return self.page(chiefs.map(reference.shown), of: chiefs.count)
        }
    }

    private func listTeams() async {
        let first = journal.last
        let (status, json) = await send(.get, "/teams", toApplication: true)
        let entries = page(json["teams"]?.values ?? [], of: json["total"]?.integer ?? -1)
        await expect("/teams", (status, entries), since: first) { reference in
            self.page(reference.groups.map(reference.shown), of: reference.groups.count)
        }
    }

    private func readMembers(_ id: String) async {
        let first = journal.last
        let (status, json) = await send(.get, "/teams/\(id)/members", toApplication: true)
        let entries = page(json["members"]?.values ?? [], of: json["total"]?.integer ?? -1)
        await expect("/teams/\(id)/members", (status, entries), since: first) { reference in
            reference.group(id).map { group in
                self.page(
                    group.members.map { member in
                        ["id": .string(member), "type": reference.group(member) == nil ? "user" : "team"]
                    }, of: group.members.count)
            }
        }
    }

    private func callUser(_ login: String) async {
        let first = journal.last
        let user = try? await directory.user(called: login)
        let json = user.map { AttributeValue.complex($0.representation).withSortedOrigins }
        await expect("user called \(login)", (json == nil ? 404 : 200, json), since: first) { reference in
            reference.users.first { $0.login == login }.map(reference.shown)
        }
    }

    private static let shown = "attributes=userName,title,\(Schema.roleGrants.id):grants"

    private func listGrants() async {
        let walks = pick(2) == 0, count = pick(12) + 1
        let first = journal.last
        let (status, json) = await send(
            .get, "/Users?\(Self.shown)&count=\(count)\(walks ? "&cursor=" : "")", toApplication: false)
        await expect("/Users, grants", (status, granted(json)), since: first) { reference in
            self.page(reference.users.prefix(count).map(reference.granted), of: reference.users.count)
        }
    }

    private func readGrants(_ id: String) async {
        let first = journal.last
        let (status, json) = await send(.get, "/Users/\(id)?\(Self.shown)", toApplication: false)
        await expect("/Users/\(id), grants", (status, json.withSortedGrants), since: first) { reference in
            reference.user(id).map(reference.granted)
        }
    }

    private func findGrants() async {
        let first = journal.last
        let (status, json) = await send(.get, #"/Users?filter=title eq "boss"&\#(Self.shown)"#, toApplication: false)
        await expect("/Users?filter, grants", (status, granted(json)), since: first) { reference in
            let bosses = reference.users.filter { $0.job == "Boss" }
            return self.page(bosses.map(reference.granted), of: bosses.count)
        }
    }

    private func granted(_ json: AttributeValue) -> AttributeValue {
        page((json["Resources"]?.values ?? []).map(\.withSortedGrants), of: json["totalResults"]?.integer ?? -1)
    }
}
