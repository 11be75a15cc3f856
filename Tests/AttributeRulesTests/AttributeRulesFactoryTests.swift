import AttributeRules
import PluginConfiguring
import RosterCore
import SCIM
import Testing

@Suite("Attributes by rules — the plug-in")
struct AttributeRulesFactoryTests {
    @Test(
        "problems are shown at their places",
        arguments: [
            (
                "users: {userName: login, externalId: login}",
                ["c:1:38: error: the field 'login' holds the attribute 'userName' already"]
            ),
            (
                "users: {externalId: login, userName: LOGIN}",
                ["c:1:38: error: the field 'LOGIN' holds the attribute 'externalId' already"]
            ),
            ("users:\n  userName: title", ["c:2:13: error: the field 'title' holds the attribute 'title' already"]),
            ("users: {userName: Title}", ["c:1:19: error: the field 'Title' holds the attribute 'title' already"]),
            ("users: {title: id}", ["c:1:16: error: the field 'id' holds the attribute 'id' already"]),
            ("users: {title: meta}", ["c:1:16: error: the field 'meta' holds the attribute 'meta' already"]),
            ("users: {title: groups}", ["c:1:16: error: the field 'groups' holds the attribute 'groups' already"]),
            (
                "users: {title: nickName, nickName: locale}",
                ["c:1:36: error: the field 'locale' holds the attribute 'locale' already"]
            ),
            ("users: {nickNmae: x}", ["c:1:9: error: unknown key 'nickNmae'; did you mean 'nickName'?"]),
            ("users: {username: x}", ["c:1:9: error: unknown key 'username'; did you mean 'userName'?"]),
            ("groups: {displayNam: x}", ["c:1:10: error: unknown key 'displayNam'; did you mean 'displayName'?"]),
            ("user: {userName: x}", ["c:1:1: error: unknown key 'user'; did you mean 'users'?"]),
            ("users: {userName: [x]}", ["c:1:19: error: 'userName' must be a single value, not a list"]),
            ("users: userName", ["c:1:8: error: 'users' must be a mapping, not a single value"]),
        ])
    func problems(_ text: String, shown: [String]) async throws {
        let (mapper, problems) = try await configure(PluginFactory<any AttributeMapper>.rules, text)
        #expect(mapper == nil && problems == shown)
    }

    @Test(
        "what the store or the provider writes itself has no other name",
        arguments: ["id", "meta", "schemas", "password", "groups", "name.familyName", "urn:example:x"])
    func reserved(_ name: String) async throws {
        let (mapper, problems) = try await configure(
            PluginFactory<any AttributeMapper>.rules, "users: {\"\(name)\": x}")
        #expect(mapper == nil && problems.count == 1)
        #expect(problems.first?.hasPrefix("c:1:9: error: unknown key '\(name)'") == true)
    }

    @Test("a field is a plain name", arguments: ["", "a.b", "a:b", "1a", "a b", "é", "-a", "$ref", "a[0]"])
    func fields(_ field: String) async throws {
        let (mapper, problems) = try await configure(
            PluginFactory<any AttributeMapper>.rules, "users: {userName: '\(field)'}")
        #expect(mapper == nil)
        #expect(
            problems == [
                "c:1:19: error: a field must be a letter or '_' and then letters, digits, '-', '_' or '$', not '\(field)'"
            ])
    }

    @Test("problems of users and groups are reported together")
    func together() async throws {
        let text = "users:\n  userName: title\n  locale: 'a b'\n  timezone: 1x\ngroups:\n  displayNam: x"
        let problems = try await configure(PluginFactory<any AttributeMapper>.rules, text).problems
        #expect(problems.map { $0.prefix(6) } == ["c:3:11", "c:4:13", "c:6:3:"])
    }
}
