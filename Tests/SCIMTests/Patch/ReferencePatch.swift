import SCIM

/// One step of a PATCH in plain words, from which both its JSON and its meaning follow.
struct PlainOperation {
    /// One value of a multi-valued attribute; `primary` is the text of a Boolean, `nil` stands for null.
    typealias Element = [String: String?]

    var op: String
    var change: Change

    enum Change {
        /// `title`, `name.givenName`, `ENT:department`, to a value or to null.
        case single(String, String?)
        /// All values of a multi-valued attribute, or those to add; `nil` for null.
        case values(String, [Element]?)
        /// The values that meet all conditions.
        case selected(String, [(name: String, value: String)], Element)
        /// One part of the values that meet all conditions, of all values without a condition.
        case part(String, [(name: String, value: String)], String, String?)
    }
}

extension PlainOperation {
    /// The operation as a client sends it.
    func message(withPath: Bool) -> AttributeValue {
        switch change {
        case .single(let name, let value):
            return message(name, Self.json(name, value), withPath: withPath)
        case .values(let name, let elements):
            return message(
                name, elements.map { .array($0.map(Self.json)) } ?? .null, withPath: withPath)
        case .selected(let name, let conditions, let element):
            return message("\(name)[\(Self.filter(conditions))]", Self.json(element), withPath: true)
        case .part(let name, let conditions, let part, let value):
            let brackets = conditions.isEmpty ? "" : "[\(Self.filter(conditions))]"
            let isBareRemoval = op == "remove" && conditions.isEmpty
            return message(
                "\(name)\(brackets).\(part)", isBareRemoval ? .null : Self.json(part, value), withPath: true)
        }
    }

    private func message(_ path: String, _ value: AttributeValue, withPath: Bool) -> AttributeValue {
        let path = path.replacing("ENT", with: Schema.enterpriseUser.id)
        if withPath || op == "remove" { return ["op": .string(op), "path": .string(path), "value": value] }
        return ["op": .string(op), "value": .complex([AttributeName(path): value])]
    }

    private static func filter(_ conditions: [(name: String, value: String)]) -> String {
        conditions.map { $0.name == "primary" ? "primary eq \($0.value)" : "\($0.name) eq \"\($0.value)\"" }
            .joined(separator: " and ")
    }

    private static func json(_ name: String, _ value: String?) -> AttributeValue {
        guard let value else { return .null }
        return name == "primary" ? .boolean(value == "true") : .string(value)
    }

    fileprivate static func json(_ element: Element) -> AttributeValue {
        .complex(Attributes(uniqueNames: element.map { (AttributeName($0.key), json($0.key, $0.value)) }))
    }
}

/// A slow and obvious reading of RFC 7644 §3.5.2 for a few attributes of users, made without schemas and paths.
struct ReferencePatch {
    struct NoTarget: Error {}

    private var singles: [String: String] = [:]
    private var lists: [String: [[String: String]]] = [:]

    mutating func apply(_ operation: PlainOperation) throws {
        let op = operation.op
        switch operation.change {
        case .single(let name, let value): singles[name] = op == "remove" ? nil : value
        case .values(let name, nil):
            if op != "add" { lists[name] = [] }
        case .values(let name, let elements?): changeAll(op, name, elements.map(Self.withoutNull))
        case .selected(let name, let conditions, let element):
            try changeSome(name, conditions, isRemoval: op == "remove", makes: element.values.contains { $0 != nil }) {
                op == "remove" ? [:] : Self.joining($0, element)
            }
        case .part(let name, let conditions, let part, let value):
            let isRemoval = op == "remove"
            try changeSome(name, conditions, isRemoval: isRemoval, makes: value != nil) {
                Self.joining($0, [part: isRemoval ? nil : value])
            }
        }
    }

