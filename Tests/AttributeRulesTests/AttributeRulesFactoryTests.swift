import AttributeRules
import PluginConfiguring
import RosterCore
import SCIM
import Testing

@Suite("Records by rules — the plug-in")
struct AttributeRulesFactoryTests {
    private func problems(_ text: String) async throws -> [String] {
        let (mapper, problems) = try await configure(PluginFactory<any AttributeMapper>.rules, text)
        #expect((mapper == nil) == !problems.isEmpty)
        return problems
    }

    @Test(
        "problems are shown at their places",
        arguments: [
            // Paths.
            ("users: {x: nickNmae}", "c:1:12: error: unknown path 'nickNmae'; did you mean 'nickName'?"),
            (
                "users: {x: name.givenNam}",
                "c:1:12: error: unknown path 'name.givenNam'; did you mean 'name.givenName'?"
            ),
            ("groups: {x: userName}", "c:1:13: error: unknown path 'userName'"),
            (
                #"users: {x: 'emials[type eq "work"].value'}"#,
                #"c:1:12: error: unknown path 'emials[type eq "work"].value'; did you mean 'emails[type eq "work"].value'?"#
            ),
            ("users: {x: password}", "c:1:12: error: passwords are not kept, so no record has one"),
            ("users: {x: {from: [title, titel]}}", "c:1:27: error: unknown path 'titel'; did you mean 'title'?"),
            ("users: {x: {from: []}}", "c:1:19: error: 'from' has no path"),
            ("users: {x: {required: true}}", "c:1:9: error: 'from' is missing"),
            (
                "users: {x: [title]}",
                "c:1:12: error: a rule is a path or a mapping; several paths stand in it: { from: [ … ] }"
            ),
            ("users: {x: }", "c:1:9: error: the field 'x' has no rule"),
            (
                "users: {x: {from: id, required: true}}",
                "c:1:33: error: 'id' is the provider's own, so nobody who writes can be required to have it"
            ),
            (
                "users: {x: {template: '{userName} {meta.version}', required: true}}",
                "c:1:62: error: 'meta.version' is the provider's own, so nobody who writes can be required to have it"
            ),
            (
                "groups: {x: {from: members, required: true}}",
                "c:1:39: error: members come and go one by one, so no group can be required to have some"
            ),
            (
                "groups: {x: {from: members, each: {n: {from: display, required: true}}}}",
                "c:1:20: error: members come and go one by one, so nothing about them can be required"
            ),
            // Two rules for one thing.
            ("users: {a: userName, b: username}", "c:1:25: error: the field 'a' writes 'username' already"),
            (
                "users: {a: name, b: name.givenName}",
                "c:1:21: error: the field 'a' writes 'name' already, which overlaps 'name.givenName'"
            ),
            (
                "users: {a: {from: [title, nickName]}, b: {from: [displayName, nickName]}}",
                "c:1:63: error: the field 'a' writes 'nickName' already"
            ),
            ("users: {a: title, A: nickName}", "c:1:19: error: the field 'A' has a rule already"),
            (
                "users: {a: {from: roles, each: {b: value, c: value}}}",
                "c:1:46: error: the field 'b' writes 'value' already"
            ),
            // Enumerations.
            (
                "users: {a: {from: userType, values: {A: x, B: x}}}",
                "c:1:47: error: 'A' has this word already, so it cannot be read back"
            ),
            (
                "users: {a: {from: userType, values: {A: x, a: y}}}",
                "c:1:44: error: the value 'a' has a word already"
            ),
            ("users: {a: {from: active, values: {yes: x}}}", "c:1:36: error: 'active' is a boolean"),
            (
                "users: {a: {from: emails, values: {A: x}}}",
                "c:1:35: error: 'values' needs single values, which 'emails' has not"
            ),
            ("users: {a: {from: title, otherwise: keep}}", "c:1:37: error: 'otherwise' goes with 'values'"),
            (
                "users: {a: {from: title, values: {A: x}, otherwise: kep}}",
                "c:1:53: error: 'otherwise' must be one of keep, refuse, not 'kep'; did you mean 'keep'?"
            ),
            // Directions.
            (
                "users: {a: {from: title, direction: to-app}}",
                "c:1:37: error: 'direction' must be one of both, to-application, from-application, not 'to-app'"
            ),
            (
                "users: {a: {from: id, direction: both}}",
                "c:1:34: error: 'id' is readOnly, so the field goes to the application only"
            ),
            (
                "users: {a: {constant: x, direction: from-application}}",
                "c:1:37: error: a constant is not written, so the field goes to the application only"
            ),
            (
                "users: {a: {template: '{title}', direction: both}}",
                "c:1:45: error: a template cannot be taken apart, so the field goes to the application only"
            ),
            (
                #"users: {a: {from: 'emails[type ne "x"].value', direction: both}}"#,
                #"c:1:59: error: the filter of 'emails[type ne "x"].value' does not say what a new value holds ('eq' and 'and' do), so the field goes to the application only"#
            ),
            (
                "users: {a: {from: title, required: true, direction: from-application}}",
                "c:1:36: error: a field that comes from the application only cannot be required"
            ),
            // Templates.
            ("users: {a: {template: 'x {titel}'}}", "c:1:23: error: unknown path 'titel'; did you mean 'title'?"),
            ("users: {a: {template: 'x {title'}}", "c:1:23: error: the braces of the template do not match"),
            ("users: {a: {template: 'x title}'}}", "c:1:23: error: the braces of the template do not match"),
            ("users: {a: {template: '{{title}}'}}", "c:1:23: error: the braces of the template do not match"),
            ("users: {a: {template: title}}", "c:1:23: error: a template without a path is a 'constant'"),
            ("users: {a: {template: '{name}'}}", "c:1:23: error: 'name' is complex: name one of its sub-attributes"),
            (
                "users: {a: {template: '{title}', from: title}}",
                "c:1:23: error: a rule has one of 'from', 'constant' and 'template'"
            ),
            ("users: {a: {constant: x, pick: primary-or-first}}", "c:1:32: error: 'pick' goes with 'from'"),
            // One or several values.
            (
                "users: {a: {from: title, pick: primary-or-first}}",
                "c:1:32: error: 'title' has one value, so there is nothing to pick"
            ),
            (
                "users: {a: {from: emails.value, pick: first}}",
                "c:1:39: error: 'pick' must be one of primary-or-first, not 'first'"
            ),
            (
                #"users: {a: {from: 'emails[type eq "x"].value', pick: primary-or-first}}"#,
                "c:1:19: error: 'pick' and a value filter do not go together"
            ),
            (
                "users: {a: {from: name, each: {b: givenName}}}",
                "c:1:31: error: 'name' is no multi-valued complex attribute, which 'each' needs"
            ),
            (
                "users: {a: {from: [roles, groups], each: {b: value}}}",
                "c:1:42: error: 'each' goes with one path and without 'pick'"
            ),
            (
                "users: {a: {from: roles, each: {b: vale}}}",
                "c:1:36: error: unknown sub-attribute 'vale' of 'roles'; did you mean 'value'?"
            ),
            (
                "users: {a: {from: roles, values: {A: b}, each: {b: value}}}",
                "c:1:34: error: 'values' stands in the rules of 'each'"
            ),
            // Names.
            ("users: {userName: login}", "c:1:19: error: unknown path 'login'"),
            (
                "users: {title: userName}",
                "c:1:9: error: the attribute 'title' keeps its name, so no field can have it ('keep-others' is true)"
            ),
            (
                "users: {Id: userName}",
                "c:1:9: error: the attribute 'id' keeps its name, so no field can have it ('keep-others' is true)"
            ),
            (
                "users: {name: name.givenName}",
                "c:1:9: error: the attribute 'name' keeps its name, so no field can have it ('keep-others' is true)"
            ),
            ("user: {x: userName}", "c:1:1: error: unknown key 'user'; did you mean 'users'?"),
            ("keep-other: true", "c:1:1: error: unknown key 'keep-other'; did you mean 'keep-others'?"),
            ("keep-others: maybe", "c:1:14: error: 'keep-others' must be true or false, not 'maybe'"),
            (
                "users: {x: {from: title, requird: true}}",
                "c:1:26: error: unknown key 'requird'; did you mean 'required'?"
            ),
            ("users: userName", "c:1:8: error: 'users' must be a mapping, not a single value"),
        ])
    func problem(_ text: String, shown: String) async throws {
        #expect(try await problems(text) == [shown])
    }

