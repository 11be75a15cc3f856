import Foundation
import Testing

@Suite("Statuses of commands that do not find what they are asked for", .serialized, .onThreadOfItsOwn)
struct CommandStatusTests {
    @Test(
        "explain ends with 66 for a user who is not there; map explain with 66 for no file, 65 for one that is no resource"
    )
    func explain() throws {
        let server = try ServerProcess()
        try server.start()
        #expect(server.stop() == 0)
        let nobody = try server.run(["explain", "nobody"])
        #expect(nobody.status == 66 && nobody.output == "roster: no user has the id or the user name 'nobody'\n")
        #expect(try server.run(["map", "explain", "none.json"]).status == 66)
        for body in ["", "{", "[]", #"{"active":"perhaps","userName":"ada"}"#] {
            try body.write(to: server.folder.appending(path: "body.json"), atomically: true, encoding: .utf8)
            let (status, output) = try server.run(["map", "explain", "body.json"])
            #expect(status == 65 && output.hasPrefix("roster: body.json: "), "\(output)")
        }
    }

    @Test("map explain shows what the mapper before the store makes of a body, and wants a word where there are two")
    func mappers() throws {
        let server = try ServerProcess()
        let stored = """

            mapper:
              type: rules
              keep-others: false
              users: { login: userName, active: active }
              groups: { name: displayName, people: { from: members, each: { id: value } } }
            """
        let shown = "\ndirectory: { mapper: { type: rules, users: { who: userName, what: title } } }"
        try #"{"userName":"ada","title":"Dr"}"#.write(
            to: server.folder.appending(path: "body.json"), atomically: true, encoding: .utf8)
        func explain(_ more: String, _ options: String...) throws -> (status: Int32, output: String) {
            try server.configure(ServerProcess.configuration + more)
            return try server.run(["map", "explain", "body.json"] + options)
        }
        for options in [[], ["--mapper", "store"]] {
            try server.configure(ServerProcess.configuration + stored)
            let kept = try server.run(["map", "explain", "body.json"] + options)
            #expect(kept.status == 0 && kept.output.hasPrefix("login = \"ada\"  from userName"), "\(kept.output)")
            #expect(!kept.output.contains("title"), "\(kept.output)")
        }
        let both = try explain(stored + shown)
        #expect(both.status == 64 && both.output.contains("--mapper store"), "\(both.output)")
        #expect(both.output.contains("--mapper directory"), "\(both.output)")
        #expect(try explain(stored + shown, "--mapper", "store").output.hasPrefix("login = "))
        // The application sees what the store keeps, and that has no title.
        let seen = try explain(stored + shown, "--mapper", "directory").output
        #expect(seen.contains("who = \"ada\"") && !seen.contains("Dr"), "\(seen)")
        #expect(try explain(shown).output.contains("what = \"Dr\""))
        #expect(try explain("").output.contains("title = \"Dr\""))
        for option in ["store", "directory"] {
            let none = try explain("", "--mapper", option)
            #expect(none.status == 64 && none.output.contains("has no"), "\(none.output)")
        }
    }

    @Test(
        "a backup in the data folder is refused with 64, and nothing is made",
        arguments: ["data", "./data/mine", "link/x"])
    func backupInData(place: String) throws {
        let server = try ServerProcess()
        try server.start()
        #expect(server.stop() == 0)
        try FileManager.default.createSymbolicLink(
            at: server.folder.appending(path: "link"), withDestinationURL: server.folder.appending(path: "data"))
        let before = try FileManager.default.subpathsOfDirectory(atPath: server.folder.path()).sorted()
        let (status, output) = try server.run(["backup", "create", "--to", place])
        #expect(status == 64 && output.contains("would lie in the data folder"), "\(output)")
        #expect(try FileManager.default.subpathsOfDirectory(atPath: server.folder.path()).sorted() == before)
    }

    @Test(
        "a check of the configuration tells of data that a start refuses: resources of a type that it does not have, and damage"
    )
    func check() throws {
        let type = """

            schemas: [ { id: "urn:example:thing", name: Thing, attributes: [ { name: label } ] } ]
            resource-types: [ { name: Thing, endpoint: /Things, schema: "urn:example:thing" } ]
            """
        let server = try ServerProcess(configuration: ServerProcess.configuration + type)
        #expect(try server.run(["check"]).output == "config.yaml: no problems\n")
        #expect(!FileManager.default.fileExists(atPath: server.folder.appending(path: "data").path()))
        try server.start()
        let connection = try HTTPConnection(port: server.port, token: server.token)
        let thing = #"{"schemas":["urn:example:thing"],"label":"a"}"#
        #expect(try connection.send("POST", "/Things", thing).status == 201)
        // Also while the server runs.
        #expect(try server.run(["check"]).output == "config.yaml: no problems\n")
        #expect(server.stop() == 0)
        try server.configure(ServerProcess.configuration)
        let former = try server.run(["check"])
        #expect(former.status == 78 && former.output.contains("resources of the type 'Thing'"), "\(former.output)")
        try server.configure(ServerProcess.configuration + type)
        if geteuid() == 0 {
            // The user who checks a configuration need not have the right to read the data.
            server.launcher = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
            let stranger = try server.run(["check"])
            #expect(
                stranger.status == 0 && stranger.output.contains("; the data was not checked\n"), "\(stranger.output)")
            #expect(stranger.output.contains("note: the data cannot be read here: "), "\(stranger.output)")
            server.launcher = []
        }
        let journal = server.folder.appending(path: "data/journal-00000000000000000001.jsonl")
        var bytes = try Data(contentsOf: journal)
        bytes[300] ^= 1
        try bytes.write(to: journal)
        let damaged = try server.run(["check"])
        #expect(damaged.status == 65 && damaged.output.contains("checksum mismatch"), "\(damaged.output)")
        #expect(damaged.output.contains("roster store verify"), "\(damaged.output)")
        #expect(!damaged.output.contains("no problems"), "\(damaged.output)")
    }
}