    private mutating func changeAll(_ op: String, _ name: String, _ elements: [[String: String]]) {
        let elements = Self.united(elements.filter { !$0.isEmpty })
        var list = lists[name] ?? []
        switch op {
        case "replace": list = elements
        case "remove":
            list.removeAll { old in
                elements.contains { leaving in
                    Self.areSame(leaving, old)
                        || leaving["type"] == nil && leaving["value"] != nil && leaving["value"] == old["value"]
                }
            }
        default:
            list = Self.united(list + elements)
            for winner in elements where winner["primary"] == "true" {
                for index in list.indices where list[index]["primary"] == "true" {
                    if !Self.areSame(list[index], winner) { list[index]["primary"] = "false" }
                }
            }
            list = Self.united(list)
        }
        lists[name] = list
    }

    private mutating func changeSome(
        _ name: String, _ conditions: [(name: String, value: String)], isRemoval: Bool, makes: Bool,
        _ change: ([String: String]) -> [String: String]
    ) throws {
        var list: [[String: String]] = [], touched: [Int] = [], isFound = false
        for old in lists[name] ?? [] {
            guard conditions.allSatisfy({ (old[$0.name] ?? ($0.name == "primary" ? "false" : "")) == $0.value }) else {
                list.append(old)
                continue
            }
            isFound = true
            let new = change(old)
            if new.isEmpty || Self.isHollow(new) && !Self.isHollow(old) { continue }
            touched.append(list.count)
            list.append(new)
        }
        if !isFound {
            guard !isRemoval, makes else { return }
            var new: [String: String] = [:]
            for condition in conditions { new[condition.name] = condition.value }
            let isCanonical = ["work", "home", "other"].contains(new["type"] ?? "") && name == "emails"
            guard conditions.isEmpty || isCanonical || new["primary"] != nil else { throw NoTarget() }
            touched.append(list.count)
            list.append(change(new))
        }
        if let winner = touched.last(where: { list[$0]["primary"] == "true" }) {
            for index in list.indices where index != winner && list[index]["primary"] == "true" {
                list[index]["primary"] = "false"
            }
        }
        let primary = list.first { $0["primary"] == "true" }
        list = Self.united(list)
        for index in list.indices {
            if let primary, Self.areSame(list[index], primary) { list[index]["primary"] = "true" }
        }
        lists[name] = list
    }

    private static func withoutNull(_ element: PlainOperation.Element) -> [String: String] {
        element.compactMapValues { $0 }
    }

    private static func joining(_ old: [String: String], _ change: PlainOperation.Element) -> [String: String] {
        var new = old
        for (name, value) in change { new[name] = value }
        return new
    }

    private static func isHollow(_ element: [String: String]) -> Bool { element["value"] == nil }

    private static func areSame(_ one: [String: String], _ other: [String: String]) -> Bool {
        guard let value = one["value"] else { return one == other }
        return value == other["value"] && one["type"] == other["type"]
    }

    /// The later of two that are the same joins the earlier.
    private static func united(_ elements: [[String: String]]) -> [[String: String]] {
        var list: [[String: String]] = []
        for element in elements {
            if let index = list.firstIndex(where: { areSame($0, element) }) {
                list[index].merge(element) { $1 }
            } else {
                list.append(element)
            }
        }
        return list
    }

    /// The state as the engine keeps it.
    var attributes: Attributes {
        var attributes: Attributes = [.userName: "u"]
        for (name, value) in singles {
            let parts = name.replacing("ENT:", with: "ENT.").split(separator: ".").map {
                AttributeName($0 == "ENT" ? Schema.enterpriseUser.id : String($0))
            }
            guard parts.count == 2 else {
                attributes[parts[0]] = .string(value)
                continue
            }
            var outer = attributes[parts[0]]?.attributes ?? [:]
            outer[parts[1]] = .string(value)
            attributes[parts[0]] = .complex(outer)
        }
        for (name, list) in lists where !list.isEmpty {
            attributes[AttributeName(name)] = .array(list.map { PlainOperation.json($0.mapValues { .some($0) }) })
        }
        return attributes
    }
}