    @Test("a field is a plain name", arguments: ["a.b", "a:b", "1a", "a b", "é", "-a", "$ref", "a[0]"])
    func fields(_ field: String) async throws {
        #expect(
            try await problems("users: {'\(field)': userName}") == [
                "c:1:9: error: a field must be a letter or '_' and then letters, digits, '-', '_' or '$', not '\(field)'"
            ])
    }

    @Test(
        "rules that only look alike go together",
        arguments: [
            "users: {a: userName, b: {from: userName, direction: to-application}}",
            "users: {a: {from: userType, values: {A: x, B: x}, direction: to-application}}",
            #"users: {a: 'emails[type eq "work"].value', b: 'emails[type eq "home"].value', c: emails.display}"#,
            "users: {name: name, title: title, userName: nickName, nickName: userName}",
        ])
    func accepted(_ text: String) async throws {
        #expect(try await problems(text) == [])
    }

    @Test(
        "records that can never say that a user is inactive are warned of",
        arguments: [
            ("users: {login: userName}", false, "c:2:1: warning: \(unseen)"),
            (
                "users: {login: userName, state: {from: active, direction: from-application}}", false,
                "c:2:1: warning: \(unseen)"
            ),
            ("users: {login: userName, state: {from: active, direction: to-application}}", false, nil),
            ("users: {login: userName, state: {template: '{active}'}}", false, nil),
            ("users: {login: userName, active: active}", false, nil),
            ("groups: {name: displayName}", false, "c:1:1: warning: \(unseen)"),
            ("users: {login: userName}\n\(groups)", true, "c:2:1: warning: \(lost)"),
            (
                "users: {login: userName, state: {from: active, direction: to-application}}\n\(groups)", true,
                "c:2:1: warning: \(lost)"
            ),
            ("users: {login: userName, state: {from: active, values: {true: on, false: off}}}\n\(groups)", true, nil),
        ] as [(String, Bool, String?)])
    func inactive(_ rules: String, isBeforeStore: Bool, warning: String?) async throws {
        let factory = PluginFactory<any AttributeMapper>.rules
        let (mapper, problems) = try await configure(
            factory, "keep-others: false\n\(rules)", keepsRecords: isBeforeStore)
        #expect(mapper != nil && problems == [warning].compactMap(\.self))
        #expect(try await configure(factory, "users: {login: userName}", keepsRecords: isBeforeStore).problems == [])
    }

    private static let groups = "groups: {name: displayName, people: {from: members, each: {id: value}}}"
    private static let unseen =
        "no field shows 'active': a record never says that a user is inactive; add the rule 'active: active'"
    private static let lost =
        "no field keeps 'active': a client that deactivates a user gets 2xx, and the user stays active; add the rule 'active: active'"

    @Test("all problems are reported together")
    func together() async throws {
        let text = """
            users:
              title: nickName
              'a b': locale
              b: timezon
              c: {from: titel, pick: first, direction: up}
              d: {from: roles, each: {x: vlue, y: {from: display, direction: down}}}
            groups: {x: displayNam}
            """
        let places = try await problems(text).map { $0.split(separator: " ")[0].dropFirst(2) }
        #expect(
            places == ["2:3:", "3:3:", "4:6:", "5:13:", "5:26:", "5:44:", "6:30:", "6:66:", "7:13:"].map { $0[...] })
    }
}
