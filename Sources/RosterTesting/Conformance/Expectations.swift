import SCIM

/// An expectation that a rule found broken; it ends the rule.
struct BrokenExpectation: Error {
    let expected: String
    let seen: String
}

func expect(_ holds: Bool, _ expected: @autoclosure () -> String, seen: @autoclosure () -> String) throws {
    guard holds else { throw BrokenExpectation(expected: expected(), seen: seen()) }
}

func expect<Value: Equatable>(_ seen: Value, is expected: Value, _ what: @autoclosure () -> String) throws {
    try expect(seen == expected, "\(what()) to be \(expected)", seen: "\(seen)")
}

/// Expects a call to be refused with one error code.
func expect(_ code: SCIMError.Code, from what: String, _ call: () async throws -> Void) async throws {
    do {
        try await call()
    } catch let error as SCIMError where error.code == code {
        return
    } catch {
        throw BrokenExpectation(expected: "\(what) to be refused as '\(code)'", seen: text(of: error))
    }
    throw BrokenExpectation(expected: "\(what) to be refused as '\(code)'", seen: "no error")
}

/// Expects two states of a resource to be the same one.
func expect(_ seen: Resource, isUnchangedFrom expected: Resource, _ what: String) throws {
    try expect(seen.key, is: expected.key, "the type and id of \(what)")
    try expect(seen.version, is: expected.version, "the version of \(what)")
    try expect(seen.created, is: expected.created, "'created' of \(what)")
    try expect(seen.lastModified, is: expected.lastModified, "'lastModified' of \(what)")
    try expect(seen, has: expected.attributes, what)
}

/// Expects a resource to have attributes; what the provider fills in itself plays no part.
func expect(_ seen: Resource, has expected: Attributes, _ what: String) throws {
    let own = seen.type.clientAttributes(seen.attributes), wanted = seen.type.clientAttributes(expected)
    try expect(
        own == wanted, "\(what) to have \(AttributeValue.complex(wanted).json)", seen: AttributeValue.complex(own).json)
}

/// Expects a resource to be in the state of another one, with attributes left out at most.
func expect(_ part: Resource, toBePartOf whole: Resource, _ what: String) throws {
    try expect(part.key, is: whole.key, "the type and id of \(what)")
    try expect(part.version, is: whole.version, "the version of \(what)")
    try expect(part.created, is: whole.created, "'created' of \(what)")
    try expect(part.lastModified, is: whole.lastModified, "'lastModified' of \(what)")
    let own = part.type.clientAttributes(part.attributes)
    try expect(
        own.isPart(of: whole.attributes),
        "\(what) to hold no more than \(AttributeValue.complex(whole.attributes).json)",
        seen: AttributeValue.complex(own).json)
}

/// An error on one line, for a report.
func text(of error: any Error) -> String {
    if let error = error as? SCIMError { "'\(error.code)' (\(error.detail))" } else { "\(error)" }
}

extension ResourceType {
    /// The attributes that clients write: without `groups`, which follows from the members of groups.
    func clientAttributes(_ attributes: Attributes) -> Attributes {
        Attributes(uniqueNames: attributes.filter { definition($0.name)?.mutability != .readOnly })
    }
}

extension AttributeValue {
    /// Whether this is the other value or that value with parts left out.
    func isPart(of whole: AttributeValue) -> Bool {
        switch (self, whole) {
        case (.complex(let own), .complex(let whole)): own.isPart(of: whole)
        case (.array(let own), .array(let whole)): own.allSatisfy { part in whole.contains { part.isPart(of: $0) } }
        default: self == whole
        }
    }
}

extension Attributes {
    /// Whether these are the other attributes or those with parts left out.
    func isPart(of whole: Attributes) -> Bool {
        allSatisfy { name, value in whole[name].map { value.isPart(of: $0) } ?? false }
    }
}
